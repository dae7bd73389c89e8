"""就餐卡 on A4 sheets, ten a sheet, to be cut out: QR, code, short number, name. Nothing of the ID number."""

from flask import current_app, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from plugins.elder_care.blueprint import bp
from plugins.elder_care.models import Card, Member
from portal import clock
from portal.audit import trail
from portal.database import begin_writing, records
from portal.documents.cards import Card as Printed
from portal.documents.cards import cards as sheets_of
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.context import current_unit
from portal.records.papers import pdf
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404

MOST = 100


@bp.get("/members/<int:member_id>/card.pdf")
@records
@requires("elder_care.manage")
def print_card(member_id: int):
    """The valid card of one member."""
    member = get_or_404(select(Member).where(Member.reach(current_user, "elder_care.manage")), member_id)
    if member.card is None:
        raise RuleError("没有有效的卡，请先换卡。")
    return _sheets([member.card])


@bp.get("/cards/unprinted.pdf")
@records
@requires("elder_care.manage")
def print_cards():
    """All valid cards that were never printed, of the unit one works in; at most a hundred at once."""
    found = db.session.scalars(
        select(Card)
        .join(Card.member)
        .where(
            Member.reach(current_user, "elder_care.manage"),
            current_unit().subtree_of(Member),
            Member.status == "active",
            Card.ended_on.is_(None),
            Card.printed_on.is_(None),
        )
        .options(contains_eager(Card.member).options(joinedload(Member.unit), joinedload(Member.person)))
        .order_by(Member.unit_id, Member.number)
        .limit(MOST)
    ).unique().all()  # fmt: skip
    if not found:
        raise RuleError("没有还没打印的就餐卡。补打一张请到老人的页面。")
    return _sheets(found)


def _sheets(cards: list[Card]):
    shown = [
        Printed(
            kind="老年助餐就餐卡",
            name=each.member.title,
            facts=(f"编号 {each.member.number}", each.member.unit.short_name),
            code=_address(each.code),
            note=f"卡号 {each.code[:5]} {each.code[5:]}　拾到请交社区",
        )
        for each in cards
    ]
    content = sheets_of(shown, "就餐卡")
    ids = [each.id for each in cards]
    begin_writing()
    for each in db.session.scalars(select(Card).where(Card.id.in_(ids))):
        each.printed_on = each.printed_on or clock.today()
    trail.record("print", subject=cards[0].member, unit=cards[0].member.unit, detail=f"就餐卡 {len(ids)} 张")
    db.session.commit()
    return pdf(content, "就餐卡")


def _address(code: str) -> str:
    """What the QR holds: a telephone opens it, a scanner types it; the till takes either."""
    public = current_app.extensions["portal_settings"].public_url.rstrip("/")
    return f"{public}{url_for('elder_care.card', code=code)}" if public else code
