"""值班: who may be put where, who says that a window is staffed, and when one is empty."""

from datetime import timedelta

import pytest

from plugins.centre.figures import EMPTY, SHIFT_FIGURES
from plugins.centre.models import CentreWindow, DutyShift, Hours, rostering
from plugins.centre.nightly import end_shifts, settle_shifts
from plugins.centre.register import shifts
from plugins.centre.tests.conftest import MORNING, THURSDAY, at
from plugins.centre.views.shifts import names_of
from portal import clock
from portal.accounts.models import Appointment, User
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.hookspecs import Context
from portal.records.list_query import ListQuery

pytestmark = pytest.mark.database
SATURDAY = THURSDAY + timedelta(days=2)


def test_without_registration_a_shift_is_only_a_plan(arrange):
    assert arrange().status == "planned"


def test_whoever_is_on_duty_presses_once_and_the_window_is_staffed(cast, watched, arrange):
    shift = arrange()
    with clock.pretend(at(8, 25)):
        shift.sign_in(by=cast.clerk)
    assert (shift.status, shift.was_empty) == ("staffed", False)


def test_another_cannot_press_for_them(cast, watched, arrange):
    shift = arrange()
    with clock.pretend(at(8, 25)), pytest.raises(NotAllowed, match="排班的本人"):
        shift.sign_in(by=cast.director)


@pytest.mark.parametrize(("moment", "said"), [(at(7, 30), "起才能登记"), (at(12, 1), "已经过了")])
def test_neither_ahead_nor_for_what_is_over(cast, watched, arrange, moment, said):
    shift = arrange()
    with clock.pretend(moment), pytest.raises(RuleError, match=said):
        shift.sign_in(by=cast.clerk)


def test_somebody_without_an_account_is_signed_in_by_the_centre(cast, watched, arrange):
    shift = arrange("便民服务员甲")
    with clock.pretend(at(8, 30)):
        shift.sign_in(by=cast.director)
    assert shift.status == "staffed"


def test_who_comes_after_the_minutes_of_the_setting_was_missed(cast, watched, arrange):
    shift = arrange()
    with clock.pretend(at(8, 46)):
        shift.sign_in(by=cast.clerk)
    assert (shift.status, shift.was_empty) == ("staffed", True)


def test_an_empty_window_is_on_the_desk_at_once(as_user, watched, arrange):
    arrange()
    with clock.pretend(at(8, 44)):
        assert "窗口空岗" not in as_user("director").page("/").text
    with clock.pretend(at(8, 46)):
        assert "窗口空岗" in as_user("director").page("/").text


def test_what_is_over_and_nobody_came_is_empty_by_itself(cast, watched, arrange):
    shift = arrange()
    with clock.pretend(at(13)):
        ctx = Context(cast.county, None, clock.now())
        end_shifts(ctx, lambda done, total: None)
        assert end_shifts(ctx, lambda done, total: None) == "到时无人到岗 0 班。"
    assert (shift.status, shift.was_empty) == ("empty", True)


def test_empty_posts_are_counted_by_department_and_not_by_person(cast, watched, arrange):
    shift = arrange()
    with clock.pretend(at(9)):
        shift.note_empty("没有人来。", by=cast.clerk)
        db.session.commit()
        tables = SHIFT_FIGURES.tables(cast.director)
    department = next(each for each in tables if each.figure.key == "department")
    assert [(each.label, each.numbers[department.figure.measures.index(EMPTY)]) for each in department.lines] == [
        ("中心", 1)
    ]
    assert not any("人员" in each.figure.by.heading for each in tables)


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"on": THURSDAY - timedelta(days=1)}, "on"),
        ({"on": SATURDAY}, "holiday"),
        ({"window": "9"}, "window"),
        ({"department": "税务局"}, "department"),
    ],
)
def test_what_cannot_be_arranged_is_said_at_its_field(arrange, told, field):
    with pytest.raises(RuleError) as said:
        arrange(**told)
    assert said.value.at == field


def test_a_holiday_is_arranged_when_it_is_meant(arrange):
    assert arrange(on=SATURDAY, holiday=True).on == SATURDAY


def test_nobody_is_at_two_windows_at_once(arrange):
    arrange()
    with pytest.raises(RuleError, match="这段时间已经在") as said:
        arrange(window="2", hours=Hours.read("11:00-13:00"))
    assert said.value.at == "name"


def test_a_name_without_account_is_not_at_two_windows_either(arrange):
    arrange("便民服务员甲")
    with pytest.raises(RuleError, match="这段时间已经在"):
        arrange("便民服务员甲", window="2")


def test_a_closed_window_takes_no_shift(cast, centre, arrange):
    window: CentreWindow = centre.windows[0]
    coming = arrange(on=THURSDAY + timedelta(days=4))
    window.end(THURSDAY, "合并。", by=cast.director)
    assert coming.status == "cancelled"
    with pytest.raises(RuleError, match="不开，不能排班") as said:
        arrange(on=THURSDAY + timedelta(days=5))
    assert said.value.at == "window"


