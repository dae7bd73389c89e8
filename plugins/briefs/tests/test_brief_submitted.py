"""报送情况 and 统计: the unit above sees what came and what is missing, by unit and never ranked."""

from datetime import timedelta

import pytest

from plugins.briefs.tests.conftest import MONDAY
from portal import clock
from portal.extensions import db

pytestmark = pytest.mark.database


def rows(page) -> list[list[str]]:
    return [["".join(cell.itertext()).strip() for cell in row.iter("td")] for row in page.tree.iter("tr")][1:]


def test_the_street_sees_what_came_and_what_is_missing(as_user, cast, signed):
    signed.report_up(by=cast.clerk)
    db.session.commit()
    page = as_user("director").page("/briefs/submitted")
    assert rows(page) == [
        ["泰兴社区", "2026 年第 14 周", "已报送", "2026-04-06"],
        ["南干社区", "2026 年第 14 周", "没有起草", ""],
    ]
    assert "应报 2，已开会 1，已报送 1" in page.text


def test_the_county_sees_months_of_its_streets(as_user, cast):
    page = as_user("district").page("/briefs/submitted?on=2026-03-09")
    assert [row[:3] for row in rows(page)] == [
        ["昭君街道", "2026 年 3 月", "没有起草"],
        ["工业街道", "2026 年 3 月", "没有起草"],
    ]


def test_a_day_at_the_end_of_the_calendar_is_refused_at_its_field(as_user):
    assert "请核对年份" in as_user("district").page("/briefs/submitted?on=9999-12-31").text


def test_without_a_day_the_county_sees_the_month_that_is_over(as_user):
    with clock.pretend(MONDAY + timedelta(days=24)):
        page = as_user("district").page("/briefs/submitted")
    assert {row[1] for row in rows(page)} == {"2026 年 3 月"}


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_a_day_of_no_calendar_of_ours_is_answered(as_user, on):
    assert as_user("director").get(f"/briefs/submitted?on={on}").status_code == 200


def test_a_grid_has_nobody_below(as_user):
    assert "没有要报送研判的单位" in as_user("grid").page("/briefs/submitted").text


def test_statistics_count_meetings_tasks_and_risks(as_user, cast, signed):
    signed.judge(signed.risks[0], "came", by=cast.clerk)
    signed.tasks[0].finish("已清理。", by=cast.grid)
    db.session.commit()
    client = as_user("director")
    text = client.page(f"/briefs/statistics?year={clock.today().year}").text
    assert "发生了（命中）" in text
    assert "召开率" in text
    assert "按期率" in client.page("/briefs/tasks/statistics").text
