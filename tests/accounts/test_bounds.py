"""An administrator sees and touches nobody outside the own subtree, no equal, no auditor, and not the own account."""

import pytest
from sqlalchemy import select

from portal.accounts import verbs
from portal.accounts.models import Appointment, User
from portal.errors import NotAllowed
from portal.extensions import db
from portal.testing.cast import PASSWORD

pytestmark = pytest.mark.database
STEPS = ("", "/password", "/lock", "/unlocking", "/closure", "/appointments/new")


@pytest.fixture
def administrator(as_user, cast):
    return as_user("administrator")


def test_the_list_holds_the_own_subtree_only(administrator, cast):
    page = administrator.page("/accounts")
    for name in ("受理员小王", "网格员小赵", "人社局小陈", "审计员老周"):
        assert name in page.text
    assert "东胜区小吴" not in page.text
    assert "东胜区小吴" not in administrator.page("/accounts?q=outsider").text


@pytest.mark.parametrize("step", STEPS)
def test_whoever_serves_elsewhere_is_not_there(administrator, cast, step):
    url = f"/accounts/{cast.user_ids['outsider']}{step}"
    assert administrator.get(url).status_code == 404
    token = administrator.page("/").fields(administrator.page("/").form("/logout"))["csrf_token"]
    if step:
        assert administrator.post(url, data={"csrf_token": token, "reason": "x"}).status_code == 404
    assert db.session.get(User, cast.user_ids["outsider"]).verify_password(PASSWORD)


def test_the_neighbour_sees_hers_and_not_ours(appointed, enter, cast):
    appointed("neighbour", ("administrator", cast.dongsheng))
    page = enter("neighbour").page("/accounts")
    assert "东胜区小吴" in page.text
    assert "受理员小王" not in page.text


@pytest.mark.parametrize("username", ["administrator", "auditor"])
@pytest.mark.parametrize("step", ["/password", "/lock", "/closure", "/appointments/new"])
def test_nobody_touches_oneself_or_the_auditor(administrator, cast, username, step):
    url = f"/accounts/{cast.user_ids[username]}"
    assert not [link for link in administrator.page(url).links() if link.startswith(f"{url}/")]
    page = administrator.page(f"{url}{step}")
    given = (
        {"role": "clerk", "unit_id": cast.unit_ids["street"]}
        if "new" in step
        else {}
        if "pass" in step
        else {"reason": "试"}
    )
    assert administrator.fill(page, **given).status == 403
    user = db.session.get(User, cast.user_ids[username])
    assert user.active
    assert user.verify_password(PASSWORD)
    assert len(user.appointments) == 1


@pytest.mark.parametrize(
    ("role", "place"),
    [
        ("auditor", "street"),
        ("administrator", "county"),
        ("clerk", "dongsheng"),
        ("clerk", "city"),
        ("director", "outside_street"),
    ],
)
def test_no_office_is_given_that_one_may_not_give(administrator, cast, role, place):
    page = administrator.page(f"/accounts/{cast.user_ids['clerk']}/appointments/new")
    assert administrator.fill(page, role=role, unit_id=cast.unit_ids[place]).status == 422  # not among the choices
    with pytest.raises(NotAllowed):
        verbs.appoint(cast.clerk, role, getattr(cast, place), by=cast.administrator)
    db.session.rollback()
    assert len(cast.clerk.appointments) == 1


def test_an_equal_in_the_same_county_is_left_alone(administrator, appointed, cast):
    equal = appointed("equal", ("administrator", cast.county))
    with pytest.raises(NotAllowed):
        verbs.lock(equal, "争吵", by=cast.administrator)
    with pytest.raises(NotAllowed):
        verbs.end(equal.appointments[0], None, by=cast.administrator)


def test_an_administrator_above_appoints_those_below(appointed, enter, cast):
    appointed("above", ("administrator", cast.city))
    client = enter("above")
    page = client.page("/accounts/new")
    page = client.fill(page, username="xinren", name="新任", role="administrator", unit_id=cast.unit_ids["dongsheng"])
    assert "初始密码" in page.text
    page = client.fill(client.page(f"/accounts/{cast.user_ids['administrator']}/lock"), reason="查办")
    assert "已锁定" in page.text
    assert not db.session.get(User, cast.user_ids["administrator"]).active


def test_who_serves_here_and_elsewhere_keeps_the_password_and_the_other_office(administrator, appointed, cast):
    both = appointed("both", ("clerk", cast.street), ("clerk", cast.outside_street))
    here, there = (each.id for each in both.appointments)
    page = administrator.page(f"/accounts/{both.id}")
    assert "交通街道" not in page.text
    assert "管辖范围以外还有任职" in page.text
    assert f"/accounts/{both.id}/password" not in page.links()
    assert administrator.fill(administrator.page(f"/accounts/{both.id}/password")).status == 403
    assert administrator.get(f"/accounts/{both.id}/appointments/{there}/ending").status_code == 404
    administrator.fill(administrator.page(f"/accounts/{both.id}/appointments/{here}/ending"))
    assert administrator.get(f"/accounts/{both.id}").status_code == 404  # now serves elsewhere only


def test_an_appointment_of_somebody_else_is_not_reached_through_this_one(administrator, cast):
    other = db.session.scalar(select(Appointment.id).where(Appointment.user_id == cast.user_ids["mediator"]))
    assert administrator.get(f"/accounts/{cast.user_ids['clerk']}/appointments/{other}/ending").status_code == 404


def test_the_right_cannot_be_given_away_with_the_roles(administrator):
    page = administrator.page("/plugins/roles")
    offered = [option.get("value") for option in page.form().iter("option")]
    assert "accounts.manage" not in offered
