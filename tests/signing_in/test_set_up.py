"""The second factor is set up, moved, given up and reset; each asks for the proof, and is recorded."""

import re

import pytest
from sqlalchemy import select, text

from portal import clock
from portal.accounts.models import NO_PASSWORD
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.signing_in import codes
from portal.testing.cast import PASSWORD

pytestmark = pytest.mark.database
CODE = re.compile(r"[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}")


@pytest.fixture
def still():
    """The clock stands."""
    with clock.pretend(clock.now().replace(second=15)):
        yield


def read(page) -> bytes:
    """The secret, as it is typed into a telephone from the page."""
    return codes.unwritten(marked(page)[0].replace(" ", ""))


def marked(page) -> list[str]:
    """What stands there to be copied: a secret, codes."""
    return [each.text for each in page.tree.iter("code")]


def code_of(secret: bytes, steps: int = 0) -> str:
    return codes.code_at(secret, codes.step_now() + steps)


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_from_the_own_account_to_signing_in_with_it(app, as_user, still, factor_of, cast):
    clerk = as_user("clerk")
    assert "/account/code" in clerk.page("/account").links()
    page = clerk.page("/account/code/new")
    secret = read(page)
    assert "<svg" in page.response.get_data(as_text=True)
    page = clerk.fill(page, code=code_of(secret), password=PASSWORD)
    assert (page.heading, len(set(marked(page)))) == ("备用码", 10)
    assert all(map(CODE.fullmatch, marked(page)))
    assert clerk.page("/account/code").status == 200, "one stays signed in here"
    assert not CODE.search(clerk.page("/account/code").text), "they are shown once"
    assert actions()[-1] == "factor_set"
    client = app.test_client()
    page = client.sign_in("clerk", PASSWORD)
    assert client.fill(page, code=code_of(secret)).status == 422, "the code of setting it up is used"
    assert "等您办的" in client.fill(page, code=code_of(secret, 1)).heading


def test_whoever_comes_from_elsewhere_has_no_password_to_be_asked_for(as_user, still, factor_of, cast):
    clerk = as_user("clerk")
    cast.clerk.password_hash = NO_PASSWORD
    db.session.commit()
    page = clerk.page("/account/code/new")
    assert "password" not in page.fields(page.form())
    assert clerk.fill(page, code=code_of(read(page))).heading == "备用码"
    assert factor_of("clerk")


def test_it_ends_the_sessions_elsewhere(as_user, still, cast):
    here, elsewhere = as_user("clerk"), as_user("clerk")
    page = here.page("/account/code/new")
    here.fill(page, code=code_of(read(page)), password=PASSWORD)
    assert elsewhere.get("/cases").status_code == 303


def test_the_secret_and_the_codes_stand_in_no_table(as_user, still, cast):
    clerk = as_user("clerk")
    page = clerk.page("/account/code/new")
    secret = codes.written(read(page))
    paper = marked(clerk.fill(page, code=code_of(read(page)), password=PASSWORD))
    kept = str(db.session.execute(text("SELECT secret FROM signing_in_factor")).all())
    kept += str(db.session.execute(text("SELECT mark FROM signing_in_recovery_code")).all())
    assert not [each for each in (secret, *paper) if each in kept or codes.plain(each) in kept]


def test_a_wrong_code_or_password_keeps_the_page_and_its_secret(as_user, still, factor_of, cast):
    clerk = as_user("clerk")
    page = clerk.page("/account/code/new")
    secret = read(page)
    page = clerk.fill(page, code=code_of(secret, 20), password=PASSWORD)
    assert (page.status, read(page)) == (422, secret)
    assert "和这个密钥对不上" in page.text
    page = clerk.fill(page, code=code_of(secret), password="wrong")
    assert (page.status, read(page)) == (422, secret)
    assert "现在的密码不正确" in page.text
    assert factor_of("clerk") is None
    assert clerk.fill(page, code=code_of(secret), password=PASSWORD).heading == "备用码"


