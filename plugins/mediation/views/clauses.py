"""示范条款 of a committee: its page, its steps, and how one is put into the text of an agreement."""

from collections.abc import Mapping

from flask import url_for
from flask_login import current_user

from plugins.mediation.agreement_forms import AgreementForm
from plugins.mediation.blueprint import bp
from plugins.mediation.clause_forms import ClauseForm
from plugins.mediation.models import Committee, Dispute, ModelClause
from plugins.mediation.models.clause import clauses_for
from portal.documents.wording import long_day
from portal.money import capitals, format_yuan
from portal.records.forms import PlainForm, day_form
from portal.records.mounting import Ask, among, mount, present, today
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

LIST = ("调委会", "/mediation/committees")


def committee_seen(committee_id: int) -> Committee:
    """The committee, if the reader sees it: each step asks for its own right besides."""
    return get_or_404(Committee.visible_to(current_user), committee_id)


def to_clauses(committee: Committee, *_) -> str:
    return url_for("mediation.clauses", committee_id=committee.id)


clause_steps = mount(
    bp,
    Committee,
    at="/committees/<int:committee_id>/clauses",
    show="mediation.clauses",
    load=committee_seen,
    leads=False,
    steps={
        Committee.keep_clause: Ask(
            ClauseForm, at="new", done="已增加。", button="保存", icon="plus", error_at="text", to=to_clauses
        ),
        Committee.take_starting_clauses: Ask(
            PlainForm,
            at="starting",
            done="已加入，请按本地的做法修改。",
            explanation="加入一套通用的起始条款，已有同名的不再加。不是官方文本，用前请按本地的做法修改。",
            shown=lambda committee: not committee.clauses_in_use,
            to=to_clauses,
        ),
        Committee.amend_clause: Ask(
            ClauseForm,
            at="<int:clause_id>/change",
            done="已修改，以前写进协议的不变。",
            button="保存",
            row=among("clauses"),
            start=present("kind", "title", "text"),
            error_at="text",
            to=to_clauses,
        ),
        Committee.close_clause: Ask(
            day_form("最后一天"),
            at="<int:clause_id>/closing",
            done="已停用。",
            row=among("clauses"),
            title=lambda committee, clause: f"停用“{clause.title}”",
            start=today("on"),
            error_at="on",
            to=to_clauses,
        ),
    },
)


@bp.get("/committees/<int:committee_id>/clauses")
@requires("mediation.view")
def clauses(committee_id: int):
    """The model clauses in use."""
    committee = committee_seen(committee_id)
    return render(
        "mediation/clauses.html",
        committee=committee,
        actions=clause_steps.actions(committee, current_user),
        may_manage=clause_steps.offers(Committee.keep_clause, committee, current_user),
        crumbs=[
            LIST,
            (committee.name, url_for("mediation.show_committee", committee_id=committee.id)),
            ("示范条款", ""),
        ],
    )


def _called(dispute: Dispute, side: int) -> str:
    """Who is on that side; where some were elected, with how many they speak for."""
    names = [each.party.name for each in dispute.parties if each.party.side == side]
    members = [each.contact.name for group in dispute.elected if group.side == side for each in group.members]
    others = [each for each in members if each not in names]
    return "、".join(names) + (f"等{len(names) + len(others)}人" if others else "")


def values_of(dispute: Dispute, form: AgreementForm) -> dict[str, str]:
    """What stands in the fields of a clause: the parties, and what the form says so far."""
    named = {side: _called(dispute, side) for side in (1, 2, 3)}
    amount = form.amount.data
    return {
        "申请人": named[1],
        "被申请人": named[2],
        "第三人": named[3],
        "协议金额": format_yuan(amount) if amount else "",
        "金额大写": capitals(amount) if amount else "",
        "履行期限": long_day(form.perform_by.data) if form.perform_by.data else "",
        "履行地点": form.place.data or "",
        "调委会": dispute.committee.name,
    }


def filled_in(dispute: Dispute, form: AgreementForm) -> list[tuple[ModelClause, str]]:
    """The clauses for the dispute, each with the text that it would be."""
    values = values_of(dispute, form)
    return [(each, each.filled(values)) for each in clauses_for(dispute)]


def put_in(dispute: Dispute, form: AgreementForm, pressed: Mapping[str, str]) -> bool:
    """Whether a model clause was chosen: it becomes the text of the first empty line, or of a new one; where all lines are full, that is said."""
    wanted = pressed.get("insert")
    if not wanted:
        return False
    text = next((text for clause, text in filled_in(dispute, form) if str(clause.id) == wanted), "")
    rows = form.terms
    empty = next((row for row in rows if not (row.form.text.data or "").strip()), None)
    if text and empty is None and len(rows) >= rows.max_entries:
        rows.errors = [f"协议条款已有 {rows.max_entries} 条，不能再加。"]
    elif text:
        row = empty or rows.append_entry()
        row.form.text.process_data(text)
        row.form.text.raw_data = None
    return True
