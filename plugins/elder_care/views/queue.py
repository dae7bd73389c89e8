"""The till without a line: the short list it keeps for the day, and what it sends when the line is back."""

from dataclasses import replace
from datetime import date, timedelta

from flask import jsonify
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from plugins.elder_care.blueprint import bp
from plugins.elder_care.forms.till import QueuedForm
from plugins.elder_care.models import Canteen, Card, Meal, Member, SetMeal
from plugins.elder_care.models.lookup import member_with
from plugins.elder_care.models.offer import Offer, offers
from plugins.elder_care.views.till import entered, said, till_or_404
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.people.masking import mask_name
from portal.web.http.guards import requires

KEPT = 5  # letters of a card that the list knows: enough to tell the members of a street apart, not enough to make the card
MOST, LATELY = 1000, timedelta(days=31)


@bp.get("/canteens/<int:canteen_id>/till/list.json")
@requires("elder_care.serve")
def till_list(canteen_id: int):
    """Those who come here, in as few words as possible: short number, the first half of the card's code, masked name, and what
    each set meal costs them today. No ID number, no full name, no category, no photo."""
    canteen = till_or_404(canteen_id)
    day, sittings, prices = clock.today(), list(canteen.sittings), canteen.prices(clock.today())
    members = db.session.scalars(_those_who_come(canteen, day)).unique().all()
    cards = _cards([each.id for each in members])
    return jsonify(
        day=day.isoformat(),
        sittings=sittings,
        prices=[[each.id, each.name, each.price_fen] for each in prices],
        members=[
            [
                each.member.number,
                cards.get(each.member.id, ""),
                mask_name(each.member.title),
                [_own_shares(replace(each, sitting=sitting), prices) for sitting in sittings],
            ]
            for each in offers(members, day, "")
        ],
    )


@bp.post("/canteens/<int:canteen_id>/till/queue")
@requires("elder_care.serve")
def take_queued(canteen_id: int):
    """One meal that waited. `state`: done; refused, with what to do (it can be entered late); the page keeps anything else."""
    canteen, form = till_or_404(canteen_id), QueuedForm()
    if not form.validate():
        return jsonify(state="refused", said="".join(f"{text}" for each in form.errors.values() for text in each))
    try:
        member = member_with(canteen, form.who.data.strip())
        if member is None:
            raise RuleError(f"没有找到“{form.who.data[:40]}”，请核对后补录。")
        meal = entered(canteen, form, member.id, source="offline", at=form.at.data)
        text = said(meal)
    except RuleError as error:
        db.session.rollback()
        return jsonify(state="refused", said=str(error))
    db.session.commit()
    took = form.own_fen.data
    if took is not None and took != meal.own_fen:
        text += "断网时收的不是这个数，请与本人结清。"
    return jsonify(state="done", said=text)


def _own_shares(found: Offer, prices: list[SetMeal]) -> list[int]:
    """What each set meal costs the member at that sitting (分); -1 for all when it was served, or must not be."""
    return [-1 if found.refusal else found.share(each.price_fen).own_fen for each in prices]


def _those_who_come(canteen: Canteen, day: date) -> Select:
    """Members of the canteen's own unit, and whoever ate there in the last month: no more lies on the computer of the till."""
    came = select(Meal.member_id).where(Meal.canteen_id == canteen.id, Meal.booked_on >= day - LATELY)
    return (
        select(Member)
        .join(Member.person)
        .where(
            Member.status == "active",
            Member.county_id == canteen.county_id,
            or_(canteen.unit.subtree_of(Member), Member.id.in_(came)),
        )
        .options(contains_eager(Member.person), joinedload(Member.unit), selectinload(Member.categories))
        .order_by(Member.id)
        .limit(MOST)
    )


def _cards(members: list[int]) -> dict[int, str]:
    """Member → the first half of the code of the valid card."""
    rows = db.session.execute(
        select(Card.member_id, Card.code).where(Card.member_id.in_(members), Card.ended_on.is_(None))
    )
    return {row.member_id: row.code[:KEPT] for row in rows}
