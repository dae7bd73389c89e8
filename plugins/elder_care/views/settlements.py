"""月结: everything about it is mounted by the kit."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import select

from plugins.elder_care.blueprint import bp
from plugins.elder_care.models import Finding, MealSettlement, Member
from portal.entitlements.pages import Beside, mount_settlement
from portal.extensions import db


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
