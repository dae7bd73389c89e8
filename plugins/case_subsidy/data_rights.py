"""What is held about a mediator who is paid, handed out and erased as 个人信息保护法 §45 and §47 ask. Lines and payments the entitlements kit tells."""

from sqlalchemy import and_, delete, select

from plugins.case_subsidy.models import Award, AwardEntry, AwardPayee, AwardShare
from portal import clock
from portal.extensions import db
from portal.money import format_yuan
from portal.people.models import Person
from portal.plugin.contributions import OpenRecord

BOOKS = "以案定补的入账记录是财政支付的依据，依照会计档案管理办法保存，领款人显示为“已依法删除”"


def held(person: Person) -> dict[str, list[dict]]:
    """What was booked for `person`, and since when they are known as a mediator."""
    booked = db.session.execute(
        select(AwardEntry, Award.number).join(Award).where(AwardEntry.person_id == person.id).order_by(AwardEntry.id)
    )
    named = db.session.scalars(select(AwardPayee).where(AwardPayee.person_id == person.id))
    return {
        "以案定补领款登记": [{"登记日期": str(clock.local(each.named_at).date())} for each in named],
        "以案定补入账": [
            {
                "编号": number,
                "日期": str(each.booked_on),
                "金额（元）": format_yuan(each.amount_fen),
                "依据": each.basis,
            }
            for each, number in booked
        ],
    }


def under_way(person: Person) -> list[OpenRecord]:
    """Of which awards it waits to be decided whether `person` is paid. What is booked and not settled yet stays booked."""
    payee = and_(AwardPayee.kind == Award.origin_kind, AwardPayee.mediator_id == AwardShare.mediator_id)
    waiting = (
        select(Award.number)
        .join(AwardShare, AwardShare.award_id == Award.id)
        .join(AwardPayee, payee)
        .where(AwardPayee.person_id == person.id, AwardShare.paid, Award.status == "declared")
    )
    return [
        OpenRecord("待审定的以案定补", number, "审定或者退回")
        for number in db.session.scalars(waiting.order_by(Award.id))
    ]


def erase(person: Person) -> list[str]:
    """Who the mediator is goes; the books stay, without the name."""
    gone = db.session.execute(delete(AwardPayee).where(AwardPayee.person_id == person.id)).rowcount
    kept = db.session.scalars(select(AwardEntry.id).where(AwardEntry.person_id == person.id)).all()
    said = ["以案定补：领款登记已删除。"] if gone else []
    return said + ([f"{BOOKS}（{len(kept)} 条）。"] if kept else [])
