"""With what lists, tasks, applications, answers and ratings are begun, and each of their steps is taken once. The rows are invented for the
demo: the real lists are each district's own, and come by import."""

from datetime import timedelta

from sqlalchemy import func, select

from plugins.duty_lists.models import Admission, AdmissionOpinion, DutyEdition, DutyItem, DutyRating, DutyTask
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.samples import Sample, Samples, Stage, today
from portal.workdays.arithmetic import months_after

ROWS = {
    "basic": {"title": "矛盾纠纷排查调处", "area": "平安法治", "basis": "演示用条目", "department": "综治办"},
    "assist": {
        "title": "秸秆禁烧巡查",
        "area": "生态环保",
        "basis": "演示用条目",
        "department": "生态环境局",
        "superior_duty": "执法处罚，配发设备。",
        "own_duty": "宣传、发现后上报。",
        "boundary": "不承担处罚，不垫付费用。",
    },
    "withdrawn": {
        "title": "采集企业用电数据",
        "area": "经济发展",
        "basis": "演示用条目",
        "basis_number": "演示〔2026〕1号",
        "department": "工信局",
        "takeover": "由部门从电力公司取得。",
    },
    "grid": {
        "title": "上报路面坑洼",
        "area": "公共安全",
        "basis": "演示用条目",
        "doing": "report",
        "frequency": "随见随报",
        "department": "住建局",
    },
    "negative": {"title": "强制群众安装手机软件", "basis": "演示用条目", "basis_number": "演示〔2026〕2号"},
}
HERE = {"document": "演示〔2026〕1号"}


def in_days(days: int):
    return lambda record, stage: clock.today() + timedelta(days=days)


def row_of(kind: str):
    """A row in force of that list for the unit of the stage; the list is published with the first task that needs one."""

    def found(record, stage: Stage) -> DutyItem:
        rows = DutyEdition.rows_for(stage.unit, clock.today()).where(DutyEdition.kind == kind)
        if made := db.session.scalars(rows.limit(1)).first():
            return made
        with clock.pretend(clock.now() - timedelta(days=1)):
            director, district = stage.users["director"], stage.users["district"]
            edition = DutyEdition.draft(unit=stage.unit, kind=kind, title="演示清单", by=director)
            edition.add_item(serial=1, by=director, **ROWS[kind])
            edition.enact(clock.today(), HERE["document"], by=district)
            db.session.flush()
        return edition.items[0]

    return found


def chosen(kind: str) -> dict:
    """What the form of 对照清单 is filled with for a row of that list."""

    def serial(record, stage):
        return row_of(kind)(record, stage).serial

    return {"hit": "number", "kind": kind, "serial": serial}


def _first_row(edition: DutyEdition, stage: Stage) -> DutyItem:
    return edition.items[0]


EDITIONS = Samples(
    DutyEdition,
    {
        DutyEdition.draft: Sample("director", {"kind": "basic", "title": "基本履职事项清单（演示）"}),
        DutyEdition.add_item: Sample(
            "director",
            {"serial": lambda edition, stage: len(edition.items) + 1} | ROWS["basic"],
            days=0,
        ),
        DutyEdition.correct_item: Sample(
            "director",
            {"serial": lambda edition, stage: edition.items[0].serial} | ROWS["basic"] | {"area": "平安建设"},
            row=_first_row,
            first=(DutyEdition.add_item,),
            days=0,
        ),
        DutyEdition.remove_item: Sample(
            "director", {"reason": "登记重了。"}, row=_first_row, first=(DutyEdition.add_item,), days=0
        ),
        DutyEdition.enact: Sample("district", HERE | {"valid_from": today}, first=(DutyEdition.add_item,), days=3),
        DutyEdition.give_way: Sample("", {"number": "基本履职清单第2版", "last": today}),
        DutyEdition.drop: Sample("director", {"reason": "改用统一的版本。"}, days=0),
    },
)
ASKED = {
    "sender": "旗工信局",
    "title": "报送辖区企业上月用电数据",
    "text": "请各社区逐户采集企业用电数据，周五前报送。",
}
TASKS = Samples(
    DutyTask,
    {
        DutyTask.register: Sample("clerk", ASKED | {"way": "letter", "received_on": today}),
        DutyTask.correct: Sample(
            "clerk",
            ASKED
            | {
                "sender": "旗工业和信息化局",
                "way": "letter",
                "received_on": today,
                "due_on": None,
                "basis": "",
                "plan_number": "",
            },
            days=0,
        ),
        DutyTask.attach: Sample("clerk", {"upload": lambda task, stage: stage.picture()}, at="received", days=0),
        DutyTask.take_on: Sample("clerk", {"item": row_of("basic")}, form=chosen("basic"), days=0),
        DutyTask.take_with_boundary: Sample("clerk", {"item": row_of("assist")}, form=chosen("assist"), days=0),
        DutyTask.stop: Sample("clerk", {"item": row_of("withdrawn")}, form=chosen("withdrawn"), days=0),
        DutyTask.set_apart: Sample("clerk", form={"hit": "none"}, days=0),
        DutyTask.take_urgently: Sample("clerk", {"reason": "今晚暴雪，先组织清雪。"}, at="received", days=0),
        DutyTask.approve_urgent: Sample("district", {"until": in_days(10), "note": "同意。"}, days=0),
        DutyTask.refuse_urgent: Sample("district", {"reason": "不属应急。"}, days=0),
        DutyTask.lapse: Sample("", at="urgent_agreed", past=lambda task: task.urgent_until),
        DutyTask.check_again: Sample("clerk", {"reason": "选错了一行。"}, at="stopped", days=0),
        DutyTask.send_back: Sample(
            "clerk", {"proposed": "旗工信局", "reason": "列入收回清单，不由社区承接。"}, at="stopped"
        ),
        DutyTask.force: Sample("clerk", {"forced_by": "旗工信局", "reason": "电话说必须报。"}),
        DutyTask.await_admission: Sample("", {"admission": lambda task, stage: ADMISSIONS.begin(stage)}),
        DutyTask.admit: Sample(""),
        DutyTask.deny: Sample(""),
        DutyTask.finish: Sample("clerk", {"person_times": 4, "hours": 12}, at="accepted", days=5),
        DutyTask.drop: Sample("clerk", {"reason": "登记重了。"}, at="received", days=0),
    },
)
ELEMENTS = {
    "sender": "旗民政局",
    "title": "独居老人冬季取暖排查",
    "why": "入冬后排查取暖隐患，部门人手不够。",
    "law": "演示用依据",
    "standard": "每月每户看一次，发现隐患上报。",
    "person_times": 2,
    "hours": 8,
    "funds_fen": 300_000,
    "months": 6,
    "pilot": "先在一个社区试一个月。",
    "exit_terms": "取暖期结束即退出。",
}


