"""调委会: all of them, the page of one, and that of a mediator."""

from datetime import timedelta

from flask import url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from plugins.mediation.blueprint import bp
from plugins.mediation.models import Committee, Dispute, DisputeMediator, Mediator
from plugins.mediation.models.load import IN_HAND, load_of
from plugins.mediation.roster_papers import roster_papers
from plugins.mediation.views.roster import committee_steps
from portal import clock
from portal.extensions import db
from portal.plugin.activation import takes_new
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

ENDS_SOON = timedelta(days=60)
LIST = ("调委会", "/mediation/committees")


@bp.get("/committees")
@requires("mediation.view")
def committees():
    """The committees in the reader's units, with their mediators."""
    seen = Committee.visible_to(current_user).order_by(Committee.id)
    return render(
        "mediation/committees.html",
        committees=db.session.scalars(
            seen.options(selectinload(Committee.mediators), selectinload(Committee.terms))
        ).all(),
        today=clock.today(),
        soon=clock.today() + ENDS_SOON,
        takes_new=takes_new(bp.name, current_unit()),
    )


@bp.get("/committees/<int:committee_id>")
@requires("mediation.view")
def show_committee(committee_id: int):
    """One committee: its term, what the law asks of it, roster, certificates and trainings."""
    seen = Committee.visible_to(current_user).options(
        selectinload(Committee.mediators), selectinload(Committee.terms), selectinload(Committee.credentials)
    )
    committee = get_or_404(seen, committee_id)
    return render(
        "mediation/committee.html",
        committee=committee,
        papers=roster_papers.offered(committee, current_user),
        actions=committee_steps.actions(committee, current_user),
        may_manage=committee_steps.offers(Committee.amend, committee, current_user),
        today=clock.today(),
        soon=clock.today() + ENDS_SOON,
        crumbs=[LIST, (committee.name, "")],
    )


@bp.get("/mediators/<int:mediator_id>")
@requires("mediation.view")
def show_mediator(mediator_id: int):
    """One mediator: what stands on the roster, the periods in office, what was learnt, and what is in hand."""
    seen = (
        select(Mediator)
        .join(Mediator.committee)
        .where(Committee.seen_by(current_user))
        .options(
            joinedload(Mediator.contact),
            joinedload(Mediator.user),
            joinedload(Mediator.committee).joinedload(Committee.unit),
        )
    )
    mediator = get_or_404(seen, mediator_id)
    committee = mediator.committee
    return render(
        "mediation/mediator.html",
        mediator=mediator,
        facts=_facts(mediator),
        credentials=committee.credentials_of(mediator),
        in_hand=_in_hand(mediator),
        load=load_of([mediator.id])[mediator.id],
        actions=_actions(committee, mediator),
        may_manage=committee_steps.offers(Committee.amend, committee, current_user),
        crumbs=[
            LIST,
            (committee.name, url_for("mediation.show_committee", committee_id=committee.id)),
            (mediator.name, ""),
        ],
    )


def _facts(mediator: Mediator) -> list[tuple[str, str]]:
    until = day(mediator.valid_until) or "今"
    contact = mediator.contact
    return [
        ("职务", f"{mediator.post_name}（{'专职' if mediator.full_time else '兼职'}）"),
        ("产生方式", mediator.chosen_by_name if mediator.chosen_by else ""),
        ("任期", f"{day(mediator.in_office_from)} 至 {until}"),
        ("离任原因", mediator.left_for),
        ("等级", mediator.grade_name if mediator.grade else ""),
        ("擅长", mediator.specialities),
        ("从业年限", f"{mediator.years} 年" if mediator.years is not None else ""),
        ("性别", mediator.gender),
        ("民族", mediator.ethnicity),
        ("出生年份", f"{mediator.birth_date.year} 年" if mediator.birth_date else ""),
        ("政治面貌", mediator.political),
        ("学历", mediator.education),
        ("专业或职业", mediator.profession),
        ("电话", contact.phone_masked if contact and not contact.restricted_at else ""),
        ("登录账号", mediator.account),
        ("身份证号", contact.id_number_masked if contact else ""),
    ]


def _in_hand(mediator: Mediator) -> list[Dispute]:
    """The disputes under way that the reader may see."""
    mine = select(DisputeMediator.dispute_id).where(DisputeMediator.mediator_id == mediator.id)
    rows = Dispute.visible_to(current_user).where(Dispute.id.in_(mine), IN_HAND)
    return list(db.session.scalars(rows.options(joinedload(Dispute.case)).order_by(Dispute.due_on, Dispute.id)))


def _actions(committee: Committee, mediator: Mediator) -> list[Action]:
    if not committee_steps.offers(Committee.amend, committee, current_user):
        return []
    at = {"committee_id": committee.id, "mediator_id": mediator.id}
    found = [Action("修改", url_for("mediation.amend", **at), "pencil")]
    if mediator.serves_on(clock.today()):
        ends = [Action("续任", url_for("mediation.renew", **at), "calendar")] if mediator.valid_until else []
        found += [*ends, Action("登记离任", url_for("mediation.leave", **at), "x")]
    return found
