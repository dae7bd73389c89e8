"""With what deeds, heroes, rolls and the association are begun, and each of their steps is taken once."""

from datetime import timedelta

from sqlalchemy import func, select

from plugins.heroes.choices import BARS
from plugins.heroes.models import Association, Deed, FundEntry, Hero, PanelVote, Roll
from portal import clock
from portal.extensions import db
from portal.records.samples import Sample, Samples, Stage, now, today

PANEL = ("政法委代表", "公安局代表", "民政局代表", "人社局代表", "协会代表")
REASON = {"reason": "事实清楚，证据充分。"}


def hero(stage: Stage, condition: str = "", **fields) -> Hero:
    """Somebody of the register of residents who did a deed; `fields` as in `Hero`."""
    person = stage.resident()
    return Hero(person=person, name=person.name, gender=person.gender, condition=condition, **fields)


def votes(against: int = 0) -> list[PanelVote]:
    """The panel, with so many against."""
    return [
        PanelVote(member=name, choice="against" if number < against else "for") for number, name in enumerate(PANEL)
    ]


def _periods(stage: Stage) -> int:
    """How many rolls the county has this year: the number of the next period."""
    return db.session.scalar(
        select(func.count(Roll.id)).where(Roll.unit_id == stage.county.id, Roll.year == clock.today().year)
    )


def _last_entry(association: Association) -> FundEntry:
    return db.session.scalars(FundEntry.of(association)).all()[-1]


def founded(hero: Hero, stage: Stage) -> None:
    """There is an association with money."""
    ASSOCIATIONS.take(Association.book, ASSOCIATIONS.begin(stage), stage)


