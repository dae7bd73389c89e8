"""The blueprint of 见义勇为: every address lies under /heroes, behind the gate."""

from flask import Blueprint
from flask_login import current_user
from sqlalchemy import select

from plugins.heroes.models import Deed, Hero
from portal.web.pages.rendering import get_or_404

bp = Blueprint("heroes", __name__, url_prefix="/heroes", template_folder="templates")


def deed_or_404(deed_id: int) -> Deed:
    """The deed, if the reader may see it."""
    return get_or_404(Deed.visible_to(current_user), deed_id)


def hero_or_404(hero_id: int) -> Hero:
    """The hero, if the reader may see the deed."""
    return get_or_404(select(Hero).join(Hero.deed).where(Deed.seen_by(current_user)), hero_id)
