"""On top of a case: what comes next, what is missing for it, what is there."""

import pytest

from portal.cases.next_step import next_step
from portal.extensions import db
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    return case


def test_it_says_what_and_until_when(case):
    said = next_step(case)
    assert said.text.startswith("受理分流")
    assert " 前。" in said.text
    assert (said.lacks, said.done) == ([], [])


def test_who_has_not_signed_or_answered_is_missing_and_who_has_is_there(cast, case):
    case.triage(kind="0201", level="minor", by=cast.director)
    first = case.assign(cast.labour_bureau, by=cast.clerk)
    second = case.assign(cast.street, by=cast.clerk)
    assert next_step(case).lacks == ["达拉特旗人力资源和社会保障局签收", "昭君街道签收"]
    first.acknowledge(by=cast.department)
    second.acknowledge(by=cast.mediator)
    assert next_step(case).lacks == ["达拉特旗人力资源和社会保障局反馈", "昭君街道反馈"]
    first.report("已补缴。", by=cast.department)
    said = next_step(case)
    assert (said.lacks, said.done) == (["昭君街道反馈"], ["达拉特旗人力资源和社会保障局反馈"])


def test_it_is_said_once_above_everything_and_not_when_nothing_comes_any_more(as_user, cast, case):
    page = as_user("director").page(f"/cases/{case.id}")
    assert page.tree.xpath("count(//*[@class='next'])") == 1
    assert len(page.tree.xpath("//main//a[contains(@class, 'btn-primary')]")) == 1
    case.decline("已由法院受理。", by=cast.director)
    case.archive(by=cast.director)
    db.session.commit()
    assert next_step(case) is None
    assert not as_user("director").page(f"/cases/{case.id}").tree.xpath("//*[@class='next']")


def filled(as_user, case) -> list[str]:
    """The filled buttons on the page of `case`, for the clerk."""
    page = as_user("clerk").page(f"/cases/{case.id}")
    return ["".join(link.itertext()).strip() for link in page.tree.xpath("//main//a[contains(@class, 'btn-primary')]")]


def test_the_filled_button_is_the_step_that_the_state_asks_for(as_user, cast, case):
    assert filled(as_user, case) == ["受理分流"]
    case.triage(kind="0201", level="minor", by=cast.director)
    db.session.commit()
    assert filled(as_user, case) == ["交办"]
    handed = case.assign(cast.street, by=cast.clerk)
    handed.acknowledge(by=cast.mediator)
    handed.report("已补缴。", by=cast.mediator)
    db.session.commit()
    assert filled(as_user, case) == ["办结"]


def test_the_form_of_triage_says_the_times_in_force_here(as_user, cast, case):
    asked = f"/cases/{case.id}/triage"
    assert "小事 3 个工作日" in as_user("director").get(asked).text
    change("cases", cast.county, {"minor_period": ["5 日"], "minor_period-02": ["2 日"]}, by=None, reason="旗文件")
    db.session.commit()
    page = as_user("director").get(asked).text
    assert "小事 2 日" in page, "by the kind that it has"
    assert "时限可能不同" in page
