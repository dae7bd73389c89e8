"""就餐卡 on A4 sheets, ten a sheet, to be cut out: QR, code, short number, name. Nothing of the ID number."""

from flask import current_app, url_for

from plugins.elder_care.blueprint import bp
from plugins.elder_care.models import Card, Member
from portal.documents.cards import Card as Printed
from portal.records.card_pages import mount_cards


def _printed(card: Card) -> Printed:
    """What its QR holds a telephone opens and a scanner types; the till takes either."""
    public = current_app.extensions["portal_settings"].public_url.rstrip("/")
    return Printed(
        kind="老年助餐就餐卡",
        name=card.member.title,
        facts=(f"编号 {card.member.number}", card.member.unit.short_name),
        code=f"{public}{url_for('elder_care.card', code=card.code)}" if public else card.code,
        note=f"卡号 {card.code[:5]} {card.code[5:]}　拾到请交社区",
    )


mount_cards(
    bp,
    Card.member,
    needs="elder_care.manage",
    title="就餐卡",
    action="elder_care.cards",
    printed=_printed,
    one="/members/<int:member_id>/card.pdf",
    unprinted="/cards/unprinted.pdf",
    where=lambda: Member.status == "active",
)
