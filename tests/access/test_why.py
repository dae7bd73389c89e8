"""Why may, or may not, somebody do this: what the page says is what the pages do, for everybody, every permission and every place."""

from datetime import date, timedelta

import pytest
from flask import current_app
from flask_login import login_user
from sqlalchemy import select

from portal import clock
from portal.access.finding import found_at
from portal.access.reasons import answer, office_line
from portal.accounts import adjusting, delegation, role_making
from portal.accounts.models import Appointment, User
from portal.accounts.rights import not_before_vouched
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import Ancestors
from portal.plugin_admin.switching import switch
from portal.records.mounted import all_mounted
from portal.records.mounting import StepPages
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    """In 泰兴社区, handed to the department."""
    made = factories.case(cast.taixing, by=cast.clerk)
    made.triage(kind="0701", level="minor", by=cast.clerk)
    made.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return made


@pytest.fixture
def mixed(cast) -> User:
    """Somebody with five offices: two in force, one by a role of the county's own, one that is over, one that begins tomorrow."""
    today, day = clock.today(), timedelta(days=1)
    own = role_making.copy("mediator", "见习调解员", cast.county, reason="x", by=cast.administrator)
    adjusting.adjust(own, "cases.view", cast.street, granted=False, reason="见习期不看", by=cast.administrator)
    user = User(username="mixed", name="多岗", password_hash="!")
    user.appointments += [
        Appointment(unit=cast.taixing, role="clerk"),
        Appointment(unit=cast.other_street, role="department"),
        Appointment(unit=cast.street, role=own),
        Appointment(unit=cast.county, role="district", valid_until=today - day),
        Appointment(unit=cast.dongsheng, role="director", valid_from=today + day),
    ]
    db.session.add(user)
    db.session.commit()
    return user


PEOPLE = ("clerk", "mediator", "grid", "director", "department", "district", "outsider")


def steps_of_a_case() -> list[str]:
    """What stands behind the address of a case on the pages of its steps."""
    pages = [each for each in all_mounted(StepPages) if each.model is Case and each.idents == ["case_id"]]
    return [f"/{page.ask.at}" for each in pages for page in each.pages if "<" not in page.ask.at]


def said(user: User, permission: str, row=None, step=None) -> str:
    return "\n".join(line.said for line in answer(user, permission, row, step).lines)


def test_the_lines_are_what_decides_for_everybody_every_permission_and_every_unit(cast, mixed):
    switch("mediation", cast.other_street, "off", by=None, reason="x")
    cast.mediator.handed_at = clock.now()
    db.session.commit()
    users = db.session.scalars(select(User)).all()
    units = [cast.county, cast.taixing, cast.other_street, cast.labour_bureau, cast.outside_street]
    assert len(users) > 9
    for user in users:
        barred = frozenset() if user.vouched else not_before_vouched()
        for key in current_app.extensions["portal_permissions"]:
            for unit in units:
                lets = key not in barred and any(office_line(each, key, unit).lets for each in user.appointments)
                assert lets == user.can(key, unit), (user.username, key, unit.name)
            assert answer(user, key).may == user.can(key), (user.username, key)


def test_the_answer_is_what_the_pages_answer(as_user, cast, case, app):
    for name in PEOPLE:
        client = as_user(name)
        for page in ["", *steps_of_a_case()]:
            status = client.get(f"/cases/{case.id}{page}").status_code
            with app.test_request_context():
                login_user(cast.district)
                meant = found_at(f"/cases/{case.id}{page}")
            found = answer(cast[name], meant.permission, case, meant.step_for(cast[name]))
            assert found.may == (status == 200), (name, page, status, found.lines)


def test_an_office_that_is_over_or_to_come_is_told(cast, mixed):
    told = said(mixed, "cases.export")
    assert "已经结束" in told
    assert "才开始" in told


def test_who_took_a_right_away_and_why_is_told(cast, mixed):
    told = said(mixed, "cases.view")
    assert "昭君街道见习调解员：没有“查看事项”" in told
    assert "系统管理员小郑：见习期不看" in told


def test_a_row_elsewhere_is_told(cast, case):
    assert not answer(cast.outsider, "cases.view", case).may
    assert "但这一条在泰兴社区，不在管辖范围里" in said(cast.outsider, "cases.view", case)


def test_a_row_that_was_handed_over_is_told(cast, case):
    assert answer(cast.department, "cases.handle", case).may
    assert "这一条交给了本人任职的单位" in said(cast.department, "cases.handle", case)


def test_a_plugin_that_is_off_is_told(cast):
    switch("mediation", cast.county, "off", by=None, reason="x")
    assert "“人民调解”在昭君街道没有启用" in said(cast.clerk, "mediation.view")


def test_who_waits_to_be_vouched_for_is_told(cast):
    cast.clerk.handed_at = clock.now()
    assert not answer(cast.clerk, "people.reveal").may
    assert "还没有人确认是本单位的人" in said(cast.clerk, "people.reveal")


