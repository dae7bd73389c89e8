"""时限表: which rule holds, what cannot be saved, what is 暂定, what moves when somebody asks, and twice the time."""

from datetime import UTC, date, datetime

import pytest

from portal import clock
from portal.cases.models import Case
from portal.cases.policy import jobs
from portal.cases.policy.models import LimitRow
from portal.cases.policy.reckoning import to_handle
from portal.cases.policy.running import Shifts
from portal.cases.tables.terms import Terms
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.hookspecs import Context
from portal.settings import change
from portal.testing import factories
from portal.workdays.calendar import SeedRow
from portal.workdays.models import WorkdaysDay, load_calendar

pytestmark = pytest.mark.database
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
NEW_YEAR = [SeedRow(date(2027, 1, day), False, "元旦") for day in (1, 2, 3)]


@pytest.fixture(autouse=True)
def in_march(cast):
    WorkdaysDay.replace_year(2026, [SeedRow(date(2026, 5, 1), False, "劳动节")])
    with clock.pretend(MONDAY):
        yield


def rule(unit, period, since=None, line=0, **terms) -> LimitRow:
    values = dict.fromkeys(Terms._fields, "") | {"accept_period": "", "period": period, "warn_percent": None} | terms
    return LimitRow.decide(unit, line, values, by=None, reason="旗文件", valid_from=since or clock.today())


def accept_by(unit, cast, **fields) -> date:
    """When a case that is registered now is to be accepted."""
    return clock.local(hotline(unit, cast, **fields).due_at).date()


def due(unit, *terms) -> date:
    return clock.local(load_calendar().due_at(clock.now(), *to_handle(unit, Terms(*terms), clock.now()).period)).date()


def hotline(unit, cast, **fields) -> Case:
    case = factories.case(unit, by=cast.clerk, **fields)
    db.session.commit()
    return case


def test_what_says_it_closest_holds(cast):
    rule(cast.county, "10 个工作日", source="hotline")
    rule(cast.county, "5 个工作日", source="hotline", kind="07")
    rule(cast.county, "2 日", source="hotline", kind="0701", level="hard")
    found = [
        due(cast.taixing, kind, level, "usual", "", "hotline")
        for kind, level in (("0201", "hard"), ("0701", "minor"), ("0701", "hard"))
    ]
    assert found == [date(2026, 3, 16), date(2026, 3, 9), date(2026, 3, 4)]


def test_of_one_unit_the_table_holds_before_the_settings_and_a_nearer_unit_before_both(cast):
    change("cases", cast.county, {"minor_period": ["4 个工作日"]}, by=None, reason="旗文件", valid_from=clock.today())
    rule(cast.county, "8 个工作日", urgency="usual")
    assert due(cast.taixing, "0201", "minor", "usual") == date(2026, 3, 12)
    change("cases", cast.street, {"minor_period": ["1 个工作日"]}, by=None, reason="街道文件", valid_from=clock.today())
    assert due(cast.taixing, "0201", "minor", "usual") == date(2026, 3, 3)
    assert due(cast.other_street, "0201", "minor", "usual") == date(2026, 3, 12)


def test_a_last_day_off_moves_on_only_where_the_rule_says_so(cast):
    first = rule(cast.county, "5 日", risk="high")
    assert due(cast.taixing, "0201", "minor", "usual", "high") == date(2026, 3, 7)
    rule(cast.county, "5 日顺延", line=first.line, risk="high")
    assert due(cast.taixing, "0201", "minor", "usual", "high") == date(2026, 3, 9)


def test_two_that_say_it_equally_closely_and_differently_are_refused(cast):
    rule(cast.county, "5 个工作日", source="hotline")
    with pytest.raises(RuleError, match=r"和第 1 条.*矛盾"):
        rule(cast.county, "9 个工作日", level="hard")
    rule(cast.county, "5 个工作日", level="hard")
    rule(cast.street, "9 个工作日", level="hard")


def test_a_third_that_says_it_closer_settles_two_that_contradict_and_cannot_be_closed_then(cast):
    rule(cast.county, "5 个工作日", source="hotline")
    both = rule(cast.county, "4 个工作日", source="hotline", level="hard")
    rule(cast.county, "9 个工作日", level="hard")
    assert due(cast.taixing, "0201", "hard", "usual", "", "hotline") == date(2026, 3, 6)
    with pytest.raises(RuleError, match=r"第 1 条就和第 3 条.*矛盾"):
        rule(cast.county, "4 个工作日", line=both.line, source="hotline", level="hard", closed=True)


def test_one_that_contradicts_only_from_a_later_day_on_is_refused_too(cast):
    rule(cast.county, "5 个工作日", source="hotline", since=date(2026, 6, 1))
    with pytest.raises(RuleError, match="矛盾"):
        rule(cast.county, "9 个工作日", source="hotline")


