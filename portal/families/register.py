"""The list of families, by their contact and the day on which they were entered; never by what they achieved."""

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.families.models import Family
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.people import Contact, hash_of
from portal.records.ranges import Days
from portal.records.register import Register

__all__ = ["named"]

head = aliased(Contact)


def named(column):
    """A condition, for `finds` of a register, from the whole name of the contact of the family that `column` points at."""
    called = select(Contact.id)
    return lambda text, user: column.in_(
        select(Family.id).where(Family.contact_id.in_(called.where(Contact.name_hash == hash_of("name", text))))
    )


families = Register(
    Family,
    key="families.families",
    name="家庭档案",
    permission="families.view",
    show="families.show_family",
    counter="户",
    columns=(
        Column("head", "家庭联系人", head.name, kind="person", main=True),
        Column("unit", "所在地", OrgUnit.short_name),
        Column("created_at", "建档日期", kind="day"),
    ),
    filters=(Days("since", "建档日期", Family.created_at),),
    search=(),
    finds=named(Family.id),
    finds_by="联系人全名",
    order=Family.created_at,
    beside=((head, head.id == Family.contact_id), (OrgUnit, OrgUnit.id == Family.unit_id)),
    empty="还没有登记家庭。",
)
