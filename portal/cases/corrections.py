"""更正: how the steps that put a case right are asked for; mounted with the others in `portal.cases.steps`."""

from functools import partial
from typing import Any

from flask_login import current_user

from portal.accounts.places import place_for, places_for
from portal.cases.agent_fields import AgentForm
from portal.cases.choices import SOURCES, sides_of
from portal.cases.correction_forms import TAKE_OFF, WITHDREW, AmendForm, PartyCorrectionForm
from portal.cases.forms import numbers_left
from portal.cases.models import Case, Party
from portal.cases.models.correcting import CORRECT
from portal.cases.sources import source_name
from portal.org.models import OrgUnit
from portal.people.fields import say_known
from portal.people.publishing import as_kept, as_readable
from portal.records.mounting import Ask, among
from portal.records.steps import Step

ENTRIES = (
    *("title", "nature", "kind", "level", "source", "description", "location", "happened_on"),
    *("claim_fen", "people_count", "urgency", "risk"),
)


def _offer_entries(form: AmendForm, case: Case) -> None:
    form.kind.offer(case.county_id, about=f"{case.title}{case.description}", kept=case.kind)
    form.source.choices = {case.source: source_name(case.source)} | SOURCES
    form.unit_id.choices = lambda: {case.unit_id: case.unit.short_name} | places_for(current_user, CORRECT)
    form.unit_id.find = partial(_place, case)


def _place(case: Case, ident: int | None) -> OrgUnit | None:
    return case.unit if ident == case.unit_id else place_for(current_user, ident, CORRECT)


def _so_far(case: Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in (*ENTRIES, "unit_id")} | {
        "description": as_readable(case.description, case)
    }


def _entries(form: AmendForm, case: Case) -> dict[str, Any]:
    given = {name: form[name].data for name in (*ENTRIES, "reason")} | {"unit": form.unit_id.unit}
    return given | {"description": as_kept(given["description"], case.description, case)}


def _offer_answers(form: AgentForm, case: Case, party: Party) -> None:
    form.relation.choices = party.answers
    if party.needs_guardian and not party.may_earn:
        del form.scope, form.entrusted_on
    if not party.needs_guardian:
        del form.guardian_note
    if agent := party.agent:
        say_known(form, agent)


def _agent_so_far(case: Case, party: Party) -> dict[str, Any]:
    known = {name: getattr(party, name) for name in ("relation", "scope", "entrusted_on", "authority", "guardian_note")}
    return known | ({"name": party.agent.name} if party.agent else {})


def _offer_sides(form: PartyCorrectionForm, case: Case, party: Party) -> None:
    gone = {WITHDREW: "已经撤回，不再是本件的当事人"} if party.side == 1 else {}
    form.side.choices = sides_of(case.nature) | gone | {TAKE_OFF: "登记错了，不是本件的当事人"}


def _meant(case: Case, form: PartyCorrectionForm) -> Step:
    return Case.remove_party if form.side.data in (TAKE_OFF, WITHDREW) else Case.correct_party


def _corrected(form: PartyCorrectionForm, case: Case) -> dict[str, Any]:
    given = {TAKE_OFF: {}, WITHDREW: {"withdrew": True}}.get(form.side.data, {"side": form.side.data})
    return {"reason": form.reason.data} | given


CORRECTIONS = {
    Case.amend: Ask(
        AmendForm,
        at="correction",
        done=lambda case: f"已更正，编号和办理时限没有变。{numbers_left(case.description)}",
        icon="pencil",
        edits=True,
        keeps_draft=True,
        template="cases/amend.html",
        explanation="改了什么、原来怎么写、为什么改，都留在办理记录里。编号和办理时限不变；以前出具的文书标明“更正前出具”。",
        start=_so_far,
        prepare=_offer_entries,
        args=_entries,
        leads_on=lambda case: Case.triage.is_open_to(current_user, case),
    ),
    (Case.correct_party, Case.remove_party): Ask(
        PartyCorrectionForm,
        at="parties/<int:party_id>/correction",
        title=lambda case, party: f"更正当事人{party.name}",
        button="确定更正",
        done="已更正。",
        row=among("parties"),
        start=lambda case, party: {"side": party.side},
        edits=True,
        prepare=_offer_sides,
        choose=_meant,
        args=_corrected,
        error_at="side",
    ),
    Case.name_agent: Ask(
        AgentForm,
        at="parties/<int:party_id>/agent",
        title=lambda case, party: f"{party.name}的代理人",
        button="保存",
        done="已登记代理人。",
        row=among("parties"),
        start=_agent_so_far,
        edits=True,
        prepare=_offer_answers,
        error_at="relation",
    ),
}
