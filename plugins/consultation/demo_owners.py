"""业主表决 in the demo: a lift on which the law and an older local rule (invented, and called so) differ, and what is done with the income from
common parts, on which people are voting."""

from datetime import timedelta

from plugins.consultation.models import Forum, OwnersVote
from plugins.consultation.samples_owners import SAMPLES, owner, voted
from plugins.consultation.settings import KEY
from plugins.consultation.views.owners_votes import ROLL
from portal import clock
from portal.demo.world import World
from portal.extensions import db
from portal.records.import_batch import ImportBatch
from portal.records.imports import Sheet
from portal.records.stage import Stage
from portal.settings import change

OLD_RULE = {
    "local_name": ["示例旧规"],
    "local_source": ["示例：某地既有住宅增设电梯办法（虚构）"],
    "local_matters": ["rebuild"],
    "local_of": ["all"],
    "local_passing": ["two_thirds"],
}
INCOME = {
    "title": "公共收益用于更换单元门禁",
    "matter": "other",
    "text": "用今年公共收益（电梯广告、车位）86,000 元更换 11 个单元的门禁，余款存入维修资金。",
    "scope": "estate",
    "part": "",
}
GROUNDS = "民法典施行以后以民法典为准；已向提出疑问的业主说明，并报住建部门。"
FLATS = 40
AREAS = (9_860, 12_450, 10_535)  # 0.01 m²
SHOPS, UNSOLD = 2, 6
VOTED = 21


def load(world: World, forum: Forum) -> None:
    """The rule is in force from the beginning; a vote that is published, one that is under way."""
    with clock.pretend(world.began):
        change(KEY, world.units.county, OLD_RULE, by=world.users["district"], reason="示例：展示两个口径并列。")
    _lift(world, forum)
    _income(world, forum)
    _drawn_up(world, forum)


def _lift(world: World, forum: Forum) -> None:
    """Nine of twelve took part, seven were for it: enough by the law, one too few by the old rule; a ballot was corrected."""
    stage = world.stage(forum.unit, world.now - timedelta(days=40))
    given = {OwnersVote.publish: {"outcome": "passed", "grounds": GROUNDS}}
    vote = SAMPLES.bring("voting", stage, SAMPLES.begin(stage, {OwnersVote.draw_up: {"estate": forum.name}}))
    voted(vote, stage)
    SAMPLES.take(OwnersVote.withdraw, vote, stage)
    SAMPLES.take(OwnersVote.enter_ballot, vote, stage, {OwnersVote.enter_ballot: {"number": 4, "choice": "for"}})
    SAMPLES.bring("published", stage, vote, given)


def _income(world: World, forum: Forum) -> None:
    """Flats, two shops of somebody who owns a flat too, and those that are not sold; half of the owners have voted, and
    one asks that an online ballot be taken back."""
    stage = world.stage(forum.unit, world.now - timedelta(days=22))
    given = INCOME | {"estate": forum.name, "organiser": f"{forum.name}业主委员会"}
    vote = SAMPLES.begin(stage, {OwnersVote.draw_up: given})
    for number in range(FLATS):
        owners = [owner(stage)] if number % 5 else [owner(stage), owner(stage)]
        _flat(vote, stage, f"{number // 10 + 1}号楼", f"1单元{number % 10 // 2 + 1}0{number % 2 + 1}", number, owners)
    merchant = {"name": "赵永利", "phone": "15400770099", "id_number": None}
    for number in range(SHOPS):
        _flat(vote, stage, "商铺", f"{number + 1}号", number, [owner(stage, **merchant)])
    for number in range(UNSOLD):
        _flat(vote, stage, "5号楼", f"1单元{number + 1}01", number, [], unsold=True)
    SAMPLES.bring("voting", stage, vote)
    db.session.expire(vote, ["voters"])
    for place, voter in enumerate(vote.voters[:VOTED]):
        choice = ("for", "for", "against", "for", "abstain")[place % 5]
        if place % 3:
            with stage.later():
                vote.cast_online(voter, choice)
        else:
            ballot = {OwnersVote.enter_ballot: {"number": voter.ordinal, "choice": choice}}
            SAMPLES.take(OwnersVote.enter_ballot, vote, stage, ballot)
    doubted = {"number": vote.voters[4].ordinal, "way": "online", "reason": "本人书面说明表决码被别人用了。"}
    SAMPLES.take(OwnersVote.withdraw, vote, stage, {OwnersVote.withdraw: doubted})


def _flat(vote: OwnersVote, stage: Stage, building: str, door: str, number: int, owners: list, **more) -> None:
    given = {"building": building, "door": door, "area": AREAS[number % len(AREAS)], "owners": owners} | more
    SAMPLES.take(OwnersVote.enter_flat, vote, stage, {OwnersVote.enter_flat: given})


def _drawn_up(world: World, forum: Forum) -> None:
    """One whose roll was uploaded and waits to be entered."""
    stage = world.stage(forum.unit, world.now - timedelta(days=1))
    given = {"title": "选聘物业服务企业", "matter": "manager", "scope": "estate", "part": "", "estate": forum.name}
    vote = SAMPLES.begin(
        stage, {OwnersVote.draw_up: given | {"text": "续聘现在的物业服务企业，合同三年，物业费不变。"}}
    )
    lines = [(number + 2, ["1号楼", f"1单元{number + 1}01", "98.60", world.names.person().name]) for number in range(6)]
    fields = {"楼栋": "building", "门号": "door", "专有部分面积": "area", "业主": "owners"}
    ImportBatch.take_in(
        ROLL, Sheet([*fields], lines), fields, {}, owner=vote, name="业主名册.xlsx", by=world.users["clerk"]
    )
