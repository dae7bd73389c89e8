"""With what a whistle is blown, and each of its steps, and of those of the departments, is taken once."""

from plugins.whistle.choices import ENFORCEMENT
from plugins.whistle.models import Call, Whistle
from portal import clock
from portal.cases.models import Case
from portal.cases.samples import accepted_case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.people import Contact
from portal.records.samples import Sample, Samples, Stage, now

REASON = {"reason": "情况有变化，不用部门到场了。"}


TOLD = {
    "title": "工地拖欠工资",
    "description": "工人在工地门口等待，要求当天发工资。",
    "location": "迎宾路工地",
    "kind": "0701",
}


def case(record, stage: Stage, **told) -> Case:
    """A case that was accepted, and that the street cannot settle alone; `told` replaces what is said of it."""
    return accepted_case(stage, source="grid", **TOLD | told)


def one_department(record, stage: Stage) -> list[dict]:
    return [{"unit": stage.office("department"), "duty": "核实工资，责令支付。", "leads": True}]


def another_department(record, stage: Stage) -> list[dict]:
    """One that was not called yet."""
    made = OrgUnit.create(kind="department", name="住房和城乡建设局（试）", parent=stage.county)
    return [{"unit": made, "duty": "核实工程款。", "leads": False}]


def as_typed(calls):
    """The same as it is filled in."""

    def typed(record, stage: Stage) -> list[dict]:
        return [
            {"unit_id": each["unit"].id, "duty": each["duty"]} | ({"leads": "y"} if each["leads"] else {})
            for each in calls(record, stage)
        ]

    return typed


def leader(record, stage: Stage) -> Contact:
    someone = stage.names.person()
    return Contact(name=someone.name, phone=someone.phone)


def answered(whistle: Whistle, stage: Stage) -> None:
    """Every department has answered."""
    WHISTLES.bring("blown", stage, whistle)
    somebody = stage.users["department"]
    for each in whistle.calls:
        if each.assignment.status == "sent":
            with stage.later():
                each.assignment.acknowledge(by=somebody)
        if each.assignment.status == "acknowledged":
            with stage.later(1):
                each.assignment.report("已责令支付，工资当天发清。", by=somebody)
    db.session.flush()


def rated(whistle: Whistle, stage: Stage) -> None:
    """Every department has answered, and was rated; then whoever leads answered for the whole."""
    answered(whistle, stage)
    for lead in whistle.case.in_hand:
        if lead.unit == whistle.unit:
            with stage.later():
                lead.acknowledge(by=stage.users["clerk"])
                lead.report("部门到场处置，已经解决。", by=stage.users["clerk"])
    for each in whistle.calls:
        if not each.grade:
            CALLS.take(Call.rate, each, stage)


def came(call: Call, stage: Stage) -> None:
    """The department says that it came."""
    if not call.came_at:
        CALLS.take(Call.arrive, call, stage)


def entered(call: Call, stage: Stage) -> None:
    """The caller says that it came."""
    if not call.came_at:
        CALLS.take(Call.enter, call, stage)


ARRIVAL = {"leader": leader, "people": 3, "at": now}
TYPED = {"name": "张建国", "phone": "13900000000", "people": 3}
WHISTLES = Samples(
    Whistle,
    {
        Whistle.blow: Sample(
            "clerk",
            {
                "case": case,
                "calls": one_department,
                "kind": ENFORCEMENT,
                "need": "街道没有执法权，请到现场核实，责令支付。",
                "basis": "保障农民工工资支付条例",
                "place_of_meeting": "迎宾路工地门口",
                "meet_at": None,
            },
            form={"calls": as_typed(one_department)},
        ),
        Whistle.approve: Sample("director", to="blown", days=0),
        Whistle.go_out: Sample("director", days=0),
        Whistle.call_more: Sample(
            "director", {"calls": another_department}, form={"calls": as_typed(another_department)}, days=0
        ),
        Whistle.refuse: Sample("director", {"reason": "街道可以自己办。"}),
        Whistle.withdraw: Sample("clerk", REASON, at="blown"),
        Whistle.close: Sample("clerk", {"result": "工资已经发清，工人离开。"}, first=(rated,)),
        Whistle.end: Sample("", {"why": "申请人撤回。"}, at="blown"),
    },
)
CALLS = Samples(
    Call,
    {
        Call.arrive: Sample("department", ARRIVAL, at="blown", form=TYPED, days=0),
        Call.enter: Sample("clerk", ARRIVAL, at="blown", form=TYPED, days=0),
        Call.confirm: Sample("clerk", at="blown", first=(came,), days=0),
        Call.agree: Sample("department", at="blown", first=(entered,), days=0),
        Call.deny: Sample("clerk", {"reason": "当时没有人到场。"}, at="blown", first=(came,), days=0),
        Call.contradict: Sample("department", {"reason": "时间写错了。"}, at="blown", first=(entered,), days=0),
        Call.miss: Sample("clerk", at="blown", past=lambda call: clock.local(call.record.come_by).date()),
        Call.rate: Sample(
            "clerk",
            {"grade": "good", "words": "到得快，办得实。"},
            at="blown",
            first=(lambda call, stage: answered(call.record, stage),),
        ),
        Call.rate_back: Sample(
            "department",
            {"grade": "good", "words": "情况说得清楚。"},
            at="blown",
            first=(lambda call, stage: answered(call.record, stage),),
        ),
    },
    part_of=WHISTLES,
    part=lambda whistle: whistle.calls[0],
)
SAMPLES = (WHISTLES, CALLS)
