"""The demo of 督办: a few supervisions by 昭君街道 and by 达拉特旗, on each rung of the ladder."""

from datetime import timedelta

from plugins.supervision.choices import CIRCULAR, LISTED, ORDER, REMIND, TALK
from plugins.supervision.models import Rung, Supervision
from plugins.supervision.samples import DEMANDED, ORDERS, RUNGS, case, done
from plugins.supervision.settings import KEY
from portal.demo.world import World
from portal.records.people import Contact
from portal.records.samples import Stage

# what the case is about, the rungs after the order, how far it came, days ago
STORIES = (
    ("楼道堆物堵塞消防通道", (TALK, CIRCULAR, LISTED), "lifted", 90),
    ("地下车库漏水无人处理", (TALK,), "lifted", 60),
    ("路灯损坏长期没有修复", (TALK, CIRCULAR, LISTED), "issued", 20),
    ("小区健身器材损坏伤人", (), "answered", 9),
    ("流浪犬伤人多次反映", (), "asking", 4),
)
BY_THE_COUNTY = (("拖欠装修工资", ORDER, 5), ("工资保证金没有退还", REMIND, 1))


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; supervise a grid by its street, a department by the county."""
    world.switch_on(KEY, "全旗启用督办。")
    for title, rungs, state, ago in STORIES:
        stage = world.stage(world.users["grid"].units[0], world.now - timedelta(days=ago, hours=6))
        with stage.later():
            about = case(None, stage, title=title, description=f"{title}，居民多次反映。")
        supervision = ORDERS.begin(stage, {Supervision.open_about: {"case": about}})
        for level in rungs:
            ORDERS.take(Supervision.raise_to, supervision, stage, {Supervision.raise_to: {"level": level}})
            if level == TALK:
                _talk(stage, supervision.rung)
        ORDERS.bring("proposed" if state == "lifted" else state, stage, supervision)
        if state == "lifted":
            done(supervision, stage)
            with stage.later(1):
                supervision.lift(by=stage.users["director"])
    for title, level, ago in BY_THE_COUNTY:
        _by_the_county(world, title, level, ago)


def _talk(stage: Stage, rung: Rung) -> None:
    """With somebody who is in the register of residents, too."""
    with stage.later():
        someone = stage.resident()
    RUNGS.take(
        Rung.hold_talk, rung, stage, {Rung.hold_talk: {"talked_to": Contact(name=someone.name, phone=someone.phone)}}
    )


def _by_the_county(world: World, title: str, level: str, ago: int) -> None:
    """A department that has a case of the street in hand."""
    office = world.units.departments["人社局"]
    stage = world.stage(world.users["grid"].units[0], world.now - timedelta(days=ago, hours=5))
    with stage.later():
        about = case(None, stage, title=title, description=f"{title}，工人多次来访。", kind="0701")
        about.in_hand[0].recall("应由人社局办理。", by=world.users["clerk"])
        about.assign(office, by=world.users["clerk"])
        Supervision.open_about(about, target=office, level=level, by=world.users["district"], **DEMANDED)
