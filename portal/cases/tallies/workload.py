"""What the people of a unit have in hand: for its own director, by name and not by result (国办函〔2026〕12号: no ranking of persons)."""

from datetime import datetime

from flask_login import current_user
from sqlalchemy import func, select

from portal import clock
from portal.accounts.models import User
from portal.cases.models import Assignment
from portal.cases.tallies.form import Span
from portal.cases.tallies.sheets import Cell, Line, Sheet
from portal.extensions import db

COLUMNS = ("签收派单", "其中已反馈", "现在手上")
NOTE = "按姓名排列，供安排工作用，不作评比。只有本单位的负责人看得到。"


def workload(span: Span) -> Sheet | None:
    """The table; None for anybody else, and of a past day, for nobody wrote down who had what in hand then."""
    director = any(each.id == span.unit.id for each in current_user.units_with("cases.oversee"))
    if span.as_of or not director:
        return None
    signed = Assignment.acknowledged_at.between(_begins(span.first), _begins(span.last + 1))
    open_ = Assignment.status.in_(Assignment.states.open)
    counted = (
        select(
            User.name,
            func.count().filter(signed),
            func.count().filter(signed, Assignment.status == "reported"),
            func.count().filter(open_),
        )
        .join(Assignment, Assignment.acknowledged_by_id == User.id)
        .where(Assignment.unit_id == span.unit.id)
        .group_by(User.id, User.name)
    )
    rows = sorted(db.session.execute(counted), key=lambda row: row.name.encode("gb18030"))
    lines = [Line(name, [Cell(number) for number in numbers]) for name, *numbers in rows if any(numbers)]
    return Sheet("staff", "本单位人员手上的派单", "姓名", COLUMNS, lines, note=NOTE) if lines else None


def _begins(month: int) -> datetime:
    """The first moment of a month, 202613 being the next January."""
    year, number = divmod(month // 100 * 12 + month % 100 - 1, 12)
    return datetime(year, number + 1, 1, tzinfo=clock.SHANGHAI)
