"""The template variables of the page of a case, for one reader."""

from functools import cache
from itertools import takewhile

from flask import url_for
from sqlalchemy import Select, bindparam, exists, inspect, select
from sqlalchemy.orm import joinedload, with_expression
from sqlalchemy.orm.attributes import set_committed_value

from portal import clock
from portal.accounts.models import User
from portal.cases import dossier, escalation, query
from portal.cases.attached import keys_attached
from portal.cases.duplicates import duplicates_of
from portal.cases.facts import facts, head
from portal.cases.hands import hands, senders
from portal.cases.models import STATES, Assignment, Case, CaseEvent, Party
from portal.cases.models.assignment import HANDLE
from portal.cases.models.referral import Referral
from portal.cases.next_step import next_step
from portal.cases.papers import HAND_OVERS, papers
from portal.cases.pausing import suspended
from portal.cases.related import any_related, related
from portal.cases.steps import changes, pages
from portal.cases.urgency import tone_for
from portal.extensions import db
from portal.files.models import Attachment
from portal.org.models import OrgUnit
from portal.people.whole import whole_url
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.plugin.contributions import Action
from portal.web.pages.formatting import day
from portal.web.pages.list_position import list_url
from portal.web.pages.rendering import found_or_404


def case_or_404(case_id: int, reader: User) -> Case:
    """The case with the related rows its page shows, if `reader` may see it; the history is loaded separately."""
    levels, places = query.reach_of(reader)
    case = found_or_404(query.one(levels, *_whole(), with_expression(Case.attached, keys_attached())), case_id, places)
    if "assignments" in inspect(case).unloaded:  # a kept statement costs a third of a lazy load
        set_committed_value(case, "assignments", db.session.scalars(_assignments(), {"case_id": case.id}).all())
    if not case.has_referrals:
        set_committed_value(case, "referrals", [])
    return case


@cache
def _whole() -> tuple:
    photos = exists().where(Attachment.subject_kind == Case.__tablename__, Attachment.subject_id == Case.id)
    return (
        joinedload(Case.unit),
        joinedload(Case.parties),
        with_expression(Case.has_related, any_related()),
        with_expression(Case.has_photos, photos),
        with_expression(Case.has_referrals, exists().where(Referral.case_id == Case.id)),
    )


@cache
def _assignments() -> Select:
    found = select(Assignment).where(Assignment.case_id == bindparam("case_id")).order_by(Assignment.id)
    return found.options(joinedload(Assignment.acknowledged_by))


@cache
def _history() -> Select:
    """The timeline, newest first, as plain rows: they are only shown, so no ORM objects are needed."""
    return (
        select(
            CaseEvent.title,
            CaseEvent.at,
            CaseEvent.note,
            CaseEvent.to_status,
            User.name.label("actor"),
            OrgUnit.short_name.label("unit"),
        )
        .outerjoin(CaseEvent.actor)
        .outerjoin(CaseEvent.unit)
        .where(CaseEvent.case_id == bindparam("case_id"))
        .order_by(CaseEvent.id.desc())
    )


def case_page(case: Case, reader: User) -> dict:
    """The variables of `cases/show.html`."""
    ctx, now = hook_context(), clock.now()
    panels = dispatch.call("case_panels", ctx=ctx, case=case)
    extra = dispatch.call("case_actions", ctx=ctx, case=case)
    events = db.session.execute(_history(), {"case_id": case.id}).all()
    return {
        "record": head(case) | {"urgency": tone_for(case, now, reader)},
        "facts": [*facts(case), *_first_contact(events)],
        "next": next_step(case),
        "steps": _steps(case, events),
        "parties": [_party(party, reader) | _links(case, party) for party in case.parties],
        "calls": not case.state.final and case.allows(reader, HANDLE),
        "corrects": changes.offers(Case.name_agent, case, reader),
        "suspended": suspended(case),
        "unnamed": case.unnamed,
        "photos": db.session.scalars(Attachment.of(case)).all() if case.has_photos else [],
        "found_by": case.registrar.name if case.source == "grid" else "",
        "elected": any(party.elected_on for party in case.parties),
        "related": related(case, reader),
        "likely": duplicates_of(case, reader),
        "merges": changes.offers(Case.merge_into, case, reader),
        "changes": changes.actions(case, reader),
        "assignments": _assignments_shown(case, reader),
        "referrals": escalation.shown(case),
        "hand_overs_url": _hand_overs_url(case, reader),
        "events": events,
        "panels": sorted(dispatch.values(panels), key=lambda panel: panel.order),
        "missing": dict.fromkeys(dispatch.failures([*panels, *extra])),
        "actions": [*next_steps(case, reader), *dispatch.values(extra), *_dossier(case, reader)],
        "now": now,
        "crumbs": [("事项", list_url("cases.index")), (case.number, "")],
    }


