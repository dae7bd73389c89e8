"""并入、撤销并入: a sponsorship goes where its case goes, and no case has two."""

import pytest

from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def other(cast) -> Case:
    """The same matter, which came in twice; accepted."""
    made = factories.case(cast.taixing, by=cast.clerk)
    made.accept(by=cast.clerk)
    db.session.commit()
    return made


def merge(case: Case, into: Case, cast) -> None:
    case.merge_into(into, "同一件事。", by=cast.clerk)
    db.session.commit()


def test_it_goes_along_and_comes_back(case, other, cast, sponsored):
    merge(case, other, cast)
    assert sponsored.case == other
    case.come_back("不是一件事。", by=cast.clerk)
    db.session.commit()
    assert (sponsored.case, sponsored.came_with_id, sponsored.status) == (case, None, "active")


def test_it_goes_along_and_back_over_the_pages(as_user, case, other, sponsored):
    clerk = as_user("clerk")
    clerk.fill(clerk.page(f"/cases/{case.id}/merger"), number=other.number, reason="同一件事。")
    db.session.refresh(sponsored)
    assert sponsored.case_id == other.id
    clerk.fill(clerk.page(f"/cases/{case.id}/separation"), text="不是一件事。")
    db.session.refresh(sponsored)
    assert sponsored.case_id == case.id


def test_it_comes_back_from_where_the_other_went_on_itself(case, other, cast, sponsored):
    third = factories.case(cast.taixing, by=cast.clerk)
    merge(case, other, cast)
    merge(other, third, cast)
    assert sponsored.case == third
    other.come_back("不是一件事。", by=cast.clerk)
    db.session.commit()
    assert sponsored.case == other
    case.come_back("也不是。", by=cast.clerk)
    assert sponsored.case == case


def test_what_is_done_meanwhile_comes_back_too(case, other, cast, struck):
    merge(case, other, cast)
    struck.move("followed", "followed", by=None)
    db.session.commit()
    case.come_back("不是一件事。", by=cast.clerk)
    assert struck.case == case


def test_a_case_that_has_a_sponsor_gets_no_second(case, other, cast, draft, sponsored):
    there = draft(other)
    there.approve(by=cast.director)
    merge(case, other, cast)
    assert (sponsored.status, there.status, sponsored.case) == ("ended", "active", case)
    assert sponsored.events[-1].note == f"{other.number}已经包案（{there.number}）。"


def test_a_draft_gives_way_to_what_was_approved(case, other, cast, draft, sponsored):
    there = draft(other)
    merge(case, other, cast)
    assert (sponsored.status, sponsored.case, there.status) == ("active", other, "ended")


def test_a_merged_case_gets_none_of_its_own(as_user, case, other, cast, draft):
    merge(case, other, cast)
    with pytest.raises(RuleError, match="已经并入"):
        draft()
    assert f"/sponsored/cases/{case.id}/new" not in as_user("clerk").page(f"/cases/{case.id}").links()
