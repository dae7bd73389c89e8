"""村级事项 in the demo: one in each state of 四议两公开."""

from datetime import timedelta

from plugins.consultation.models.village import VillageMatter
from plugins.consultation.samples_village import SAMPLES, objected
from portal.demo.world import World
from portal.org.models import OrgUnit

# where, how it stands, what, kind, budget in 分, days ago
MATTERS = (
    ("village", "archived", "修北段机耕路", "income", 8_600_000, 160),
    ("village", "carried", "打两眼灌溉机井", "welfare", 21_500_000, 70),
    ("village", "rejected", "卖旧村部房屋", "property", None, 45),
    ("street", "published", "修文化广场", "welfare", 6_200_000, 40),
    ("street", "noticed", "集体收益分配方案", "income", None, 20),
    ("street", "raised", "路灯换太阳能灯", "income", 3_300_000, 3),
)
MEETINGS = (VillageMatter.propose, VillageMatter.consult, VillageMatter.examine, VillageMatter.resolve)


def load(world: World, unit: OrgUnit) -> None:
    """In a village, and in `unit`, a community that was one; of the one that is published an objection waits for its answer."""
    for where, status, title, kind, budget, days in MATTERS:
        stage = world.stage(village_of(world) if where == "village" else unit, world.now - timedelta(days=days))
        given = {"title": title, "text": f"{title}，村民多次提出。", "kind": kind, "budget_fen": budget}
        matter = SAMPLES.begin(stage, {VillageMatter.raise_matter: given})
        said = {each: {"text": f"同意{title}，资金和方案按说明办理。"} for each in MEETINGS}
        if status == "rejected":
            SAMPLES.bring("proposed", stage, matter, said)
            against = {
                "text": f"多数人不同意{title}。",
                "expected": 9,
                "present": 9,
                "agreed": 4,
                "against": 5,
                "abstained": 0,
            }
            SAMPLES.take(VillageMatter.consult, matter, stage, {VillageMatter.consult: against})
            continue
        posted = said | {
            VillageMatter.publish: {"text": f"{title}，按决议实施。"},
            VillageMatter.report: {"text": f"{title}已完成。"},
        }
        SAMPLES.bring(status, stage, matter, posted)
        if status == "published":
            objected(matter, stage)


def village_of(world: World) -> OrgUnit:
    """The first of 白泥井."""
    return next(each for each in world.units.communities.values() if each.township_id == world.units.bainijing.id)
