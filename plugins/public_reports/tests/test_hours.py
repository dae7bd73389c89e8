"""工作小时: what opening hours may be set, and that whoever reports is never turned away for what was set."""

from datetime import date, timedelta

import pytest
import time_machine

from plugins.public_reports.hours import after_hours, read_hours
from portal import clock
from portal.extensions import db
from portal.settings import change
from portal.workdays.calendar import SeedRow
from portal.workdays.models import WorkdaysDay

pytestmark = pytest.mark.database


@pytest.fixture
def settings(as_user, cast):
    """Fill the form of the settings of the county with `typed`; answers the page."""
    district = as_user("district")

    def put(**typed):
        page = district.page(f"/settings/public_reports?unit={cast.county.id}")
        return district.fill(page, reason="旗文件", **{f"set__{name}": value for name, value in typed.items()})

    return put


@pytest.mark.parametrize("hours", ["25:00-26:00", "08:30-12:61", "8点到12点"])
def test_a_time_that_is_none_is_told_in_chinese(settings, hours):
    page = settings(office_hours=hours)
    assert page.status == 422
    assert "请写成 08:30-12:00、14:30-17:30。" in page.text
    assert "must be" not in page.text


@pytest.mark.parametrize(
    "typed", [{"office_hours": "08:30-09:00", "look_hours": "40"}, {"office_hours": "08:30-08:41"}]
)
def test_hours_too_short_for_the_first_look_are_refused(settings, typed):
    page = settings(**typed)
    assert page.status == 422
    assert "每天上班太短：20 个工作日加起来要够首次查看的" in page.text


def test_hours_just_long_enough_are_kept(settings):
    assert settings(office_hours="08:30-10:30", look_hours="40").status == 200


def test_where_so_many_days_are_not_enough_it_is_due_at_the_end_of_the_last(cast):
    WorkdaysDay.replace_year(2026, [SeedRow(date(2026, 1, 1) + timedelta(days), False, "假") for days in range(365)])
    with time_machine.travel("2026-03-02 09:00+08:00", tick=False):
        due = after_hours(clock.now(), 4, read_hours("08:30-12:00、14:30-17:30"))
    assert f"{clock.local(due):%Y-%m-%d %H:%M}" == "2026-04-30 17:30"


def test_a_report_arrives_whatever_was_set_before(client, cast, label, monkeypatch):
    monkeypatch.setattr("plugins.public_reports.settings.MOST_DAYS", 80)
    fields = {"office_hours": ["08:30-09:00"], "look_hours": ["40"]}
    change("public_reports", cast.county, fields, by=None, reason="旗文件", valid_from=clock.today())
    db.session.commit()
    page = client.fill(client.page(label.path), label.path, matter="property", text="楼道的灯不亮。")
    assert page.status == 200
