"""黄、红 as set: what is nearly due is red before it is overdue where the district says so, and the same wherever it is shown."""

from datetime import UTC, datetime, timedelta

import pytest

from portal import clock
from portal.cases.briefing import pressed, pressing
from portal.cases.models import Case
from portal.cases.urgency import red_name
from portal.errors import RuleError
from portal.extensions import db
from portal.home.hall import hall_lists
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database
FRIDAY = datetime(2026, 3, 13, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def friday():
    with clock.pretend(FRIDAY):
        yield


@pytest.fixture
def due(cast):
    """`due(days)`: a case that is yellow since yesterday, and due so many days from now; `near=False`: that is not yellow yet."""

    def made(days: float, *, near: bool = True) -> Case:
        case = factories.case(cast.taixing, by=cast.clerk)
        case.due_at, case.warn_at = FRIDAY + timedelta(days=days), FRIDAY + timedelta(days=-1 if near else days / 2)
        db.session.commit()
        return case

    return made


def red(cast, period: str) -> None:
    change("cases", cast.county, {"red_period": [period]}, by=cast.district, reason="旗综治中心定")
    db.session.commit()


def tones(page, path: str) -> list[str]:
    return [each.get("class").split()[-1] for each in page.tree.xpath(path)]


def test_only_what_is_overdue_is_red_by_default(as_user, due):
    case = due(1)
    page = as_user("clerk").page(f"/cases/{case.id}")
    assert "剩 1 天" in page.text
    assert tones(page, "//span[contains(@class, 'due')]")[:1] == ["is-warn"]


def test_a_working_day_before_it_is_due_it_is_red_on_its_page_in_the_list_and_on_the_desk(as_user, cast, due):
    red(cast, "1 个工作日")
    monday, tuesday = due(3), due(4)
    client = as_user("clerk")
    for case, tone in ((monday, "is-danger"), (tuesday, "is-warn")):
        assert tones(client.page(f"/cases/{case.id}"), "//span[contains(@class, 'due')]")[:1] == [tone]
    due_column = "//table//span[contains(@class, 'due')]"
    assert sorted(tones(client.page("/cases"), due_column)) == ["is-danger", "is-warn"]
    assert tones(client.page("/cases?overdue=red"), due_column) == ["is-danger"]
    assert tones(client.page("/"), due_column) == ["is-danger", "is-warn"]


def test_the_hall_and_the_report_go_by_the_same(cast, due):
    red(cast, "1 个工作日")
    monday, tuesday = due(3), due(4)
    (near,) = hall_lists(cast.director, cast.street, ["soon"])
    assert (near.tone, [each.tone for each in near.rows]) == ("danger", ["danger", "warn"])
    assert [(each.id, each.red) for each in pressing(cast.street)] == [(monday.id, True), (tuesday.id, False)]
    assert pressed(cast.street) == (1, 1)
    assert red_name(cast.street) == "已超期或 1 个工作日以内到期"


def test_what_is_not_yellow_yet_is_not_red(as_user, cast, due):
    red(cast, "30 日")
    case = due(10, near=False)
    page = as_user("clerk").page(f"/cases/{case.id}")
    assert not page.tree.xpath("//span[contains(@class, 'due is-')]")
    assert pressed(cast.street) == (0, 0)


def test_the_last_day_is_yellow_at_least(as_user, due):
    case = due(0.1, near=False)
    page = as_user("clerk").page(f"/cases/{case.id}")
    assert "今天到期" in page.text
    assert tones(page, "//span[contains(@class, 'due')]")[:1] == ["is-warn"]


def test_a_township_cannot_have_colours_of_its_own(cast):
    with pytest.raises(RuleError, match="由旗县区统一规定"):
        change("cases", cast.street, {"red_period": ["2 日"]}, by=cast.director, reason="本街道定")
