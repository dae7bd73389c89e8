"""The stages of a deed in the demo, each taken through the verbs of the models on a day of its own."""

import io
from dataclasses import dataclass
from datetime import datetime, timedelta

from PIL import Image, ImageDraw
from werkzeug.datastructures import FileStorage

from plugins.heroes.demo_stories import Story
from plugins.heroes.models import Association, Deed, PanelVote
from portal import clock
from portal.accounts.models import User
from portal.demo.world import World

PANEL = ("政法委代表", "公安局代表", "民政局代表", "人社局代表", "协会代表")


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


def picture(words: str) -> FileStorage:
    """A picture that stands for a photo or a scan, and says so."""
    sheet, stream = Image.new("RGB", (420, 588), "#dfe6ee"), io.BytesIO()
    ImageDraw.Draw(sheet).text((150, 280), words, fill="black")
    sheet.save(stream, "JPEG")
    stream.seek(0)
    return FileStorage(stream, filename=f"{words}.jpg")


def ask(play: Play) -> None:
    with play.after(2):
        play.deed.ask_correction("接处警证明、两名见证人的证言", by=play.district)


def decline(play: Play) -> None:
    with play.after(30):
        play.deed.decline("告知补正后期满没有补交证明材料。", by=play.district)


def accept(play: Play) -> None:
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
            upload=picture("DEMO SCAN"),
        )


def investigate(play: Play) -> None:
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


def review(play: Play) -> None:
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


def publish(play: Play, story: Story) -> None:
    deed, begin = play.deed, {"published": 22, "objection": 19}.get(story.fate, 2)
    with play.after(begin):
        deed.publish(deed.suggested_notice, by=play.district)
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


def confirm(play: Play) -> None:
    with play.after(3):
        play.deed.give_opinion("county", "同意确认。", "旗见义勇为评审委员会", clock.today(), by=play.district)
        play.deed.confirm("事实清楚，公示没有异议。", by=play.district)


def commend(play: Play, story: Story, fund: Association) -> None:
    deed = play.deed
    by = {"county": "达拉特旗人民政府", "city": "鄂尔多斯市人民政府", "region": "内蒙古自治区人民政府"}[story.level]
    with play.after(14):
        deed.commend(story.level, clock.today(), by, by=play.district)
    with play.after(6):
        for award in [award for hero in deed.heroes for award in hero.awards]:
            if fund.balance_fen >= award.amount_fen:
                award.hero.pay(award, clock.today(), by=play.district)
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


def contest(play: Play) -> None:
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