DEEDS = Samples(
    Deed,
    {
        Deed.nominate: Sample(
            "clerk",
            {
                "heroes": lambda deed, stage: [hero(stage)],
                "title": "跳入水库救起儿童",
                "kind": "water",
                "happened_at": lambda deed, stage: clock.now() - timedelta(days=3),
                "location": "城南水库",
                "story": "听到呼救后跳入水中救人。",
                "source": "grassroots",
                "applicant": "泰兴社区居委会",
            },
        ),
        Deed.accept: Sample("district", days=3),
        Deed.ask_correction: Sample("district", {"what": "接处警证明、两名见证人的证言"}, days=2),
        Deed.correct: Sample("clerk", {"note": "补交接处警证明。"}, days=5),
        Deed.decline: Sample(
            "district",
            {"reason": "告知补正后期满没有补交证明材料。"},
            at="correcting",
            past=lambda deed: deed.term("correction").due_on,
        ),
        Deed.add_evidence: Sample(
            "director",
            {
                "kind": "police",
                "content": "接处警登记表，记载时间、地点与申报一致。",
                "provider": "辖区派出所",
                "obtained_on": today,
            },
            days=0,
        ),
        Deed.take_statement: Sample(
            "director",
            {
                "held_at": now,
                "ended_at": None,
                "place": "综治中心询问室",
                "witness": "见证人甲",
                "role": "witness",
                "askers": "主任老张、小李",
                "recorder": "小王",
                "transcript": lambda deed, stage: (
                    f"问：请把当时看到的情况说一下。\n答：{deed.story}\n问：以上说的是否属实？\n答：属实。"
                ),
            },
            days=3,
        ),
        Deed.give_opinion: Sample(
            "director", {"kind": "township", "text": "同意上报。", "signer": "街道办事处", "signed_on": today}, days=0
        ),
        Deed.pause: Sample("director", {"reason": "送伤情鉴定。"}),
        Deed.resume: Sample("director", {"reason": "取得鉴定意见。"}, first=(Deed.pause,)),
        Deed.extend: Sample("district", {"reason": "案情复杂。"}),
        Deed.conclude: Sample(
            "director",
            {"findings": "不顾个人安危实施救助，没有法定职责和约定义务，事实清楚，证据充分。", "bars": []},
            first=(Deed.add_evidence, Deed.take_statement),
            days=2,
            form={f"bar_{key}": "no" for key in BARS},
        ),
        Deed.hold_review: Sample(
            "district",
            {"held_on": today, "votes": lambda deed, stage: votes(), "opinion": "同意拟确认为见义勇为。"},
            to="proposed",
            days=4,
        ),
        Deed.publish: Sample("district", {"notice": lambda deed, stage: deed.suggested_notice}, days=2),
        Deed.object: Sample(
            "district", {"received_on": today, "objector": "宋某", "text": "行为人与受害人是亲属，请核实。"}, days=2
        ),
        Deed.answer_objection: Sample(
            "district",
            {"answer": "经核实，双方不是亲属。", "upheld": False},
            row=lambda deed, stage: deed.unanswered[0],
            first=(Deed.object,),
            form={"upheld": "no"},
        ),
        Deed.end_publication: Sample(past=lambda deed: deed.published_until),
        Deed.stop_publication: Sample("district"),
        Deed.confirm: Sample("district", REASON, days=3, form={"decision": "confirm"}),
        Deed.reject: Sample("district", REASON, days=3, form={"decision": "reject"}),
        Deed.apply_again: Sample(
            "district",
            {
                "applicant": lambda deed, stage: deed.heroes[0].name,
                "reason": "事发时已经下班，不在岗位职责范围内。",
                "applied_on": today,
                "authority": "鄂尔多斯市见义勇为评审委员会",
            },
            at="rejected",
        ),
        Deed.decide_again: Sample("district", {"outcome": "confirmed"} | REASON, to="confirmed"),
        Deed.commend: Sample(
            "district", {"level": "county", "conferred_by": "达拉特旗人民政府"} | {"on": today}, days=14
        ),
        Deed.revoke: Sample(
            "district", {"reason": "经公安机关复核，申报材料虚假，骗取见义勇为称号。"}, at="commended", days=30
        ),
        Deed.set_secret: Sample("director", {"secret": True, "reason": "本人担心报复。"}),
    },
)
HEROES = Samples(
    Hero,
    {
        Hero.visit: Sample(
            "clerk", {"visited_on": today, "way": "visit", "situation": "身体恢复良好，已经上班。"}, at="commended"
        ),
        Hero.support: Sample(
            "director",
            {"kind": "medical", "content": "协调定点医院减免住院费用。", "provider": "卫健委", "started_on": today},
            at="commended",
        ),
        Hero.mark_visit_due: Sample(at="commended", past=lambda hero: hero.visit_due_on),
        Hero.grant: Sample(
            "district", {"amount_fen": 2_000_00, "reason": "家庭困难。"}, at="commended", form={"amount": 2_000_00}
        ),
        Hero.pay: Sample(
            "district", {"on": today}, at="commended", row=lambda hero, stage: hero.awards[0], first=(founded,), days=6
        ),
        Hero.recover: Sample(
            "district", {"on": today}, at="revoked", row=lambda hero, stage: hero.awards[0], first=(Hero.pay,)
        ),
        Hero.put_photo: Sample("clerk", {"upload": lambda hero, stage: stage.picture("DEMO PHOTO")}, days=0),
    },
    part_of=DEEDS,
    part=lambda deed: deed.heroes[0],
)
ROLLS = Samples(
    Roll,
    {
        Roll.draw_up: Sample(
            "district",
            {
                "unit": lambda roll, stage: stage.county,
                "year": lambda roll, stage: clock.today().year,
                "quarter": lambda roll, stage: _periods(stage),
            },
        ),
        Roll.enter: Sample(
            "district",
            {"category": "micro", "citation": "上报破损窨井盖，避免行人坠落。", "name": "王某"},
            form={"hero_id": 0},
        ),
        Roll.publish: Sample("district", first=(Roll.enter,)),
    },
)
ASSOCIATIONS = Samples(
    Association,
    {
        Association.found: Sample(
            "district", {"unit": lambda association, stage: stage.county, "name": "达拉特旗见义勇为协会"}
        ),
        Association.admit: Sample(
            "district",
            {
                "name": lambda association, stage: f"达拉特旗第{len(association.members) + 1}建筑安装公司",
                "valid_from": today,
            },
        ),
        Association.release: Sample(
            "district",
            {"reason": "单位注销。"} | {"on": today},
            row=lambda association, stage: association.members[-1],
            first=(Association.admit,),
        ),
        Association.book: Sample(
            "district",
            {"kind": "allocation", "amount_fen": 100_000_00, "counterparty": "财政局"} | {"on": today},
            form={"amount": 100_000_00},
        ),
        Association.counter: Sample(
            "district",
            {"reason": "重复登记"},
            row=lambda association, stage: _last_entry(association),
            first=(Association.book,),
        ),
    },
    only=lambda stage: Association.of(stage.unit),
)
SAMPLES = (DEEDS, HEROES, ROLLS, ASSOCIATIONS)
