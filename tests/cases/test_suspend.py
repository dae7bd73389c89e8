"""挂起、恢复: the time of a case stands still, and goes on with the working days that were left of it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.cases.models import Case
from portal.cases.rollup.models import Standing
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def case(cast) -> Case:
    """To be answered by the bureau until Thursday the 5th; the case itself has until the 11th."""
    with clock.pretend(MONDAY):
        case = factories.case(cast.taixing, by=cast.clerk, title="等待鉴定")
        case.triage(kind="0701", level="major", by=cast.clerk)
        case.assign(cast.labour_bureau, by=cast.clerk, due_at=datetime(2026, 3, 5, 15, 59, 59, tzinfo=UTC))
        db.session.commit()
    return case


def due(moment: datetime) -> date:
    return clock.local(moment).date()


def test_the_time_moves_by_the_working_days_that_it_stood(cast, case):
    assert due(case.due_at) == date(2026, 3, 11)
    with clock.pretend(MONDAY + timedelta(days=1)):
        case.suspend("等待鉴定。", date(2026, 3, 10), by=cast.director)
    assert (case.due_at, case.warn_at, case.status) == (None, None, "assigned")
    with clock.pretend(MONDAY + timedelta(days=8)):  # Tuesday to Tuesday: five working days
        case.resume(by=cast.director)
        assert due(case.due_at) == date(2026, 3, 18)
        assert due(case.assignments[0].due_at) == date(2026, 3, 12)
        assert case.warn_at < case.due_at


def test_while_it_stands_still_nothing_is_overdue_and_nobody_is_silent(as_user, cast, case):
    with clock.pretend(MONDAY):
        case.suspend("等待鉴定。", date(2026, 4, 1), by=cast.director)
        db.session.commit()
    with clock.pretend(MONDAY + timedelta(days=25)), pytest.raises(WrongState, match="还没有超期"):
        case.assignments[0].close_silent("没有答复。", by=cast.director)


def test_the_director_suspends_and_resumes_and_the_page_says_so(as_user, cast, case):
    director, clerk, case_id = as_user("director"), as_user("clerk"), case.id
    asked = director.page(f"/cases/{case_id}/suspension/new")
    assert director.fill(asked, reason="", until_on="").status == 422
    past = director.fill(asked, reason="等待鉴定。", until_on=f"{clock.today()}")
    assert (past.status, "应当在今天以后" in past.text) == (422, True)
    assert past.fields(past.form())["reason"] == "等待鉴定。"
    page = director.fill(asked, reason="等待鉴定。", until_on=f"{clock.today() + timedelta(days=3)}")
    assert "时限停止计算" in page.text
    assert "等待鉴定。" in clerk.page(f"/cases/{case_id}").text
    assert clerk.page(f"/cases/{case_id}/suspension/end").status == 403
    assert director.page(f"/cases/{case_id}/suspension/new").status == 409
    page = director.fill(director.page(f"/cases/{case_id}/suspension/end"), text="鉴定意见收到。")
    assert "时限停止计算" not in page.text.partition("办理记录")[0]
    assert director.page(f"/cases/{case_id}/suspension/end").status == 409


def test_it_comes_back_to_the_desk_on_its_day(as_user, cast, case):
    case.suspend("等待鉴定。", clock.today() + timedelta(days=1), by=cast.director)
    db.session.commit()
    assert "挂起到期 1" not in as_user("director").page("/").text
    case.suspensions[0].until_on = clock.today()
    db.session.commit()
    assert "挂起到期 1" in as_user("director").page("/").text


def test_not_by_the_clerk_not_twice_and_no_other_time_meanwhile(cast, case):
    with pytest.raises(NotAllowed):
        case.suspend("等待鉴定。", clock.today() + timedelta(days=3), by=cast.clerk)
    with pytest.raises(WrongState, match="没有挂起"):
        case.resume(by=cast.director)
    case.suspend("等待鉴定。", clock.today() + timedelta(days=3), by=cast.director)
    with pytest.raises(WrongState, match="已经挂起"):
        case.suspend("再等。", clock.today() + timedelta(days=3), by=cast.director)
    with pytest.raises(RuleError, match="先恢复办理"):
        case.extend(clock.now() + timedelta(days=30), "鉴定。", by=None)


def test_what_is_closed_stands_still_no_longer(cast, case):
    before = case.due_at
    case.suspend("等待鉴定。", clock.today() + timedelta(days=3), by=cast.director)
    case.assignments[0].recall("不用办了。", by=cast.clerk)
    case.resolve("双方和好。", by=cast.director)
    assert (case.due_at, case.suspensions[0].until is not None) == (before, True)


def test_what_is_closed_while_it_stands_still_is_late_only_by_the_time_that_ran(cast, case):
    with clock.pretend(MONDAY + timedelta(days=1)):
        case.suspend("等待鉴定。", date(2026, 4, 10), by=cast.director)
    with clock.pretend(MONDAY + timedelta(days=29)):
        case.assignments[0].recall("不用办了。", by=cast.clerk)
        case.resolve("双方和好。", by=cast.director)
        db.session.flush()
    assert due(case.due_at) > due(case.closed_at)
    assert (
        not db.session.scalars(select(Standing).where(Standing.case_id == case.id, Standing.until.is_(None))).one().late
    )
