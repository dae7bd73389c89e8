"""The demo of 研判: weeks of a community of 昭君街道 and a month of the street, in each state, with tasks struck off."""

from datetime import timedelta

from sqlalchemy import select

from plugins.briefs.models import Brief, BriefTask
from plugins.briefs.samples import BRIEFS, MEETING, OPINION, TASKS
from plugins.briefs.settings import KEY
from portal import clock
from portal.cases.models import Case
from portal.demo.world import World
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.samples import Stage

OTHERS = (
    "本周来访比上周少，夜间施工的两件已经停工整改。外来务工人员租住的平房用电老化，下周同供电所一起查一遍，登记好户数。",
    OPINION,
    "天冷以后供暖反映增多，主要是顶层和边户不热。请供热公司派人驻社区三天，逐户测温，测完公布；独居老人的先测。",
)
THE_STREET = (
    "本月矛盾集中在供暖、物业和欠薪三类。供暖的由街道约供热公司在五日内答复；物业的由各社区列出清单，街道统一约谈；"
    "欠薪的两个工地由人社、住建部门到场核实工资专户。年底返乡前每周调度一次。"
)


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; hold the meetings."""
    world.switch_on(KEY, "全旗开展周研判、月研判。")
    community = db.session.get_one(OrgUnit, world.users["grid"].units[0].community_id)
    for ago, opinion, state in zip((21, 14, 7), OTHERS, ("reported", "reported", "met"), strict=True):
        stage = world.stage(community, world.now - timedelta(days=ago, hours=4))
        brief = _held(stage, opinion)
        TASKS.begin(stage, {BriefTask.give: {"brief": brief, "case": _case(community)}})
        _strike(stage, brief)
        BRIEFS.bring(state, stage, brief)
    stage = world.stage(world.units.zhaojun, world.now - timedelta(days=world.now.day + 26))
    BRIEFS.bring("reported", stage, _held(stage, THE_STREET))
    stage = world.stage(world.units.zhaojun, world.now - timedelta(hours=5))
    BRIEFS.begin(stage)


def _case(community: OrgUnit) -> Case:
    """The one that was registered there first: what the task is about."""
    return db.session.scalars(select(Case).where(Case.community_id == community.id).order_by(Case.id).limit(1)).one()


def _held(stage: Stage, opinion: str) -> Brief:
    """The meeting of the latest period that is over; what the data say stays as it was drafted."""
    brief = BRIEFS.begin(stage)
    said = MEETING | {"opinion": opinion, "summary": brief.summary, "met_at": lambda record, stage: clock.now()}
    return BRIEFS.take(Brief.hold, brief, stage, {Brief.hold: said}) or brief


def _strike(stage: Stage, brief: Brief) -> None:
    """The tasks of the week before are done, and struck off at this meeting."""
    for task in brief.tasks_before:
        with stage.later():
            if task.status == "todo":
                task.finish("已逐栋清理，没有再堆放。", by=stage.users["grid"])
            if task.status == "done":
                task.strike(by=stage.users["clerk"])
