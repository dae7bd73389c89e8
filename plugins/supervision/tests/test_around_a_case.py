"""What befalls a case befalls what is asked about it; what waits stands on a desk; what starts by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.supervision.models import Supervision
from plugins.supervision.settings import KEY
from portal import clock
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database


def test_a_case_that_is_withdrawn_ends_it(cast, case, supervise):
    made = supervise()
    case.withdraw(case.side(1), "visit", "双方和好了。", by=cast.clerk)
    assert made.status == "ended"


def test_it_goes_along_with_a_case_that_is_merged_and_back(cast, case, supervise):
    made, other = supervise(), factories.case(cast.taixing, by=cast.clerk)
    case.merge_into(other, "同一件事。", by=cast.clerk)
    assert (made.status, made.case) == ("issued", other)
    db.session.commit()
    case.come_back("不是一件事。", by=cast.clerk)
    assert (made.status, made.case) == ("issued", case)


def test_what_is_asked_there_already_is_not_asked_twice(cast, case, supervise):
    other = factories.case(cast.taixing, by=cast.clerk)
    other.accept(by=cast.clerk)
    other.assign(cast.labour_bureau, by=cast.clerk)
    there, made = supervise(about=other), supervise()
    case.merge_into(other, "同一件事。", by=cast.clerk)
    assert (made.status, there.status) == ("ended", "issued")


def test_a_case_is_archived_once_it_is_lifted(cast, case, supervise):
    supervise()
    case.assignments[0].recall("已经解决。", by=cast.clerk)
    case.resolve("已经解决。", by=cast.director)
    with pytest.raises(RuleError, match="解除以后再归档"):
        case.archive(by=cast.director)


def test_it_waits_for_the_department_and_then_for_the_county(as_user, cast, supervise):
    made = supervise()
    assert "被督办 1" in as_user("department").page("/").text
    made.answer("已办。", by=cast.department)
    db.session.commit()
    assert "督办待审查、解除 1" in as_user("district").page("/").text


def test_what_is_not_answered_in_time_stands_on_the_desk_of_who_asked(as_user, supervise):
    with clock.pretend(supervise().due_at + timedelta(days=1)):
        assert "督办超期未答复 1" in as_user("district").page("/").text


def test_the_department_sees_it_and_another_street_does_not(as_user, supervise):
    url = f"/supervision/orders/{supervise().id}"
    assert "拖欠工资" in as_user("department").page(url).text
    assert as_user("outsider").get(url).status_code == 404


def test_the_county_supervises_from_the_page_of_the_case(as_user, cast, case):
    district = as_user("district")
    assert f"/supervision/cases/{case.id}/new" in district.page(f"/cases/{case.id}").links()
    page = district.page(f"/supervision/cases/{case.id}/new")
    typed = {"target_id": cast.labour_bureau.id, "level": "remind", "cause": "unhandled"}
    assert "待答复" in district.fill(page, **typed, matter="没有办理。", demands="抓紧办理。").text


@pytest.fixture
def automatic(cast) -> None:
    """The county has it start by itself."""
    change(KEY, cast.county, {"automatic": ["yes"]}, by=cast.district, reason="测试")


def made_at_twice_its_limit(case: Case) -> list[Supervision]:
    with clock.pretend(case.twice_at):
        case.be_late_twice(by=None)
    return list(db.session.scalars(select(Supervision).where(Supervision.case_id == case.id).order_by(Supervision.id)))


def test_a_case_at_twice_its_limit_is_asked_about_by_the_unit_that_says_so(automatic, cast, case):
    (made,) = made_at_twice_its_limit(case)
    assert (made.unit, made.target, made.level, made.opened_by) == (cast.county, cast.labour_bureau, "remind", None)


def test_what_is_asked_already_is_not_asked_again_by_itself(automatic, case, supervise):
    made = supervise()
    assert made_at_twice_its_limit(case) == [made]


def test_nothing_starts_by_itself_where_it_is_not_switched_on(case):
    assert made_at_twice_its_limit(case) == []


def test_no_unit_asks_itself(cast):
    change(KEY, cast.street, {"automatic": ["yes"]}, by=cast.district, reason="测试")
    assert made_at_twice_its_limit(factories.case(cast.street, by=cast.clerk)) == []
    (made,) = made_at_twice_its_limit(factories.case(cast.taixing, by=cast.clerk))
    assert (made.unit, made.target) == (cast.street, cast.taixing)