def test_a_secret_of_another_account_or_made_up_is_not_taken(as_user, still, factor_of, cast):
    clerk, mediator = as_user("clerk"), as_user("mediator")
    theirs = mediator.page("/account/code/new")
    sealed = theirs.fields(theirs.form())["shown"]
    for put in (sealed, "nonsense", ""):
        page = clerk.fill(clerk.page("/account/code/new"), shown=put, code=code_of(read(theirs)), password=PASSWORD)
        assert page.heading == "设置动态码"
    assert factor_of("clerk") is None


def test_moving_to_another_telephone_takes_a_code_of_the_old_one(as_user, phone, factor_of, cast):
    clerk = as_user("clerk")
    page = clerk.page("/account/code/new")
    secret = read(page)
    assert clerk.fill(page, code=code_of(secret), before="000000", password=PASSWORD).status == 422
    assert clerk.fill(page, code=code_of(secret), before=phone.now, password=PASSWORD).heading == "备用码"
    db.session.expire_all()
    assert codes.unwritten(factor_of("clerk").secret) == secret


def test_new_codes_on_paper_make_the_old_ones_worthless(app, as_user, phone):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page("/account/code/recovery"), before=phone.paper[0], password=PASSWORD)
    paper = marked(page)
    assert len(paper) == 10
    client = app.test_client()
    page = client.sign_in("clerk", PASSWORD)
    assert client.fill(page, code=phone.paper[1]).status == 422
    assert "等您办的" in client.fill(page, code=paper[0]).heading


def test_it_is_given_up_with_the_proof_and_not_without(app, as_user, phone, factor_of):
    clerk = as_user("clerk")
    page = clerk.page("/account/code/removal")
    assert clerk.fill(page, before=phone.now, password="wrong").status == 422
    assert factor_of("clerk") is not None
    assert clerk.fill(page, before=phone.now, password=PASSWORD).url == "/account/code"
    assert factor_of("clerk") is None
    assert "等您办的" in app.test_client().sign_in("clerk", PASSWORD).heading
    assert actions()[-2:] == ["factor_drop", "sign_in"]


def test_whose_office_asks_for_it_does_not_give_it_up(as_user, phone, decide, factor_of):
    decide(asked="chosen", roles=["clerk"])
    clerk = as_user("clerk")
    assert "/account/code/removal" not in clerk.page("/account/code").links()
    assert clerk.fill(clerk.page("/account/code/removal"), before=phone.now, password=PASSWORD).status == 409
    assert factor_of("clerk") is not None


def test_the_administrator_takes_it_off_who_lost_the_telephone(app, as_user, phone, factor_of, cast):
    clerk, administrator = as_user("clerk"), as_user("administrator")
    there = f"/accounts/{cast.user_ids['clerk']}/code"
    assert there in administrator.page(there.removesuffix("/code")).links()
    administrator.fill(administrator.page(there))
    assert factor_of("clerk") is None
    assert clerk.get("/cases").status_code == 303
    assert "等您办的" in app.test_client().sign_in("clerk", PASSWORD).heading
    assert "account_factor" in actions()
    assert there not in administrator.page(there.removesuffix("/code")).links()
    assert administrator.fill(administrator.page(there)).status == 409


def test_nobody_takes_it_off_himself_or_the_auditor(as_user, cast):
    administrator = as_user("administrator")
    token = administrator.page("/").fields(administrator.page("/").form("/logout"))["csrf_token"]
    for username in ("administrator", "auditor"):
        answer = administrator.post(f"/accounts/{cast.user_ids[username]}/code", data={"csrf_token": token})
        assert answer.status_code in (403, 404), username


def test_the_command_line_takes_it_off_anybody(app, phone, factor_of, cast):
    def run(*arguments):
        return app.test_cli_runner().invoke(args=["accounts", "no-code", *arguments])

    assert "已取消" in run("clerk").output
    assert factor_of("clerk") is None
    assert "没有设置动态码" in run("clerk").output
    assert "没有账号" in run("nobody.here").output
