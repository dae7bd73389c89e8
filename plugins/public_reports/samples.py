"""With what labels and reports are begun, and each of their steps is taken once."""

from plugins.public_reports.models import Label, Report
from portal.cases.models import Case
from portal.records.people import Contact
from portal.records.samples import Sample, Samples, Stage


def someone(record, stage: Stage) -> Contact:
    """Whoever reports."""
    who = stage.names.person()
    return Contact(name=who.name, phone=who.phone)


def another(report: Report, stage: Stage) -> Report:
    """A second one, into which the first can be merged."""
    return REPORTS.begin(stage, {Report.send: {"text": "三号楼的灯坏了好几天。"}})


def under_way(report: Report, stage: Stage) -> Case:
    """The case of another report."""
    return REPORTS.bring("accepted", stage).case


def closed(report: Report, stage: Stage) -> None:
    """Its case has a result, which was the answer."""
    if report.case and not report.case.open:
        return
    case = REPORTS.bring("accepted", stage, report).case
    case.accept(by=stage.users["clerk"])
    case.resolve("物业已经换了灯。", by=stage.users["director"])


LABEL = {"title": "万豪花园南门", "kind": "gate"}
LABELS = Samples(
    Label,
    {
        Label.enter: Sample("director", LABEL),
        Label.post: Sample("clerk", {"note": "贴在门卫室窗外。"}, at="waiting"),
        Label.hang: Sample("", at="waiting", days=0),
        Label.damage: Sample("clerk", {"note": "被雨淋坏了。"}),
        Label.amend: Sample("director", LABEL | {"title": "万豪花园北门", "reason": "贴在北门。"}, at="in_use", days=0),
        Label.close: Sample("director", {"instead": "请到社区服务站。"}, at="in_use", days=0),
        Label.restore: Sample("director", {"note": "重新启用。"}),
    },
)
REPORTS = Samples(
    Report,
    {
        Report.send: Sample(
            "clerk",
            {
                "matter": "property",
                "text": "三号楼二单元楼道的灯不亮。",
                "place_text": "3 号楼 2 单元",
                "channel": "phone",
                "reporter": someone,
            },
            form={"unit_id": lambda record, stage: stage.unit.id},
        ),
        Report.look: Sample("clerk", days=0),
        Report.ask: Sample("clerk", {"question": "是哪一层的灯？"}, at="seen", days=0),
        Report.remark: Sample("", {"text": "三层和四层的。"}, at="asked", to="seen", days=1),
        Report.accept: Sample("clerk", {"title": "楼道灯不亮", "matter": "property"}, at="seen", days=0),
        Report.decline: Sample(
            "clerk",
            {
                "ground": "不在本单位职责范围",
                "words": "路灯和信号灯由市政、交管部门管理。",
                "elsewhere": "市政服务热线",
            },
            at="seen",
            days=0,
        ),
        Report.merge_into: Sample(
            "clerk",
            {"other": another},
            at="seen",
            form={"number": lambda record, stage: another(record, stage).number},
            days=0,
        ),
        Report.join: Sample(
            "clerk",
            {"case": under_way},
            at="seen",
            form={"number": lambda record, stage: under_way(record, stage).number},
            days=0,
        ),
        Report.refer: Sample("clerk", {"whom": "119", "words": "10:20 打电话，消防站已出动。"}, at="received", days=0),
        Report.withdraw: Sample("", at="received", days=0),
        Report.learn: Sample("", {"outcome": "物业已经换了灯。"}, at="accepted", days=2),
        Report.rate: Sample("", {"responded": True, "solved": True, "satisfied": True}, days=1),
        Report.reopen: Sample("", {"reason": "只亮了一天。"}, days=1),
        Report.resume: Sample("", {"reason": "核查时发现没有修好。"}, days=1),
        Report.take_up: Sample("clerk", first=(closed,), days=0),
        Report.set_apart: Sample("clerk", {"reason": "要求全楼免交物业费，没有法律依据，已当面解释。"}, days=1),
        Report.confirm_apart: Sample("director", {"note": "情况属实。"}, first=(Report.set_apart,), days=0),
        Report.refuse_apart: Sample(
            "director", {"reason": "要求的是修灯，应当支持。"}, first=(Report.set_apart,), days=0
        ),
    },
)
SAMPLES = (LABELS, REPORTS)
