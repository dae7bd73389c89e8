"""Two holes, one of them with a case."""

from sqlalchemy import select

from portal.cases.models import Case
from portal.demo.world import World
from portal.extensions import db
from portal.plugin_admin.switching import switch
from portal_potholes.models import Pothole


def load(world: World) -> None:
    """On in one street only."""
    street, clerk = world.units.zhaojun, world.users["clerk"]
    switch("potholes", street, "on", by=None, reason="试点。")
    case = db.session.scalars(select(Case).where(Case.township_id == street.id).limit(1)).first()
    Pothole.report(street, "迎宾路与长胜街路口", by=clerk, case=case)
    Pothole.report(street, "西园路中段", by=clerk)
