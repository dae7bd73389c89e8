"""The template variables of the page of a case, for one reader."""

from functools import cache

from flask import url_for
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.accounts.models import User
from portal.cases import query
from portal.cases.choices import LEVELS, SOURCES, statistical_kind
from portal.cases.list_page import TONES
from portal.cases.models import Assignment, Case, CaseEvent, Party
from portal.cases.models.assignment import STATES
from portal.cases.next_step import next_step
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin import dispatch
from portal.plugin.activation import in_effect
from portal.plugin.context import hook_context
from portal.plugin.contributions import Action
from portal.web.pages.formatting import day, moment
from portal.web.pages.list_position import list_url
from portal.web.pages.rendering import found_or_404

WAY = (
    ("registered", "登记"),
    ("triaged", "受理分流"),
    ("assigned", "交办"),
    ("in_progress", "办理"),
    ("reported", "反馈核查"),
    ("resolved", "办结"),
    ("archived", "归档"),
)


def case_or_404(case_id: int, reader: User) -> Case:
    """The case with the related rows its page shows, if `reader` may see it; the history is loaded separately."""
    levels, places = query.reach_of(reader)
    return found_or_404(query.one(levels, *_whole()), case_id, places)


@cache
def _whole() -> tuple:
    return joinedload(Case.unit), joinedload(Case.parties)


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
    ctx = hook_context()
    panels = dispatch.call("case_panels", ctx=ctx, case=case)
    extra = dispatch.call("case_actions", ctx=ctx, case=case)
    events = db.session.execute(_history(), {"case_id": case.id}).all()
    return {
        "record": head(case),
        "facts": facts(case),
        "next": next_step(case),
        "steps": _steps(case, events),
        "parties": [_party(party, reader) for party in case.parties],
        "assignments": [_assignment(each) for each in reversed(case.assignments)],
        "events": events,
        "panels": dispatch.values(panels),
        "missing": dict.fromkeys(dispatch.failures([*panels, *extra])),
        "actions": [*_actions(case, reader), *dispatch.values(extra)],
        "now": clock.now(),
        "crumbs": [("事项", list_url("cases.index")), (case.number, "")],
    }


def head(case: Case) -> dict:
    """The head of every page about a case."""
    return {
        "id": case.id,
        "title": case.title,
        "number": case.number,
        "state_name": case.status_name,
        "tone": TONES[case.status],
        "due_at": case.due_at if case.open else None,
        "description": case.description,
    }


def facts(case: Case) -> list[tuple[str, str]]:
    """The facts of a case as `(label, value)`."""
    return [
        ("类型", case.kind_name),
        ("统计口径", statistical_kind(case.kind)),
        ("分级", LEVELS[case.level]),
        ("来源", SOURCES[case.source]),
        ("所在单位", str(case.unit)),
        ("发生日期", day(case.happened_on)),
        ("具体地点", case.location),
        ("登记人", f"{case.registrar.name}　{moment(case.created_at)}"),
        ("结果", case.outcome),
    ]


def _steps(case: Case, events: list) -> list[dict]:
    """How far it has come, and on which day it came there last."""
    if case.status == "declined":
        return [{"label": "登记", "state": "done"}, {"label": "不予受理", "state": "current"}]
    at = [status for status, _ in WAY].index(case.status)
    days = {event.to_status: day(event.at)[5:] for event in reversed(events)}
    return [
        {
            "label": label,
            "note": days.get(status) if place <= at else None,
            "state": "done"
            if place < at or status == "archived" == case.status
            else "current"
            if place == at
            else "todo",
        }
        for place, (status, label) in enumerate(WAY)
    ]


def _party(party: Party, reader: User) -> dict:
    seen = {"name": party.name, "side": party.side_name, "phone": "", "id_number": "", "reveal_url": ""}
    if party.person:
        seen |= {"phone": party.person.phone_masked, "id_number": party.person.id_number_masked}
        if reader.can("people.reveal", party.person):
            seen["reveal_url"] = url_for("people.reveal", person_id=party.person_id)
    else:
        seen |= {"phone": party.organisation.phone, "id_number": party.organisation.uscc or ""}
    return seen


def _assignment(each: Assignment) -> dict:
    tones = {"sent": "info", "acknowledged": "info", "reported": "ok", "returned": "warn"}
    handler = each.acknowledged_by.name if each.acknowledged_by else ""
    return {
        "unit": each.unit.short_name,
        "handler": handler,
        "status": STATES[each.state],
        "tone": tones[each.state],
        "due_at": None,
        "note": each.note or each.result,
    }


def _actions(case: Case, reader: User) -> list[Action]:
    """The next steps this reader may take, the most likely first; decided by the same predicates as the steps themselves."""
    found = []

    def offer(fits: bool, label: str, endpoint: str, icon: str, **values) -> None:
        if fits:
            found.append(Action(label, url_for(f"cases.{endpoint}", case_id=case.id, **values), icon, not found))

    desks = in_effect(case.unit)  # work on the desk of a plugin that is off or gone can still be finished here
    for each in case.assignments:
        if each.channel in desks:
            continue  # the plugin whose desk has it offers its own steps
        offer(each.can_be_acknowledged_by(reader), "签收", "new_acknowledgement", "check", assignment_id=each.id)
        offer(each.can_be_reported_by(reader), "反馈结果", "new_report", "send", assignment_id=each.id)
        offer(each.can_be_returned_by(reader), "退回", "new_return", "undo-2", assignment_id=each.id)
    offer(case.can_be_triaged_by(reader), "受理分流", "new_triage", "split")
    offer(case.can_be_triaged_by(reader), "不予受理", "new_decline", "ban")
    offer(case.can_be_resolved_by(reader), "办结", "new_resolution", "circle-check")
    offer(case.can_be_assigned_by(reader), "交办", "new_assignment", "send")
    offer(case.can_be_archived_by(reader), "归档", "new_archive", "archive")
    return found
