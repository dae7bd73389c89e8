"""The demo of 网格走访: the households of two entrances, half a year of visits, what became of them; two are due, one is to be checked."""

from datetime import timedelta

from plugins.grid_work.choices import KEY
from plugins.grid_work.models import VisitedHome, VisitPause
from plugins.grid_work.samples import HOMES, PAUSES
from portal import clock
from portal.demo.world import World

# room, class, cause, days between visits, whether somebody is met
ROOMS = (
    ("101", "1", "独居", 7, True),
    ("102", "2", "新迁入", 30, True),
    ("201", "3", "自愿", 80, True),
    ("202", "2", "低保", 28, True),
    ("301", "2", "残疾", 30, False),
    ("302", "1", "失能", 6, True),
)
BUILDINGS = ("锦绣苑1号楼1单元", "锦绣苑1号楼2单元")
SAID = ("家里都好。", "问了医保怎么交。", "孩子放假回来了。", "水费单收到了。")


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗; enrol, visit, hand on."""
    world.switch_on(KEY, "全旗启用网格走访。")
    unit = world.units.grids["泰兴社区"][0]
    for number, (building, (room, grade, cause, every, met)) in enumerate(
        (building, each) for building in BUILDINGS for each in ROOMS
    ):
        stage = world.stage(unit, world.now - timedelta(days=120))
        given = {"building": building, "room": room, "grade": grade, "cause": cause, "reason": "入户了解。"}
        home = HOMES.begin(stage, {VisitedHome.enrol: given})
        away = 3 if not met else every + (2 if number in (0, 3) else 0)
        for step in range(3 if not met else max(1, min(6, 110 // every))):
            ago = away + step * every if met else 9 - 3 * step
            _visited(world, home, number + step, ago, met=met)
    PAUSES.begin(
        world.stage(world.units.grids["泰兴社区"][1], world.now - timedelta(days=2)),
        {VisitPause.enter: {"name": "sick", "valid_until": clock.local(world.now).date() + timedelta(days=5)}},
    )


def _visited(world: World, home: VisitedHome, number: int, ago: int, *, met: bool) -> None:
    """So many days ago, by the worker of the grid; one in six says what is to be done."""
    with clock.pretend(world.now - timedelta(days=ago)):
        by, on = world.users["grid"], clock.today()
        if not met:
            home.visit(on, "silent", "door", "", by=by)
            return
        told = number % 6 in (2, 5)
        visit = home.visit(
            on,
            "met",
            ("door", "door", "stairs", "phone")[number % 4],
            SAID[number % len(SAID)],
            found=("matter", "change")[number % 2] if told else "",
            title=("楼道灯不亮", "添了一口人")[number % 2] if told else "",
            matter="property",
            by=by,
        )
        if visit.status == "found" and ago > 10:
            visit.report(by=by)
        if visit.status == "changed" and ago > 20:
            visit.update("户的登记里添了一名成员。", by=world.users["clerk"])
