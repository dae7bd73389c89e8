"""With what a sponsorship is begun, and each of its steps, and of those of its handovers, is taken once."""

from datetime import date, timedelta

from plugins.sponsored.choices import GRAVE, KEY_CASE
from plugins.sponsored.models import MET_IN, SponsorHandover, Sponsorship
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case, Party
from portal.cases.samples import accepted_case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.samples import Sample, Samples, Stage, today

TOLD = {
    "title": "拆迁安置补偿争议",
    "description": "对安置面积的计算不认可，多次反映没有结果。",
    "location": "3号楼2单元",
    "kind": "1101",
}
PLANNED = {
    "grade": KEY_CASE,
    "focus": "要求尽快解决，对现在的处理办法不认可。",
    "measures": "每周上门听取诉求，请主管部门当面讲明政策，生活困难的帮助申请救助，谈不拢的引导走法律程序。",
    "goal": "三个月内达成一致，或者依法导入程序。",
}
STRIKING = {
    "result": "settled",
    "account": "主管部门当面说明了依据，双方达成一致，款项已付清。",
    "attitude": "agrees",
    "confirmed": "signed",
    "proofs": "双方协议\n付款凭证\n回访录音",
    "meetings": "昭君街道会商〔2026〕3号",
}
MET = {"way": "home", "said": "要求给出明确的处理办法。", "done": "约好请主管部门一起当面说明。"}


def case(record, stage: Stage, **told) -> Case:
    """An accepted case of the grid whose worker answers; `told` replaces what is said of it."""
    return accepted_case(stage, unit=stage.office("grid"), **TOLD | told)


def again(sponsorship: Sponsorship, stage: Stage) -> None:
    """Once it was struck off, the party who asked comes again with another matter."""
    SPONSORSHIPS.bring("struck", stage, sponsorship)
    with stage.later(1):
        Case.register(
            unit=sponsorship.unit,
            parties=[(1, sponsorship.case.side(1)[0].person)],
            by=stage.users["clerk"],
            level="minor",
            source="visit",
            happened_on=None,
            **TOLD | {"title": "又来反映同一件事"},
        )
        db.session.flush()


def leader(record, stage: Stage) -> User:
    return stage.users["director"]


def other_leader(record, stage: Stage) -> User:
    return stage.users["district"]


def handler(record, stage: Stage) -> User:
    return stage.users["grid"]


def responsible(record, stage: Stage) -> OrgUnit:
    return stage.office("grid")


def asked(record: Sponsorship, stage: Stage) -> Party:
    return record.case.parties[0]


WHO = {"party_id": lambda record, stage: asked(record, stage).id}
VISITED = {"party": asked, "on": today, "way": "phone", "said": "没有新的问题。", "done": "告知有事随时来。"}


def in_days(days: int):
    return lambda record, stage: clock.today() + timedelta(days=days)


def later(days: int):
    return lambda record, stage: record.due_on + timedelta(days=days)


def before_visit(record: Sponsorship) -> date | None:
    return record.visit_due_on


def visited(record: Sponsorship, stage: Stage) -> None:
    """The first visit after it was struck off."""
    SPONSORSHIPS.bring("struck", stage, record)
    if not record.is_last_visit:
        SPONSORSHIPS.take(Sponsorship.visit, record, stage)


def handed_over(record: Sponsorship, stage: Stage) -> None:
    """Whoever was named leader last has taken over."""
    if record.handover:
        HANDOVERS.take(SponsorHandover.take_over, record.handover, stage)


def answered(record: Sponsorship, stage: Stage) -> None:
    """The case itself has been handled and answered."""
    if record.case.status != "triaged":
        return
    with stage.later():
        record.case.assign(stage.office("grid"), by=stage.users["clerk"])
        db.session.flush()
        for each in record.case.in_hand:
            each.acknowledge(by=stage.users["grid"])
            each.report("双方达成一致，款项已经付清。", by=stage.users["grid"])
        db.session.flush()