def test_a_step_out_of_its_time_is_told(cast, case):
    assert not answer(cast.clerk, "cases.triage", case, Case.accept).may
    assert "这一步不是在这个时候办" in said(cast.clerk, "cases.triage", case, Case.accept)


def test_in_whose_office_a_step_would_be_taken_and_until_when_is_told(cast):
    case, today, day = factories.case(cast.taixing, by=cast.clerk), clock.today(), timedelta(days=1)
    assert "可以办“受理分流”。" in said(cast.clerk, "cases.triage", case, Case.triage)
    office = cast.director.appointments[0]
    delegation.hand_over(office, cast.mediator, today + day, today + 2 * day, reason="休假", by=cast.director)
    db.session.commit()
    assert f"任职从 {today + day} 才开始" in said(cast.mediator, "cases.triage", case, Case.triage)
    with clock.pretend(clock.now() + day):
        told = said(cast.mediator, "cases.triage", case, Case.triage)
        assert f"（代{cast.director.name}），代到 {today + 2 * day}：有" in told
        assert f"办理记录和文书上写“代{cast.director.name}办理”" in told
    with clock.pretend(clock.now() + 3 * day):
        assert f"任职到 {today + 2 * day} 已经结束" in said(cast.mediator, "cases.triage", case, Case.triage)
        assert not answer(cast.mediator, "cases.triage", case, Case.triage).may


@pytest.mark.parametrize("about", ["number", "address"])
def test_the_page_answers_and_shows_no_resident(as_user, cast, case, about):
    typed = case.number if about == "number" else f"http://localhost/cases/{case.id}"
    district = as_user("district")
    page = district.fill(district.page("/access/why"), account="department", what="cases.view", about=typed)
    assert "人社局小陈（department）能" in page.text
    assert f"{case.number}，" in page.text
    for hidden in (case.title, *(each.person.name for each in case.parties if each.person)):
        assert hidden not in page.text


@pytest.mark.parametrize("about", ["number", "address"])
def test_who_views_no_such_records_learns_of_the_account_alone(as_user, cast, case, about):
    typed = case.number if about == "number" else f"/cases/{case.id}"
    admin = as_user("administrator")
    page = admin.fill(admin.page("/access/why"), account="department", what="cases.view", about=typed)
    assert "只按账号和任职答" in page.text
    assert f"{case.number}，" not in page.text
    assert "泰兴社区" not in page.text


def test_an_account_that_went_elsewhere_is_told_of_no_more(as_user, cast):
    past = Appointment(unit=cast.street, role="clerk", valid_from=date(2019, 1, 1), valid_until=date(2020, 1, 1))
    outsider = cast.outsider
    outsider.appointments.append(past)
    db.session.commit()
    director = as_user("director")
    page = director.fill(director.page("/access/why"), account="outsider", what="cases.view")
    assert page.status == 422
    assert "您管辖的范围里没有这个账号" in page.text


def test_an_address_that_is_none_is_told(as_user):
    director = as_user("director")
    page = director.fill(director.page("/access/why"), account="clerk", what="cases.view", about="http://[")
    assert page.status == 422
    assert "没有找到" in page.text


def test_the_address_of_a_step_says_which_permission(as_user, cast, case):
    director = as_user("director")
    page = director.fill(director.page("/access/why"), account="mediator", about=f"/cases/{case.id}/correction")
    assert "调解员老李（mediator）不能" in page.text


def test_the_address_of_a_step_of_an_assignment_is_answered_as_the_page_answers(as_user, cast, case):
    address = f"/cases/{case.id}/assignments/{case.assignments[0].id}/report"
    case.assignments[0].acknowledge(by=cast.department)
    db.session.commit()
    district = as_user("district")
    for name, may in (("department", True), ("mediator", False)):
        page = district.fill(district.page("/access/why"), account=name, about=address)
        assert f"（{name}）{'能' if may else '不能'}" in page.text
        assert (as_user(name).get(address).status_code == 200) is may


def test_whatever_has_steps_lies_somewhere(app):
    with app.app_context():
        models = {pages.model for pages in all_mounted(StepPages)}
    parts = {each for each in models if not issubclass(each, Ancestors)}
    assert {each.__tablename__ for each in parts} >= {"cases_assignment", "cases_referral"}
    for each in parts:
        assert issubclass(each.record.property.mapper.class_, Ancestors), each.__tablename__


def test_what_lies_elsewhere_is_as_what_there_is_not(as_user, cast):
    far = factories.case(cast.outside_community, by=cast.outsider)
    db.session.commit()
    director = as_user("director")
    for account, typed in (
        ("outsider", ""),
        ("nobody", ""),
        ("clerk", far.number),
        ("clerk", f"/cases/{far.id}"),
        ("clerk", "/nowhere"),
    ):
        page = director.fill(director.page("/access/why"), account=account, what="cases.view", about=typed)
        assert page.status == 422, (account, typed)
        assert "您管辖的范围里没有" in page.text
