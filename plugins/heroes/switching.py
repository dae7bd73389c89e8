"""When 见义勇为 is switched: the days of a publication count only while everybody can read it, so its timeline says when the page was gone."""

from plugins.heroes.core_hooks import mark_visits
from plugins.heroes.models import Deed
from portal.extensions import db
from portal.plugin.activation import in_effect
from portal.plugin.hookspecs import Context

KEY = "heroes"


def switched_on(ctx: Context) -> None:
    """What is on display can be read again; visits that fell due meanwhile do not wait for the night."""
    _tell(ctx, "display", "模块已启用，公示页面恢复显示。")
    mark_visits(ctx, lambda done, total: None)


def switched_off(ctx: Context) -> None:
    """Nothing where it is only to be read from now on, or is switched off from a later day: the page stays."""
    if KEY not in in_effect(ctx.unit):
        _tell(ctx, "undisplay", "模块已停用，公示页面不再显示。公示天数不足的，恢复后重新公示。")


def _tell(ctx: Context, verb: str, note: str) -> None:
    for deed in db.session.scalars(Deed.on_display(ctx.unit)).all():
        deed.move(verb, by=ctx.actor, note=note)
