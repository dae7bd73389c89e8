"""With what awards and settlements are begun, and each of their steps is taken once. The amounts are invented."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select

from plugins.case_subsidy.choices import KEY
from plugins.case_subsidy.models import Award, AwardSettlement
from plugins.case_subsidy.settings import rules_of
from portal import clock
from portal.cases.mediated import Mediated, MediatedBy
from portal.cases.samples import accepted_case
from portal.entitlements import Rights, Span
from portal.entitlements.samples import on_day, samples_of
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.records.samples import Sample, Samples, Stage, today
from portal.settings import change

RATES = {"simple": "50", "common": "100", "difficult": "200", "major": "400", "oral_percent": "50"}
QUARTERS = 23  # before the present one, the first is settled
CASE = {"title": "楼上漏水损坏天花板", "description": "水管破裂，楼下天花板受损。", "location": "", "kind": "0201"}
TERMS = "被申请人赔偿损失三千元，十日内付清。双方再无其他争议。"


def street(stage: Stage) -> OrgUnit:
    """The township or street of the stage, for which the county has set rates."""
    unit = db.session.get(OrgUnit, stage.unit.township_id) or stage.unit
    if not rules_of(unit, since()).simple:
        typed = {name: [value] for name, value in RATES.items()}
        change(KEY, stage.county, typed, by=None, reason="演示用的假定金额", valid_from=since())
    return unit


def since() -> date:
    """The first day of the first quarter that is settled."""
    this = Span.around("quarter", clock.today()).first
    return Span.before("quarter", this, QUARTERS)[-1]


def told(stage: Stage, lacking: Sequence[str] = ("履行凭证",), text: str = TERMS, **other) -> Mediated:
    """A dispute that was settled and performed today, mediated by one of the roster; its dossier lacks what is `lacking`."""
    unit, number = street(stage), (db.session.scalar(select(func.max(Award.id))) or 0) + 1
    known = {
        "case": accepted_case(stage, **CASE),
        "body": f"{unit.name}人民调解委员会",
        "unit": unit,
        "number": f"人调字第{number}号",
        "agreed_on": clock.today(),
        "ended_on": clock.today(),
        "oral": False,
        "performed": True,
        "difficulty": "common",
        "mediators": (MediatedBy(number, "", None, True),),
        "text": lambda: text,
        "lacking": lambda: lacking,
    }
    return Mediated(**known | other)


def mediators(award: Award, stage: Stage) -> list[int]:
    return [each.mediator_id for each in award.shares]


def paid_known(award: Award, stage: Stage) -> None:
    """It is known who is to be paid."""
    if not award.payees:
        AWARDS.take(Award.name_payee, award, stage)


def payee(award: Award, stage: Stage) -> Person:
    return stage.resident()


AWARDS = Samples(
    Award,
    {
        Award.note_down: Sample("", {"told": lambda award, stage: told(stage)}),
        Award.name_payee: Sample(
            "clerk",
            {"mediator": lambda award, stage: award.shares[0].mediator_id, "person": payee},
            at="found",
            form={"name": "云秀英", "id_number": "150621193801010016"},
        ),
        Award.declare: Sample(
            "clerk",
            {
                "grade": "common",
                "mediators": mediators,
                "reason": "当事人两名，争议金额三千元，调解两次。",
                "witness": "两名邻居在场。",
                "note": "当场付现金，双方在调解记录上签字。",
            },
            first=(paid_known,),
        ),
        Award.waive: Sample("clerk", {"reason": "由专职调解员办理，不申报。"}),
        Award.reopen: Sample("clerk", {"reason": "登记错了。"}, at="waived"),
        Award.approve: Sample("director", {"grade": "common"}),
        Award.send_back: Sample("director", {"reason": "请写明调解几次。"}),
        Award.refuse: Sample("director", {"reason": "不在范围。"}),
        Award.call: Sample(
            "district",
            {"called_on": today, "way": "phone", "result": "true", "words": "确实调解过，钱已经付清。"},
            at="approved",
        ),
        Award.cancel: Sample("director", {"reason": "经核实，这件纠纷没有调解过。"}),
    },
)


def booked(stage: Stage, day: date) -> None:
    """Something is booked in the quarter of `day`, on the day after."""
    with on_day(day + timedelta(days=1)):
        AWARDS.bring("approved", replace(stage, day=None))


def next_quarter(record, stage: Stage) -> date:
    """The quarter after the last that was drawn up for the street, with something booked in it; the first is that of years ago."""
    last = db.session.scalar(select(func.max(AwardSettlement.last_day)).where(AwardSettlement.of(street(stage).id)))
    return last + timedelta(days=1) if last else since()


def filled(settlement: AwardSettlement, stage: Stage) -> None:
    """Quarters follow each other, and each has something booked."""
    for each in _up_to(settlement):
        if each.frozen_at is None and each.is_empty():
            booked(stage, each.first_day)
        if each is not settlement and each.frozen_at is None:
            each.submit(by=stage.users["clerk"])
            db.session.flush()


def _up_to(settlement: AwardSettlement) -> list[AwardSettlement]:
    cls = AwardSettlement
    rows = select(cls).where(cls.of(settlement.body), cls.first_day <= settlement.first_day).order_by(cls.first_day)
    return list(db.session.scalars(rows).unique())


def cleared(settlement: AwardSettlement, stage: Stage) -> None:
    """Every finding was decided."""
    SETTLEMENTS.bring("submitted", stage, settlement)
    for each in [each for each in settlement.findings if not each.decision]:
        settlement.decide(each, "cleared", "当场付现金，双方签字，已核对。", by=stage.users["director"])
    db.session.flush()


SETTLEMENTS = Samples(
    AwardSettlement,
    {
        AwardSettlement.draw_up: Sample(
            "clerk",
            {"unit": lambda _, stage: street(stage), "day": next_quarter},
            form={"month": lambda _, stage: f"{next_quarter(_, stage)}"},
        ),
        **samples_of(AwardSettlement, Rights(make="clerk", check="director", review="district", pay="district")),
        AwardSettlement.submit: Sample("clerk", first=(filled,)),
        AwardSettlement.recheck: Sample("director"),
        AwardSettlement.decide: Sample(
            "director",
            {"decision": "cleared", "reason": "当场付现金，双方签字，已核对。"},
            at="submitted",
            row=lambda settlement, stage: settlement.findings[0],
        ),
        AwardSettlement.check: Sample("director", first=(cleared,)),
    },
)
SAMPLES = (AWARDS, SETTLEMENTS)
