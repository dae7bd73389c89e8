"""撤回、重新办理、并入、拆分: how these steps are asked for; mounted with the others in `portal.cases.steps`."""

from collections.abc import Iterator
from typing import Any

from flask import request
from flask_login import current_user

from portal.cases.duplicates import duplicates_of, likely_duplicates
from portal.cases.linking_forms import MergeForm, SplitForm, WithdrawForm
from portal.cases.models import STATES, Case
from portal.cases.register import cases
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import typed_numbers
from portal.records.forms import ReasonForm
from portal.records.mounting import Ask

MOST = 10  # that are offered


def _offer_askers(form: WithdrawForm, case: Case) -> None:
    form.parties.choices = {each.id: each.name for each in case.side(1)}
    if not form.parties.choices:
        del form.parties


def _withdrawn(form: WithdrawForm, case: Case) -> dict[str, Any]:
    said = form.parties.data if form.parties else ()
    parties = [each for each in case.side(1) if each.id in said]
    return {"parties": parties, "way": form.way.data, "reason": form.reason.data}


def _likely(case: Case) -> dict[str, Any]:
    """Into the case whose link was followed. The words that both share stay out of the reason: a name may be among them."""
    into = request.args.get("into", type=int)
    chosen = next((each for each in duplicates_of(case, current_user) if each.id == into), None)
    return {"number": chosen.number, "reason": f"同一件事：{chosen.near}登记过。"} if chosen else {}


def _offer_others(form: MergeForm, case: Case) -> None:
    """What the words find; before any are written, what may be the same matter."""
    words = (form.number.data or "").strip()
    found = _found(words, case) if words else list(_alike(case))
    form.other_id.offer(found)
    form.other_id.label.text = "查到的" if words else "可能是同一件事"
    if len(found) == 1 and words and "search" in request.form:
        form.other_id.data = found[0][0]


def _alike(case: Case) -> Iterator[tuple[int, str]]:
    told = {name: getattr(case, name) for name in ("title", "description", "location", "kind")}
    for each in likely_duplicates(case.unit, reader=current_user, besides=case.id, at=case.created_at, **told):
        if each.open:
            yield each.id, f"{each.title}　{each.number}　{each.status}（{each.why}）"


def _found(words: str, case: Case) -> list[tuple[int, str]]:
    """Open cases of the county that `reader` may see and `words` find: the one of this number, else by number, title and parties."""
    if exact := _numbered(words, case):
        return [_told(exact)]
    statement, given = cases.source.page(current_user, cases.ask({"status": "open", "q": words}), None, counted=False)
    rows = [each for each in db.session.execute(statement, given) if each.id not in (None, case.id)]
    return [_told(each) for each in rows if each.county_id == case.county_id][:MOST]


def _told(found: Any) -> tuple[int, str]:
    return found.id, f"{found.title}　{found.number}　{STATES[found.status].name}"


def _merged(form: MergeForm, case: Case) -> dict[str, Any]:
    written = _numbered(form.number.data or "", case)
    chosen = form.other_id.data
    seen = Case.visible_to(current_user)
    other = db.session.scalars(seen.where(Case.id == chosen)).unique().first() if chosen else written
    if other is None:
        raise RuleError("没有找到这个编号的事项，请核对，或者写名称、当事人查找。", at="number")
    if written and written.id != other.id:
        raise RuleError("填写的编号和选中的不是同一件，请核对。", at="number")
    return {"other": other, "reason": form.reason.data}


def _numbered(number: str, case: Case) -> Case | None:
    """The case of this number."""
    wanted = typed_numbers(number, case.number)
    there = Case.visible_to(current_user).where(Case.county_id == case.county_id, Case.number.in_(wanted))
    return db.session.scalars(there).unique().first()


def _offer_parties(form: SplitForm, case: Case) -> None:
    form.kind.offer(case.county_id, about=f"{form.title.data or ''}{form.description.data or ''}")
    form.parties.choices = {each.id: f"{each.name}（{each.role_name}）" for each in case.parties}


def _split(form: SplitForm, case: Case) -> dict[str, Any]:
    chosen = [each for each in case.parties if each.id in form.parties.data]
    return {name: form[name].data for name in ("title", "kind", "description", "reason")} | {"parties": chosen}


LINKING = {
    Case.merge_into: Ask(
        MergeForm,
        at="merger",
        done="已并入，当事人在那一件里一并办理。",
        icon="files",
        keeps_draft=True,
        explanation="同一件事登记了两次的，并入先登记的一件。这一件随之办结，正在办理的单位会收到通知；并错了可以撤销。",
        start=_likely,
        prepare=_offer_others,
        args=_merged,
        template="cases/merge.html",
        error_at="number",
    ),
    Case.come_back: Ask(
        ReasonForm,
        at="separation",
        done="已撤销并入。",
        icon="undo-2",
        keeps_draft=True,
        explanation="这一件回到并入以前，需要重新交办；随它并入的当事人从那一件里移出。",
    ),
    Case.split: Ask(
        SplitForm,
        at="division",
        done="已拆分出一件新的事项，等待受理。",
        icon="split",
        keeps_draft=True,
        template="cases/split.html",
        prepare=_offer_parties,
        start=lambda case: {"parties": [each.id for each in case.parties]},
        args=_split,
        error_at="parties",
    ),
    Case.withdraw: Ask(
        WithdrawForm,
        at="withdrawal",
        done="已登记撤回。",
        icon="undo-2",
        tone="danger",
        keeps_draft=True,
        explanation="撤回后这件事办结，正在办理的单位会收到通知。还要办的，可以重新办理。",
        prepare=_offer_askers,
        start=lambda case: {"parties": [each.id for each in case.side(1)][:1] if len(case.side(1)) == 1 else []},
        args=_withdrawn,
        error_at="reason",
    ),
    Case.reopen: Ask(
        ReasonForm,
        at="reopening",
        done="已重新办理，时限重新计算。",
        icon="undo-2",
        keeps_draft=True,
        explanation="原来的办理结果留在办理记录里，时限从现在起重新计算。",
    ),
}
