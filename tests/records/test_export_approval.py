"""导出的审批: many rows are taken away only once somebody else agreed, once, in time; whoever agrees sees no row."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment
from portal.audit.models import AuditEntry
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.export_request import ExportRequest
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def cases(cast):
    """Three cases, in a county where two rows need somebody's agreement."""
    change("exports", cast.county, {"approval_from": ["2"], "purpose_from": ["0"]}, by=None, reason="本地规定")
    made = [factories.case(cast.taixing, by=cast.clerk) for _ in range(3)]
    db.session.commit()
    return made


@pytest.fixture
def asked(cast, cases) -> ExportRequest:
    """The clerk asked for all three."""
    about = {"list": "cases", "title": "事项", "form": "csv", "query": "", "condition": "", "counter": "件"}
    made = ExportRequest.ask(
        cast.street, days=3, right="cases.export", by=cast.clerk, purpose="季度排查", count=3, **about
    )
    db.session.commit()
    return made


def post(client, address: str):
    page = client.page("/")
    return client.post(address, data={"csrf_token": page.fields(page.form("/logout"))["csrf_token"]})


def test_from_the_list_to_the_file_by_two_people(as_user, cases):
    clerk, director = as_user("clerk"), as_user("director")
    page = clerk.page("/cases/export.csv")
    assert "要另一位同事审批" in page.text
    to = "/exports/new/cases/csv"
    assert clerk.fill(page, to, export_purpose="").status == 422
    clerk.fill(page, to, export_purpose="季度排查")
    request = db.session.scalars(select(ExportRequest)).one()
    assert (request.count, request.purpose) == (3, "季度排查")
    address = f"/exports/{request.id}"
    assert "导出待审批" in director.page("/").text
    assert "导出待审批" not in clerk.page("/").text
    seen = director.page(address).text
    assert "季度排查" in seen
    assert not any(each.number in seen for each in cases)
    director.fill(director.page(address), f"{address}/approval")
    assert "导出已批准，可取" in clerk.page("/").text
    answer = post(clerk, f"{address}/file")
    text = answer.get_data(as_text=True)
    assert all(each.number in text for each in cases)
    assert "用途：季度排查" in text
    assert "clerk" in text
    assert post(clerk, f"{address}/file").status_code == 409
    actions = select(AuditEntry.action).where(AuditEntry.action.startswith("export")).order_by(AuditEntry.id)
    assert db.session.scalars(actions).all() == ["export_ask", "export_approve", "export"]


def test_nobody_approves_the_own_request(asked, cast):
    with pytest.raises(NotAllowed, match="不能自己批准"):
        asked.approve(by=cast.clerk)
    with pytest.raises(NotAllowed):
        asked.approve(by=cast.outsider)
    assert asked.state == "asked"


def test_after_its_day_nothing_is_approved_or_fetched(asked, cast):
    with clock.pretend(clock.now() + timedelta(days=4)):
        assert asked.state_name == "已过期"
        with pytest.raises(WrongState, match="已过期"):
            asked.approve(by=cast.director)
    asked.approve(by=cast.director)
    with clock.pretend(clock.now() + timedelta(days=4)), pytest.raises(WrongState, match="已过期"):
        asked.admit(3, by=cast.clerk)


def test_only_who_asked_fetches_and_not_many_more_rows_than_were_approved(asked, cast):
    asked.approve(by=cast.director)
    with pytest.raises(NotAllowed):
        asked.admit(3, by=cast.director)
    asked.admit(4, by=cast.clerk)
    with pytest.raises(RuleError, match="批准的是 3 件"):
        asked.admit(5, by=cast.clerk)


def test_what_was_refused_or_withdrawn_is_not_approved(asked, cast):
    with pytest.raises(NotAllowed):
        asked.withdraw(by=cast.director)
    asked.refuse("范围太大", by=cast.director)
    with pytest.raises(WrongState):
        asked.approve(by=cast.director)
    with pytest.raises(WrongState):
        asked.withdraw(by=cast.clerk)


def test_the_same_is_not_asked_for_twice(asked, cast):
    about = {"list": "cases", "title": "事项", "form": "csv", "query": "", "condition": "", "counter": "件"}
    with pytest.raises(RuleError, match="已经申请过"):
        ExportRequest.ask(cast.street, days=3, right="cases.export", by=cast.clerk, purpose="再来", count=3, **about)


def test_a_request_of_others_is_not_there_and_few_rows_need_nobody(asked, as_user, cast):
    assert as_user("grid").get(f"/exports/{asked.id}").status_code == 404
    assert as_user("outsider").get(f"/exports/{asked.id}").status_code == 404
    assert as_user("auditor").get("/exports/99999999999").status_code == 404
    change("exports", cast.county, {"approval_from": ["10"]}, by=None, reason="本地规定")
    db.session.commit()
    assert as_user("clerk").get("/cases/export.csv").mimetype == "text/csv"


def test_of_two_offices_the_stricter_one_is_asked(as_user, cast, cases):
    """Though one works in the other when the list is taken away."""
    change("exports", cast.county, {"approval_from": ["0"]}, by=None, reason="本地规定")
    elsewhere = db.session.get(OrgUnit, cast.outside_community.township_id)
    change("exports", elsewhere, {"approval_from": ["4"]}, by=None, reason="本地规定")
    factories.case(cast.outside_community, by=cast.outsider)
    receptionist = cast.clerk
    receptionist.appointments.append(Appointment(unit=elsewhere, role="clerk", valid_from=clock.today()))
    db.session.commit()
    clerk, to = as_user("clerk"), "/exports/new/cases/csv"
    clerk.fill(clerk.page("/cases/export.csv"), to, export_purpose="季度排查")
    assert db.session.scalars(select(ExportRequest)).one().unit == elsewhere


def test_of_two_offices_that_one_is_asked_in_which_the_rows_lie_however_strict_the_other_is(as_user, cast, cases):
    elsewhere = cast.outside_street
    change("exports", elsewhere.county, {"approval_from": ["1"], "purpose_from": ["0"]}, by=None, reason="本地规定")
    db.session.add(Appointment(user=cast.clerk, unit=elsewhere, role="clerk"))
    db.session.commit()
    clerk = as_user("clerk")
    clerk.fill(clerk.page("/cases/export.csv"), "/exports/new/cases/csv", export_purpose="季度排查")
    assert db.session.scalars(select(ExportRequest)).one().county_id == cast.county.id


def test_words_that_were_sought_are_refused_and_not_dropped(as_user, cases):
    clerk = as_user("clerk")
    assert clerk.get("/cases/export.csv?q=邻居").status_code in (200, 422)
    page = clerk.page("/cases/export.csv")
    token = page.fields(page.form("/exports/new/cases/csv"))
    answer = clerk.post("/exports/new/cases/csv?q=邻居", data=token | {"export_purpose": "季度排查"})
    assert (answer.status_code, db.session.scalar(select(ExportRequest.id))) == (422, None)
