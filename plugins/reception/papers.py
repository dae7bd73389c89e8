"""来访登记表 of a visit, and 来访登记簿 of a day; their wording stands in templates/reception/documents."""

from datetime import timedelta

from sqlalchemy import select

from plugins.reception.blueprint import bp
from plugins.reception.models import ReceptionDay, Visit
from portal import clock
from portal.extensions import db
from portal.records.papers import Paper, mount_papers


def visits_on(day: ReceptionDay) -> list[Visit]:
    """What was registered in the unit on the day, in the order in which they came."""
    start = clock.begin_of(day.on)
    there = select(Visit).where(day.unit.subtree_of(Visit), Visit.status != "dropped")
    there = there.where(Visit.visited_at >= start, Visit.visited_at < start + timedelta(days=1))
    return list(db.session.scalars(there.order_by(Visit.visited_at, Visit.id)).unique())


visit_papers = mount_papers(
    bp,
    Visit,
    (Paper("form", "来访登记表", needs="reception.view"),),
    at="/visits/<int:visit_id>",
    office=lambda visit: visit.unit.name,
)
day_papers = mount_papers(
    bp,
    ReceptionDay,
    (
        Paper(
            "book",
            "来访登记簿",
            needs="reception.view",
            number=lambda day: "",
            roll=True,
            context=lambda day: {"visits": visits_on(day)},
        ),
    ),
    at="/days/<int:day_id>",
    office=lambda day: day.unit.name,
)
