"""家庭学时: how much each family has learnt."""

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from plugins.family_courses.models import Enrolment
from portal.families import Family
from portal.families.register import named
from portal.org.models import OrgUnit
from portal.records.columns import Column
from portal.records.people import Contact
from portal.records.ranges import Days
from portal.records.register import Register

head = aliased(Contact)


def _hours(minutes: int) -> float:
    return minutes // 60 if minutes % 60 == 0 else round(minutes / 60, 1)


def _learnt(what):
    """`what` of the lessons that a family attended."""
    return select(what).where(Enrolment.family_id == Family.id, Enrolment.status == "attended").scalar_subquery()


learning = Register(
    Family,
    key="family_courses.families",
    name="家庭学时",
    permission="family_courses.view",
    show="families.show_family",
    counter="户",
    columns=(
        Column("head", "家庭联系人", head.name, kind="person", main=True),
        Column("unit", "所在地", OrgUnit.short_name),
        Column("lessons", "到课人次", _learnt(func.count(Enrolment.id)), kind="number"),
        Column(
            "minutes",
            "学时（小时）",
            _learnt(func.coalesce(func.sum(Enrolment.minutes), 0)),
            kind="number",
            read=lambda row: _hours(row.minutes or 0),
        ),
        Column("created_at", "建档日期", kind="day"),
    ),
    filters=(Days("since", "建档日期", Family.created_at),),
    search=(),
    finds=named(Family.id),
    finds_by="家人全名、电话",
    order=Family.created_at,
    beside=((head, head.id == Family.contact_id), (OrgUnit, OrgUnit.id == Family.unit_id)),
    empty="没有符合条件的家庭。",
)
