"""确认账号: an account that an administrator opened, or whose password he set, opens no full number until its unit has said whose it is."""

import re

import pytest
from sqlalchemy import select

from portal.accounts.models import Appointment, User
from portal.audit.models import AuditEntry
from portal.cases.models import Case
from portal.extensions import db
from portal.people.models import Person
from portal.testing import factories
from portal.testing.cast import PASSWORD

OWN = "Ziji-De-Mima-2026"
SHOWN = re.compile(r"[A-Za-z2-9]{4}(?:-[A-Za-z2-9]{4}){2}")


@pytest.fixture
def admin(as_user):
    return as_user("administrator")


@pytest.fixture
def open_as(app, admin, cast):
    """`open_as("director", "street")` is a client of an account that the administrator opened, who went on to sign in with it."""

    def make(role: str, unit: str, username: str = "sock.puppet"):
        typed = {"username": username, "name": "张三", "role": role, "unit_id": cast.unit_ids[unit]}
        return _entered(app, username, admin.fill(admin.page("/accounts/new"), **typed))

    return make


@pytest.fixture
def resident(cast) -> Person:
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    return case.parties[0].person


def _entered(app, username: str, handed_over):
    client, password = app.test_client(), SHOWN.search(handed_over.text)[0]
    client.fill(client.sign_in(username, password), password=password, new_password=OWN, new_password_again=OWN)
    return client


def _id(username: str) -> int:
    return db.session.scalar(select(User.id).where(User.username == username))


def _answer(client, username: str, said: str):
    return client.fill(client.page(f"/accounts/{_id(username)}/vouching"), answer=said)


def _actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_who_invents_a_director_sees_no_number_and_confirms_nobody(open_as, resident):
    puppet = open_as("director", "street")
    assert puppet.get(f"/people/{resident.id}").status_code == 200
    assert puppet.get(f"/people/{resident.id}/full").status_code == 403
    token = puppet.page("/").fields(puppet.page("/").form("/logout"))["csrf_token"]
    send = {"csrf_token": token, "reason": "核对信息", "answer": "known"}
    assert puppet.post(f"/people/{resident.id}/full", data=send).status_code == 403
    own = f"/accounts/{_id('sock.puppet')}/vouching"
    assert (puppet.get(own).status_code, puppet.post(own, data=send).status_code) == (403, 403)
    assert puppet.get("/accounts/vouching").status_code == 403
    assert "看不到完整的证件号码和电话" in puppet.page("/").text


def test_nothing_with_numbers_in_full_is_handed_out_meanwhile(open_as, as_user, resident, cast):
    puppet, director = open_as("director", "street"), as_user("director")
    case = db.session.scalar(select(Case))
    case.triage(kind="0201", level="minor", by=cast.clerk)
    case.assign(cast.street, by=cast.clerk)
    case.assignments[0].acknowledge(by=cast.director)
    case.side(1)[0].person.phone = "13800000001"
    db.session.commit()
    call = f"/cases/{case.id}/parties/{case.side(1)[0].id}/phone"
    for url in (f"/cases/{case.id}/hand-overs.pdf", "/cases/export.xlsx", call):
        assert director.get(url).status_code == 200, url
        refused = puppet.get(url)
        assert (refused.status_code, "请告诉他，在工作台上确认" in refused.get_data(as_text=True)) == (403, True), url


def test_the_director_is_told_and_what_is_theirs_opens_numbers(open_as, as_user, resident, cast):
    new, director = open_as("clerk", "street"), as_user("director")
    assert "张三" in director.page("/").text
    page = director.page(f"/accounts/{_id('sock.puppet')}/vouching")
    assert all(said in page.text for said in ("sock.puppet", "昭君街道受理员", "系统管理员小郑"))
    assert "已确认张三的账号" in _answer(director, "sock.puppet", "known").text
    assert new.get(f"/people/{resident.id}/full").status_code == 200
    assert "看不到完整的证件号码" not in new.page("/").text
    assert "没有等确认的账号" in director.page("/accounts/vouching").text
    assert director.get(f"/accounts/{_id('sock.puppet')}/vouching").status_code == 409
    assert _actions()[-1] == "account_vouch"


