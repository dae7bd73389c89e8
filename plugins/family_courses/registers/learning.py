"""家庭学时: how much each family has learnt."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_login import current_user
from sqlalchemy import func
from sqlalchemy.orm import aliased

from plugins.family_courses.models import Enrolment
from portal.extensions import db
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


def _learnt(what: Any, read: Callable[[int], float] = int) -> Callable[[Sequence[Any]], dict[int, float]]:
    """`what` of the lessons that each family of a page attended, as far as the reader sees them: not those in other streets."""

    def of_page(rows: Sequence[Any]) -> dict[int, float]:
        attended = Enrolment.family_id.in_([row.id for row in rows]), Enrolment.status == "attended"
        seen = Enrolment.visible_to(current_user).where(*attended).group_by(Enrolment.family_id).order_by(None)
        found = dict.fromkeys((row.id for row in rows), read(0))
        learnt = db.session.execute(seen.with_only_columns(Enrolment.family_id, what, maintain_column_froms=True))
        return found | {family: read(number or 0) for family, number in learnt}

    return of_page


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
        Column("lessons", "到课人次", of_page=_learnt(func.count(Enrolment.id)), kind="number"),
        Column("minutes", "学时（小时）", of_page=_learnt(func.sum(Enrolment.minutes), _hours), kind="number"),
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
