"""The demo of 见义勇为: a year of deeds taken through the verbs, an association with 38 members, a fund, rolls."""

from datetime import date, datetime, timedelta

from plugins.heroes import demo_stages as stages
from plugins.heroes.demo_stories import STORIES, Story
from plugins.heroes.models import Association, AssociationMember, Deed, Hero, Roll
from plugins.heroes.settings import KEY
from plugins.heroes.views.association import MEMBERS as MEMBERS_FILE
from portal import clock
from portal.accounts.models import User
from portal.demo.world import World
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet
from portal.records.people import Contact
from portal.settings import change

MEMBERS = 39  # one of them has left


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗 with its rules, off for 东胜区; play the year."""
    units, district = world.units, world.users["district"]
    with clock.pretend(world.began):
        switch(KEY, units.county, "on", by=district, reason="全旗启用见义勇为模块。")
        switch(KEY, units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
        change(
            KEY,
            units.county,
            {"publication_days": ["7"], "nomination_years": ["1"], "award_county": ["10000"]},
            by=district,
            reason="执行旗见义勇为奖励保护办法。",
        )
    with clock.pretend(world.now - timedelta(days=145)):
        change(KEY, units.county, {"award_county": ["20000"]}, by=district, reason="提高县级先进个人奖金。")
    fund = _association(world)
    deeds = [_play(world, story, fund) for story in STORIES]
    _rolls(world, deeds)


def _association(world: World) -> Association:
    district, county = world.users["district"], world.units.county
    with clock.pretend(world.now - timedelta(days=364)):
        founded = Association.found(
            unit=county, name=f"{county.short_name}见义勇为协会", founded_on=date(2019, 6, 18), by=district
        )
        posts = ["会长单位"] + ["副会长单位"] * 4 + ["理事单位"] * 9
        for number in range(MEMBERS):
            founded.members.append(
                AssociationMember(
                    name=world.names.organisation(county.short_name, long=number % 9 == 0).name,
                    post=posts[number] if number < len(posts) else "会员单位",
                    contact=Contact(name=world.names.person().name, phone=world.names.phone()),
                    valid_from=date(2019, 6, 18) + timedelta(days=number * 40),
                )
            )
        today = clock.today()
        founded.release(founded.members[-1], today, "单位注销。", by=district)
        founded.book(
            "allocation", 1_000_000_00, on=today, by=district, counterparty="旗财政局", note="年度见义勇为专项资金"
        )
        founded.book("donation", 600_000_00, on=today, by=district, counterparty="会员单位", note="年会捐赠")
        wrong = founded.book("donation", 5_000_00, on=today, by=district, counterparty="会员单位", note="捐赠")
        founded.counter(wrong, "重复登记", by=district)
    with clock.pretend(world.now - timedelta(days=200)):
        founded.book("expense", -12_600_00, on=clock.today(), by=district, counterparty="印刷厂", note="宣传折页、证书")
    sheet = Sheet(
        ["单位名称", "入会日期"], [(2, [world.names.organisation(county.short_name).name, f"{clock.today()}"])]
    )
    fields = {"单位名称": "name", "入会日期": "valid_from"}
    ImportBatch.take_in(MEMBERS_FILE, sheet, fields, {}, owner=founded, name="会员单位.xlsx", by=district)
    return founded


def _play(world: World, story: Story, fund: Association) -> Deed:
    unit = world.units.communities.get(story.place) or next(
        each for each in world.units.communities.values() if each.township_id == world.units.bainijing.id
    )
    staff = world.staff[unit.township_id]
    today = clock.local(world.now).replace(hour=10, minute=20)
    start = today - timedelta(days=story.days)
    with clock.pretend(start):
        deed = _nominate(world, story, unit, staff["clerk"], start - timedelta(days=5) + timedelta(hours=6))
        if story.days > 300:
            db.session.flush()  # a file needs the id of its deed
            deed.heroes[0].put_photo(stages.picture("DEMO PHOTO"), by=staff["clerk"])
    play = stages.Play(world, deed, start, staff["director"], world.users["district"])
    steps = {
        "nominated": (),
        "correcting": (stages.ask,),
        "declined": (stages.ask, stages.decline),
        "investigating": (stages.accept,),
        "review": (stages.accept, stages.investigate),
    }
    for step in steps.get(story.fate, (stages.accept, stages.investigate, stages.review)):
        step(play)
    if story.fate in ("awaiting", "published", "objection", "confirmed", "commended", "revoked"):
        stages.publish(play, story)
    if story.fate in ("confirmed", "commended", "revoked"):
        stages.confirm(play)
    if story.fate in ("commended", "revoked"):
        stages.commend(play, story, fund)
    if story.fate == "revoked":
        with play.after(30):
            deed.revoke("经公安机关复核，申报材料虚假，骗取见义勇为称号。", by=play.district)
    if story.fate == "reconsidering":
        stages.contest(play)
    return deed


def _nominate(world: World, story: Story, unit: OrgUnit, clerk: User, happened_at: datetime) -> Deed:
    heroes = []
    for number, condition in enumerate(story.people):
        someone = world.names.person()
        if number == 3:  # one of the group is known by name only
            heroes.append(Hero(name=someone.name, gender=someone.gender, condition=condition))
            continue
        person = Person.enter(
            unit,
            name=someone.name,
            id_number=someone.id_number,
            phone=someone.phone,
            ethnicity=someone.ethnicity,
            address=world.names.address(unit.short_name),
        )
        db.session.flush()
        heroes.append(
            Hero(
                person=person,
                name=person.name,
                gender=person.gender,
                condition=condition,
                politics="masses",
                post="务农" if unit.short_name.endswith("村") else "个体经营",
                household=f"达拉特旗{unit.short_name}",
            )
        )
    applicant = heroes[0].name if story.source == "self" else f"{unit.short_name}居（村）民委员会"
    return Deed.nominate(
        unit=unit,
        heroes=heroes,
        by=clerk,
        title=story.title,
        kind=story.kind,
        location=story.location,
        happened_at=happened_at,
        story=story.text,
        beneficiary=story.beneficiary,
        losses=story.losses,
        source=story.source,
        applicant=applicant,
        secret=story.secret,
        relation="本人" if story.source == "self" else "所在社区",
        applicant_phone=world.names.phone(),
    )


def _rolls(world: World, deeds: list[Deed]) -> None:
    district, county = world.users["district"], world.units.county
    shown = [deed for deed in deeds if deed.status == "commended" and not deed.secret]
    today = clock.local(world.now).date()
    for year, quarter in ((today.year, 1), (today.year, 2), (today.year - 1, 0), (today.year, 3)):
        roll = Roll.draw_up(unit=county, year=year, quarter=quarter, by=district)
        for number, deed in enumerate(shown[quarter : quarter + 2] or shown[:1]):
            roll.enter("model" if number == 0 else "advanced", deed.title, hero=deed.heroes[0], by=district)
        if quarter:
            roll.enter(
                "micro", "巡查时发现并上报破损窨井盖，避免行人坠落。", name=world.names.person().name, by=district
            )
        db.session.flush()
        if quarter != 3:  # still being drawn up
            roll.publish(by=district)
