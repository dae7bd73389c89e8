"""Settings: inherited field by field, dated, and each value says where it comes from."""

from datetime import date

import pytest

from portal.extensions import db
from portal.settings import SettingsForm, change, number, settings_of, text

from .conftest import plugin

pytestmark = pytest.mark.database


class DaysForm(SettingsForm):
    days = number("公示天数", 7, 1, 60, "条例")
    text = text("说明", "按条例", "条例")


@pytest.fixture(autouse=True)
def installed(install):
    install(plugin("aa", settings=DaysForm), plugin("bb"))


def set_(cast, unit, begins=date(2026, 1, 1), **fields):
    return change(
        "aa",
        getattr(cast, unit),
        {name: [str(value)] for name, value in fields.items()},
        by=None,
        reason=f"{unit}文件",
        valid_from=begins,
    )


def test_without_a_decision_the_plugin_s_own_values_hold(cast):
    found = settings_of("aa", cast.street)
    assert (found.days, found.text, found.origins["days"]) == (7, "按条例", None)


def test_the_nearest_unit_wins_field_by_field(cast):
    set_(cast, "county", days=10, text="旗文件")
    set_(cast, "street", days=5)
    found = settings_of("aa", cast.taixing)
    assert (found.days, found.text) == (5, "旗文件")
    assert (found.origins["days"].unit.name, found.origins["text"].unit.name) == ("昭君街道", "达拉特旗")
    assert settings_of("aa", cast.outside_street).days == 7


def test_a_change_counts_from_its_date_on(cast):
    set_(cast, "county", days=10, begins=date(2026, 1, 1))
    set_(cast, "county", days=15, begins=date(2026, 7, 1))
    assert [
        settings_of("aa", cast.street, day).days for day in (date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1))
    ] == [7, 10, 15]


def test_a_later_decision_for_an_earlier_day_does_not_undo_a_later_day(cast):
    set_(cast, "county", days=15, begins=date(2026, 7, 1))
    set_(cast, "county", days=10, begins=date(2026, 1, 1))
    assert settings_of("aa", cast.street, date(2026, 8, 1)).days == 15


def test_unknown_fields_and_plugins_without_settings_are_refused(cast):
    with pytest.raises(LookupError):
        set_(cast, "county", hours=3)
    with pytest.raises(LookupError):
        settings_of("bb", cast.county)
    assert not db.session.new
