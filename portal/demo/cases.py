"""About eighty disputes over a year, taken through the verbs of the case as the offices would."""

from datetime import UTC, datetime, time, timedelta

from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case
from portal.demo.stories import LAND, NEIGHBOURS, PROPERTY, WAGES, Story
from portal.demo.world import PlannedCase, World
from portal.org.models import OrgUnit
from portal.people.models import Organisation, Person

SOURCES = ("visit", "visit", "visit", "grid", "grid", "phone", "hotline", "police")
YEAR = 365
FRESH_DAYS = 25


def load(world: World) -> None:
    """Register everything in order of time; ordinary cases are brought to their end, mediated ones are left to the plugin."""
    units = world.units
    villages = [name for name, unit in units.communities.items() if unit.township_id == units.bainijing.id]
    plan = [
        *_spread(world, LAND, 22, villages),
        *_spread(world, PROPERTY, 20, ["兴盛园社区"]),
        *_spread(world, NEIGHBOURS, 28, ["泰兴社区", "南干社区", "兴建社区"]),
        *_spread(world, WAGES, 12, ["泰兴社区", "兴盛园社区", "南干社区"]),
    ]
    for number, (moment, story, community) in enumerate(sorted(plan, key=lambda each: each[0])):
        _play(world, number, moment, story, community)


def _spread(world: World, stories: tuple[Story, ...], count: int, communities: list[str]):
    """`count` stories on working hours of the past year, each in its season."""
    today = clock.local(world.now).date()
    for number in range(count):
        story = stories[number % len(stories)]
        days = [back for back in range(1, YEAR) if (today - timedelta(days=back)).month in story.months]
        if number % 4 == 3 and (fresh := [back for back in days if back < FRESH_DAYS]):
            days = fresh  # enough of them not yet ended
        day = today - timedelta(days=world.chance.choice(days))
        hour = time(world.chance.choice((8, 9, 10, 14, 15)), world.chance.randrange(60), tzinfo=clock.SHANGHAI)
        yield datetime.combine(day, hour).astimezone(UTC), story, world.chance.choice(communities)


def _play(world: World, number: int, moment: datetime, story: Story, community: str) -> None:
    unit = _grid(world, community)
    staff = world.staff[unit.township_id]
    with clock.pretend(moment):
        case = Case.register(unit=unit, parties=_parties(world, story, unit, community), by=staff["clerk"],
                             title=story.title, kind=story.kind, level=story.level, description=story.text,
                             source=world.chance.choice(SOURCES), happened_on=clock.today() - timedelta(days=3),
                             location=community)
    age = (world.now - moment).days
    fate = _fate(number, age)
    if fate == "waiting":
        return
    later = min(moment + timedelta(minutes=40), world.now)
    with clock.pretend(later):
        if fate == "declined":
            case.decline("不属于本中心受理范围，已告知向人民法院起诉。", by=staff["clerk"])
            return
        case.triage(kind=story.kind, level=story.level, by=staff["clerk"], note="情况属实，予以受理。")
    if fate.startswith("mediation"):
        world.planned.append(PlannedCase(case, story, fate, later))
    elif fate.startswith("handled"):
        _handle(world, case, story, later, staff["clerk"], finished=fate == "handled")


def _fate(number: int, age: int) -> str:
    """Most are mediated; the fresh ones stand at every step."""
    if age < 3:
        return "waiting"
    if age < FRESH_DAYS:
        return ("mediation-open", "handled-open", "waiting", "mediation-agreed", "mediation-open")[number % 5]
    if number % 11 == 5:
        return "declined"
    if age < 80 and number % 2:
        return "mediation-performing"
    return ("mediation", "mediation", "handled", "mediation", "mediation")[number % 5]


def _handle(world: World, case: Case, story: Story, start: datetime, clerk: User, *, finished: bool) -> None:
    """Handed to a department, answered, verified, archived."""
    offices = world.units.departments
    department = offices.get(story.office) or offices[f"{_township(world, case)}{story.office}"]
    liaison = world.staff[department.id]["department"]
    with clock.pretend(start + timedelta(minutes=20)):
        assignment = case.assign(department, by=clerk, note="请核实处理。")
    if not finished and world.chance.random() < 0.5:
        return
    with clock.pretend(min(start + timedelta(days=1), world.now)):
        assignment.acknowledge(by=liaison)
    if not finished:
        return
    with clock.pretend(start + timedelta(days=3)):
        assignment.report("已到现场核实，双方协商一致，问题已解决。", by=liaison)
    with clock.pretend(start + timedelta(days=4)):
        case.resolve("经回访，当事人对处理结果满意。", by=clerk)
    with clock.pretend(start + timedelta(days=5)):
        case.archive(by=clerk)


def _township(world: World, case: Case) -> OrgUnit:
    places = (world.units.zhaojun, world.units.gongye, world.units.bainijing)
    return next(place for place in places if place.id == case.township_id)


def _grid(world: World, community: str) -> OrgUnit:
    return world.chance.choice(world.units.grids[community])


def _parties(world: World, story: Story, unit: OrgUnit, community: str) -> list[tuple[int, Person | Organisation]]:
    first = _resident(world, unit, community)
    other = _firm(world, unit) if story.against == "organisation" else _resident(world, unit, community)
    parties = [(1, first), (2, other)]
    if story in WAGES and world.chance.random() < 0.6:
        parties.insert(1, (1, _resident(world, unit, community)))
    return parties


def _resident(world: World, unit: OrgUnit, community: str) -> Person:
    someone = world.names.person()
    rural = unit.township_id == world.units.bainijing.id
    return Person.enter(unit, name=someone.name, id_number=someone.id_number, phone=someone.phone,
                        ethnicity=someone.ethnicity, occupation="务农" if rural else "职工",
                        address=world.names.address(community, rural=rural))


def _firm(world: World, unit: OrgUnit) -> Organisation:
    firm = world.names.organisation("达拉特旗", long=world.chance.random() < 0.3)
    return Organisation.enter(unit, name=firm.name, uscc=firm.uscc, legal_person=world.names.person().name,
                              phone=world.names.phone(), address="达拉特旗树林召镇迎宾路")
