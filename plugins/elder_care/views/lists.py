"""The lists as pages."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import select

from plugins.elder_care.blueprint import bp
from plugins.elder_care.models import Canteen
from plugins.elder_care.register import canteens, late_sheets, meals, members
from portal.extensions import db
from portal.plugin.activation import takes_new
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button
from portal.records.lists import mount_register

EXPORT = "elder_care.export"


def _of_members() -> list[Action]:
    """Enrol, print cards, import a roster (into the first canteen of the unit one works in; each canteen's page has its own)."""
    unit = current_unit()
    if not (takes_new(bp.name, unit) and current_user.can("elder_care.manage", unit)):
        return []
    found = db.session.scalar(
        select(Canteen.id).where(unit.subtree_of(Canteen), Canteen.closed_on.is_(None)).order_by(Canteen.id).limit(1)
    )
    several = [Action("打印未打印的卡", url_for("elder_care.print_cards"), "printer")]
    if found:
        several.append(Action("从 Excel 导入", url_for("elder_care.import_members", canteen_id=found), "folder"))
    return [*several, Action("登记就餐老人", url_for("elder_care.enrol"), "plus", main=True)]


mount_register(
    bp,
    canteens,
    at="/canteens",
    endpoint="canteens",
    export=EXPORT,
    actions=begin_button(Canteen.found),
)
mount_register(bp, members, at="/members", endpoint="members", export=EXPORT, actions=_of_members)
mount_register(bp, meals, at="/meals", endpoint="meals", export=EXPORT)
mount_register(bp, late_sheets, at="/late", endpoint="late_sheets", export=EXPORT)
