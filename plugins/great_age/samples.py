"""With what 高龄津贴 is begun, and each of its steps is taken once. The amounts are invented."""

from datetime import date, timedelta

from sqlalchemy import func, select

from plugins.great_age.allowance import tiers_of
from plugins.great_age.models import GreatAge, GreatSettlement
from plugins.great_age.settings import KEY, in_force
from portal import clock
from portal.entitlements import Rights, Span
from portal.entitlements.samples import RECEIPT, owe, samples_of
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.samples import Sample, Samples, Stage, today
from portal.settings import change
from portal.workdays.arithmetic import months_after

AMOUNTS = {"tier1": "100", "tier2": "200", "tier3": "600"}
MONTHS = 22  # before the present one, the first is settled


def since(record, stage: Stage) -> date:
    """The first day of the first month that is settled."""
    return Span.before("month", Span.around("month", clock.today()).first, MONTHS)[-1]


def old(stage: Stage):
    """A resident of 80 years or more, on the roster of nobody yet."""
    number = db.session.scalar(select(func.count(GreatAge.id))) or 0
    born = date(1928 + number % 12, 1 + number % 12, 1 + number % 28)
    return stage.resident(id_number=stage.names.person(born=born).id_number)


def street(stage: Stage) -> OrgUnit:
    """The street of the stage, where somebody is entitled and the county has set amounts."""
    unit = db.session.get_one(OrgUnit, stage.unit.township_id)
    if not tiers_of(in_force(unit, since(None, stage))):
        typed = {name: [value] for name, value in AMOUNTS.items()}
        change(KEY, stage.county, typed, by=None, reason="演示用的假定金额", valid_from=since(None, stage))
    paid = unit.subtree_of(GreatAge), GreatAge.status == "active"
    if not db.session.scalar(select(func.count(GreatAge.id)).where(*paid)):
        GREAT_AGES.begin(stage)
    return unit


def next_month(record, stage: Stage) -> date:
    """The month after the last that was drawn up for the street; the first is that of almost two years ago."""
    last = db.session.scalar(select(func.max(GreatSettlement.last_day)).where(GreatSettlement.of(street(stage).id)))
    return last + timedelta(days=1) if last else since(record, stage)


def earlier(settlement: GreatSettlement, stage: Stage) -> None:
    """What was drawn up before is submitted first: months follow each other."""
    before = select(GreatSettlement).where(
        GreatSettlement.of(settlement.body),
        GreatSettlement.first_day < settlement.first_day,
        GreatSettlement.frozen_at.is_(None),
    )
    for each in db.session.scalars(before.order_by(GreatSettlement.first_day)).all():
        each.submit(by=stage.users["clerk"])
        db.session.flush()


def pay_the_others(settlement: GreatSettlement, stage: Stage) -> None:
    """All but what came back."""
    if any(each.status == "due" and each.amount_fen > 0 for each in settlement.payments):
        settlement.pay("HD20260002", clock.today(), by=stage.users["district"])
        db.session.flush()
        db.session.expire(settlement, ["payments"])


GREAT_AGES = Samples(
    GreatAge,
    {
        GreatAge.enrol: Sample(
            "clerk",
            {
                "person": lambda _, stage: old(stage),
                "valid_from": since,
                "bank": "农村信用社",
                "account": "6217000012345678",
            },
            form={"name": "云秀英", "id_number": "150621193801010016", "long_ago": "y"},
        ),
        GreatAge.enrol_resident: Sample(
            "clerk",
            {
                "person": lambda _, stage: old(stage),
                "valid_from": since,
                "bank": "农村信用社",
                "account": "6217000012345678",
            },
            form={"long_ago": "y"},
        ),
        GreatAge.change_account: Sample("clerk", {"bank": "农村信用社", "account": "6217000087654321"}),
        GreatAge.stop: Sample("clerk", {"on": today, "reason": "moved", "note": "户籍迁出。"}),
        GreatAge.resume: Sample(
            "clerk", {"first": lambda row, _: next(iter(row.periods_after())).first, "reason": "户籍迁回。"}
        ),
        GreatAge.correct_start: Sample(
            "clerk",
            {"valid_from": lambda row, _: months_after(row.valid_from, 1), "reason": "填错月份。"},
            form={"long_ago": "y"},
        ),
        GreatAge.correct_stop: Sample(
            "clerk",
            {
                "on": lambda row, _: row.valid_until - timedelta(days=1),
                "cause": "died",
                "reason": "家属后来报告去世的日期。",
            },
        ),
        GreatAge.correct_person: Sample(
            "clerk",
            {
                "person": lambda _, stage: old(stage),
                "reason": "身份证号输错。",
                "bank": "农村信用社",
                "account": "6217000012345678",
            },
            form={"name": "格日勒", "id_number": "150621193801020011"},
        ),
        GreatAge.withdraw: Sample("clerk", {"reason": "重复登记。"}),
    },
)


def died(settlement, stage: Stage) -> None:
    """Whoever owes is paid no more."""
    owing = {each.person_id for each in settlement.payments if each.amount_fen < 0}
    for row in db.session.scalars(select(GreatAge).where(GreatAge.person_id.in_(owing), GreatAge.status == "active")):
        row.stop(clock.today(), "died", by=stage.users["director"])
    db.session.flush()


GREAT_SETTLEMENTS = Samples(
    GreatSettlement,
    {
        GreatSettlement.draw_up: Sample(
            "clerk",
            {"unit": lambda _, stage: street(stage), "day": next_month},
            form={"month": lambda _, stage: f"{next_month(_, stage)}"},
        ),
        **samples_of(GreatSettlement, Rights(make="clerk", check="director", review="district", pay="district")),
        GreatSettlement.submit: Sample("clerk", first=(earlier,)),
        GreatSettlement.propose_write_off: Sample(
            "director",
            {"cause": "died", "reason": "本人已去世，没有遗产。", "document": "社区调查说明"},
            row=lambda settlement, stage: next((each for each in settlement.payments if each.amount_fen < 0), None),
            first=(GreatSettlement.retry, owe, died),
        ),
        GreatSettlement.recover: Sample(
            "district",
            {"receipt": "SJ20260001", "paid_on": today},
            row=lambda settlement, stage: next((each for each in settlement.payments if each.amount_fen < 0), None),
            first=(GreatSettlement.retry, owe, pay_the_others),
            to="paid",
            plain=RECEIPT,
        ),
        GreatSettlement.cancel: Sample(
            "district",
            {"reason": "本人已去世。"},
            row=lambda settlement, stage: next(
                (each for each in settlement.payments if each.status == "returned"), None
            ),
            first=(GreatSettlement.bounce, pay_the_others),
            to="paid",
        ),
    },
)
SAMPLES = (GREAT_AGES, GREAT_SETTLEMENTS)