def test_what_is_not_theirs_is_locked_and_waits_again_when_unlocked(open_as, as_user, admin, cast):
    puppet, director = open_as("clerk", "street"), as_user("director")
    assert "已锁定张三的账号" in _answer(director, "sock.puppet", "unknown").text
    assert puppet.get("/").status_code == 303
    assert _actions()[-1] == "account_disown"
    admin.fill(admin.page(f"/accounts/{_id('sock.puppet')}/unlocking"))
    assert "张三" in director.page("/accounts/vouching").text


def test_nothing_is_chosen_beforehand(open_as, as_user, cast):
    open_as("clerk", "street")
    director = as_user("director")
    page = director.fill(director.page(f"/accounts/{_id('sock.puppet')}/vouching"))
    assert (page.status, "请选择一项" in page.text) == (422, True)


def test_a_password_that_was_set_anew_waits_as_well(app, admin, as_user, resident, cast):
    handed = admin.fill(admin.page(f"/accounts/{cast.user_ids['clerk']}/password"))
    clerk = _entered(app, "clerk", handed)
    assert clerk.get(f"/people/{resident.id}/full").status_code == 403
    _answer(as_user("director"), "clerk", "known")
    assert clerk.get(f"/people/{resident.id}/full").status_code == 200


def test_a_role_that_opens_no_number_waits_for_nobody_until_it_does(open_as, admin, as_user, cast):
    puppet, director = open_as("grid", "grid1"), as_user("director")
    assert "张三" not in director.page("/accounts/vouching").text
    assert "看不到完整" not in puppet.page("/").text
    typed = {"role": "clerk", "unit_id": cast.unit_ids["street"]}
    admin.fill(admin.page(f"/accounts/{_id('sock.puppet')}/appointments/new"), **typed)
    assert "张三" in director.page("/accounts/vouching").text


def test_where_a_right_is_given_to_a_role_its_accounts_wait(open_as, admin, as_user, cast):
    open_as("family_honours.federation", "street")
    director = as_user("director")
    assert "张三" not in director.page("/accounts/vouching").text
    given = {"role": "family_honours.federation", "permission": "people.reveal", "granted": "1", "reason": "试"}
    assert "已调整" in admin.fill(admin.page("/plugins/roles"), **given).text
    assert "张三" in director.page("/accounts/vouching").text


def test_the_county_is_asked_only_where_nobody_nearer_can(open_as, as_user, cast):
    district = as_user("district")
    open_as("clerk", "street")
    assert "张三" not in district.page("/accounts/vouching").text
    open_as("director", "other_street", "first.there")
    assert "张三" in district.page("/accounts/vouching").text
    assert "张三" in district.page("/").text
    _answer(district, "first.there", "known")
    assert "张三" not in district.page("/accounts/vouching").text
    assert (
        district.get(f"/accounts/{_id('sock.puppet')}/vouching").status_code == 200
    )  # whoever is asked by telephone may


def test_the_street_next_door_is_not_asked(open_as, as_user, cast):
    open_as("clerk", "other_street")
    director = as_user("director")
    assert "张三" not in director.page("/").text
    assert director.get(f"/accounts/{_id('sock.puppet')}/vouching").status_code == 404


def test_the_command_line_lets_in_the_first_of_a_county(app, open_as, as_user, cast):
    open_as("district", "county")
    db.session.execute(db.delete(Appointment).where(Appointment.user_id == cast.user_ids["district"]))
    db.session.commit()
    told = app.test_cli_runner().invoke(args=["accounts", "vouch", "sock.puppet"])
    assert "已确认 sock.puppet" in told.output
    again = app.test_cli_runner().invoke(args=["accounts", "vouch", "sock.puppet"])
    assert (again.exit_code, "现在不用确认" in again.output) == (1, True)


def test_who_was_there_before_and_who_is_opened_by_the_operator_is_known(app, cast):
    run = app.test_cli_runner().invoke
    run(
        args=[
            "accounts",
            "create",
            "chen",
            "--name",
            "陈",
            "--role",
            "clerk",
            "--unit",
            "昭君街道",
            "--password",
            PASSWORD,
        ]
    )
    assert db.session.scalar(select(User).where(User.username == "chen")).vouched
    assert cast.clerk.vouched
