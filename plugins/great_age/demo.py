"""The demo of the allowance: three months of 昭君街道, by amounts that are invented."""

from datetime import date, timedelta

from plugins.great_age.models import GreatAge, GreatSettlement
from plugins.great_age.register import ROSTER
from plugins.great_age.samples import AMOUNTS, old
from plugins.great_age.settings import KEY
from portal import clock
from portal.demo.world import World
from portal.entitlements import Span
from portal.entitlements.samples import lead, on_day
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin_admin.switching import switch
from portal.records.samples import Stage
from portal.settings import change

ENTITLED = 12


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; one death becomes known a month late, is taken back by the next settlement, and
    proposed to be given up."""
    units, street = world.units, world.units.zhaojun
    with clock.pretend(world.began):
        switch(KEY, units.county, "on", by=world.users["administrator"], reason="全旗发放高龄津贴。")
        switch(KEY, units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    stage, today = world.stage(street, world.now), clock.local(world.now).date()
    this = Span.around("month", today).first
    months = [Span.around("month", each) for each in reversed(Span.before("month", this, 3))]
    since = months[0].first
    _roster_file(world, street)
    with on_day(since):
        _set_amounts(stage, since)
        made = [_entitled(stage, street, since - timedelta(days=92), number) for number in range(ENTITLED)]
        old(stage)  # has reached the age, and was not entered yet
    for span in months:
        with on_day(span.last + timedelta(days=2)):
            opened = GreatSettlement.draw_up(span.first, unit=street, by=stage.users["clerk"])
            db.session.flush()
        lead(opened, stage, today)
        for owed in [each for each in opened.payments if each.status == "due"] if opened.status == "settled" else ():
            opened.propose_write_off(owed, "died", "家里没有留下遗产。", "社区走访记录", by=stage.users["director"])
        if span == months[0]:
            with on_day(months[1].first + timedelta(days=9)):
                died = since - timedelta(days=8)
                made[2].stop(died, "died", by=stage.users["clerk"], note="家属报告迟了一个月。")
                db.session.flush()


def _set_amounts(stage: Stage, since: date) -> None:
    typed = {name: [value] for name, value in AMOUNTS.items()}
    reason = "演示用的假定金额，请按本地文件填写。"
    change(KEY, stage.county, typed, by=stage.users["district"], reason=reason, valid_from=since)


def _roster_file(world: World, street: OrgUnit) -> None:
    """A roster that was uploaded and checked, and waits to be entered."""
    someone = world.names.person(born=date(1943, 5, 1))
    fields = {"姓名": "name", "身份证号": "id_number", "从哪天起": "valid_from"}
    line = [someone.name, someone.id_number, "2026-01-01"]
    world.roster_file(ROSTER, street, "高龄津贴名册.xlsx", fields, line)


def _entitled(stage: Stage, street: OrgUnit, since: date, number: int) -> GreatAge:
    account = {"bank": "农村信用社", "account": f"62170000{number:08d}"}
    made = GreatAge.enrol(unit=street, person=old(stage), valid_from=since, by=stage.users["clerk"], **account)
    db.session.flush()
    return made
