"""What settlements and allowances of whatever plugin hold about a resident (个人信息保护法 §45, §47; 会计档案管理办法 §14)."""

from sqlalchemy import func, select

from portal.entitlements.accrual import Entitled
from portal.entitlements.proof import kinds
from portal.entitlements.states import STATES
from portal.extensions import Model, db
from portal.money import format_yuan
from portal.people.masking import ERASED_SHOWN
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord
from portal.web.pages.formatting import day

HEADING, PAID, GIVEN_UP = "补贴结算", "补贴发放", "核销"
KEPT = "补贴结算 {} 行是财政支付的依据，依照会计档案管理办法保存，姓名显示为“已依法删除”。"


def held(person: Person) -> dict[str, list[dict[str, str]]]:
    """Every line, the newest first, what was paid to the resident, what was given up or asked to be, and each allowance."""
    found = {
        HEADING: [row for kind in kinds() for row in _lines(kind, person)],
        PAID: [row for kind in kinds() for row in _payments(kind, person)],
        GIVEN_UP: [row for kind in kinds() for row in _write_offs(kind, person)],
    }
    for each in _entitled(person):
        found.setdefault(each.NAME, []).append(_allowance(each))
    return {heading: rows for heading, rows in found.items() if rows}


def under_way(person: Person) -> list[OpenRecord]:
    """Settlements that have a line of the resident and are not paid yet, and allowances that go on."""
    going_on = [
        OpenRecord(f"在发的{each.NAME}", _number(each), "停发")
        for each in _entitled(person)
        if each.valid_until is None
    ]
    return going_on + [
        OpenRecord(f"正在办理的{kind.NAME}结算", number, "发放")
        for kind in kinds()
        for number in db.session.scalars(
            select(kind.number)
            .join(kind.line_class, kind.line_class.settlement_id == kind.id)
            .where(kind.line_class.person_id == person.id, kind.status.in_(STATES.open))
            .distinct()
        )
    ]


def erase(person: Person) -> list[str]:
    """Lines stay, for they name nobody but by the row of the resident, whose own data goes; of an allowance goes what `forget` says."""
    said = list(dict.fromkeys(words for each in _entitled(person) if (words := each.forget())))
    written = [each for kind in kinds() for _, each in _about(kind, person)]
    for each in written:
        each.reason, each.opinion = ERASED_SHOWN, ERASED_SHOWN if each.opinion else ""
    said += ["核销：情况说明和意见已删除，金额、原因和依据材料的名称作为会计凭证保存。"] * bool(written)
    number = sum(
        db.session.scalar(select(func.count(kind.line_class.id)).where(kind.line_class.person_id == person.id)) or 0
        for kind in kinds()
    )
    return said + ([KEPT.format(number)] if number else [])


def _entitled(person: Person) -> list[Entitled]:
    """Every allowance of the resident, of whatever plugin."""
    classes = [each.class_ for each in Model.registry.mappers if issubclass(each.class_, Entitled)]
    return [
        row
        for cls in classes
        for row in db.session.scalars(select(cls).where(cls.person_id == person.id).order_by(cls.id))
    ]


def _number(row: Entitled) -> str:
    return getattr(row, "number", "")  # of those that are records


def _allowance(row: Entitled) -> dict[str, str]:
    return {
        "编号": _number(row),
        "从哪天起": day(row.valid_from),
        "停发日期": day(row.valid_until),
        **row.particulars(),
    }


def _lines(kind, person: Person):
    line = kind.line_class
    rows = (
        select(kind, line)
        .join(line, line.settlement_id == kind.id)
        .where(line.person_id == person.id)
        .order_by(kind.first_day.desc(), line.id)
    )
    for settlement, each in db.session.execute(rows):
        yield {
            "结算": f"{settlement.number}　{kind.span_of(each.for_day)}{kind.NAME}",
            "数量": f"{each.quantity} {kind.COUNTED}",
            "金额（元）": format_yuan(each.amount_fen),
            "依据": each.basis,
            "说明": each.note,
            "状态": settlement.status_name,
        }


def _payments(kind, person: Person):
    payment = kind.payment_class
    rows = select(kind.number, payment).join(payment, payment.settlement_id == kind.id)
    mine = rows.where(payment.person_id == person.id).order_by(payment.id.desc())
    for number, each in db.session.execute(mine):
        yield {
            "结算": number,
            "金额（元）": each.yuan,
            "状态": each.status_name,
            "发放日期": f"{each.paid_on or ''}",
            "回单号": each.receipt,
            "说明": each.reason,
        }


def _about(kind, person: Person):
    """Proposals to give up what the resident owes, with the number of the settlement."""
    row, payment = kind.write_off_class, kind.payment_class
    found = select(kind.number, row).join(row, row.settlement_id == kind.id).join(payment, payment.id == row.payment_id)
    return db.session.execute(found.where(payment.person_id == person.id).order_by(row.id.desc())).all()


def _write_offs(kind, person: Person):
    for number, each in _about(kind, person):
        yield {
            "结算": number,
            "金额（元）": each.yuan,
            "原因": each.cause_name,
            "说明": each.reason,
            "依据材料": each.document,
            "提出": f"{each.proposed_by.name} {each.proposed_on}",
            "决定": each.decision_name,
            "意见": each.opinion,
            "决定人": f"{each.decided_by.name if each.decided_by else ''} {each.decided_on or ''}".strip(),
        }
