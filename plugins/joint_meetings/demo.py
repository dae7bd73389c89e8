"""The demo of 会商: meetings of 昭君街道 in each state, and a monthly one with what is open of the last."""

from datetime import timedelta

from plugins.joint_meetings.models import Invitation, JointMeeting, MeetingTask
from plugins.joint_meetings.samples import CALLED, INVITATIONS, MEETINGS, TASKS, case, soon, tasks
from plugins.joint_meetings.settings import KEY
from portal import clock
from portal.demo.world import World
from portal.org.models import OrgUnit
from portal.records.samples import Stage

# what it is called, kind of the case, what is said of it, units, how far it came, days ago, what was decided, the task of each unit
STORIES = (
    ("商户占道经营会商", "1301", "长期占道，劝说无效，商量联合整治。", ("综合执法局", "市场监管局"), "issued", 45,
     "联合整治一周，划定临时摆放点，以后每周巡查。", "参加联合整治，落实每周巡查。"),
    ("下水管道返水会商", "0402", "物业撤走，管道没有人修，商量由谁修、钱从哪来。", ("住建局",), "issued", 20,
     "先应急疏通，再按规定申请维修资金。", "安排应急疏通，指导申请维修资金。"),
    ("塔吊讨薪会商", "0701", "工人聚集讨薪，商量怎样尽快发清。", ("人社局", "公安局"), "written", 9,
     "人社局牵头，十日内发清工资，街道每日报告。", "督促发放工资，维护现场秩序。"),
    ("夜间施工噪声会商", "0203", "家长联名反映，商量施工时间。", ("住建局", "综合执法局"), "held", 5, "", ""),
    ("油烟扰民会商", "0504", "沿街饭馆油烟直排，商量检测和整改。", ("市场监管局",), "called", 1, "", ""),
    ("外墙脱落会商", "0402", "回迁楼外墙脱落，商量排险。", ("住建局", "自然资源局"), "called_off", 14, "", ""),
)  # fmt: skip
MONTHLY = "矛盾纠纷化解联席会议"
MEMBERS = ("人社局", "住建局", "公安局")


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; hold the meetings."""
    world.switch_on(KEY, "全旗启用会商。")
    for title, kind, said, offices, state, ago, decision, what in STORIES:
        stage = world.stage(world.units.zhaojun, world.now - timedelta(days=ago, hours=6))
        with stage.later():
            about = case(None, stage, title=said.split("，")[0], description=said, kind=kind)
        given = {"title": title, "invited": _units(world, offices), "items": [{"case": about, "said": said}]}
        meeting = MEETINGS.begin(stage, {JointMeeting.call: given})
        if state != "called":
            _reply(world, meeting, stage)
        MEETINGS.bring(state, stage, meeting, _decided(decision, what))
        if state == "issued":
            _do(world, meeting, stage, all_of_it=ago > 30)
    _monthly(world)


def _units(world: World, offices: tuple[str, ...]) -> list[dict]:
    return [{"unit": world.units.departments[name], "asked": "分管副局长"} for name in offices]


def _decided(decision: str, what: str) -> dict:
    """What the minutes say."""
    return {
        JointMeeting.write: {
            "decision": decision,
            "tasks": lambda meeting, stage: [each | {"what": what} for each in tasks(meeting, stage)],
        }
    }


def _of(world: World, unit: OrgUnit, stage: Stage) -> Stage:
    """The same day, among the people of `unit`."""
    return Stage(world.users | world.staff[unit.id], stage.unit, world.names, stage.day, until=world.now)


def _reply(world: World, meeting: JointMeeting, stage: Stage) -> None:
    """The last of several asks for leave and sends another."""
    for place, each in enumerate(meeting.invited):
        leaves = place and place == len(meeting.invited) - 1
        INVITATIONS.take(Invitation.excuse if leaves else Invitation.accept, each, _of(world, each.unit, stage))


def _do(world: World, meeting: JointMeeting, stage: Stage, *, all_of_it: bool) -> None:
    """The units report; the host strikes off all tasks, and corrects the minutes, or the tasks stay to be checked."""
    for each in meeting.tasks:
        TASKS.take(MeetingTask.report, each, _of(world, each.target, stage))
        if all_of_it:
            TASKS.take(MeetingTask.strike, each, stage)
    if all_of_it:
        MEETINGS.take(JointMeeting.correct, meeting, stage)


def _monthly(world: World) -> None:
    """Held once, its tasks still open, and called again."""
    stage = world.stage(world.units.zhaojun, world.now - timedelta(days=27, hours=5))
    fields = CALLED | {"title": MONTHLY, "kind": "regular", "agenda": "通报上月情况，研究重点事项，布置下月任务。"}
    first = MEETINGS.begin(stage, {JointMeeting.call: fields | {"invited": _units(world, MEMBERS), "items": []}})
    MEETINGS.bring("issued", stage, first)
    with clock.pretend(world.now - timedelta(hours=3)):
        told = {**fields, "starts_at": soon(None, stage), "invited": _units(world, MEMBERS), "items": []}
        JointMeeting.call_again(first, by=world.users["director"], **told)
