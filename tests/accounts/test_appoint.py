"""Offices are given and ended; what they opened opens and closes with them."""

from datetime import timedelta

import pytest

from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.testing.cast import PASSWORD

pytestmark = pytest.mark.database


@pytest.fixture
def administrator(as_user, cast):
    return as_user("administrator")


def offices(cast, username: str) -> set[tuple[str, str]]:
    db.session.expire_all()
    user = db.session.get(User, cast.user_ids[username])
    return {(each.role, each.unit.name) for each in user.current_appointments}


def appoint(administrator, cast, username: str, **typed):
    return administrator.fill(administrator.page(f"/accounts/{cast.user_ids[username]}/appointments/new"), **typed)


def ending(cast, username: str) -> str:
    appointment = db.session.get(User, cast.user_ids[username]).appointments[0]
    return f"/accounts/{cast.user_ids[username]}/appointments/{appointment.id}/ending"


def test_a_second_office_is_given(administrator, as_user, cast):
    page = appoint(administrator, cast, "mediator", role="clerk", unit_id=cast.unit_ids["other_street"])
    assert "工业街道" in page.text
    assert offices(cast, "mediator") == {("mediator", "昭君街道"), ("clerk", "工业街道")}
    assert "切换单位" in as_user("mediator").page("/account").text


def test_the_same_office_is_not_given_twice(administrator, cast):
    page = appoint(administrator, cast, "clerk", role="clerk", unit_id=cast.unit_ids["street"])
    assert page.status == 422
    assert "已经是昭君街道的受理员" in page.text


def test_an_office_ends_at_once_and_with_it_all_it_opened(app, administrator, as_user, cast):
    appoint(administrator, cast, "clerk", role="mediator", unit_id=cast.unit_ids["street"])
    clerk = as_user("clerk")
    assert clerk.get("/cases/export.xlsx").status_code == 200
    url = ending(cast, "clerk")
    page = administrator.fill(administrator.page(url))
    assert "已终止" in page.text
    assert url not in page.links()
    assert clerk.get("/cases/export.xlsx").status_code == 403
    assert offices(cast, "clerk") == {("mediator", "昭君街道")}


def test_without_an_office_nobody_signs_in(app, administrator, cast):
    administrator.fill(administrator.page(ending(cast, "clerk")))
    assert "没有任职" in app.test_client().sign_in("clerk", PASSWORD).text


def test_it_may_end_on_a_day_to_come(administrator, cast):
    last = clock.today() + timedelta(days=30)
    page = administrator.fill(administrator.page(ending(cast, "clerk")), last_day=f"{last}")
    assert f"{last}" in page.text
    assert offices(cast, "clerk") == {("clerk", "昭君街道")}


@pytest.mark.parametrize(("typed", "message"), [("2019-12-31", "不能更早"), ("31/12/2026", "日期写得不对")])
def test_it_cannot_end_before_it_began(administrator, cast, typed, message):
    page = administrator.fill(administrator.page(ending(cast, "clerk")), last_day=typed)
    assert page.status == 422
    assert message in page.text
    assert offices(cast, "clerk") == {("clerk", "昭君街道")}


def test_among_many_units_one_is_searched_without_losing_what_was_typed(administrator, cast):
    for number in range(61):
        OrgUnit.create(kind="community", name=f"新城{number}社区", parent=cast.street)
    db.session.commit()
    page = administrator.page("/accounts/new")
    page = administrator.fill(
        page, button=("search", "unit_id"), username="zhao", name="赵", role="grid", **{"unit_id-search": "新城7社区"}
    )
    assert page.status == 200
    assert "昭君街道　新城7社区" in page.response.get_data(as_text=True)
    assert page.fields(page.form())["username"] == "zhao"
    assert "初始密码" in administrator.fill(page).text
