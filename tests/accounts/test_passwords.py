"""What makes a password good: its length, and that nobody guesses it; not which signs it is made of."""

import subprocess
import sys

import pytest

from portal.accounts import passwords
from portal.accounts.models import User
from portal.accounts.passwords import MOST, WeakPassword, check_strength
from portal.config import ROOT
from portal.extensions import db
from portal.testing.cast import PASSWORD

SOUND = "Ziji-De-Mima-2026"


@pytest.mark.parametrize(
    "password",
    [
        SOUND,
        "correct horse battery staple",  # long, and of small letters alone
        "楼下卖豆腐的老李养了三只猫一条狗",
        "7193 5820 4467 3019",
        " kX9 leading and trailing ",
        "x".join("qhwzvkpmgtbd") * 3,
        "Q" * 3 + "wLz4-" + "Ыñ漢字かな" * 4,
    ],
)
def test_any_signs_will_do_if_it_is_long_and_hard_to_guess(password):
    check_strength(password)


@pytest.mark.parametrize(
    "password",
    [
        "Password123!",
        "P@ssw0rd1234",
        "1qaz2wsx3edc$RFV",
        "Qwer1234!@#$",
        "Abc123456789",
        "Iloveyou2026",
        "Woaini1314520",
        "Fengqiao@2027",
        "Admin@123456",
        "Zongzhizhongxin2026",
        "Menhu-Mima-1",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "abcabcabcabcabcabcabc",
        "1234567890123456",
        "qwertyuiopasdfghjkl",
        "Wangxiaoyan1985",
        "wangxiaoyanwangxiaoyan",
    ],
)
def test_what_everybody_tries_is_refused(password):
    with pytest.raises(WeakPassword, match="好猜"):
        check_strength(password, "wangxiaoyan")


def test_a_short_one_takes_three_kinds_of_signs():
    with pytest.raises(WeakPassword, match="16 位以上的不限"):
        check_strength("qhwzvkpmgt")
    check_strength("Qh7zvkpmgt")


@pytest.mark.parametrize("typed", ["short1A!", "", "九个汉字的密码不够"])
def test_one_that_is_too_short_is_refused(typed):
    with pytest.raises(WeakPassword, match="至少 10 位"):
        check_strength(typed)


@pytest.mark.parametrize("word", passwords.OURS)
def test_no_word_of_the_house_makes_a_password(word):
    with pytest.raises(WeakPassword):
        check_strength(f"{word.capitalize()}@2026")


def test_it_is_taken_exactly_as_typed_up_to_two_hundred(app, as_user, cast):
    long = f" Ｋ ﬁ {SOUND} {'楼下卖豆腐的老李' * 20}"[: MOST - 1] + " "
    client = as_user("clerk")
    page = client.fill(client.page("/password"), password=PASSWORD, new_password=long, new_password_again=long)
    assert "密码已修改" in page.text
    for wrong in (long.strip(), long[:-1], long.casefold(), long.replace("Ｋ", "K"), long[:72]):
        assert not db.session.get(User, cast.user_ids["clerk"]).verify_password(wrong)
    assert "等您办的" in app.test_client().sign_in("clerk", long).heading


def test_its_box_hides_it_and_may_be_pasted_into(client, as_user, cast):
    for page in (client.page("/login"), as_user("clerk").page("/password")):
        boxes = [each for each in page.tree.iter("input") if "password" in (each.get("name") or "")]
        assert boxes
        for box in boxes:
            assert box.get("type") == "password"
            assert not {"onpaste", "readonly"} & set(box.keys())
            assert int(box.get("maxlength", MOST)) >= MOST
            assert box.get("autocomplete") != "off"


def test_the_wrong_one_of_the_form_is_named_at_its_field(as_user, cast):
    client = as_user("clerk")
    page = client.fill(
        client.page("/password"), password=PASSWORD, new_password="Clerk@2026", new_password_again="Clerk@2026"
    )
    assert (page.status, "太好猜" in page.text) == (422, True)


def test_it_is_kept_as_argon2id_as_rfc_9106_recommends():
    made = "from portal.accounts.models import hasher; print(hasher.hash('x'))"  # the tests themselves hash cheaply
    kept = subprocess.run([sys.executable, "-c", made], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