def answered(admission: Admission, stage: Stage) -> None:
    """Every community has said what it thinks."""
    ADMISSIONS.bring("consulting", stage, admission)
    for each in admission.opinions:
        if each.open:
            each.agree("能做，请给经费。", by=stage.users["clerk"])
    db.session.flush()


def _until(admission: Admission, stage: Stage):
    return months_after(clock.today(), 6)


ADMISSIONS = Samples(
    Admission,
    {
        Admission.apply: Sample("clerk", ELEMENTS, form={"unit_id": lambda record, stage: stage.unit.id}),
        Admission.correct: Sample("clerk", ELEMENTS | {"months": 5}, days=0),
        Admission.consult: Sample("clerk", {"until": in_days(7)}),
        Admission.submit: Sample("clerk", first=(answered,), days=2),
        Admission.review: Sample("director", {"opinion": "要素齐全，负担可以承受。"}),
        Admission.approve: Sample("district", {"valid_from": today, "valid_until": _until, "note": "同意试行。"}),
        Admission.refuse: Sample("district", {"reason": "部门自己能做。"}),
        Admission.assess: Sample("director", {"text": "负担在预计以内。"}, days=30),
        Admission.exit: Sample("director", {"reason": "取暖期结束。"}, days=60),
        Admission.expire: Sample("", past=lambda admission: admission.valid_until),
        Admission.withdraw: Sample("clerk", {"reason": "部门撤回。"}, at="applied", days=0),
    },
)


OPINIONS = Samples(
    AdmissionOpinion,
    {
        AdmissionOpinion.ask: Sample("", {"admission": lambda record, stage: ADMISSIONS.bring("applied", stage)}),
        AdmissionOpinion.agree: Sample("clerk", {"opinion": "能做。"}, form={"agrees": "yes"}, days=0),
        AdmissionOpinion.object: Sample("clerk", {"opinion": "人手不够。"}, form={"agrees": "no"}, days=0),
        AdmissionOpinion.close: Sample(""),
    },
)


def _street(record, stage: Stage) -> OrgUnit:
    """Townships rate, not communities."""
    return stage.unit.township or stage.unit


def _department(record, stage: Stage) -> str:
    """One that was not rated yet: each is, once a year."""
    rated = select(func.count(DutyRating.id)).where(DutyRating.unit_id == _street(record, stage).id)
    return f"旗第{db.session.scalar(rated) + 1}局"


RATINGS = Samples(
    DutyRating,
    {
        DutyRating.rate: Sample(
            "director",
            {
                "unit": _street,
                "year": lambda record, stage: clock.today().year,
                "department": _department,
                "kind": "department",
                "score": 82,
                "opinion": "下派任务较多。",
            },
            form={"unit_id": lambda record, stage: _street(record, stage).id},
        ),
        DutyRating.correct: Sample("director", {"score": 85, "opinion": "已整改。", "reason": "核对后更正。"}, days=0),
    },
)


SAMPLES = (EDITIONS, TASKS, ADMISSIONS, OPINIONS, RATINGS)
