"""Where 网格管理 meets the core: the desk, the search, the page of a unit, who serves."""

from flask import url_for
from sqlalchemy import select
from sqlalchemy.orm import lazyload

from plugins.grids.choices import KEY, MANAGE, VIEW
from plugins.grids.counting import strip_of
from plugins.grids.models import Grid, Worker
from plugins.grids.register import grids, roster
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.contributions import MOST_HITS, Hit, Panel, Serving
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of
from portal.records.panel import panel

HERE = f"/{KEY}/grids"
QUEUES = [
    queue_of(
        Grid,
        "grids-vacant",
        "网格没有网格员",
        at=HERE,
        needs=MANAGE,
        where=lambda reader: Grid.without_workers(),
        text=OrgUnit.short_name,
        joins=(Grid.unit,),
        tone="warn",
        order=60,
        task="登记网格员",
    ),
    queue_of(
        Grid,
        "grids-two",
        "并入后有两名专职网格员",
        at=HERE,
        needs=MANAGE,
        where=lambda reader: Grid.with_two(),
        text=OrgUnit.short_name,
        joins=(Grid.unit,),
        order=61,
        task="决定谁留任",
    ),
]


def search(ctx: Context, text: str) -> list[Hit]:
    """Grids and who works them, as far as the reader sees them."""
    return [*grids.hits(ctx, text), *roster.hits(ctx, text)][:MOST_HITS]


def unit_panels(ctx: Context) -> list[Panel]:
    """What the unit has of grids, for whoever sees grids there."""
    if not ctx.actor.can(VIEW, ctx.unit) or not (numbers := strip_of(ctx.unit)):
        return []
    return [panel("网格", "grids/unit_panel.html", numbers=numbers, url=url_for("grids.index"), order=20)]


def serving(ctx: Context) -> list[Serving]:
    """Who has a post in a grid of the unit."""
    found = select(Worker, OrgUnit.short_name).join(Worker.unit).options(lazyload(Worker.contact))
    found = found.where(ctx.unit.subtree_of(Worker), Worker.serving()).order_by(Worker.id)
    return [Serving(each.name, each.post_name, area=grid) for each, grid in db.session.execute(found)]
