"""Each grid of the tree is entered, so that none is missing on the list: what was set up, split off or was there when the plugin was switched on."""

from sqlalchemy import exists, select

from plugins.grids.choices import KEY, UNITS
from plugins.grids.models import Grid
from plugins.grids.settings import rules_of
from portal.extensions import db
from portal.jobs.schedule import rows_in_effect
from portal.org.models import OrgUnit
from portal.plugin.hookspecs import Context
from portal.plugin.manifest import Job

AT_ONCE = 500  # grids entered in one transaction: others wait to write meanwhile


def enter_all(unit: OrgUnit) -> int:
    """Enter the open grids of `unit` that are not, communities among them where the district says so, at most so many; answers how many. A street in which the plugin is off, or only read, is left alone."""
    known = exists().where(Grid.unit_id == OrgUnit.id)
    kinds = UNITS if rules_of(unit).first == "yes" else ("grid",)
    grids = select(OrgUnit).where(
        rows_in_effect(OrgUnit, KEY, unit), OrgUnit.kind.in_(kinds), OrgUnit.closed_on.is_(None)
    )
    found = db.session.scalars(grids.where(~known).order_by(OrgUnit.path).limit(AT_ONCE)).all()
    for each in found:
        Grid.lay(each)
    return len(found)


def enter_grids(ctx: Context, progress) -> str:
    """In `ctx.unit`."""
    return f"新登记网格 {enter_all(ctx.unit)} 个。"


JOB = Job(key="enter_grids", name="登记新设的网格", run=enter_grids, every="hour")
