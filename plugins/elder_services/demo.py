"""The demo of services at home: two providers, thirty people one looks in on, half a year of orders in every state."""

from datetime import date, timedelta

from plugins.elder_services.choices import GROUNDS, SERVICES
from plugins.elder_services.models import Provider, ServiceOrder, Visited
from plugins.elder_services.register import ROSTER
from plugins.elder_services.samples import ORDERS, PROVIDERS, VISITED
from plugins.elder_services.settings import KEY
from portal.demo.world import World
from portal.org.models import OrgUnit
from portal.people.models import Person

OLD, ORDERED = 30, 28
LAST = ("done", "assigned", "asked", "assigned")  # those of the last days are still under way
RESULTS = {
    "bath": "上门助浴一次。",
    "clean": "打扫卧室、厨房，换洗床单。",
    "medical": "陪同去旗医院复诊。",
    "visit": "上门探访，老人精神好，水电气正常。",
    "hair": "上门理发。",
    "clinic": "量血压、测血糖，已告知本人。",
}


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; enlist, order, serve."""
    world.switch_on(KEY, "全旗启用居家养老服务。")
    unit = world.units.grids["泰兴社区"][0].parent.parent
    people = _visited(world, unit)
    _roster_file(world, unit)
    began = world.stage(unit, world.now - timedelta(days=200))
    for name, kinds in (
        ("康乐居家养老服务中心", list(SERVICES)),
        ("昭君街道社区卫生服务中心", ["medical", "clinic", "visit"]),
    ):
        PROVIDERS.begin(began, {Provider.enlist: {"name": name, "kinds": kinds}})
    kinds = list(SERVICES)
    for number in range(ORDERED):
        kind, ahead = kinds[number % len(kinds)], ORDERED - number
        status = LAST[-ahead] if ahead <= len(LAST) else "cancelled" if number % 7 == 6 else "confirmed"
        stage = world.stage(unit, world.now - timedelta(days=ahead * 6 if ahead > len(LAST) else ahead))
        given = {
            ServiceOrder.ask: {"person": people[number % len(people)], "kind": kind, "request": "上午。"},
            ServiceOrder.finish: {"result": RESULTS[kind]},
            ServiceOrder.confirm: {"satisfied": number % 9 != 4},
        }
        ORDERS.bring(status, stage, given=given)


def _visited(world: World, unit: OrgUnit) -> list[Person]:
    """The old who are looked in on, for one reason or another."""
    stage, grounds = world.stage(unit, world.now - timedelta(days=190)), list(GROUNDS)
    people = []
    for number in range(OLD):
        someone = world.names.person(born=date(1938 + number % 17, 1 + number % 12, 1 + number % 28))
        people.append(stage.resident(name=someone.name, id_number=someone.id_number))
        given = {"person": people[-1], "ground": grounds[number // 3 % len(grounds)]}
        VISITED.begin(stage, {Visited.enrol: given})
    return people


def _roster_file(world: World, unit: OrgUnit) -> None:
    """A roster that was uploaded and checked, and waits to be entered."""
    someone = world.names.person(born=date(1946, 5, 1))
    fields = {"姓名": "name", "身份证号": "id_number", "原因": "ground", "从哪天起": "valid_from"}
    line = [someone.name, someone.id_number, "留守", "2026-01-01"]
    world.roster_file(ROSTER, unit, "探访对象名册.xlsx", fields, line)
