"""Where mediation meets the core: the option at triage, the panel on the case, the cards of the work desk."""

from collections.abc import Callable
from functools import cache
from typing import Any

from flask import g, url_for
from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, literal, or_, select
from sqlalchemy import case as case_when
from sqlalchemy.orm import aliased, joinedload

from plugins.mediation.models import Agreement, Committee, Credential, Dispute, FollowUp, Instalment, Mediator, Recusal
from plugins.mediation.models.credential import CERTIFICATE
from plugins.mediation.models.dispute import CHANNEL, MEDIATE, STATES
from plugins.mediation.models.wish import FORBIDDEN, REFUSED, WISHES, Wish
from portal.accounts.reader import Reader
from portal.cases.models import Assignment, Case
from portal.extensions import db
from portal.plugin.activation import takes_new
from portal.plugin.contributions import Action, Panel, Queue, TriageOption
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import Line, panel_of
from portal.records.waiting import stands_in
from portal.web.pages.formatting import day

SOON = 7  # days
ENDS_SOON = 60  # days: of a term, of a certificate
UNDER_WAY = ("mediating", "agreed")  # the time of mediation runs; before, only that of the case does


def triage_options(case: Case) -> list[TriageOption]:
    """转人民调解, or why this case cannot go there."""
    kept = _in_the_way(case)
    wish = "" if kept else WISHES.get(Wish.of(case), "")
    wished = f"登记的调解意愿：{wish}，已经选好“转人民调解”。" if wish else ""
    return [TriageOption(CHANNEL, "转人民调解", Dispute.receive, unavailable=kept, wished=wished)]


def _in_the_way(case: Case) -> str:
    if not takes_new(CHANNEL, case.unit):
        return "人民调解目前只读，不收新的纠纷。"
    if not (case.side(1) and case.side(2)):
        return "人民调解需要双方当事人，登记了双方才能转办。"
    wish = select(Wish.wish).where(Wish.case_id == case.id).scalar_subquery().label("wish")  # one statement for both
    there = select(Committee.id, wish).where(
        Committee.unit_id.in_([each for each in Committee.places(case.unit) if each])
    )
    if (found := db.session.execute(there.limit(1)).first()) is None:
        return f"{case.unit.short_name}没有可受理的人民调解委员会，请在“调委会”里设立后再转办。"
    return FORBIDDEN if found.wish == REFUSED else ""


def panels(ctx: Context, case: Case) -> list[Panel]:
    """How the mediation of this case stands."""
    found = _of(case) if ctx.actor.can("mediation.view", case) else []
    return panel_of("人民调解", map(_line, found))


def _line(dispute: Dispute) -> Line:
    names = "、".join(each.name for each in dispute.mediators)
    on = dispute.agreement and dispute.agreement.effective_on
    url = url_for("mediation.show", dispute_id=dispute.id)
    return Line(dispute, url, dispute.number or "查看纠纷", names + (f"　协议 {day(on)} 生效" if on else ""))