def _first_contact(events: list) -> list[tuple[str, str]]:
    """首接负责: the unit that took it up first stays named, wherever the case goes."""
    return [("首接单位", events[-1].unit or "")] if events else []


def _steps(case: Case, events: list) -> list[dict]:
    """How far it has come, and on which day it came there last; of a closed case only what happened, and how it ended."""
    days = {event.to_status: day(event.at)[5:] for event in reversed(events)}
    ended = {} if case.open else _ended(events)
    stations = (each.key for each in STATES if each.way)
    return [
        step | {"note": days.get(key) if step["state"] != "todo" else None} | ended.get(key, {})
        for step, key in zip(case.way, stations, strict=False)
        if case.open or key in days or step["state"] != "done"
    ]


def _ended(events: list) -> dict[str, dict]:
    """撤回 or 并入 instead of 办结, where that is how it ended."""
    since = takewhile(lambda event: event.to_status not in STATES.open, events)
    how = next((event.title for event in since if event.title in (Case.withdraw.label, Case.merge_into.label)), "")
    return {"resolved": {"label": how}} if how else {}


def _party(party: Party, reader: User) -> dict:
    seen = {
        "name": party.name,
        "side": party.role_name,
        "phone": party.as_said.phone_masked,
        "id_number": "",
        "reveal_url": "",
        "here": party.said_here,
        "acts": party.who_acts,
        "agent_phone": party.agent.phone_masked if party.agent else "",
    }
    if party.person:
        seen["id_number"] = party.person.document_shown
        seen["reveal_url"] = whole_url(party, reader)
    else:
        seen["id_number"] = party.organisation.uscc or ""
        if reader.can("people.view", party.organisation):
            seen["page_url"] = url_for("organisations.show", organisation_id=party.organisation_id)
    return seen


def _links(case: Case, party: Party) -> dict:
    ids = {"case_id": case.id, "party_id": party.id}
    return {
        "phone_url": url_for("cases.call", **ids) if party.numbers else "",
        "agent_url": url_for("cases.name_agent", **ids),
        "correction_url": url_for("cases.correct_party", **ids),
    }


def _assignments_shown(case: Case, reader: User) -> list[dict]:
    """The newest first, with what whoever handed it on may do; roles where several had it."""
    several = len(case.assignments) > 1
    return [_assignment(each, reader, several) for each in reversed(case.assignments)]


def _assignment(each: Assignment, reader: User, several: bool) -> dict:
    return {
        "unit": each.unit.short_name,
        "role": each.role_name if several else "",
        "handler": each.acknowledged_by.name if each.acknowledged_by else "",
        "status": each.status_name,
        "tone": each.tone,
        "due_at": each.due_at if each.open else None,
        "reminded": f"已催办 {each.reminded} 次，最近 {day(each.reminded_at)}" if each.open and each.reminded else "",
        "note": each.result or each.note,
        "actions": senders.actions(each, reader) if each.open else [],
    }


def _hand_overs_url(case: Case, reader: User) -> str:
    """Where the paper of all hand-overs is printed, for whoever may."""
    may = case.assignments and case.allows(reader, HAND_OVERS.needs)
    return papers.url(HAND_OVERS.kind, case) if may else ""


def _dossier(case: Case, reader: User) -> list[Action]:
    may = not dossier.not_yet(case) and case.allows(reader, dossier.NEEDS)
    return [Action("打印卷宗", url_for("cases.dossier", case_id=case.id), "printer")] if may else []


def next_steps(case: Case, reader: User) -> list[Action]:
    """The next steps this reader may take, the likeliest first; work on the desk of a plugin that is off or gone can
    still be finished here."""
    ours = [each for each in case.assignments if not each.on_another_desk]
    asked = [action for each in case.referrals for action in escalation.referrals.actions(each, reader) if action.main]
    return [*asked, *(action for each in ours for action in hands.actions(each, reader)), *pages.actions(case, reader)]
