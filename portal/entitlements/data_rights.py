"""What settlements of whatever plugin hold about a resident (个人信息保护法 §45, §47; 会计档案管理办法 §14)."""

from sqlalchemy import func, select

from portal.entitlements.proof import kinds
from portal.entitlements.states import STATES
from portal.extensions import db
from portal.money import format_yuan
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord

HEADING, PAID = "补贴结算", "补贴发放"
KEPT = "补贴结算 {} 行是财政支付的依据，依照会计档案管理办法保存，姓名显示为“已依法删除”。"


def held(person: Person) -> dict[str, list[dict[str, str]]]:
    """Every line, the newest first, and what was paid to the resident."""
    found = {
        HEADING: [row for kind in kinds() for row in _lines(kind, person)],
        PAID: [row for kind in kinds() for row in _payments(kind, person)],
    }
    return {heading: rows for heading, rows in found.items() if rows}


def under_way(person: Person) -> list[OpenRecord]:
    """Settlements that have a line of the resident and are not paid yet."""
    return [
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
    """Nothing goes: lines name nobody but by the row of the resident, whose own data goes."""
    number = sum(
        db.session.scalar(select(func.count(kind.line_class.id)).where(kind.line_class.person_id == person.id)) or 0
        for kind in kinds()
    )
    return [KEPT.format(number)] if number else []


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
