"""The demo of 群众反映: labels at the gates of 昭君街道, and what was reported behind them, from yesterday's to those long answered."""

from datetime import datetime, timedelta

from plugins.public_reports.models import Label, Report
from plugins.public_reports.samples import LABELS, REPORTS
from portal import clock
from portal.demo.neighbourhoods import neighbourhoods
from portal.demo.world import World
from portal.extensions import db
from portal.people.models import Person
from portal.plugin_admin.switching import switch
from portal.records.followed import code_of, hash_of
from portal.records.people import Contact

KEY = "public_reports"
PLACES = 6  # labels
# matter, what, where, how it stands
STORIES = (
    ("property", "楼道灯不亮，老人晚上看不见台阶。", "2 号楼 3 单元", "answered"),
    ("building", "消防通道停了一排车，救护车进不来。", "南门内", "answered"),
    ("hazard", "有人从三楼拉线下来给电动车充电。", "5 号楼", "answered"),
    ("leak", "单元门口井盖翘起来，下雨就返水。", "4 号楼 1 单元", "answered"),
    ("nuisance", "广场晚上十点还在放音响。", "小区广场", "accepted"),
    ("parking", "充电车棚的插座有一半没有电。", "北车棚", "seen"),
    ("other", "路口红绿灯时间太短。", "南门外路口", "declined"),
    ("property", "健身器材松了，孩子在上面玩。", "小区广场", "asked"),
    ("leak", "三单元地下室积水。", "3 号楼", "received"),
)
# of which of the above somebody else reports the same some hours later, and how
AGAIN = (
    (4, "音响太吵，孩子没法写作业，晚上十点还不停。", "小区广场"),
    (5, "北边车棚好几个插座不通电，电动车没法充。", "北车棚"),
)


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; post the labels, play the reports."""
    units = world.units
    with clock.pretend(world.began):
        switch(KEY, units.county, "on", by=world.users["administrator"], reason="全旗启用群众反映。")
        switch(KEY, units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    labels = [_posted(world, number, *place) for number, place in enumerate(neighbourhoods(world)[:PLACES])]
    sent = [_report(world, labels[number % len(labels)], number, *story) for number, story in enumerate(STORIES)]
    for number, (of, text, place) in enumerate(AGAIN, start=len(STORIES)):
        _again(world, sent[of], number, text, place)


def _posted(world: World, number: int, unit, name: str) -> Label:
    """A label at a gate; the last one is still to be posted."""
    stage = world.stage(unit, _at(world, 200 - number))
    return LABELS.bring(
        "waiting" if number == PLACES - 1 else "in_use", stage, given={Label.enter: {"title": f"{name}南门"}}
    )


def _again(world: World, first: Report, number: int, text: str, place: str) -> None:
    """Somebody else reports what `first` did: merged into it, and so answered with it."""
    stage = world.stage(first.unit, first.created_at + timedelta(hours=5))
    with clock.pretend(stage.day):
        sent = Report.send(
            unit=first.unit, label=first.label, matter=first.matter, text=text, place_text=place, by=None
        )
        sent.code_hash = hash_of(code_of(f"demo of {KEY} {number}"))
        db.session.flush()
    with stage.later(1):
        sent.merge_into(first, by=stage.users["clerk"])


def _report(world: World, label: Label, number: int, matter: str, text: str, place: str, status: str) -> Report:
    stage = world.stage(label.unit, _at(world, 0 if status == "received" else 40 - 4 * number))
    with clock.pretend(stage.day):
        who = world.names.person() if number % 2 else None
        if number == 1:  # somebody who is on record
            Person.enter(label.unit, name=who.name, id_number=who.id_number, phone=who.phone)
        sent = Report.send(
            unit=label.unit,
            label=label,
            matter=matter,
            text=text,
            place_text=place,
            reporter=Contact(name=who.name, phone=who.phone) if who else None,
            wants_reply=bool(who),
            photos=[stage.picture()] if number == 0 else (),
            by=None,
        )
        sent.code_hash = hash_of(code_of(f"demo of {KEY} {number}"))
        db.session.flush()
    if status != "answered":
        REPORTS.bring(status, stage, sent)
        return sent
    REPORTS.bring("accepted", stage, sent)
    with stage.later(1):
        sent.case.accept(by=world.users["clerk"])
    with stage.later(2):
        sent.case.resolve("社区和物业到现场，已经处理好。", by=world.users["director"])
    if number % 3 != 2:
        with stage.later(1):
            sent.rate(True, True, number != 3, by=None, reason="" if number != 3 else "拖了几天。")
    return sent


def _at(world: World, days: int) -> datetime:
    """So many days ago, at an hour of the office."""
    return clock.local(world.now - timedelta(days=days)).replace(hour=9, minute=10)
