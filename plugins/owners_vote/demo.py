"""业主表决 in the demo: a lift on which the law and an older local rule (invented, and called so) differ, and what is done with the income from
common parts, on which people are voting."""

from datetime import timedelta

from plugins.owners_vote.models import OwnersVote
from plugins.owners_vote.samples import VOTES, owner, voted
from plugins.owners_vote.settings import KEY
from plugins.owners_vote.views.roll import ROLL
from portal import clock
from portal.demo.world import World
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.plugin_admin.switching import switch
from portal.records.samples import Stage
from portal.settings import change

OLD_RULE = {
    "owners_local_name": ["示例旧规"],
    "owners_local_source": ["示例：某地既有住宅增设电梯办法（虚构）"],
    "owners_local_matters": ["rebuild"],
    "owners_local_of": ["all"],
    "owners_local_passing": ["two_thirds"],
}
INCOME = {
    "title": "公共收益用于更换单元门禁",
    "matter": "other",
    "text": "用今年公共收益（电梯广告、车位）86,000 元更换 11 个单元的门禁，余款存入维修资金。",
    "scope": "estate",
    "part": "",
}
GROUNDS = "民法典施行以后以民法典为准；已向提出疑问的业主说明，并报住建部门。"
ESTATE, FLATS = "万豪花园", 40
AREAS = (9_860, 12_450, 10_535)  # 0.01 m²
SHOPS, UNSOLD = 2, 6
VOTED = 21


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区. The older rule is in force from the beginning; a vote that is done, one that is
    published, one under way, one that is drawn up."""
    units = world.units
    with clock.pretend(world.began):
        switch(KEY, units.county, "on", by=world.users["administrator"], reason="全旗启用业主表决。")
        switch(KEY, units.dongsheng, "off", by=None, reason="东胜区暂不使用。")
        change(KEY, units.county, OLD_RULE, by=world.users["district"], reason="示例：展示两个口径并列。")
    where = units.grids["泰兴社区"][0]
    _done(world, where)
    _lift(world, where)
    _income(world, where)
    _drawn_up(world, where)


def _done(world: World, where: OrgUnit) -> None:
    """One of last spring, about the entrance beside; one of the owners is in the register of residents."""
    stage = world.stage(where, world.now - timedelta(days=150))
    vote = VOTES.begin(
        stage, {OwnersVote.draw_up: {"estate": ESTATE, "title": "3号楼1单元加装电梯", "part": "3号楼1单元"}}
    )
    someone = world.names.person()
    Person.enter(where, name=someone.name, id_number=someone.id_number, phone=someone.phone)
    known = {"name": someone.name, "phone": someone.phone, "id_number": someone.id_number}
    _flat(vote, stage, "3号楼", "1单元101", 0, [owner(stage, **known)])
    given = {OwnersVote.publish: {"outcome": "passed", "grounds": GROUNDS}}
    VOTES.bring("passed", stage, vote, given)


def _lift(world: World, where: OrgUnit) -> None:
    """Nine of twelve took part, seven were for it: enough by the law, one too few by the old rule; a ballot was corrected."""
    stage = world.stage(where, world.now - timedelta(days=40))
    given = {OwnersVote.publish: {"outcome": "passed", "grounds": GROUNDS}}
    vote = VOTES.bring("voting", stage, VOTES.begin(stage, {OwnersVote.draw_up: {"estate": ESTATE}}))
    voted(vote, stage)
    VOTES.take(OwnersVote.withdraw, vote, stage)
    VOTES.take(OwnersVote.enter_ballot, vote, stage, {OwnersVote.enter_ballot: {"number": 4, "choice": "for"}})
    VOTES.bring("published", stage, vote, given)


def _income(world: World, where: OrgUnit) -> None:
    """Flats, two shops of somebody who owns a flat too, and those that are not sold; half of the owners have voted, and
    one asks that an online ballot be taken back."""
    stage = world.stage(where, world.now - timedelta(days=22))
    given = INCOME | {"estate": ESTATE, "organiser": f"{ESTATE}业主委员会"}
    vote = VOTES.begin(stage, {OwnersVote.draw_up: given})
    for number in range(FLATS):
        owners = [owner(stage)] if number % 5 else [owner(stage), owner(stage)]
        _flat(vote, stage, f"{number // 10 + 1}号楼", f"1单元{number % 10 // 2 + 1}0{number % 2 + 1}", number, owners)
    merchant = {"name": "赵永利", "phone": "15400770099", "id_number": None}
    for number in range(SHOPS):
        _flat(vote, stage, "商铺", f"{number + 1}号", number, [owner(stage, **merchant)])
    for number in range(UNSOLD):
        _flat(vote, stage, "5号楼", f"1单元{number + 1}01", number, [], unsold=True)
    VOTES.bring("voting", stage, vote)
    db.session.expire(vote, ["voters"])
    for place, voter in enumerate(vote.voters[:VOTED]):
        choice = ("for", "for", "against", "for", "abstain")[place % 5]
        if place % 3:
            with stage.later():
                vote.cast_online(voter, choice)
        else:
            ballot = {OwnersVote.enter_ballot: {"number": voter.ordinal, "choice": choice}}
            VOTES.take(OwnersVote.enter_ballot, vote, stage, ballot)
    doubted = {"number": vote.voters[4].ordinal, "way": "online", "reason": "本人书面说明表决码被别人用了。"}
    VOTES.take(OwnersVote.withdraw, vote, stage, {OwnersVote.withdraw: doubted})


def _flat(vote: OwnersVote, stage: Stage, building: str, door: str, number: int, owners: list, **more) -> None:
    given = {"building": building, "door": door, "area": AREAS[number % len(AREAS)], "owners": owners} | more
    VOTES.take(OwnersVote.enter_flat, vote, stage, {OwnersVote.enter_flat: given})


def _drawn_up(world: World, where: OrgUnit) -> None:
    """One whose roll was uploaded and waits to be entered."""
    stage = world.stage(where, world.now - timedelta(days=1))
    given = {"title": "选聘物业服务企业", "matter": "manager", "scope": "estate", "part": "", "estate": ESTATE}
    vote = VOTES.begin(stage, {OwnersVote.draw_up: given | {"text": "续聘现在的物业服务企业，合同三年，物业费不变。"}})
    lines = [["1号楼", f"1单元{number + 1}01", "98.60", world.names.person().name] for number in range(6)]
    fields = {"楼栋": "building", "门号": "door", "专有部分面积": "area", "业主": "owners"}
    world.roster_file(ROLL, vote, "业主名册.xlsx", fields, *lines)
