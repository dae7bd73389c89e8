"""How a unit and a day are named on the command line."""

import click
from sqlalchemy import select

from portal.extensions import db
from portal.org.models import OrgUnit, UnitCode

DAY = click.DateTime(formats=["%Y-%m-%d"])


class UnitParameter(click.ParamType):
    """A unit by its number, a code of any book, or its name where that is unique."""

    name = "unit"

    def convert(self, value, param, ctx):
        if isinstance(value, OrgUnit):
            return value
        coded = select(UnitCode.unit_id).where(UnitCode.code == value)
        named = select(OrgUnit).where((OrgUnit.name == value) | (OrgUnit.short_name == value) | OrgUnit.id.in_(coded))
        found = db.session.scalars(named).unique().all()
        if not found and value.isdigit() and (unit := db.session.get(OrgUnit, int(value))):
            return unit
        if len(found) != 1:
            self.fail(f"有 {len(found)} 个单位叫“{value}”，请用编号。" if found else f"没有找到单位“{value}”。")
        return found[0]


UNIT = UnitParameter()
