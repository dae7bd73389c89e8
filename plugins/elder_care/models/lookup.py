"""Finding a member at the till: by card, short number, whole ID number, name or initials."""

from functools import cache

from sqlalchemy import Select, bindparam, or_, select, union_all
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from plugins.elder_care.models.canteen import Canteen
from plugins.elder_care.models.card import Card
from plugins.elder_care.models.member import Member
from portal.errors import RuleError
from portal.extensions import db
from portal.people.finding import people_meant
from portal.records.cards import code_in

MOST = 8
NUMBER_LENGTH = 5


def found_at(canteen: Canteen, text: str) -> list[Member]:
    """Members that `text` may mean at the till of `canteen`, at most eight.

    A card counts in the whole county; a short number, a whole ID number, part of a name or initials in the township of the
    canteen. Raises RuleError for a card that is not valid any more.
    """
    text = text.strip()
    if code := code_in(text):
        return _with_card(canteen, code)
    street = canteen.unit.township or canteen.unit
    wanted = [Member.person_id.in_(union_all(*people_meant(text, [street])))] if text else []
    if text.isdecimal() and len(text) <= NUMBER_LENGTH:
        wanted.append(Member.number == text.zfill(NUMBER_LENGTH))
    if not wanted:
        return []
    rows = _shown().where(street.subtree_of(Member), or_(*wanted)).order_by(Member.status, Member.id).limit(MOST)
    return list(db.session.scalars(rows).unique())


def member_with(canteen: Canteen, text: str) -> Member | None:
    """The one member that `text` (card or short number) means without doubt; None for nobody or several."""
    found = found_at(canteen, text) if code_in(text) or (text.isdecimal() and len(text) == NUMBER_LENGTH) else []
    return found[0] if len(found) == 1 else None


def _with_card(canteen: Canteen, code: str) -> list[Member]:
    card = db.session.execute(
        select(Card.member_id, Card.ended_on, Card.ended_reason).where(Card.code == code)
    ).one_or_none()
    if card is None:
        raise RuleError("没有这张卡，请核对，或者按编号、姓名查找。")
    if card.ended_on:
        raise RuleError(
            f"这张卡已于 {card.ended_on:%Y-%m-%d} {Card.ENDS[card.ended_reason]}，请收回，按编号、姓名查找。"
        )
    rows = db.session.scalars(_by_id(), {"member": card.member_id, "county": canteen.county_id})
    return list(rows.unique())


@cache
def _shown() -> Select:
    """Members with what the till shows."""
    return (
        select(Member)
        .join(Member.person)
        .options(
            contains_eager(Member.person),
            joinedload(Member.unit),
            selectinload(Member.categories),
            selectinload(Member.agents),
        )
    )


@cache
def _by_id() -> Select:
    return _shown().where(Member.id == bindparam("member"), Member.county_id == bindparam("county"))