def test_a_line_says_how_soon_a_case_is_accepted_and_leaves_the_rest_to_the_settings(cast):
    rule(cast.county, "", source="hotline", accept_period="3 个工作日")
    rule(cast.county, "9 个工作日", source="hotline", urgency="usual")
    case = hotline(cast.taixing, cast, source="hotline")
    assert clock.local(case.due_at).date() == date(2026, 3, 5)
    assert "时限表第 1 条" in case.clock_basis
    case.accept(by=cast.clerk)
    assert "时限表第 2 条" in case.clock_basis
    assert accept_by(cast.taixing, cast, source="visit") == date(2026, 3, 3)


def test_of_what_is_known_at_the_window_how_urgent_it_is_counts_before_it_is_accepted(cast):
    rule(cast.county, "", urgency="usual", accept_period="2 日")
    rule(cast.county, "", urgency="urgent", accept_period="4 日")
    assert accept_by(cast.taixing, cast) == date(2026, 3, 4)
    assert accept_by(cast.taixing, cast, urgency="urgent") == date(2026, 3, 6)


def test_a_line_that_limits_nothing_and_one_that_waits_longer_than_the_law_are_refused(cast):
    with pytest.raises(RuleError, match="请填写受理时限或者办理时限"):
        rule(cast.county, "", source="hotline")
    with pytest.raises(RuleError, match="信访工作条例》第二十二条"):
        rule(cast.county, "", source="petition", accept_period="16 日")


@pytest.mark.parametrize("period", ["61 日", "45 个工作日", "60 日顺延", "1441 小时"])
def test_nothing_goes_beyond_the_law(cast, period):
    with pytest.raises(RuleError, match="信访工作条例》第三十四条"):
        rule(cast.county, period, source="petition")


def test_a_petition_is_never_given_longer_than_the_law_has_it_whatever_is_set_for_all(cast):
    change(
        "cases",
        cast.county,
        {"hard_period": ["200 日"], "accept_period": ["30 日"]},
        by=None,
        reason="旗文件",
        valid_from=clock.today(),
    )
    assert due(cast.taixing, "0201", "hard", "usual", "", "petition") == date(2026, 5, 1)
    assert due(cast.taixing, "0201", "hard", "usual", "", "visit") == date(2026, 9, 18)
    case = hotline(cast.taixing, cast, source="petition")
    assert clock.local(case.due_at).date() == date(2026, 3, 17)
    assert "第二十二条" in case.clock_basis


def test_the_yellow_mark_of_the_rule_goes_before_the_one_for_all(cast):
    row = rule(cast.county, "10 日", level="minor")
    rule(cast.county, "10 日", level="minor", line=row.line, warn_percent=50)
    case = hotline(cast.taixing, cast)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    assert clock.local(case.warn_at).date() == date(2026, 3, 7)


def test_a_closed_line_holds_no_longer(cast):
    made = rule(cast.county, "9 个工作日", source="hotline")
    rule(cast.county, "9 个工作日", source="hotline", line=made.line, closed=True)
    assert due(cast.taixing, "0201", "minor", "usual", "", "hotline") == date(2026, 3, 5)


def test_nobody_decides_for_a_day_that_is_past_or_over_what_another_changed(cast):
    with pytest.raises(RuleError, match="不能早于今天"):
        rule(cast.county, "9 个工作日", since=date(2026, 3, 1), source="hotline")
    made = rule(cast.county, "9 个工作日", source="hotline")
    values = dict.fromkeys(Terms._fields, "") | {"period": "8 日", "warn_percent": None, "source": "hotline"}
    with pytest.raises(RuleError, match="别人修改"):
        LimitRow.decide(cast.county, made.line, values, by=None, reason="x", valid_from=clock.today(), seen=made.id - 1)


def test_what_runs_already_moves_only_when_asked(cast):
    case = hotline(cast.taixing, cast)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    waiting = hotline(cast.taixing, cast, title="还没有受理")
    before, acceptance = case.due_at, waiting.due_at
    rule(cast.county, "1 个工作日", level="minor")
    db.session.commit()
    with clock.pretend(datetime(2026, 3, 3, 2, tzinfo=UTC)):
        found = Shifts.of(cast.county, cast.district)
        assert (found.looked_at, found.earlier, found.later, case.due_at) == (1, 1, 0, before)
        assert moved(cast.county, cast.district) == "按现行时限规定看了 1 件，重算 1 件。"
    assert clock.local(case.due_at).date() == date(2026, 3, 3)
    assert "办理时限由 2026-03-05 改为 2026-03-03" in case.events[-1].note
    assert waiting.due_at == acceptance
    assert not Shifts.of(cast.county, cast.district).shifts


