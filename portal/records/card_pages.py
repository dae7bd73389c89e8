"""Cards as sheets to be cut out: that of one person, or all that were never printed.

mount_cards(bp, Pass.member, needs="club.manage", title="会员卡", action="club.cards", printed=lambda card: Printed(kind="会员卡", …),
            one="/members/<int:member_id>/card.pdf", unprinted="/cards/unprinted.pdf", where=lambda: Member.status == "active")
"""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager, joinedload

from portal import clock
from portal.audit import trail
from portal.database import begin_writing
from portal.documents.cards import Card as Printed
from portal.documents.cards import cards as sheets_of
from portal.errors import RuleError
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.context import current_unit
from portal.records.mounted import view_of
from portal.records.papers import pdf
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404

__all__ = ["mount_cards"]

MOST = 100  # on one file


def mount_cards(
    bp: Blueprint,
    whose: Any,
    *,
    needs: str,
    title: str,
    action: str,
    printed: Callable[[Any], Printed],
    one: str,
    unprinted: str,
    where: Callable[[], ColumnElement[bool]],
) -> None:
    """Mount the endpoints `print_card` at the address `one`, which takes the id of the holder, and `print_cards` at `unprinted`: valid cards of
    the unit one works in and of holders for whom `where` holds, at most a hundred at once.

    whose: the relationship from the card to its holder, who is Scoped and has a person and a number. needs: the right, asked on the holder.
    title: what a card is called. action: the name under which the printing stands in the audit trail, declared in `audit_actions` of the
    manifest. printed: what stands on one.
    """
    pages = CardPages(whose, needs, title, action, printed, where)
    bp.add_url_rule(one, "print_card", requires(needs)(view_of(pages.one, f"{title} of one person.")))
    bp.add_url_rule(unprinted, "print_cards", requires(needs)(view_of(pages.unprinted, f"{title} not yet printed.")))


class CardPages:
    """The cards of one kind of holder."""

    def __init__(self, whose: Any, needs: str, title: str, action: str, printed: Callable, where: Callable) -> None:
        self.whose, self.needs, self.title, self.action = whose, needs, title, action
        self.printed, self.where = printed, where

    @property
    def holder(self) -> Any:
        return self.whose.property.mapper.class_

    def one(self, **ids: int) -> ResponseReturnValue:
        """The valid card of one holder. Raises RuleError while the data of the holder is restricted."""
        (ident,) = ids.values()
        found = get_or_404(select(self.holder).where(self.holder.reach(current_user, self.needs)), ident)
        if found.card is None:
            raise RuleError("没有有效的卡，请先换卡。")
        found.person.admit_use()
        return self._sheets([found.card])

    def unprinted(self) -> ResponseReturnValue:
        """All valid cards that were never printed, without those of residents whose data is restricted."""
        holder, card = self.holder, self.whose.class_
        unit = current_unit() or abort(404)
        rows = (
            select(card)
            .join(self.whose)
            .where(
                holder.reach(current_user, self.needs),
                unit.subtree_of(holder),
                self.where(),
                card.ended_on.is_(None),
                card.printed_on.is_(None),
                holder.person_id.not_in(select(Person.id).where(Person.only_kept())),
            )
            .options(contains_eager(self.whose).options(joinedload(holder.unit), joinedload(holder.person)))
            .order_by(holder.unit_id, holder.number)
        )
        if not (found := db.session.scalars(rows.limit(MOST)).unique().all()):
            raise RuleError(f"没有还没打印的{self.title}。补打一张请到本人的页面。")
        return self._sheets(found)

    def _sheets(self, cards: Sequence[Any]) -> ResponseReturnValue:
        """The file; that they were printed is noted once it is made."""
        content, card = sheets_of([self.printed(each) for each in cards], self.title), self.whose.class_
        ids, subject = [each.id for each in cards], getattr(cards[0], self.whose.key)
        begin_writing()
        for each in db.session.scalars(select(card).where(card.id.in_(ids))):
            each.printed_on = each.printed_on or clock.today()
        trail.record(self.action, subject=subject, unit=subject.unit, detail=f"{self.title} {len(ids)} 张")
        db.session.commit()
        return pdf(content, self.title)
