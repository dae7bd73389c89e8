"""The demo: the centre of 昭君街道 with its windows and departments, the duty of three weeks, calls, an exchange, a self-check of the last quarter."""

from datetime import date, datetime, time, timedelta

from plugins.centre.choices import BLOCKS
from plugins.centre.duty_samples import TELLS
from plugins.centre.models import (
    CentreWindow,
    CheckItem,
    CheckMeasure,
    DepartmentCall,
    DutyShift,
    Hours,
    Presence,
    SelfCheck,
    ServiceCentre,
)
from plugins.centre.sheets import ITEMS, ROSTER
from portal import clock
from portal.demo.world import World
from portal.extensions import db
from portal.workdays.models import load_calendar

MORNING, AFTERNOON = Hours(time(8, 30), time(12)), Hours(time(14, 30), time(17, 30))
# name, what is handled there
WINDOWS = (
    ("综合受理", "各类诉求统一受理、登记\n咨询、引导"),
    ("民生服务", "就业、社保、救助咨询"),
    ("法律咨询", "法律咨询、法律援助初审"),
)
# department, kind, days, its window
PRESENCES = (
    ("昭君街道便民服务中心", "resident", "", "民生服务"),
    ("昭君街道司法所", "rotating", "24", "法律咨询"),
    ("昭君街道派出所", "on_call", "", ""),
)
DUTY = {"民生服务": "便民服务员甲", "法律咨询": "司法助理员乙"}
QUARTER = timedelta(days=92)
# what the policy names of each block, in the words of docs/domain
ASKED = {
    "place": ("有牌子、有场地，公布开放时间", "有功能区，窗口有门牌"),
    "staff": ("常驻、轮驻、随驻的部门名单公布",),
    "process": ("各类诉求统一受理，分流到部门",),
    "follow": ("应受理未受理、应办理未办理、不依法办理的督办",),
    "system": ("平台派单，办理过程看得到",),
}
SOURCE = "关于加强社会治安综合治理中心规范化建设的意见（2024年11月），演示用条目"


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区."""
    world.switch_on("centre", "全旗规范化综治中心。")
    with clock.pretend(world.now - timedelta(days=200)):
        centre = _centre(world)
    _check(world, centre, "finished", QUARTER)
    _check(world, centre, "filling", timedelta(days=1))
    first = clock.local(world.now).date() - timedelta(days=14)
    with clock.pretend(datetime.combine(first, time(8), clock.SHANGHAI)):
        until = first + timedelta(days=90)
        centre.watch("服务大厅试点，只登记窗口有没有人", "旗委政法委", first, until, by=world.users["director"])
        for number in range(21):
            _on_duty(world, centre, first + timedelta(days=number))
    _held(world, centre)
    _calls(world, centre)
    _files(world, centre)


def _centre(world: World) -> ServiceCentre:
    director, opened = world.users["director"], clock.today()
    centre = ServiceCentre.found(unit=world.units.zhaojun, opened_on=opened, by=director, **TELLS)
    for kind, name, metres in (("引导受理区", "服务大厅", 120), ("多元化解区", "一号调解室", 24)):
        centre.add_area(kind, name, metres, by=director)
    for serial, (title, handles) in enumerate(WINDOWS, start=1):
        told = {"title": title, "kind": title, "handles": handles, "valid_from": opened}
        CentreWindow.set_up(centre, serial=serial, by=director, **told)
        db.session.flush()
    db.session.refresh(centre)
    by_title = {each.title: each.id for each in centre.windows}
    for title, kind, weekdays, window in PRESENCES:
        more = {"weekdays": weekdays, "window_id": by_title.get(window), "contact": "值班室", "phone": "0477-5550102"}
        Presence.settle_in(centre, title=title, kind=kind, valid_from=opened, by=director, **more)
        db.session.flush()
    for block in BLOCKS:
        for title in ASKED[block]:
            told = {"block": block, "title": title, "source": SOURCE, "valid_from": opened}
            CheckItem.enter(unit=world.units.zhaojun, by=director, **told)
    db.session.flush()
    db.session.refresh(centre)
    return centre


def _on_duty(world: World, centre: ServiceCentre, on: date) -> None:
    """Who is at the windows on that day, where offices work."""
    works = load_calendar().is_workday(on)
    with clock.pretend(datetime.combine(min(on, clock.today()), time(8), clock.SHANGHAI)):
        by = world.users["clerk"]
        for hours in (MORNING, AFTERNOON) if works else ():
            who = world.users["clerk" if hours is MORNING else "mediator"].username
            DutyShift.arrange(centre, window="综合受理", on=on, hours=hours, name=who, by=by)
        for presence in centre.presences:
            if presence.window_id and presence.present_on(on, workday=works):
                window = presence.window
                DutyShift.arrange(centre, window=window.label, on=on, hours=MORNING, name=DUTY[window.title], by=by)
    db.session.flush()


def _held(world: World, centre: ServiceCentre) -> None:
    """What is past: somebody came, but for a few."""
    shifts = [
        each for each in centre.shifts_in(date(2024, 1, 1), clock.local(world.now).date()) if each.ends_at < world.now
    ]
    for number, each in enumerate(shifts, start=1):
        late = 25 if number % 9 == 0 else -5
        with clock.pretend(
            each.ends_at + timedelta(minutes=1) if number % 13 == 0 else each.starts_at + timedelta(minutes=late)
        ):
            if number % 13 == 0:
                each.lapse(by=None)
            else:
                each.sign_in(by=each.user or world.users["clerk"])
    ahead = next(
        (
            each
            for each in centre.shifts_in(clock.local(world.now).date(), date(2200, 1, 1))
            if _to_exchange(world, each)
        ),
        None,
    )
    if ahead:
        with clock.pretend(world.now):
            ahead.ask_exchange(world.users["mediator"], "那天上午去旗里开会。", by=world.users["clerk"])
    db.session.flush()


def _to_exchange(world: World, shift: DutyShift) -> bool:
    return shift.user_id == world.users["clerk"].id and shift.starts_at > world.now + timedelta(days=1)


def _calls(world: World, centre: ServiceCentre) -> None:
    police = next(each for each in centre.presences if each.kind == "on_call")
    clerk = world.users["clerk"]
    for days, what, minutes in (
        (12, "邻里打架，双方都在大厅。", 18),
        (6, "车辆堵门，现场劝离。", 35),
        (0, "来访人情绪激动，请来一人。", 0),
    ):
        called = world.now - timedelta(days=days, hours=1)
        with clock.pretend(called):
            call = DepartmentCall.call(police, what=what, by=clerk)
            db.session.flush()
        if minutes:
            with clock.pretend(called + timedelta(minutes=minutes)):
                call.arrive(clock.now(), by=clerk)
        db.session.refresh(police)


def _check(world: World, centre: ServiceCentre, state: str, ago: timedelta) -> None:
    clerk, director = world.users["clerk"], world.users["director"]
    with clock.pretend(world.now - ago):
        day = clock.today()
        check = SelfCheck.start(centre, year=day.year, quarter=(day.month + 2) // 3, by=clerk)
        db.session.flush()
        short = {1: "part", 4: "no"}
        answers = [
            {
                "answer": short.get(number, "yes"),
                "evidence": "" if number in short and short[number] == "no" else "现场查看，有照片。",
            }
            for number, _ in enumerate(check.answers)
        ]
        check.attach(world.stage(centre.unit, clock.now()).picture(), by=clerk)
        check.fill_in(answers, by=clerk)
        if state == "finished":
            for number, what in ((1, "给每个窗口补做门牌。"), (4, "每月清理一次应受理未受理的，报旗中心。")):
                check.add_measure(check.answers[number], what, day + timedelta(days=80 + 20 * number), by=clerk)
            db.session.flush()
            check.finish(by=director, note="已现场核对。")
            done: CheckMeasure = check.measures[0]
            done.finish("门牌已经做好。", by=clerk)
    db.session.flush()


def _files(world: World, centre: ServiceCentre) -> None:
    """Sheets that were checked and wait to be entered."""
    on = (clock.local(world.now).date() + timedelta(days=30)).isoformat()
    fields = {"日期": "on", "窗口": "window", "班次": "hours", "值班人员": "name", "节假日值班": "holiday"}
    world.roster_file(ROSTER, centre, "值班表.xlsx", fields, [on, "1", "08:30-12:00", "值班员丙", "是"])
    asked = {"哪一块": "block", "条目": "title", "来源": "source", "从哪天起": "valid_from"}
    line = [BLOCKS["place"], "无障碍通道", "演示用条目", on]
    world.roster_file(ITEMS, centre.unit, "自检条目.xlsx", asked, line)