def waiting(record: Sponsorship, stage: Stage) -> Case:
    return record.to_judge[0]


def _of(unit: OrgUnit, user: User) -> str:
    return f"{unit.id}-{user.id}"


SPONSORSHIPS = Samples(
    Sponsorship,
    {
        Sponsorship.draft: Sample(
            "clerk",
            {
                "case": case,
                "leader": leader,
                "handler": handler,
                "responsible": responsible,
                "due_on": in_days(90),
                **PLANNED,
            },
            form={
                "leader_id": lambda record, stage: leader(record, stage).id,
                "handler": lambda record, stage: _of(stage.office("grid"), handler(record, stage)),
            },
        ),
        Sponsorship.approve: Sample("director"),
        Sponsorship.refuse: Sample("director", {"reason": "措施写得太笼统，请写明谁来做、做到什么程度。"}),
        Sponsorship.record_contact: Sample(
            "grid",
            {"party": asked, "on": today, **MET},
            at="active",
            form={"party_id": lambda record, stage: asked(record, stage).id},
        ),
        Sponsorship.raise_grade: Sample("director", {"grade": GRAVE, "reason": "人数增加。"}, at="active"),
        Sponsorship.change_leader: Sample(
            "director",
            {"leader": other_leader, "reason": "分工调整。"},
            at="active",
            form={"leader_id": lambda record, stage: other_leader(record, stage).id},
        ),
        Sponsorship.change_handler: Sample(
            "director",
            {
                "handler": lambda record, stage: stage.users["clerk"],
                "responsible": lambda record, stage: stage.users["clerk"].units[0],
                "reason": "人员调整。",
            },
            at="active",
            form={"handler": lambda record, stage: _of(stage.users["clerk"].units[0], stage.users["clerk"])},
        ),
        Sponsorship.ask_for_time: Sample("grid", {"until": later(30), "reason": "等待鉴定意见。"}),
        Sponsorship.grant: Sample("director", at="asking"),
        Sponsorship.keep_limit: Sample("director", {"reason": "可以先谈。"}, at="asking"),
        Sponsorship.ask_to_strike: Sample("grid", STRIKING, first=(handed_over,)),
        Sponsorship.strike_off: Sample(
            "district", {"opinion": "已经电话核实，化解到位，同意销号。"}, first=(answered,)
        ),
        Sponsorship.send_back: Sample("district", {"reason": "付款凭证没有附。"}),
        Sponsorship.judge_relapse: Sample(
            "clerk",
            {"case": waiting, "verdict": "yes", "reason": "反映的还是同一件事。"},
            at="struck",
            first=(again,),
            form={"case_id": lambda record, stage: waiting(record, stage).id},
        ),
        Sponsorship.visit: Sample("clerk", VISITED, past=before_visit, form=WHO),
        Sponsorship.visit_again: Sample("clerk", VISITED, first=(visited,), past=before_visit, form=WHO),
        Sponsorship.end: Sample("", {"why": "申请人撤回。"}),
        Sponsorship.follow_to: Sample("", {"case": case}, at="active"),
        Sponsorship.follow_back: Sample("", {"case": case}, at="active"),
    },
)


class HandoverSamples(Samples):
    """A sponsorship that has got another leader."""

    @property
    def reachable(self) -> list[str]:
        return list(MET_IN)

    def begin(self, stage: Stage, given=None) -> SponsorHandover:
        sponsorship = SPONSORSHIPS.begin(stage, given or {})
        SPONSORSHIPS.take(Sponsorship.change_leader, sponsorship, stage)
        return sponsorship.handovers[-1]


HANDOVERS = HandoverSamples(
    SponsorHandover,
    {
        SponsorHandover.take_over: Sample(
            "district",
            {"told": "见了两次面，约好请主管部门当面说明。", "open_points": "主管部门的书面意见还没有出。"},
            at="active",
        )
    },
    part_of=SPONSORSHIPS,
    part=lambda sponsorship: sponsorship.handovers[-1],
)
SAMPLES = (SPONSORSHIPS, HANDOVERS)