def test_what_the_law_of_a_plugin_set_is_left_alone(cast):
    case = hotline(cast.taixing, cast)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    case.extend(datetime(2026, 4, 1, tzinfo=UTC), "调解期限。", by=None)
    rule(cast.county, "1 个工作日", level="minor")
    assert Shifts.of(cast.county, cast.district).looked_at == 0


def test_what_stood_still_is_counted_when_it_moves(cast):
    case = hotline(cast.taixing, cast)
    case.triage(kind="0201", level="major", by=cast.clerk)
    case.suspend("等鉴定。", date(2026, 3, 9), by=cast.director)
    with clock.pretend(datetime(2026, 3, 4, 2, tzinfo=UTC)):
        case.resume(by=cast.director)
    assert clock.local(case.due_at).date() == date(2026, 3, 13), "seven working days and two"
    rule(cast.county, "5 个工作日", level="major")
    db.session.commit()
    moved(cast.county, cast.district)
    assert clock.local(case.due_at).date() == date(2026, 3, 11)


def test_all_are_moved_however_many_stay_where_they_are_before_them(cast, monkeypatch):
    for name in ("COUNTED", "TOGETHER"):
        monkeypatch.setattr(f"portal.cases.policy.running.{name}", 2)
    cases = [hotline(cast.taixing, cast, title=f"第 {number} 件") for number in range(5)]
    for case, level in zip(cases, ("minor", "minor", "major", "major", "minor"), strict=True):
        case.triage(kind="0201", level=level, by=cast.clerk)
    before = [case.due_at for case in cases]
    rule(cast.county, "2 个工作日", level="major")
    db.session.commit()
    found = Shifts.of(cast.county, cast.district)
    assert (found.looked_at, found.shifts, found.more) == (2, [], True)
    assert moved(cast.county, cast.district) == "按现行时限规定看了 5 件，重算 2 件。"
    changed = [case.due_at != was for case, was in zip(cases, before, strict=True)]
    assert changed == [False, False, True, True, False]
    assert moved(cast.county, cast.district) == "按现行时限规定看了 5 件，重算 0 件。"


def test_only_what_whoever_asked_may_see_is_moved(cast):
    case = hotline(cast.taixing, cast)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    rule(cast.county, "1 个工作日", level="minor")
    db.session.commit()
    assert moved(cast.county, cast.administrator) == "按现行时限规定看了 0 件，重算 0 件。"


def moved(unit, user) -> str:
    return jobs.move_running(Context(unit, None, clock.now()), lambda done, total: db.session.commit(), user_id=user.id)


def run(task) -> str:
    return task(Context(None, None, clock.now()), lambda done, total: None)


def test_beyond_the_holidays_that_are_known_it_is_tentative_until_they_are(cast):
    with clock.pretend(datetime(2026, 12, 30, 2, tzinfo=UTC)):
        case = hotline(cast.taixing, cast)
        case.triage(kind="0201", level="minor", by=cast.clerk)
        db.session.commit()
        assert (case.tentative, clock.local(case.due_at).date()) == (True, date(2027, 1, 4))
        assert run(jobs.reckon_tentative) == "重算 0 件暂定的时限，改了 0 件。"
        WorkdaysDay.replace_year(2027, NEW_YEAR)
        db.session.commit()
        assert run(jobs.reckon_tentative) == "重算 1 件暂定的时限，改了 1 件。"
        assert (case.tentative, clock.local(case.due_at).date()) == (False, date(2027, 1, 5))
        assert case.events[-1].note == "放假安排已经公布。办理时限由 2027-01-04 改为 2027-01-05。"


def test_at_twice_the_time_plugins_hear_of_it_once(cast):
    case = hotline(cast.taixing, cast)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    db.session.commit()
    with clock.pretend(datetime(2026, 3, 10, 15, 59, tzinfo=UTC)):
        assert run(jobs.tell_late_twice) == "超过规定时限一倍的 0 件。"
    with clock.pretend(datetime(2026, 3, 10, 16, 1, tzinfo=UTC)):
        assert run(jobs.tell_late_twice) == "超过规定时限一倍的 1 件。"
        assert run(jobs.tell_late_twice) == "超过规定时限一倍的 0 件。"
    assert [each.verb for each in case.events].count("be_late_twice") == 1


def test_a_case_that_stands_still_is_not_late_twice(cast):
    case = hotline(cast.taixing, cast)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    case.suspend("等鉴定。", date(2026, 3, 9), by=cast.director)
    db.session.commit()
    with clock.pretend(datetime(2026, 6, 1, tzinfo=UTC)):
        assert run(jobs.tell_late_twice) == "超过规定时限一倍的 0 件。"
        case.resume(by=cast.director)
        assert case.twice_at > case.due_at > clock.now()
