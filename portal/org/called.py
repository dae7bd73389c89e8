"""Which unit somebody means who writes its name or its code, in a sheet or a box."""

from sqlalchemy import Select, literal, or_, select
from sqlalchemy.orm import aliased

from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, UnitCode

__all__ = ["unit_called"]

EXAMPLE = "太行社区第一网格"


def units_called(said: str, within: OrgUnit) -> Select[tuple[OrgUnit]]:
    """Open units in `within` or below that have this name, short name or code (of any book), or the name with that of the unit above in front of it."""
    above = aliased(OrgUnit)
    names = (OrgUnit.name, OrgUnit.short_name, above.short_name + OrgUnit.short_name, above.name + OrgUnit.name)
    coded = select(UnitCode.unit_id).where(UnitCode.code == said)
    return (
        select(OrgUnit)
        .outerjoin(above, above.id == OrgUnit.parent_id)
        .where(within.subtree_of(OrgUnit), OrgUnit.closed_on.is_(None))
        .where(or_(literal(said).in_(names), OrgUnit.id.in_(coded)))
    )


def unit_called(
    said: str, within: OrgUnit, *, what: str, at: str = "", among: Select[tuple[OrgUnit]] | None = None
) -> OrgUnit:
    """The unit in `within` or below that is meant by the words `said`; `what` it is called when it is refused (网格), `at` the field, `among`: only one of these. What was written is not quoted, for it may
    stand in the wrong column. Raises RuleError for none, and for several of one name."""
    found = units_called(said.strip(), within).order_by(OrgUnit.id).limit(2)
    if among is not None:
        found = found.where(OrgUnit.id.in_(among.with_only_columns(OrgUnit.id)))
    units = db.session.scalars(found).all()
    if len(units) > 1:
        told = f"请连上一级的名称一起写，例如“{EXAMPLE}”，或者写代码。"
        raise RuleError(f"{within.short_name}有几个叫这个名称的{what}，{told}", at=at)
    if not units:
        raise RuleError(f"{within.short_name}没有叫这个名称的{what}，请写系统里的名称或者代码。", at=at)
    return units[0]
