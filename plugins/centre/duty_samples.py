"""With what centres, windows, departments, calls, shifts and exchanges are begun, and each of their steps is taken once."""

from collections.abc import Callable
from datetime import date, time, timedelta

from sqlalchemy import func, select

from plugins.centre.models import (
    CentreWindow,
    DepartmentCall,
    DutyShift,
    Hours,
    Presence,
    ServiceCentre,
    ShiftExchange,
)
from portal import clock
from portal.extensions import db
from portal.records.samples import Sample, Samples, Stage, now, today
from portal.workdays.arithmetic import months_after

ALL_DAY = Hours(time(0), time(23, 59))
WHOLE = {"hours": str(ALL_DAY), "holiday": "y"}
TELLS = {
    "title": "昭君街道综治中心",
    "address": "达拉特旗昭君街道（演示）1号",
    "phone": "0477-5550101",
    "hours": "工作日 08:30-12:00，14:30-17:30",
    "leader": "街道政法委员",
    "square_metres": 260,
}


def centre_of(record, stage: Stage) -> ServiceCentre:
    """That of the unit, with a window, and with 到岗登记 for the next months."""
    centre = CENTRES.begin(stage)
    db.session.refresh(centre)
    director = stage.users["director"]
    if not any(each.status == "open" for each in centre.windows):
        fields = {"title": "综合受理", "kind": "综合受理", "handles": "各类诉求统一受理", "valid_from": clock.today()}
        CentreWindow.set_up(centre, serial=1, by=director, **fields)
        db.session.flush()
        db.session.refresh(centre)
    if not centre.watched_on(clock.today()):
        last = months_after(clock.today(), 6)
        centre.watch("大厅试点", "旗委政法委", clock.today(), last, by=director)
        db.session.flush()
    return centre


def free_day(name: str) -> Callable:
    """The first day from today on which whoever has this role is not on duty yet."""

    def found(record, stage: Stage) -> date:
        user, day = stage.users[name], clock.today()
        rows = select(func.max(DutyShift.on)).where(DutyShift.user_id == user.id, DutyShift.status != "cancelled")
        last = db.session.scalar(rows)
        return day if last is None or last < day else last + timedelta(days=1)

    return found


def called(name: str) -> Callable:
    return lambda record, stage: stage.users[name].username


def first_window(record, stage: Stage) -> str:
    centre = centre_of(record, stage)
    return next(each.label for each in centre.windows if each.status == "open")


def before(shift: DutyShift) -> date:
    """The day before that of the shift: then it is its own."""
    return shift.on - timedelta(days=1)


def next_number(record, stage: Stage) -> int:
    """A number that no window of the centre has."""
    centre = record.centre if isinstance(record, CentreWindow) else centre_of(record, stage)
    return max((each.serial for each in centre.windows), default=0) + 1


def new_title(record, stage: Stage) -> str:
    """A department that is not there yet."""
    return f"第{(db.session.scalar(select(func.max(Presence.id))) or 0) + 1}事务所"


CENTRES = Samples(
    ServiceCentre,
    {
        ServiceCentre.found: Sample(
            "director", TELLS | {"opened_on": today}, form={"unit_id": lambda record, stage: stage.unit.id}
        ),
        ServiceCentre.correct: Sample("director", TELLS | {"opened_on": today}, days=0),
        ServiceCentre.add_area: Sample(
            "director", {"kind": "多元化解区", "name": "一号调解室", "square_metres": 24}, days=0
        ),
        ServiceCentre.remove_area: Sample(
            "director",
            {"reason": "改作他用。"},
            row=lambda centre, stage: centre.areas[0],
            first=(ServiceCentre.add_area,),
            days=0,
        ),
        ServiceCentre.watch: Sample(
            "director",
            {
                "why": "大厅试点",
                "approver": "旗委政法委",
                "first": today,
                "last": lambda centre, stage: months_after(clock.today(), 6),
            },
            first=(lambda centre, stage: unwatched(centre, stage),),
            days=0,
        ),
        ServiceCentre.unwatch: Sample(
            "director", {"reason": "试点结束。"}, first=(lambda centre, stage: centre_of(centre, stage),), days=0
        ),
        ServiceCentre.copy_week: Sample(
            "clerk",
            {"monday": lambda centre, stage: clock.today() - timedelta(days=clock.today().weekday())},
            first=(lambda centre, stage: duty_today(centre, stage),),
            days=0,
        ),
        ServiceCentre.close: Sample("director", {"on": today, "reason": "并入旗综治中心。"}, days=0),
    },
    only=lambda stage: ServiceCentre.of_unit(stage.unit),
)


def unwatched(centre: ServiceCentre, stage: Stage) -> None:
    if centre.watched_until and centre.watched_until >= clock.today():
        centre.unwatch("重新批准。", by=stage.users["director"])


def duty_today(centre: ServiceCentre, stage: Stage) -> DutyShift:
    """Somebody is on duty in the present week."""
    name = f"值班员{db.session.scalar(select(func.count(DutyShift.id))) + 1}"
    window = first_window(centre, stage)
    more = {"holiday": True, "by": stage.users["clerk"]}
    return DutyShift.arrange(centre, window=window, on=clock.today(), hours=ALL_DAY, name=name, **more)


