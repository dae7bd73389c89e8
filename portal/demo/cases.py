"""Demo cases: about ninety disputes over a year, taken through the steps of the case."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from random import Random

from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case
from portal.demo import turns
from portal.demo.names import NameBook
from portal.demo.stories import LAND, NEIGHBOURS, PROPERTY, WAGES, Story
from portal.demo.world import SEED, PlannedCase, World
from portal.org.models import OrgUnit
from portal.people.models import Organisation, Person

SOURCES = ("visit", "visit", "visit", "grid", "grid", "phone", "hotline", "police")
YEAR = 365
FRESH_DAYS = 25
# Where the named accounts work there is a case at every step, whatever the day: fate, story, and how many days ago
AT_EVERY_STEP = (
    ("waiting", NEIGHBOURS[1], 1),
    ("triaged", NEIGHBOURS[4], 2),
    ("handled-sent", WAGES[1], 3),
    ("handled-acknowledged", WAGES[0], 5),
    ("handled-reported", WAGES[1], 6),
    ("mediation-accepted", NEIGHBOURS[0], 2),
    ("mediation-performing", WAGES[0], 40),
    ("mediation-held", NEIGHBOURS[2], 4),
)


def load(world: World) -> None:
    """Register everything in order of time; ordinary cases are brought to their end, mediated ones are left to the plugin."""
    units = world.units
    villages = [name for name, unit in units.communities.items() if unit.township_id == units.bainijing.id]
    plan = [
        *_spread(world, LAND, 22, villages),
        *_spread(world, PROPERTY, 20, ["兴盛园社区"]),
        *_spread(world, NEIGHBOURS, 28, ["泰兴社区", "南干社区", "兴建社区"]),
        *_spread(world, WAGES, 12, ["泰兴社区", "兴盛园社区", "南干社区"]),
        *((_at_work(world, days), story, "泰兴社区", fate) for fate, story, days in AT_EVERY_STEP),
    ]
    for number, (moment, story, community, fate) in enumerate(sorted(plan, key=lambda each: each[0])):
        _play(world, moment, story, community, fate or _fate(number, (world.now - moment).days))
    apart = replace(world, names=NameBook(SEED + 2), chance=Random(SEED + 2))  # noqa: S311  the rest stays as it is
    for turn, story, days in turns.STORIES:
        _play(apart, _at_work(apart, days), story, "泰兴社区", turn)


def _spread(world: World, stories: tuple[Story, ...], count: int, communities: list[str]):
    """`count` stories at working hours of the past year, each in its season; how far each has come depends on its age."""
    today = clock.local(world.now).date()
    for number in range(count):
        story = stories[number % len(stories)]
        days = [back for back in range(1, YEAR) if (today - timedelta(days=back)).month in story.months]
        if number % 4 == 3 and (fresh := [back for back in days if back < FRESH_DAYS]):
            days = fresh  # enough of them not yet ended
        yield _at_work(world, world.chance.choice(days)), story, world.chance.choice(communities), ""


def _at_work(world: World, days: int) -> datetime:
    """A random moment in the working hours of the day `days` ago."""
    hour = time(world.chance.choice((8, 9, 10, 14, 15)), world.chance.randrange(60), tzinfo=clock.SHANGHAI)
    return datetime.combine(clock.local(world.now).date() - timedelta(days=days), hour).astimezone(UTC)


def _play(world: World, moment: datetime, story: Story, community: str, fate: str) -> None:
    unit = _grid(world, community)
    staff = world.staff[unit.township_id]
    with clock.pretend(moment):
        case = Case.register(
            unit=unit,
            parties=_parties(world, story, unit, community),
            by=staff["clerk"],
            title=story.title,
            kind=story.kind,
            level=story.level,
            description=story.text,
            source=world.chance.choice(SOURCES),
            happened_on=clock.today() - timedelta(days=3),
            location=community,
        )
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
        _handle(world, case, story, later, staff["clerk"], fate)
    elif fate in turns.ALL:
        turns.Turns(world, case, later).play(fate)


def _fate(number: int, age: int) -> str:
    """How far a case of this age has come: most old ones are mediated, recent ones are spread over all steps."""
    if age < 3:
        return "waiting"
    if age < FRESH_DAYS:
        return ("mediation-open", "handled-sent", "waiting", "mediation-agreed", "handled-acknowledged")[number % 5]
    if number % 11 == 5:
        return "declined"
    if age < 80 and number % 2:
        return "mediation-performing"
    return ("mediation", "mediation", "handled", "mediation", "mediation")[number % 5]


def _handle(world: World, case: Case, story: Story, start: datetime, clerk: User, fate: str) -> None:
    """Assign, report, resolve and archive the case, as far as its fate says."""
    offices = world.units.departments
    department = offices.get(story.office) or offices[f"{_township(world, case)}{story.office}"]
    liaison = world.staff[department.id]["department"]
    with clock.pretend(start + timedelta(minutes=20)):
        assignment = case.assign(department, by=clerk, note="请核实处理。")
    if fate == "handled-sent":
        return
    with clock.pretend(min(start + timedelta(days=1), world.now)):
        assignment.acknowledge(by=liaison)
    if fate == "handled-acknowledged":
        return
    with clock.pretend(start + timedelta(days=3)):
        assignment.report("已到现场核实，双方协商一致，问题已解决。", by=liaison)
    if fate == "handled-reported":
        return
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
    return Person.enter(
        unit,
        name=someone.name,
        id_number=someone.id_number,
        phone=someone.phone,
        ethnicity=someone.ethnicity,
        occupation="务农" if rural else "职工",
        address=world.names.address(community, rural=rural),
    )


def _firm(world: World, unit: OrgUnit) -> Organisation:
    firm = world.names.organisation("达拉特旗", long=world.chance.random() < 0.3)
    return Organisation.enter(
        unit,
        name=firm.name,
        uscc=firm.uscc,
        legal_person=world.names.person().name,
        phone=world.names.phone(),
        address="达拉特旗树林召镇迎宾路",
    )
