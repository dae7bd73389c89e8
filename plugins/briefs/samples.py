"""With what a 研判 is begun, and each of its steps, and of those of its tasks, is taken once."""

from datetime import date, timedelta

from plugins.briefs.models import Brief, BriefTask
from plugins.briefs.period import Period
from plugins.briefs.settings import rules_of
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.samples import Sample, Samples, Stage, now

OPINION = (
    "楼道堆物和夜间施工的反映集中在老旧小区，物业和施工单位都答应整改，但没有写明时间。"
    "下期由网格员逐栋看一遍，社区约物业当面定下日期，街道把夜间施工的批准文件核对清楚。"
)
ATTENDED = (
    {"name": "孟和", "post": "党支部书记", "came": True, "stand_in": ""},
    {"name": "王秀兰", "post": "网格员", "came": True, "stand_in": ""},
    {"name": "赵强", "post": "民警", "came": False, "stand_in": "李伟"},
)
RISKS = ("供暖开始以后老旧小区管道漏水增多", "年底工地集中讨薪")


def free_day(record, stage: Stage) -> date:
    """A day of the latest period that is over and of which the unit has no report."""
    rhythm = rules_of(stage.unit).values[stage.unit.kind]
    period = Period.asked(rhythm)
    while Brief.of(stage.unit, period):
        period = period.before
    return period.first


def target(record, stage: Stage) -> OrgUnit:
    """The grid whose worker has it to do."""
    return stage.users["grid"].units[0]


def brief(record, stage: Stage) -> Brief:
    """One of which the meeting was held."""
    return BRIEFS.bring("met", stage)


def signed(task: BriefTask, stage: Stage) -> None:
    """The report went out, and its tasks with it."""
    if task.status == "planned":
        BRIEFS.bring("signed", stage, task.brief)
        db.session.refresh(task)


def next_one(task: BriefTask, stage: Stage) -> None:
    """The next report is under way."""
    TASKS.bring("done", stage, task)
    if task.meeting is None:
        BRIEFS.begin(stage)


def in_days(days: int):
    return lambda record, stage: clock.today() + timedelta(days=days)


MEETING = {
    "met_at": now,
    "venue": "社区会议室",
    "host": "孟和",
    "summary": "本期新增不多，集中在楼道堆物和夜间施工。",
    "opinion": OPINION,
    "grade": "middle",
    "attendances": lambda record, stage: [dict(each) for each in ATTENDED],
    "risks": lambda record, stage: list(RISKS),
}
TYPED = {
    "attendances": [each | {"came": "yes" if each["came"] else "no"} for each in ATTENDED],
    "risks": "\n".join(RISKS),
}
BRIEFS = Samples(
    Brief,
    {
        Brief.start: Sample("clerk", {"on": free_day}, form={"unit_id": lambda record, stage: stage.unit.id}),
        Brief.hold: Sample("clerk", MEETING, at="drawn", form=TYPED),
        Brief.revise: Sample("clerk", MEETING | {"grade": "high"}, at="met", form=TYPED),
        Brief.sign: Sample("director", at="met", to="signed"),
        Brief.send_back: Sample("director", {"reason": "任务没有写明责任单位。"}),
        Brief.report_up: Sample("clerk"),
        Brief.judge: Sample("clerk", {"outcome": "came"}, row=lambda record, stage: record.risks[0], at="signed"),
        Brief.miss: Sample("clerk", {"text": "地下车库电动车起火。"}, at="signed"),
        Brief.discard: Sample("clerk", {"reason": "数取早了，重新取。"}, at="met"),
    },
)
TASKS = Samples(
    BriefTask,
    {
        BriefTask.give: Sample(
            "clerk",
            {"brief": brief, "title": "逐栋清理楼道堆物", "target": target, "due_on": in_days(20)},
            form={"target_id": lambda record, stage: target(record, stage).id, "case_number": ""},
        ),
        BriefTask.send: Sample("director", days=0),
        BriefTask.finish: Sample("grid", {"text": "三栋楼已清理，贴了告知单。"}, first=(signed,), at="todo"),
        BriefTask.enter: Sample("clerk", {"text": "电话报告：三栋楼已清理。"}, first=(signed,), at="todo"),
        BriefTask.strike: Sample("clerk", first=(next_one,)),
        BriefTask.renew: Sample("clerk", {"due_on": in_days(7), "reason": "还有一栋没有清理。"}, at="done"),
        BriefTask.drop: Sample("clerk", {"reason": "已由物业清理。"}, at="planned"),
    },
)
SAMPLES = (BRIEFS, TASKS)
