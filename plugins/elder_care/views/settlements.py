"""月结: everything about it is mounted by the kit."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import Date, Select, String, cast, func, null, select

from plugins.elder_care.blueprint import bp
from plugins.elder_care.models import Canteen, Finding, MealSettlement, Member
from portal.accounts.reader import Reader
from portal.entitlements.pages import Beside, mount_settlement
from portal.extensions import db
from portal.plugin.contributions import Queue
from portal.records.waiting import stands_in


def _told_apart(settlement: MealSettlement, people: list[int]) -> dict[int, Beside]:
    """The short number of each, for whom the reader may see."""
    rows = select(Member.person_id, Member.id, Member.number).where(
        Member.person_id.in_(people), Member.seen_by(current_user)
    )
    return {
        person: Beside(number, url_for("elder_care.member", member_id=ident))
        for person, ident, number in db.session.execute(rows)
    }


def _meals_of(settlement: MealSettlement, finding: Finding) -> str:
    """The address of the meals of the month that a finding is about: those of the member, or all."""
    days = {"at_from": settlement.first_day, "at_to": settlement.last_day}
    return url_for("elder_care.meals", q=finding.member.number if finding.member else settlement.canteen.name, **days)


def _to_counter(reader: Reader) -> Select | None:
    """Settlements with doubts that were upheld and whose meals stand still, for whoever counters them; the most first."""
    if not reader.can("elder_care.approve"):
        return None
    number = func.count(Finding.id)
    upheld = Finding.decision == "upheld", Finding.gone_on.is_(None), MealSettlement.status.in_(("open", "submitted"))
    found = (
        select(
            MealSettlement.id,
            (Canteen.name + " " + cast(number, String) + " 条").label("text"),
            cast(null(), Date).label("due"),
        )
        .join(Finding, Finding.settlement_id == MealSettlement.id)
        .join(Canteen, Canteen.id == MealSettlement.canteen_id)
        .where(
            stands_in(MealSettlement, MealSettlement.states.open),
            MealSettlement.seen_by(reader),
            MealSettlement.reach(reader, "elder_care.approve"),
            *upheld,
        )
    )
    return found.group_by(MealSettlement.id, Canteen.name).order_by(number.desc(), MealSettlement.id)


to_counter = Queue(
    "elder-care-to-counter",
    "属实疑点待冲正",
    "/elder_care/settlements?desk=elder-care-to-counter",
    "/elder_care/settlements/{id}",
    _to_counter,
    "warn",
    order=62,
)
settlements = mount_settlement(
    bp,
    MealSettlement,
    at="/settlements",
    export="elder_care.export",
    order=63,
    names="elder_care.manage",
    beside=_told_apart,
    evidence=_meals_of,
)
