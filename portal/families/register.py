"""The list of families, by their contact and the day on which they were entered; never by what they achieved."""

from sqlalchemy import select, union
from sqlalchemy.orm import aliased

from portal.families.models import Family
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.people import Contact
from portal.records.people import named as of_contact
from portal.records.ranges import Days
from portal.records.register import Register

__all__ = ["named"]

head = aliased(Contact)


def named(column):
    """A condition, for `finds` of a register, from the whole name or the telephone number of one of the two people of the family that
    `column` points at."""
    people = of_contact(Family.contact_id), of_contact(Family.second_id)
    return lambda text, user: column.in_(union(*(select(Family.id).where(meant(text, user)) for meant in people)))


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
    finds_by="家人全名、电话",
    order=Family.created_at,
    hit=("unit", "created_at"),
    beside=((head, head.id == Family.contact_id), (OrgUnit, OrgUnit.id == Family.unit_id)),
    empty="没有符合条件的家庭。",
)
