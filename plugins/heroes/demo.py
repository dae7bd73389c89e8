"""The demo of 见义勇为: a year of deeds played as in the samples, an association with 38 members, a fund, rolls."""

import csv
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from plugins.heroes.models import Association, Deed, Hero, Roll
from plugins.heroes.register import MEMBERS as MEMBERS_FILE
from plugins.heroes.samples import ASSOCIATIONS, DEEDS, HEROES, ROLLS, hero, votes
from plugins.heroes.settings import KEY
from portal import clock
from portal.demo.world import World
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet
from portal.records.samples import Stage
from portal.settings import change

# What people did, as invented for the demo: real kinds of places, nobody who exists. `days` ago it was nominated.
STORIES = Path(__file__).parent / "data" / "stories.csv"
MEMBERS = 39  # one of them has left
WAITS = {"published": 20, "objection": 17}  # days that the publication begins later than usual, so that it still runs
NOT_OURS = "属于岗位职责范围，不予认定。"


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗 with its rules, off for 东胜区; play the year."""
    units, district = world.units, world.users["district"]
    rules = {"publication_days": ["7"], "nomination_years": ["1"], "award_county": ["10000"]}
    with clock.pretend(world.began):
        switch(KEY, units.county, "on", by=world.users["administrator"], reason="全旗启用见义勇为模块。")
        switch(KEY, units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
        change(KEY, units.county, rules, by=district, reason="执行旗见义勇为奖励保护办法。")
    with clock.pretend(world.now - timedelta(days=145)):
        change(KEY, units.county, {"award_county": ["20000"]}, by=district, reason="提高县级先进个人奖金。")
    _association(world)
    with STORIES.open(encoding="utf-8", newline="") as file:
        deeds = [_play(world, story) for story in csv.DictReader(file)]
    _rolls(world, deeds)


def _association(world: World) -> None:
    district, county, since = world.users["district"], world.units.county, date(2019, 6, 18)
    stage = world.stage(county, world.now - timedelta(days=364))
    founded = ASSOCIATIONS.begin(
        stage, {Association.found: {"name": f"{county.short_name}见义勇为协会", "founded_on": since}}
    )
    posts = ["会长单位"] + ["副会长单位"] * 4 + ["理事单位"] * 9
    firms: set[str] = set()
    with stage.later():
        for number in range(MEMBERS):
            founded.admit(
                name=_another(world, firms, long=number % 9 == 0),
                post=posts[number] if number < len(posts) else "会员单位",
                contact=world.names.person().name,
                phone=world.names.phone(),
                valid_from=since + timedelta(days=number * 40),
                by=district,
            )
        founded.release(founded.members[-1], clock.today(), "单位注销。", by=district)
        book = partial(founded.book, on=clock.today(), by=district)
        book("allocation", 1_000_000_00, counterparty="旗财政局", note="年度见义勇为专项资金")
        book("donation", 600_000_00, counterparty="会员单位", note="年会捐赠")
        founded.counter(book("donation", 5_000_00, counterparty="会员单位", note="捐赠"), "重复登记", by=district)
    with stage.later(164):
        founded.book("expense", -12_600_00, on=clock.today(), by=district, counterparty="印刷厂", note="宣传折页、证书")
    line = [_another(world, firms), f"{clock.today()}"]
    fields = {"单位名称": "name", "入会日期": "valid_from"}
    ImportBatch.take_in(
        MEMBERS_FILE, Sheet([*fields], [(2, line)]), fields, {}, owner=founded, name="会员单位.xlsx", by=district
    )


def _another(world: World, known: set[str], **form: bool) -> str:
    """A firm of the county that is not yet `known`; it is from now on."""
    while (name := world.names.organisation(world.units.county.short_name, **form).name) in known:
        pass
    known.add(name)
    return name


def _play(world: World, story: dict[str, str]) -> Deed:
    """Bring a deed as far as its `fate`, a state, or "objection": published, with one raised."""
    places, days, fate = world.units.communities, int(story["days"]), story["fate"]
    unit = places.get(story["place"]) or next(
        each for each in places.values() if each.township_id == world.units.bainijing.id
    )
    stage = world.stage(unit, clock.local(world.now).replace(hour=10, minute=20) - timedelta(days=days))
    given = _given(story, stage)
    deed = DEEDS.begin(stage, given)
    if days > 300:
        HEROES.take(Hero.put_photo, deed.heroes[0], stage)
    then = {
        "investigating": _examine,
        "proposed": lambda deed, stage: stage.later(WAITS.get(fate, 0)),
        "awaiting": _decide,
        "commended": _reward,
    }
    DEEDS.bring({"objection": "published"}.get(fate, fate), stage, deed, given, then)
    if fate == "objection":
        DEEDS.take(Deed.object, deed, stage, {Deed.object: {"phone": stage.names.phone()}})
    if fate == "commended" and days > 320:
        stage.later(170)
        HEROES.take(Hero.visit, deed.heroes[0], stage, {Hero.visit: {"needs": "希望协调孩子转学。"}})
    return deed


def _given(story: dict[str, str], stage: Stage) -> dict:
    """The arguments that differ from those of the samples."""
    names, place, alone = stage.names, stage.unit.short_name, story["source"] == "self"
    heroes = [_hero(stage, condition, number) for number, condition in enumerate(story["people"].split("、"))]
    witness = names.person()
    nominated = {name: story[name] for name in "title kind location story beneficiary losses source".split()} | {
        "heroes": heroes,
        "secret": bool(story["secret"]),
        "happened_at": stage.day - timedelta(days=5) + timedelta(hours=6),
        "applicant": heroes[0].name if alone else f"{place}居（村）民委员会",
        "relation": "本人" if alone else "所在社区",
        "applicant_phone": names.phone(),
    }
    stated = {
        "ended_at": lambda deed, stage: clock.now() + timedelta(minutes=40),
        "witness": witness.name,
        **{name: getattr(witness, name) for name in ("gender", "id_number", "phone")},
        "address": names.address(place),
        "askers": f"{stage.users['director'].name}、李建国",
        "recorder": "王丽",
    }
    government = {"county": "达拉特旗", "city": "鄂尔多斯市", "region": "内蒙古自治区"}[story["level"]]
    given = {
        Deed.nominate: nominated,
        Deed.add_evidence: {"kind": "video", "content": "监控录像，显示施救经过。", "provider": "附近商户"},
        Deed.take_statement: stated,
        Deed.commend: {"level": story["level"], "conferred_by": f"{government}人民政府"},
    }
    if story["fate"] == "reconsidering":
        given[Deed.hold_review] = {"votes": votes(against=4), "opinion": NOT_OURS}
        given[Deed.reject] = {"reason": "经评审，属于履行岗位职责的行为。"}
    return given


def _hero(stage: Stage, condition: str, number: int) -> Hero:
    """One of those who did it; the fourth of a group is known by name only."""
    condition, place = condition.removeprefix("well"), stage.unit.short_name
    if number == 3:
        someone = stage.names.person()
        return Hero(name=someone.name, gender=someone.gender, condition=condition)
    post = "务农" if place.endswith("村") else "个体经营"
    return hero(stage, condition, politics="masses", post=post, household=f"达拉特旗{place}")


def _examine(deed: Deed, stage: Stage) -> None:
    """What is there as soon as a deed is accepted: a scan, and the opinions from below."""
    DEEDS.take(Deed.add_evidence, deed, stage, {Deed.add_evidence: {"upload": stage.picture("DEMO SCAN")}})
    for kind, text, signer in (
        ("community", "情况属实，同意举荐。", deed.unit.name),
        ("police", "经核对接处警记录，情况属实。", "辖区派出所"),
        ("township", "同意上报。", "街道办事处"),
    ):
        DEEDS.take(Deed.give_opinion, deed, stage, {Deed.give_opinion: {"kind": kind, "text": text, "signer": signer}})


def _decide(deed: Deed, stage: Stage) -> None:
    """The county has its say; what it refuses waits, so that the time for reconsideration still runs."""
    text = "同意确认。" if deed.proposed else NOT_OURS
    with stage.later():
        deed.give_opinion("county", text, "旗见义勇为评审委员会", clock.today(), by=stage.users["district"])
    if not deed.proposed:
        stage.day = stage.until - timedelta(days=24)


def _reward(deed: Deed, stage: Stage) -> None:
    """The money, as far as the fund reaches, and what those who were hurt or left behind are given."""
    fund, district = Association.of(deed.unit), stage.users["district"]
    with stage.later(6):
        for award in [award for each in deed.heroes for award in each.awards]:
            if fund.balance_fen >= award.amount_fen:
                award.hero.pay(award, clock.today(), by=district)
    for each in deed.heroes:
        if each.condition in ("injured", "partial"):
            HEROES.take(Hero.support, each, stage, {Hero.support: {"amount_fen": 3_200_00}})
        elif each.posthumous:
            pension = {"kind": "pension", "content": "落实遗属抚恤，按月发放生活补助。", "provider": "民政局"}
            school = {"kind": "school", "content": "子女入学由教体局协调就近安排，免除费用。", "provider": "教体局"}
            for given in (pension, school):
                HEROES.take(Hero.support, each, stage, {Hero.support: given})


def _rolls(world: World, deeds: list[Deed]) -> None:
    district, today = world.users["district"], clock.local(world.now).date()
    stage = world.stage(world.units.county, world.now)
    shown = [deed for deed in deeds if deed.status == "commended" and not deed.secret]
    for year, quarter in ((today.year, 1), (today.year, 2), (today.year - 1, 0), (today.year, 3)):
        roll = ROLLS.begin(stage, {Roll.draw_up: {"year": year, "quarter": quarter}})
        for number, deed in enumerate(shown[quarter : quarter + 2] or shown[:1]):
            roll.enter("model" if number == 0 else "advanced", deed.title, hero=deed.heroes[0], by=district)
        if quarter:
            ROLLS.take(Roll.enter, roll, stage, {Roll.enter: {"name": stage.names.person().name}})
        if quarter != 3:  # still being drawn up
            roll.publish(by=district)
