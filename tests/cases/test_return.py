"""退回: within a time and so many times; beyond that the director of the centre decides, and the way stands on one paper."""

from datetime import UTC, datetime, timedelta

import pytest

from portal import clock
from portal.cases.models import Case, assignment
from portal.cases.papers import HAND_OVERS, papers
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.settings import change
from portal.testing import factories
from portal.web.pages.formatting import moment

pytestmark = pytest.mark.database
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)


@pytest.fixture
def case(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0701", level="hard", by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk, note="请核实。")
    db.session.commit()
    return case


@pytest.fixture
def twice(cast, case) -> Case:
    """Sent back twice, and handed to the bureau once more."""
    for _ in range(2):
        case.assignments[-1].return_("不归我局管辖。", by=cast.department)
        case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return case


def test_only_so_long_after_it_was_acknowledged(as_user, cast, case):
    with clock.pretend(MONDAY):
        case.assignments[0].acknowledge(by=cast.department)
    with clock.pretend(MONDAY + timedelta(days=2)), pytest.raises(RuleError, match="签收后 1 个工作日 内可以退回"):
        case.assignments[0].return_("不归我局管辖。", by=cast.department)
    change("cases", cast.county, {"return_period": ["5 日"]}, by=None, reason="旗文件", valid_from=MONDAY.date())
    with clock.pretend(MONDAY + timedelta(days=2)):
        case.assignments[0].return_("不归我局管辖。", by=cast.department)
    assert case.status == "triaged"


@pytest.mark.parametrize("signed", [False, True])
def test_who_does_not_sign_gains_no_time(cast, case, signed):
    only = case.assignments[0]
    with clock.pretend(clock.now() + timedelta(days=20)):
        if signed:
            only.acknowledge(by=cast.department)
        with pytest.raises(RuleError, match="没有签收的，从那时起算"):
            only.return_("不归我局管辖。", by=cast.department)


def test_the_time_of_the_case_runs_on(cast, case):
    due = case.due_at
    case.assignments[0].return_("不归我局管辖。", by=cast.department)
    case.assign(cast.street, by=cast.clerk)
    assert case.due_at == due


def test_the_third_time_the_director_decides(as_user, cast, twice):
    bureau, director, case_id = as_user("department"), as_user("director"), twice.id
    at = f"/cases/{case_id}/assignments/{twice.assignments[-1].id}"
    asked = bureau.page(f"{at}/return")
    assert "已经退回 2 次，再要退回的由中心主任裁定" in asked.text
    assert "退回待裁定" in bureau.fill(asked, text="确实不归我局。").text
    desk = director.page("/")
    assert "退回待裁定 1" in desk.text
    assert f"/cases/{case_id}#hands" in desk.links()
    assert {f"{at}/upholding", f"{at}/order"} <= set(director.page(f"/cases/{case_id}").links())
    assert db.session.get(Case, case_id).status == "assigned"
    with pytest.raises(NotAllowed):
        db.session.get(Case, case_id).assignments[-1].order_on("请办理。", by=cast.clerk)
    decided = director.page(f"{at}/order")
    assert "确实不归我局" in decided.text
    assert director.fill(decided, text="").status == 422
    assert director.fill(decided, text="属于劳动监察职责。").status == 200
    again = bureau.page(f"{at}/return")
    assert (again.status, "中心主任已经责令办理" in again.text) == (422, True)


def test_what_the_director_upholds_comes_back(cast, twice):
    last = twice.assignments[-1]
    last.return_("确实不归我局。", by=cast.department)
    assert last.status == "contested"
    last.uphold(by=cast.director)
    assert (last.status, twice.status, twice.times_returned) == ("returned", "triaged", 3)


@pytest.mark.parametrize("upheld", [False, True])
def test_what_one_unit_returns_is_to_be_handed_on_at_once_also_while_another_has_it(as_user, cast, case, upheld):
    if upheld:
        change("cases", cast.county, {"most_returns": ["0"]}, by=None, reason="旗文件")
    first, case_id = case.assignments[0], case.id
    case.assign(cast.nangan, by=cast.clerk)
    db.session.commit()
    clerk = as_user("clerk")
    assert "回到本单位 0" in clerk.page("/").text
    first.return_("不归我局管辖。", by=cast.department)
    if upheld:
        assert not case.came_back, "until the director has decided"
        first.uphold(by=cast.director)
    db.session.commit()
    for desk in (clerk.page("/"), as_user("director").page("/")):
        assert "回到本单位 1" in desk.text
        assert f"/cases/{case_id}/assignments/new" in desk.links()
    assert f"/cases/{case_id}" in clerk.page("/cases?desk=back").links()
    page = clerk.page(f"/cases/{case_id}")
    assert "达拉特旗人力资源和社会保障局退回，另行安排" in page.text
    assert [link.get("href") for link in page.tree.xpath("//main//a[contains(@class, 'btn-primary')]")] == [
        f"/cases/{case_id}/assignments/new"
    ]
    case.assign(cast.street, by=cast.clerk)
    db.session.commit()
    assert "回到本单位 0" in clerk.page("/").text
    assert "退回，另行安排" not in clerk.page(f"/cases/{case_id}").text


def test_once_the_others_have_answered_it_waits_to_be_verified(cast, case):
    second = case.assign(cast.street, by=cast.clerk)
    case.assignments[0].return_("不归我局管辖。", by=cast.department)
    second.acknowledge(by=cast.mediator)
    assert case.came_back
    second.report("已补发。", by=cast.mediator)
    assert (case.status, case.came_back) == ("reported", False)


def test_how_often_is_a_setting(cast, case):
    change("cases", cast.county, {"most_returns": ["0"]}, by=None, reason="旗文件")
    case.assignments[0].return_("不归我局管辖。", by=cast.department)
    assert case.assignments[0].status == "contested"


def test_the_way_is_printed_with_who_when_and_why(as_user, cast, twice):
    said = papers._context(HAND_OVERS, twice, ())
    assert said["first"][:2] == ("昭君街道", "受理员小王")
    assert [each["result"] for each in said["hand_overs"]] == ["不归我局管辖。", "不归我局管辖。", ""]
    client = as_user("clerk")
    page = client.page(f"/cases/{twice.id}")
    assert f"/cases/{twice.id}/hand-overs.pdf" in page.links()
    answer = client.get(f"/cases/{twice.id}/hand-overs.pdf")
    assert (answer.status_code, answer.data[:5]) == (200, b"%PDF-")
    assert "首接单位" in page.text


def test_what_the_director_ruled_is_printed_with_who_when_and_why(cast, twice):
    last = twice.assignments[-1]
    last.return_("确实不归我局。", by=cast.department)
    last.order_on("属于劳动监察职责。", by=cast.director)
    asked, ruled = papers._context(HAND_OVERS, twice, ())["rulings"]
    assert (asked[0], asked[1].endswith("确实不归我局。"), ruled[0]) == ("申请退回", True, "责令办理")
    assert ruled[1].endswith("不得再退回。属于劳动监察职责。")
    assert ruled[2:] == (cast.director.name, moment(twice.events[-1].at))


def test_without_a_hand_over_there_is_nothing_to_print(as_user, cast):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    assert as_user("clerk").get(f"/cases/{case.id}/hand-overs.pdf").status_code == 409


def test_what_the_unit_does_stands_in_its_name(cast, case):
    only = case.assignments[0]
    only.acknowledge(by=cast.department)
    only.remind(by=cast.clerk)
    assert [each.unit for each in case.events[-2:]] == [cast.labour_bureau, cast.street]
    assert assignment._by_the_unit() == {"acknowledge", "report", "return", "contest", "take_note"}
