"""The demo: a matter in each state of 四议两公开; the rules of a village and of a community; councils and what they did."""

from datetime import timedelta

from plugins.village_affairs.models import Council, Covenant, VillageMatter
from plugins.village_affairs.samples import COUNCILS, COVENANTS, MATTERS, TEXT, objected
from plugins.village_affairs.settings import KEY, rules_of
from portal import clock
from portal.demo.world import World
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.plugin_admin.switching import switch
from portal.settings import listed

# where, how it stands, what, kind, budget in 分, days ago
STORIES = (
    ("village", "archived", "修北段机耕路", "income", 8_600_000, 160),
    ("village", "carried", "打两眼灌溉机井", "welfare", 21_500_000, 70),
    ("village", "rejected", "卖旧村部房屋", "property", None, 45),
    ("street", "published", "修文化广场", "welfare", 6_200_000, 40),
    ("street", "noticed", "集体收益分配方案", "income", None, 20),
    ("street", "raised", "路灯换太阳能灯", "income", 3_300_000, 3),
)
MEETINGS = (VillageMatter.propose, VillageMatter.consult, VillageMatter.examine, VillageMatter.resolve)
ORDERED = {"accepted": False, "opinion": "第四条设定罚款，与行政处罚法抵触，请删去，改为劝导。"}
FINED = f"{TEXT}\n第四条　乱倒垃圾的，每次罚款五十元。"
CHARTER = "一、宗旨：移风易俗，乡风文明。\n二、会长 1 人，理事若干人，任期 3 年。\n三、只劝导，不处罚。"
DID = (
    ("event", "帮办喜事一场", "理事 2 人", "12 桌，没有鞭炮和拱门。", 40),
    ("review", "评议好媳妇、好公婆", "评议员 7 人", "推荐 3 户，在村务公开栏公布。", 25),
    ("meeting", "商量冬季清雪怎么分工", "成员 9 人", "按组分段，写进村规民约的修改稿。", 12),
    ("patrol", "节前巡查麻将馆", "成员 4 人，民警 1 人", "张贴禁赌告示 5 处。", 5),
)


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; in a village of 白泥井, and in a community that was one."""
    units = world.units
    with clock.pretend(world.began):
        switch(KEY, units.county, "on", by=world.users["administrator"], reason="全旗启用村级事务。")
        switch(KEY, units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
    taixing = units.communities["泰兴社区"]
    _matters(world, taixing)
    _rules_and_councils(world, _village(world), taixing)


def _matters(world: World, unit: OrgUnit) -> None:
    """In a village, and in `unit`, a community that was one; of the one that is published an objection waits for its answer."""
    for where, status, title, kind, budget, days in STORIES:
        stage = world.stage(_village(world) if where == "village" else unit, world.now - timedelta(days=days))
        given = {"title": title, "text": f"{title}，村民多次提出。", "kind": kind, "budget_fen": budget}
        matter = MATTERS.begin(stage, {VillageMatter.raise_matter: given})
        said = {each: {"text": f"同意{title}，资金和方案按说明办理。"} for each in MEETINGS}
        if status == "rejected":
            MATTERS.bring("proposed", stage, matter, said)
            against = {
                "text": f"多数人不同意{title}。",
                "expected": 9,
                "present": 9,
                "agreed": 4,
                "against": 5,
                "abstained": 0,
            }
            MATTERS.take(VillageMatter.consult, matter, stage, {VillageMatter.consult: against})
            continue
        posted = said | {
            VillageMatter.publish: {"text": f"{title}，按决议实施。"},
            VillageMatter.report: {"text": f"{title}已完成。"},
        }
        MATTERS.bring(status, stage, matter, posted)
        if status == "published":
            objected(matter, stage)


def _village(world: World) -> OrgUnit:
    """The first of 白泥井."""
    return next(each for each in world.units.communities.values() if each.township_id == world.units.bainijing.id)


def _rules_and_councils(world: World, village: OrgUnit, community: OrgUnit) -> None:
    """A village whose rules are in their second edition, a community whose street ordered a correction; the councils of the village."""
    for days, text in ((330, TEXT), (90, f"{TEXT}\n第四条　节约用水，爱护机井。")):
        stage = world.stage(village, world.now - timedelta(days=days))
        COVENANTS.bring("in_force", stage, COVENANTS.begin(stage, {Covenant.draft: {"text": text}}))
    stage = world.stage(community, world.now - timedelta(days=30))
    residents = {"kind": "residents", "text": FINED}
    COVENANTS.bring(
        "filed",
        stage,
        made := COVENANTS.begin(stage, {Covenant.draft: residents}),
        {Covenant.adopt: {"body": "residents", "expected": 120, "present": 84, "agreed": 80}},
    )
    COVENANTS.take(Covenant.answer, made, stage, {Covenant.answer: ORDERED})
    for place, kind in enumerate(listed(rules_of(village).village_councils)):
        _council(world, village, kind, place)


def _council(world: World, village: OrgUnit, kind: str, place: int) -> None:
    """Founded 200 days ago, with a head and two members; it did one thing since."""
    stage = world.stage(village, world.now - timedelta(days=200))
    with stage.later():
        clerk = stage.users["clerk"]
        council = Council.set_up(unit=village, kind=kind, founded_on=clock.today(), charter=CHARTER, by=clerk)
        db.session.flush()
    for post in ("head", "member", "member"):
        COUNCILS.take(Council.enlist, council, stage, {Council.enlist: {"post": post}})
    if not place:
        _resident(world, council)
    what, title, people, outcome, ago = DID[place % len(DID)]
    given = {"kind": what, "title": title, "people": people, "outcome": outcome}
    COUNCILS.take(Council.note, council, world.stage(village, world.now - timedelta(days=ago)), {Council.note: given})


def _resident(world: World, council: Council) -> None:
    """A member who is in the register of residents."""
    someone = world.names.person()
    Person.enter(council.unit, name=someone.name, id_number=someone.id_number, phone=someone.phone)
    stage = world.stage(council.unit, world.now - timedelta(days=199))
    COUNCILS.take(Council.enlist, council, stage, {Council.enlist: {"name": someone.name, "phone": someone.phone}})
