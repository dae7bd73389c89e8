"""议事坊: founded, shown, with what begins there."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from plugins.consultation.blueprint import bp
from plugins.consultation.forms.topic import ForumDetails, ForumForm
from plugins.consultation.models import Forum, Topic
from plugins.consultation.models.forum import MANAGE
from plugins.consultation.models.topic import HOST, PROPOSE
from plugins.consultation.register import forums
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present, today
from portal.records.serving import known_names, serving_in
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

RECENT = 10
DETAILS = ("households", "venue", "convener")


def offer_conveners(form: ForumDetails, unit: OrgUnit) -> None:
    """Who works there, told to those who manage forums there: the office one works in may be another."""
    form.convener.suggestions = known_names(unit) if current_user.can(MANAGE, unit) else ()


mount_register(
    bp, forums, at="/forums", endpoint="index", export="consultation.export", actions=begin_button(Forum.found)
)
mount_beginning(
    bp,
    Forum.found,
    Ask(
        ForumForm,
        done="已设立。",
        button="设立",
        prepare=offer_conveners,
        start=today("founded_on"),
        args=("name", "founded_on", *DETAILS),
        error_at="name",
        fields=("unit_id", "name", "founded_on", *DETAILS),
    ),
    at="/forums/new",
    show=lambda forum: url_for("consultation.show_forum", forum_id=forum.id),
    back="consultation.index",
    place="unit_id",
)
steps = mount(
    bp,
    Forum,
    at="/forums/<int:forum_id>",
    show="consultation.show_forum",
    steps={
        Forum.amend: Ask(
            ForumDetails,
            at="details",
            done="已修改。",
            icon="pencil",
            button="保存",
            start=present(*DETAILS),
            prepare=lambda form, forum: offer_conveners(form, forum.unit),
        )
    },
)


def _links(forum: Forum, ready: bool) -> list[Action]:
    """What begins here: a meeting, a topic, the sheet by which residents propose."""
    found = []
    if ready:
        found.append(Action("召集议事会", url_for("consultation.call", forum_id=forum.id), "calendar", True))
    if steps.takes_new(forum) and forum.allows(current_user, PROPOSE):
        found.append(Action("提议题", url_for("consultation.propose", forum=forum.id), "inbox"))
    sheet = url_for("consultation.sheet_propose", unit_id=forum.unit_id, forum_id=forum.id)
    return [*found, Action("打印征集二维码", sheet, "printer")]


@bp.get("/forums/<int:forum_id>")
@requires("consultation.view")
def show_forum(forum_id: int):
    """One forum, and its latest topics."""
    forum = get_or_404(Forum.visible_to(current_user).options(joinedload(Forum.unit)), forum_id)
    may_call = steps.takes_new(forum) and forum.allows(current_user, HOST)
    ready = may_call and db.session.scalar(Topic.ready_in(forum).limit(1)) is not None
    recent = select(Topic).where(Topic.forum_id == forum.id).order_by(Topic.id.desc()).limit(RECENT)
    return render(
        "consultation/forums/show.html",
        forum=forum,
        actions=_links(forum, may_call and ready) + steps.actions(forum, current_user),
        not_ready=may_call and not ready,
        serving=serving_in(forum.unit, forum.name),
        topics=db.session.scalars(recent).all(),
        crumbs=[("议事坊", url_for("consultation.index")), (forum.name, "")],
    )
