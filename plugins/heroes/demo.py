"""The demo of 见义勇为: a year of deeds taken through the verbs, an association with 38 members, a fund, rolls."""

import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage

from plugins.heroes.demo_stories import STORIES, Story
from plugins.heroes.models import Association, AssociationMember, Deed, DeedFile, Hero, PanelVote, Roll
from plugins.heroes.notice import suggested_notice
from plugins.heroes.settings import KEY
from portal import clock
from portal.accounts.models import User
from portal.demo.world import World
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.plugin.settings import change
from portal.plugin_admin.switching import switch

MEMBERS = 39  # one of them has left
PANEL = ("政法委代表", "公安局代表", "民政局代表", "人社局代表", "协会代表")


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
        founded = Association.found(county, f"{county.short_name}见义勇为协会", date(2019, 6, 18))
        posts = ["会长单位"] + ["副会长单位"] * 4 + ["理事单位"] * 9
        for number in range(MEMBERS):
            founded.members.append(
                AssociationMember(
                    name=world.names.organisation(county.short_name, long=number % 9 == 0).name,
                    post=posts[number] if number < len(posts) else "会员单位",
                    contact=world.names.person().name,
                    phone=world.names.phone(),
                    joined_on=date(2019, 6, 18) + timedelta(days=number * 40),
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
    return founded


@dataclass
class Play:
    """One deed under way: its own calendar, and who acts."""

    world: World
    deed: Deed
    day: datetime
    director: User
    district: User

    def after(self, days: int):
        """Go on `days` later, never past now."""
        self.day = min(self.day + timedelta(days=days), self.world.now)
        return clock.pretend(self.day)


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
            hero = deed.heroes[0]
            photo = DeedFile.take_in(_picture("DEMO PHOTO"), purpose="photo", by=staff["clerk"], picture=True)
            deed.files.append(photo)
            hero.photo = photo
        db.session.flush()
    play = Play(world, deed, start, staff["director"], world.users["district"])
    steps = {
        "nominated": (),
        "correcting": (_ask,),
        "declined": (_ask, _decline),
        "investigating": (_accept,),
        "review": (_accept, _investigate),
    }
    for step in steps.get(story.fate, (_accept, _investigate, _review)):
        step(play)
    if story.fate in ("awaiting", "published", "objection", "confirmed", "commended", "revoked"):
        _publish(play, story)
    if story.fate in ("confirmed", "commended", "revoked"):
        _confirm(play)
    if story.fate in ("commended", "revoked"):
        _commend(play, story, fund)
    if story.fate == "revoked":
        with play.after(30):
            deed.revoke("经公安机关复核，申报材料虚假，骗取见义勇为称号。", by=play.district)
    if story.fate == "reconsidering":
        _contest(play)
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


def _picture(words: str) -> FileStorage:
    """A picture that stands for a photo or a scan, and says so."""
    sheet, stream = Image.new("RGB", (420, 588), "#dfe6ee"), io.BytesIO()
    ImageDraw.Draw(sheet).text((150, 280), words, fill="black")
    sheet.save(stream, "JPEG")
    stream.seek(0)
    return FileStorage(stream, filename=f"{words}.jpg")


def _ask(play: Play) -> None:
    with play.after(2):
        play.deed.ask_correction("接处警证明、两名见证人的证言", by=play.district)


def _decline(play: Play) -> None:
    with play.after(30):
        play.deed.decline("告知补正后期满没有补交证明材料。", by=play.district)


def _accept(play: Play) -> None:
    with play.after(3):
        play.deed.give_opinion(
            "community", "情况属实，同意举荐。", play.deed.unit.name, clock.today(), by=play.director
        )
        play.deed.accept(by=play.district)
        play.deed.add_evidence(
            by=play.director,
            kind="police",
            content="接处警登记表，记载时间、地点与申报一致。",
            provider="辖区派出所",
            obtained_on=clock.today(),
            upload=_picture("DEMO SCAN"),
        )


def _investigate(play: Play) -> None:
    with play.after(3):
        witness = play.world.names.person()
        play.deed.take_statement(
            by=play.director,
            held_at=clock.now(),
            ended_at=clock.now() + timedelta(minutes=40),
            place="综治中心询问室",
            witness=witness.name,
            role="witness",
            gender=witness.gender,
            id_number=witness.id_number,
            phone=witness.phone,
            address=play.world.names.address(play.deed.unit.short_name),
            askers=f"{play.director.name}、李建国",
            recorder="王丽",
            transcript=f"问：请把当时看到的情况说一下。\n答：{play.deed.story}\n问：以上说的是否属实？\n答：属实。",
        )
        play.deed.give_opinion("police", "经核对接处警记录，情况属实。", "辖区派出所", clock.today(), by=play.director)
        play.deed.give_opinion("township", "同意上报。", "街道办事处", clock.today(), by=play.director)
    with play.after(2):
        play.deed.conclude(
            "行为人在没有法定职责和约定义务的情况下，不顾个人安危实施救助，事实清楚，证据充分。", [], by=play.director
        )


def _review(play: Play) -> None:
    against = play.deed.title.startswith("关停")
    with play.after(4):
        votes = [
            PanelVote(member=name, choice="against" if against and number else "for")
            for number, name in enumerate(PANEL)
        ]
        play.deed.hold_review(
            held_on=clock.today(),
            votes=votes,
            by=play.district,
            opinion="属于岗位职责范围，不予认定。" if against else "同意拟确认为见义勇为。",
        )


def _publish(play: Play, story: Story) -> None:
    deed, begin = play.deed, {"published": 22, "objection": 19}.get(story.fate, 2)
    with play.after(begin):
        deed.publish(suggested_notice(deed), by=play.district)
    if story.fate == "objection":
        with play.after(2):
            deed.object(
                by=play.district,
                received_on=clock.today(),
                objector="宋某",
                phone=play.world.names.phone(),
                text="行为人与受害人是亲属，请核实。",
            )
    elif deed.status == "published" and story.fate != "published":
        with play.after((deed.published_until - clock.local(play.day).date()).days + 1):
            deed.end_publication(by=None)


def _confirm(play: Play) -> None:
    with play.after(3):
        play.deed.give_opinion("county", "同意确认。", "旗见义勇为评审委员会", clock.today(), by=play.district)
        play.deed.confirm("事实清楚，公示没有异议。", by=play.district)


def _commend(play: Play, story: Story, fund: Association) -> None:
    deed = play.deed
    by = {"county": "达拉特旗人民政府", "city": "鄂尔多斯市人民政府", "region": "内蒙古自治区人民政府"}[story.level]
    with play.after(14):
        deed.commend(story.level, clock.today(), by, by=play.district)
    with play.after(6):
        for award in [award for hero in deed.heroes for award in hero.awards]:
            if fund.balance_fen >= award.amount_fen:
                deed.pay(award, fund, clock.today(), by=play.district)
        for hero in deed.heroes:
            if hero.condition in ("injured", "partial"):
                hero.support(
                    by=play.director,
                    kind="medical",
                    content="协调定点医院减免住院费用。",
                    provider="卫健委",
                    amount_fen=3_200_00,
                    started_on=clock.today(),
                )
            elif hero.posthumous:
                hero.support(
                    by=play.director,
                    kind="pension",
                    content="落实遗属抚恤，按月发放生活补助。",
                    provider="民政局",
                    started_on=clock.today(),
                )
                hero.support(
                    by=play.director,
                    kind="school",
                    content="子女入学由教体局协调就近安排，免除费用。",
                    provider="教体局",
                    started_on=clock.today(),
                )
    if story.fate == "commended" and story.days > 320:
        with play.after(170):
            deed.heroes[0].visit(
                by=play.director,
                visited_on=clock.today(),
                way="visit",
                situation="身体恢复良好，已经上班。",
                needs="希望协调孩子转学。",
            )


def _contest(play: Play) -> None:
    with play.after(3):
        play.deed.reject("经评审，属于履行岗位职责的行为。", by=play.district)
    play.day = play.world.now - timedelta(days=12)
    with clock.pretend(play.day):
        deed = play.deed
        applied = deed.term("application").due_on
        deed.apply_again(
            applicant=deed.heroes[0].name,
            reason="事发时已经下班，不在岗位职责范围内。",
            applied_on=applied,
            authority="鄂尔多斯市见义勇为评审委员会",
            by=play.district,
        )


def _rolls(world: World, deeds: list[Deed]) -> None:
    district, county = world.users["district"], world.units.county
    shown = [deed for deed in deeds if deed.status == "commended" and not deed.secret]
    today = clock.local(world.now).date()
    for year, quarter in ((today.year, 1), (today.year, 2), (today.year - 1, 0), (today.year, 3)):
        roll = Roll(year=year, quarter=quarter)
        roll.place(county)
        db.session.add(roll)
        for number, deed in enumerate(shown[quarter : quarter + 2] or shown[:1]):
            roll.enter("model" if number == 0 else "advanced", deed.title, hero=deed.heroes[0], by=district)
        if quarter:
            roll.enter(
                "micro", "巡查时发现并上报破损窨井盖，避免行人坠落。", name=world.names.person().name, by=district
            )
        db.session.flush()
        if quarter != 3:  # still being drawn up
            roll.publish(by=district)
