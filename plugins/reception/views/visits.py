"""来访: the register, one visit, its steps."""

from typing import Any

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.reception.blueprint import bp
from plugins.reception.forms import WHAT, WHO, AnswerForm, BookForm, HandOverForm, LeadForm, VisitForm
from plugins.reception.models import ReceptionDay, Visit
from plugins.reception.papers import visit_papers
from plugins.reception.register import visits
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.finding import found_or_entered
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render

LIST, ONE = "reception.visits", "/visits/<int:visit_id>"


def _received(form: VisitForm, unit: OrgUnit) -> dict[str, Any]:
    """The visitor, found among residents before a new one is entered, and what it is about."""
    who = {name: form[name].data or "" for name in WHO}
    person = found_or_entered(unit, answers=form.known.data, **who)
    return {"person": person, "companions": form.named()} | {name: form[name].data for name in WHAT}


def _offer_days(form: BookForm, visit: Visit) -> None:
    form.day_id.choices = ReceptionDay.to_come(visit.unit)
    if not form.day_id.choices:
        form.day_id.description = "还没有安排接待日，请先由主任在“值班和接待日”里安排。"


mount_register(
    bp, visits, at="/visits", endpoint="visits", export="reception.export", actions=begin_button(Visit.receive)
)
mount_beginning(
    bp,
    Visit.receive,
    Ask(
        VisitForm,
        done=lambda visit: f"已登记：{visit.number}",
        button="登记",
        args=_received,
        groups=("companions",),
        template="reception/new.html",
        keeps_draft=True,
        error_at="name",
    ),
    at="/visits/new",
    show=lambda visit: url_for("reception.show", visit_id=visit.id),
    back=LIST,
)
steps = mount(
    bp,
    Visit,
    at=ONE,
    show="reception.show",
    line=visits.line,
    steps={
        Visit.answer: Ask(AnswerForm, at="answer", done="已登记答复。", main=True, icon="check"),
        Visit.open_case: Ask(
            PlainForm,
            at="case",
            done=lambda visit: f"已登记为事项 {visit.case.number}。",
            shown=False,  # the page has it as one press
            explanation="按这次登记的内容立为一件事项，不用再填。",
        ),
        Visit.lead: Ask(
            LeadForm,
            at="leading",
            done="已登记。对方接上了，再登记移交。",
            icon="send",
            explanation="首接责任在登记人，到对方接上为止。",
        ),
        Visit.hand_over: Ask(HandOverForm, at="handing", done="已登记移交。", main=True, icon="check"),
        Visit.book: Ask(
            BookForm,
            at="booking",
            done="已约好。",
            icon="calendar",
            prepare=_offer_days,
            args=lambda form, visit: {"day": db.session.get(ReceptionDay, form.day_id.data)},
            error_at="day_id",
        ),
        Visit.drop: Ask(ReasonForm, at="dropping", done="已作废。", icon="x", tone="danger"),
    },
)


@bp.get(ONE)
@requires("reception.view")
def show(visit_id: int):
    """One visit: who came with what, and what became of it."""
    query = Visit.visible_to(current_user).options(
        joinedload(Visit.recorder), joinedload(Visit.case), joinedload(Visit.day)
    )
    visit = get_or_404(query, visit_id)
    person, case = visit.person, visit.case
    return render(
        "reception/show.html",
        **steps.shown(visit, ("来访", LIST), visit_papers),
        facts=[
            ("来访人", person.name if person else "已删除"),
            ("联系电话", person.phone_masked if person else ""),
            ("来访人数", f"{visit.people_count} 人{'，来访人是代表' if visit.speaks else ''}"),
            ("类别", visit.topic_name),
            ("窗口", visit.desk),
            ("紧急", "是" if visit.urgent else ""),
            ("来访时间", moment(visit.visited_at)),
            ("约接待", visit.day.receives if visit.day else ""),
            ("首接责任人", visit.answers_for_it),
        ],
        may_open=steps.offers(Visit.open_case, visit, current_user),
        case=case,
        may_see_case=case is not None and case.allows(current_user, "cases.view"),
    )