def actions(ctx: Context, case: Case) -> list[Action]:
    """To the desk, for those who mediate; to mediation, for those who hand the case on."""
    if not (ctx.actor.can("mediation.mediate", case) or Case.assign.is_open_to(ctx.actor, case)):
        return []
    found = _of(case)
    if any(each.open for each in found):
        mine = [each for each in found if each.open and each.entrusted_to(ctx.actor, "mediation.mediate")]
        return [
            *(
                Action("办理调解", url_for("mediation.show", dispute_id=each.id), "handshake", main=True)
                for each in mine
            ),
            *(
                Action("当场调解", url_for("mediation.meet_at_one_table", dispute_id=each.id), "handshake")
                for each in mine
                if each.status == "pending" and takes_new(CHANNEL, case.unit)
            ),
        ]
    if any(each.settles_it for each in found):
        return []
    if Case.assign.is_open_to(ctx.actor, case) and not _in_the_way(case):
        return [Action("转人民调解", url_for("mediation.receive", case_id=case.id), "handshake")]
    return []


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit if the desk closed, with counts."""
    states = [each for each in STATES if each.open]
    return still_open(
        ctx.unit, *((Dispute, f"{each.name}的纠纷 {{}} 件", Dispute.status == each.key) for each in states)
    )


def _of(case: Case) -> list[Dispute]:
    """The disputes of the case with what the panel shows; asked once a request, and only where the desk ever had it."""
    if not any(each.channel == CHANNEL for each in case.assignments):
        return []
    known = g.setdefault("mediation_of_case", {})
    if case.id not in known:
        known[case.id] = db.session.scalars(_shown(), {"case_id": case.id}).unique().all()
    return known[case.id]


@cache
def _shown() -> Select:
    return Dispute.of(bindparam("case_id")).options(
        joinedload(Dispute.agreement), joinedload(Dispute.chosen), joinedload(Dispute.recusals)
    )


UNPAID = (
    select(func.min(func.coalesce(Instalment.called_on, Instalment.due_on)))
    .where(Instalment.agreement_id == Agreement.id, Instalment.paid_on.is_(None), Instalment.ended_on.is_(None))
    .scalar_subquery()
)
VISITED = exists().where(FollowUp.dispute_id == Dispute.id)
# the day of what is to be performed next
FALLS_DUE = func.coalesce(
    UNPAID, case_when((VISITED, None), else_=func.coalesce(Agreement.prolonged_to, Agreement.perform_by))
)

PARTLY = Dispute.performance.in_([literal(each, literal_execute=True) for each in ("part", "none")])  # as in `OWING`


# looked up of the few that are shown, where what they wait for is sought in other tables
TITLE = select(Case.title).where(Case.id == Dispute.case_id).correlate(Dispute).scalar_subquery()


def _queue(
    key: str, title: str, due: Any, wanted: Callable, *joins: Any, text: Any = TITLE, needs: str = MEDIATE, **more: Any
) -> Queue:
    """Disputes for whoever mediates, or holds `needs`, where they were handed to, the most urgent first."""
    at = "/mediation/disputes"
    kept_out = lambda reader: [] if needs == MEDIATE else [~Dispute.kept_from(reader)]  # noqa: E731  `reach` says so of who mediates
    ours = lambda reader: and_(wanted(reader), _handed_to(reader, needs), *kept_out(reader))  # noqa: E731
    shown = {"text": text, "due": due, "where": ours, "joins": joins}
    return queue_of(Dispute, key, title, at=at, needs=needs, **shown, **more)


def _handed_to(reader: Reader, needs: str) -> ColumnElement[bool]:
    """Not those of a committee further down the tree: its own mediators see to them."""
    here = Assignment.unit_id.in_([each.id for each in reader.units_with(needs)])
    return exists().where(Assignment.id == Dispute.assignment_id, here)


ASKED_ON = (
    select(func.min(Recusal.asked_on))
    .where(Recusal.dispute_id == Dispute.id, Recusal.granted.is_(None))
    .scalar_subquery()
)


def _to_decide(_: Reader) -> ColumnElement[bool]:
    """A party or a mediator asked that somebody steps back, and nothing is decided."""
    return and_(
        Dispute.status == "mediating", exists().where(Recusal.dispute_id == Dispute.id, Recusal.granted.is_(None))
    )


def _performing(reader: Reader) -> ColumnElement[bool]:
    """Agreements in force of which something is to be performed within a week, or should have been; closing ends neither debt nor card."""
    return reader.today(SOON) >= FALLS_DUE


def _ending(reader: Reader) -> Select | None:
    """Mediators in office of whom the term, or a certificate without a later one of the same name, ends soon."""
    if not reader.can("mediation.manage"):
        return None
    soon = reader.today(ENDS_SOON)
    later = aliased(Credential)
    renewed = select(later.id).where(
        later.mediator_id == Credential.mediator_id,
        later.title == Credential.title,
        or_(later.valid_until.is_(None), later.valid_until > Credential.valid_until),
    )
    lapsing = select(func.min(Credential.valid_until)).where(
        Credential.mediator_id == Mediator.id, Credential.kind == CERTIFICATE, ~renewed.exists()
    )
    ends = func.coalesce(lapsing.where(Credential.valid_until <= soon).scalar_subquery(), Mediator.valid_until)
    rows = select(Mediator.id, Mediator.name.label("text"), ends.label("due")).join(Mediator.committee)
    mine = Committee.reach(reader, "mediation.manage"), Mediator.serving(reader.today())
    return rows.where(*mine, ends <= soon).order_by(ends, Mediator.id)


def _to_visit(reader: Reader) -> ColumnElement[bool]:
    """Agreements in force whose parties are to be visited by now."""
    return reader.today(0) >= Dispute.visit_on


def _to_apply(reader: Reader) -> ColumnElement[bool]:
    """Agreements whose joint application to a court is drawn up, and is to be handed in within a week, be they closed or not."""
    return reader.today(SOON) >= Dispute.apply_by


QUEUES = [
    Queue(
        "mediation-ending",
        "调解员任期、证书将到期",
        "/mediation/mediators?desk=mediation-ending",
        "/mediation/mediators/{id}",
        _ending,
        "warn",
        order=62,
        task="办理续任、换证或者登记离任",
    ),
    _queue(
        "mediation-performance",
        "调解协议履行期将到或已过",
        FALLS_DUE,
        _performing,
        Dispute.agreement,
        among=or_(stands_in(Dispute, ["effective"]), stands_in(Dispute, ["closed"]) & PARTLY),
        tone="warn",
        order=10,
    ),
    _queue(
        "mediation-pending",
        "调解待受理",
        Case.due_at,
        lambda _: Dispute.status == "pending",
        Dispute.case,
        order=11,
        step=Dispute.accept,
    ),
    _queue(
        "mediation-visit",
        "调解协议到期回访",
        Dispute.visit_on,
        _to_visit,
        among=stands_in(Dispute, ["effective"]),
        order=13,
        step=Dispute.visit,
    ),
    _queue(
        "mediation-court",
        "司法确认申请期将到或已过",
        Dispute.apply_by,
        _to_apply,
        among=Dispute.apply_by.is_not(None),
        tone="warn",
        order=9,
    ),
    _queue(
        "mediation-recusal",
        "调解员回避待决定",
        ASKED_ON,
        _to_decide,
        needs="mediation.manage",
        tone="warn",
        order=8,
        task="决定是否回避，决定以前协议不能定稿",
    ),
    _queue(  # 人民调解法 §27
        "mediation-filing",
        "结案待立卷",
        Dispute.file_by,
        lambda _: Dispute.file_by.is_not(None),
        among=Dispute.file_by.is_not(None),
        order=14,
        step=Dispute.file_away,
    ),
    _queue("mediation-open", "调解中、待生效", Dispute.due_on, lambda _: Dispute.status.in_(UNDER_WAY), order=12),
]
