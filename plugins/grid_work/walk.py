"""今日走访: which households of a grid are to be visited today, by building; no more than a day holds, whatever is late."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from plugins.grid_work.models import HomeVisit, VisitedHome, VisitPause
from plugins.grid_work.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit

READ = 400  # rows of the index that are looked at
SHOWN = 60  # visits of today that are shown


@dataclass(frozen=True)
class Walk:
    """buildings: (building, its households), in order. left: how many more are due, at least; pause: nobody goes today."""

    unit: OrgUnit
    day: date
    buildings: list[tuple[str, list[VisitedHome]]]
    left: int
    pause: VisitPause | None

    @property
    def homes(self) -> list[VisitedHome]:
        return [each for _, homes in self.buildings for each in homes]


def walk_of(unit: OrgUnit, user: User) -> Walk:
    """Of today. With a household that is due go those of the same building that are due within a few days, but for those where somebody was today."""
    today, rules = clock.today(), rules_of(unit)
    if pause := VisitPause.now(unit):
        return Walk(unit, today, [], 0, pause)
    until = today + timedelta(days=rules.ahead_days)
    tried = exists().where(HomeVisit.home_id == VisitedHome.id, HomeVisit.on == today, HomeVisit.status != "dropped")
    goes = ~VisitPause.over(VisitedHome, today)
    soon = VisitedHome.visible_to(user).where(
        _of(unit, VisitedHome), VisitedHome.due_on.is_not(None), VisitedHome.due_on <= until, goes, ~tried
    )
    rows = soon.options(joinedload(VisitedHome.person)).order_by(VisitedHome.due_on, VisitedHome.id).limit(READ)
    found = list(db.session.scalars(rows).unique())
    due = sorted((each for each in found if each.due_on <= today), key=lambda each: (each.grade, each.due_on, each.id))
    first = due[: rules.day_most]
    buildings = {each.building for each in first}
    along = [each for each in found if each.due_on > today and each.building in buildings]
    by_building: dict[str, list[VisitedHome]] = {}
    for each in sorted([*first, *along], key=lambda each: (each.building, each.room)):
        by_building.setdefault(each.building, []).append(each)
    return Walk(unit, today, list(by_building.items()), len(due) - len(first), None)


def visited_today(unit: OrgUnit, user: User) -> list[HomeVisit]:
    """What was noted of today in `unit`, whether somebody was met or not, the latest first."""
    noted = HomeVisit.visible_to(user).where(
        _of(unit, HomeVisit), HomeVisit.on == clock.today(), HomeVisit.status != "dropped"
    )
    return list(db.session.scalars(noted.order_by(HomeVisit.id.desc()).limit(SHOWN)).unique())


def next_on_walk(home: VisitedHome, unit: OrgUnit, user: User) -> VisitedHome | None:
    """The household after `home` on today's walk of `unit`; the first that is left where it was the last."""
    left = [each for each in walk_of(unit, user).homes if each is not home]
    behind = [each for each in left if (each.building, each.room) > (home.building, home.room)]
    return next(iter(behind or left), None)


def due_by_unit(unit: OrgUnit, user: User) -> list[tuple[OrgUnit, int]]:
    """The units below, and how many households are due in each today."""
    due = (VisitedHome.seen_by(user), unit.subtree_of(VisitedHome), VisitedHome.due_by(clock.today()))
    counts = db.session.execute(
        select(VisitedHome.unit_id, func.count()).where(*due).group_by(VisitedHome.unit_id)
    ).all()
    numbers = dict(counts)
    units = select(OrgUnit).where(OrgUnit.id.in_(numbers)).order_by(OrgUnit.path)
    return [(each, numbers[each.id]) for each in db.session.scalars(units)]


def _of(unit: OrgUnit, model: type[VisitedHome] | type[HomeVisit]):
    """What lies in a grid and below; of a community what lies in no grid of it."""
    return unit.subtree_of(model) if unit.kind == "grid" else model.unit_id == unit.id