@pytest.mark.parametrize("typed", ["12:00-08:30", "8点到12点", "25:00-26:00", "08:30-08:30"])
def test_hours_that_are_none_are_refused(typed):
    with pytest.raises(ValueError, match=r"[请时]"):
        Hours.read(typed)


def test_a_week_is_copied_to_the_next_but_not_onto_days_off(cast, centre, arrange):
    arrange()
    arrange(on=SATURDAY, holiday=True)
    said = centre.copy_week(THURSDAY - timedelta(days=3), by=cast.clerk)
    made = centre.shifts_in(THURSDAY + timedelta(days=7), THURSDAY + timedelta(days=14))
    assert said is None
    assert [(each.on, str(each.hours)) for each in made] == [(THURSDAY + timedelta(days=7), str(MORNING))]
    assert "1 班没有排" in centre.events[-1].note
    centre.copy_week(THURSDAY - timedelta(days=3), by=cast.clerk)
    assert len(centre.shifts_in(THURSDAY + timedelta(days=7), THURSDAY + timedelta(days=14))) == 1


def test_a_large_week_is_copied_in_portions(cast, centre, arrange, monkeypatch):
    monkeypatch.setattr(rostering, "COPIED", 2)
    for day in (0, 4, 5):
        arrange(on=THURSDAY + timedelta(days=day))
    monday, following = THURSDAY + timedelta(days=4), THURSDAY + timedelta(days=11)
    arrange(window="2", on=monday, name="党群值班员")
    centre.copy_week(monday, by=cast.clerk)
    assert "还有 1 班没有轮到" in centre.events[-1].note
    centre.copy_week(monday, by=cast.clerk)
    assert len(centre.shifts_in(following, following + timedelta(days=6))) == 3


def test_registration_ends_by_itself_and_may_be_stopped(cast, watched, arrange):
    shift = arrange()
    assert arrange(on=THURSDAY + timedelta(days=95)).status == "planned"
    watched.unwatch("试点结束。", by=cast.director)
    assert shift.status == "planned"


def test_many_shifts_follow_in_portions(cast, centre, arrange, monkeypatch):
    monkeypatch.setattr(rostering, "SETTLED", 2)
    shifts = [arrange(on=THURSDAY + timedelta(days=day)) for day in (0, 4, 5, 6)]
    centre.watch("试点", "旗委政法委", THURSDAY, THURSDAY + timedelta(days=5), by=cast.director)
    assert [each.status for each in shifts] == ["awaited", "awaited", "planned", "planned"]
    portions = []
    settle_shifts(Context(cast.county, None, clock.now()), lambda done, total: portions.append(done))
    assert [each.status for each in shifts] == ["awaited", "awaited", "awaited", "planned"]
    assert portions == [1]


def test_registration_is_for_a_year_at_most(cast, centre):
    with pytest.raises(RuleError, match="最多一年") as said:
        centre.watch("试点", "旗委政法委", THURSDAY, THURSDAY + timedelta(days=400), by=cast.director)
    assert said.value.at == "last"


def test_the_form_keeps_what_was_typed(as_user, centre):
    clerk, page = as_user("clerk"), f"/centre/centres/{centre.id}/shifts/new"
    after = clerk.fill(clerk.page(page), on="2026-11-26", window="1", hours="12:00-08:30", name="受理员小王")
    assert after.status == 422
    assert "结束的时间不能早于开始的时间" in after.text
    assert after.fields(after.form(page))["name"] == "受理员小王"
    assert db.session.query(DutyShift).count() == 0


def test_one_press_at_the_page_of_the_window(as_user, watched, arrange):
    shift = arrange().id
    window = watched.windows[0].id
    with clock.pretend(at(8, 30)):
        clerk = as_user("clerk")
        page = clerk.page(f"/centre/windows/{window}")
        after = clerk.fill(page, action=f"/centre/shifts/{shift}/staffing")
        assert after.status == 200
    assert db.session.get(DutyShift, shift, populate_existing=True).status == "staffed"


def test_a_right_that_is_held_elsewhere_puts_nobody_on_duty_here(cast, centre):
    elsewhere = OrgUnit.create(kind="township", name="树林召镇", parent=cast.county)
    db.session.flush()
    held = {"甲": (("grid", cast.street), ("clerk", elsewhere)), "乙": (("clerk", cast.nangan),)}
    for name, offices in held.items():
        user = User(username=name, name=name, password_hash="!")
        user.appointments += [Appointment(role=role, unit=unit) for role, unit in offices]
        db.session.add(user)
    db.session.commit()
    assert "甲" not in names_of(centre)
    assert "乙" in names_of(centre)
    assert centre.account_of("甲") is None


def test_the_list_adds_nothing_up_for_a_person(as_user, watched, arrange):
    arrange()
    arrange("便民服务员甲", window="2")
    director = as_user("director")
    assert "综合受理" not in director.page("/centre/shifts?q=受理员小王").text
    assert "值班人员" in director.page("/centre/shifts").text
    assert [each.name for each in shifts.exported(ListQuery())] == ["on", "hours", "title", "unit", "status"]
