"""A change is checked as a whole before it is stored: nothing gets in that a later read could not use."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.audit.models import AuditEntry
from portal.cases.settings import take_number
from portal.errors import RuleError
from portal.extensions import db
from portal.settings import basis_of, change, settings_of
from portal.settings.models import SettingsRow
from portal.workdays.period import Period

pytestmark = pytest.mark.database
THREE = Period(3, "workday")


def decide(unit, *, section="cases", reason="旗文件", begins=None, lock=(), **fields):
    typed = {name.replace("__", "-"): value if value is None else [value] for name, value in fields.items()}
    return change(section, unit, typed, by=None, reason=reason, valid_from=begins, lock=lock)


def stored() -> int:
    return db.session.scalar(select(func.count(SettingsRow.id)))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"minor_period": "5"}, "3 个工作日"),
        ({"minor_period": "五天"}, "请写明数目和单位"),
        ({"minor_period": "0 日"}, "1 至 365"),
        ({"minor_period": "9999 日"}, "1 至 365"),
        ({"warn_percent": "95"}, "1 至 90"),
        ({"warn_percent": "二十"}, "整数"),
        ({"number_pattern": "{unit}{month}{number}"}, "不认识“{month}”"),
        ({"number_pattern": "{unit.__class__}{year}{number}"}, "不认识"),
        ({"number_pattern": "{unit}{year}{number}{"}, "没有成对"),
        ({"number_pattern": "{unit}〔{year}〕号"}, "必须有 {number}"),
        ({"number_pattern": "{unit}{year}{number}{number:05d}"}, "各只能用一次"),
        ({"number_pattern": "鄂尔多斯市达拉特旗社会治安综合治理中心{unit}{year}{number}"}, "超过 60 个字"),
        ({"number_pattern": ""}, "必须有"),
    ],
)
def test_what_could_not_be_used_is_refused_in_words(cast, fields, words):
    with pytest.raises(RuleError, match=words.replace("{", r"\{").replace("}", r"\}")):
        decide(cast.county, **fields)
    assert stored() == 0


@pytest.mark.parametrize("begins", [date(1926, 1, 1), date(2126, 1, 1)])
def test_absurd_dates_are_refused(cast, begins):
    with pytest.raises(RuleError, match="核对年份"):
        decide(cast.county, begins=begins, minor_period="5 日")
    assert stored() == 0


@pytest.mark.parametrize("reason", ["", "  ", "长" * 201])
def test_a_change_says_why(cast, reason):
    with pytest.raises(RuleError, match="依据或理由"):
        decide(cast.county, reason=reason, minor_period="5 日")


def test_every_change_is_in_the_audit_trail(cast):
    decide(cast.county, minor_period="5 个工作日", begins=date(2026, 1, 1))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "settings_change")).one()
    assert entry.detail == "办理时限和编号：小事办理时限（2026-01-01 起）"
    assert entry.changed == [["小事办理时限", "3 个工作日", "5 个工作日"]]
    assert entry.unit_id == cast.county.id


def test_what_is_given_back_is_inherited_again(cast):
    decide(cast.county, minor_period="5 个工作日")
    decide(cast.street, minor_period="2 个工作日")
    assert settings_of("cases", cast.taixing).minor_period == Period(2, "workday")
    decide(cast.street, minor_period=None)
    assert settings_of("cases", cast.taixing).minor_period == Period(5, "workday")
    decide(cast.county, minor_period=None)
    assert settings_of("cases", cast.taixing).minor_period == THREE


def test_each_value_says_by_which_rule_it_holds(cast):
    decide(cast.county, minor_period="5 个工作日", begins=date(2026, 1, 1))
    found = settings_of("cases", cast.taixing)
    assert basis_of(found, "minor_period") == "达拉特旗规定，2026-01-01 起执行"
    assert basis_of(found, "major_period") == "系统默认值，本地未作规定"


class TestLock:
    """市级规定，不能改."""

    def test_what_a_unit_above_locked_is_not_decided_below(self, cast):
        decide(cast.street, minor_period="2 个工作日")
        decide(cast.county, minor_period="5 个工作日", lock=["minor_period"])
        assert settings_of("cases", cast.taixing).minor_period == Period(5, "workday"), "also what was decided before"
        for name in ("minor_period", "minor_period__0201"):
            with pytest.raises(RuleError, match="锁定"):
                decide(cast.street, **{name: "1 个工作日"})

    def test_the_unit_that_locked_may_have_exceptions(self, cast):
        decide(cast.county, minor_period="5 个工作日", minor_period__0201="1 个工作日", lock=["minor_period"])
        assert settings_of("cases", cast.taixing).values["minor_period-0201"] == Period(1, "workday")

    def test_given_back_it_is_free_again(self, cast):
        decide(cast.street, minor_period="2 个工作日")
        decide(cast.county, minor_period="5 个工作日", lock=["minor_period"])
        decide(cast.county, minor_period=None)
        assert settings_of("cases", cast.taixing).minor_period == Period(2, "workday")


class TestTogether:
    """Values that contradict each other: here, below, and on a day to come."""

    def test_below(self, cast):
        decide(cast.street, section="heroes", review_days="30", review_days_extended="40")
        with pytest.raises(RuleError, match=r"昭君街道自 .* 起：不能少于“调查评审期限”"):
            decide(cast.county, section="heroes", review_days="50", lock=["review_days"])

    def test_on_a_day_to_come(self, cast):
        later = clock.today() + timedelta(days=30)
        decide(cast.county, section="heroes", review_days="80", begins=later)
        with pytest.raises(RuleError, match=f"达拉特旗自 {later} 起：不能少于"):
            decide(cast.county, section="heroes", review_days_extended="70")

    def test_what_was_wrong_before_is_not_counted_against_a_change(self, cast):
        db.session.add(
            SettingsRow(
                section="cases",
                unit_id=cast.county.id,
                content='{"warn_percent": ["99"]}',
                valid_from=date(2026, 1, 1),
                reason="旧数据",
            )
        )
        db.session.flush()
        decide(cast.county, minor_period="5 个工作日")


def test_what_cannot_be_read_gives_way_to_the_default(cast):
    db.session.add(
        SettingsRow(
            section="cases",
            unit_id=cast.county.id,
            content='{"minor_period": ["三天左右"], "minor_period-0201": ["?"], "gone": ["1"]}',
            valid_from=date(2026, 1, 1),
            reason="旧数据",
        )
    )
    db.session.flush()
    found = settings_of("cases", cast.taixing)
    assert found.minor_period == THREE
    assert found.origins["minor_period"] is None
    assert "minor_period-0201" not in found.values


class TestNumbers:
    """Numbers that would be given out twice."""

    def test_only_the_county_may_leave_out_the_unit(self, cast):
        decide(cast.county, number_pattern="达旗综治{year}第{number}号")
        for unit in (cast.city, cast.street):
            with pytest.raises(RuleError, match="重号"):
                decide(unit, number_pattern="综治{year}第{number}号")
        decide(cast.street, number_pattern="{unit}{year}-{number}")
        decide(cast.street, number_pattern=None)
        assert settings_of("cases", cast.street).number_pattern == "达旗综治{year}第{number}号"

    def test_then_it_counts_for_all_its_units(self, cast):
        decide(cast.county, number_pattern="达旗综治{year}第{number}号")
        numbers = [take_number(unit, 2026) for unit in (cast.street, cast.other_street, cast.street)]
        assert numbers == [f"达旗综治2026第{each}号" for each in (1, 2, 3)]
