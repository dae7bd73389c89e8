"""一约四会 in the demo: a village whose rules are in their second edition, a community whose street ordered a correction; councils."""

from datetime import timedelta

from plugins.consultation.models import Council, Covenant
from plugins.consultation.samples_covenant import COUNCILS, COVENANTS, TEXT
from plugins.consultation.settings import rules_of
from portal import clock
from portal.demo.world import World
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings import listed

ORDERED = {"accepted": False, "opinion": "第四条设定罚款，与行政处罚法抵触，请删去，改为劝导。"}
FINED = f"{TEXT}\n第四条　乱倒垃圾的，每次罚款五十元。"
CHARTER = "一、宗旨：移风易俗，乡风文明。\n二、会长 1 人，理事若干人，任期 3 年。\n三、只劝导，不处罚。"
DID = (
    ("event", "帮办喜事一场", "理事 2 人", "12 桌，没有鞭炮和拱门。", 40),
    ("review", "评议好媳妇、好公婆", "评议员 7 人", "推荐 3 户，在村务公开栏公布。", 25),
    ("meeting", "商量冬季清雪怎么分工", "成员 9 人", "按组分段，写进村规民约的修改稿。", 12),
    ("patrol", "节前巡查麻将馆", "成员 4 人，民警 1 人", "张贴禁赌告示 5 处。", 5),
)


def load(world: World, village: OrgUnit, community: OrgUnit) -> None:
    """In a village and a community."""
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
    for place, kind in enumerate(listed(rules_of(village).councils)):
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
    what, title, people, outcome, ago = DID[place % len(DID)]
    given = {"kind": what, "title": title, "people": people, "outcome": outcome}
    COUNCILS.take(Council.note, council, world.stage(village, world.now - timedelta(days=ago)), {Council.note: given})
