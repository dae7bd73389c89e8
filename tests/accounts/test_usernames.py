"""User names are folded: however somebody types the own name, one account is meant, and no second one looks like it."""

import pytest
from sqlalchemy import select

from portal.accounts import verbs
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.testing.cast import PASSWORD

pytestmark = pytest.mark.database


def opened(cast, name: str) -> User:
    return verbs.open_account(name, "王小燕", "Zhaojun-2026", "clerk", cast.street, by=None)


@pytest.mark.parametrize("typed", ["clerk", "Clerk", "CLERK", "ｃｌｅｒｋ", " clerk "])
def test_the_name_may_be_typed_in_any_case_and_width(client, cast, typed):
    assert client.sign_in(typed, PASSWORD).heading == "没有等您办的事"


@pytest.mark.parametrize("name", ["Clerk", "ｃlerk", "CLERK"])
def test_no_second_account_differs_only_in_case_or_width(cast, name):
    with pytest.raises(RuleError, match="已经存在"):
        opened(cast, name)


@pytest.mark.parametrize("name", ["сlerk", "clеrk", "ϲlerk", "cle​rk", "clerk​", "cler𝗄а", "a", "wang xiaoyan"])
def test_letters_that_only_look_alike_are_refused(cast, name):
    with pytest.raises(RuleError, match="英文字母、汉字、数字"):
        opened(cast, name)


@pytest.mark.parametrize(
    ("typed", "kept"), [("WangXiaoyan", "wangxiaoyan"), ("王晓燕", "王晓燕"), ("w.x-y_2@zj", "w.x-y_2@zj")]
)
def test_a_name_is_kept_in_small_letters(cast, typed, kept):
    assert opened(cast, typed).username == kept


def test_an_account_from_before_keeps_its_name(client, cast):
    opened(cast, "wangxiaoyan").username = "WangOld"
    db.session.commit()
    assert User.known_as("WangOld").name == "王小燕"
    with pytest.raises(RuleError, match="已经存在"):
        opened(cast, "wangold")
    assert db.session.scalar(select(User.id).where(User.username == "wangold")) is None
