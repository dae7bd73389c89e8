"""The template variables of the page of a case, for one reader."""

from functools import cache

from flask import url_for
from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from portal import clock
from portal.accounts.models import User
from portal.cases import query
from portal.cases.facts import facts, head
from portal.cases.models import STATES, Assignment, Case, CaseEvent, Party
from portal.cases.next_step import next_step
from portal.cases.steps import hands, pages
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin import dispatch
from portal.plugin.activation import in_effect
from portal.plugin.context import hook_context
from portal.plugin.contributions import Action
from portal.web.pages.formatting import day
from portal.web.pages.list_position import list_url
from portal.web.pages.rendering import found_or_404


def case_or_404(case_id: int, reader: User) -> Case:
    """The case with the related rows its page shows, if `reader` may see it; the history is loaded separately."""
    levels, places = query.reach_of(reader)
    case = found_or_404(query.one(levels, *_whole()), case_id, places)
    if "assignments" in inspect(case).unloaded:  # a kept statement costs a third of a lazy load
        set_committed_value(case, "assignments", db.session.scalars(_assignments(), {"case_id": case.id}).all())
    return case


@cache
def _whole() -> tuple:
    return joinedload(Case.unit), joinedload(Case.parties)


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
        "panels": sorted(dispatch.values(panels), key=lambda panel: panel.order),
        "missing": dict.fromkeys(dispatch.failures([*panels, *extra])),
        "actions": [*_actions(case, reader), *dispatch.values(extra)],
        "now": clock.now(),
        "crumbs": [("事项", list_url("cases.index")), (case.number, "")],
    }


def _steps(case: Case, events: list) -> list[dict]:
    """How far it has come, and on which day it came there last."""
    days = {event.to_status: day(event.at)[5:] for event in reversed(events)}
    stations = (each.key for each in STATES if each.way)
    return [
        step | {"note": days.get(key) if step["state"] != "todo" else None}
        for step, key in zip(case.way, stations, strict=False)
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
    return {
        "unit": each.unit.short_name,
        "handler": each.acknowledged_by.name if each.acknowledged_by else "",
        "status": each.status_name,
        "tone": each.tone,
        "due_at": None,
        "note": each.note or each.result,
    }


def _actions(case: Case, reader: User) -> list[Action]:
    """The next steps this reader may take, the likeliest first; work on the desk of a plugin that is off or gone can
    still be finished here."""
    desks = in_effect(case.unit)
    ours = [each for each in case.assignments if each.channel not in desks]
    return [*(action for each in ours for action in hands.actions(each, reader)), *pages.actions(case, reader)]