WINDOWS = Samples(
    CentreWindow,
    {
        CentreWindow.set_up: Sample(
            "director",
            {
                "centre": centre_of,
                "serial": next_number,
                "title": "法律援助",
                "kind": "法律援助",
                "handles": "法律援助申请\n法律咨询",
                "valid_from": today,
            },
        ),
        CentreWindow.correct: Sample(
            "director",
            {
                "serial": next_number,
                "title": "法律服务",
                "kind": "法律援助",
                "handles": "法律援助申请",
                "valid_from": today,
                "valid_until": None,
            },
            days=0,
        ),
        CentreWindow.end: Sample("director", {"on": today, "reason": "并到一号窗口。"}, days=0),
    },
)
PRESENCES = Samples(
    Presence,
    {
        Presence.settle_in: Sample(
            "director",
            {
                "centre": centre_of,
                "title": new_title,
                "kind": "on_call",
                "contact": "值班室",
                "phone": "0477-5550102",
                "valid_from": today,
            },
        ),
        Presence.correct: Sample(
            "director",
            {
                "title": lambda presence, stage: presence.title,
                "kind": "rotating",
                "weekdays": "24",
                "dates": "",
                "contact": "值班室",
                "phone": "0477-5550102",
                "window_id": None,
                "valid_from": today,
                "valid_until": None,
            },
            form={"weekdays": ["2", "4"], "window_id": 0},
            days=0,
        ),
        Presence.end: Sample("director", {"on": today, "reason": "改为随驻。"}, days=0),
    },
)
CALLS = Samples(
    DepartmentCall,
    {
        DepartmentCall.call: Sample(
            "clerk",
            {"presence": lambda record, stage: PRESENCES.begin(stage), "what": "现场解答工伤认定。"},
        ),
        DepartmentCall.arrive: Sample("clerk", {"at": now}, days=0),
        DepartmentCall.miss: Sample("clerk", {"reason": "改为电话解答。"}, days=0),
        DepartmentCall.withdraw: Sample("clerk", {"reason": "来访人先回去了。"}, days=0),
    },
)
SHIFTS = Samples(
    DutyShift,
    {
        DutyShift.arrange: Sample(
            "clerk",
            {
                "centre": centre_of,
                "window": first_window,
                "on": free_day("clerk"),
                "hours": ALL_DAY,
                "name": called("clerk"),
                "holiday": True,
            },
            form=WHOLE,
        ),
        DutyShift.sign_in: Sample("clerk", past=before, days=0),
        DutyShift.ask_exchange: Sample(
            "clerk",
            {"other": lambda shift, stage: stage.users["mediator"], "reason": "那天要去旗里开会。"},
            form={"other": lambda shift, stage: f"user-{stage.users['mediator'].id}"},
            at="awaited",
            first=(lambda shift, stage: tomorrow(shift, stage),),
            days=0,
        ),
        DutyShift.stand_in: Sample("clerk", {"name": "值班员甲", "reason": "临时有事。"}, at="awaited", days=0),
        DutyShift.note_empty: Sample(
            "clerk", {"reason": "没有人来，由综合受理窗口代办。"}, past=lambda shift: shift.on, days=0
        ),
        DutyShift.lapse: Sample("", past=lambda shift: shift.on, days=0),
        DutyShift.cancel: Sample("clerk", {"reason": "当天停电。"}, at="awaited", days=0),
        DutyShift.hand_to: Sample(
            "", {"user": lambda shift, stage: stage.users["mediator"], "note": "双方同意。"}, at="awaited", days=0
        ),
        DutyShift.release: Sample("", days=0),
        DutyShift.expect: Sample("", days=0),
    },
)


def tomorrow(shift: DutyShift, stage: Stage) -> None:
    """It has not begun."""
    if shift.starts_at <= clock.now():
        shift.starts_at, shift.ends_at = (moment + timedelta(days=1) for moment in (shift.starts_at, shift.ends_at))
        shift.empty_at, shift.on = shift.empty_at + timedelta(days=1), shift.on + timedelta(days=1)
        db.session.flush()


def shift_to_come(record, stage: Stage) -> DutyShift:
    """One of the clerk's that has not begun."""
    on = max(clock.today() + timedelta(days=1), free_day("clerk")(record, stage))
    return SHIFTS.begin(stage, {DutyShift.arrange: {"on": on}})


EXCHANGES = Samples(
    ShiftExchange,
    {
        ShiftExchange.ask: Sample(
            "clerk",
            {
                "shift": shift_to_come,
                "other": lambda record, stage: stage.users["mediator"],
                "reason": "那天要去旗里开会。",
            },
        ),
        ShiftExchange.agree: Sample("mediator", days=0),
        ShiftExchange.refuse: Sample("mediator", {"reason": "那天有调解。"}, days=0),
        ShiftExchange.withdraw: Sample("clerk", days=0),
    },
)
