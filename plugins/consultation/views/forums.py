"""议事坊 and their rosters."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from plugins.consultation.blueprint import bp
from plugins.consultation.forms.forum import ForumDetails, ForumForm, StewardForm
from plugins.consultation.models import Forum, Topic
from plugins.consultation.models.round import ROUND
from plugins.consultation.models.topic import HOST
from plugins.consultation.register import STEWARDS, forums, stewards
from portal.extensions import db
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import LastDayForm
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, present, today
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

RECENT = 10
DETAILS = ("households", "venue", "convener")


mount_register(
    bp, forums, at="/forums", endpoint="index", export="consultation.export", actions=begin_button(Forum.found)
)
mount_register(bp, stewards, at="/stewards", endpoint="stewards", export="consultation.export")
mount_beginning(
    bp,
    Forum.found,
    Ask(
        ForumForm,
        done="已设立。",
        button="设立",
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
roster = mount(
    bp,
    Forum,
    at="/forums/<int:forum_id>",
    show="consultation.show_forum",
    steps={
        Forum.enlist: Ask(
            StewardForm,
            at="stewards/new",
            done="已登记。",
            icon="plus",
            start=today("valid_from"),
            error_at="name",
        ),
        Forum.amend: Ask(
            ForumDetails,
            at="details",
            done="已修改。",
            icon="pencil",
            button="保存",
            start=present(*DETAILS),
        ),
        Forum.release: Ask(
            LastDayForm,
            at="stewards/<int:steward_id>/ending",
            done="已登记卸任。",
            title=lambda forum, steward: f"卸任：{steward.name}",
            explanation="卸任后名册仍保留任期。",
            row=among("stewards"),
            start=today("on"),
            error_at="on",
        ),
    },
)
mount_import(
    bp,
    STEWARDS,
    at="/forums/<int:forum_id>",
    load=lambda forum_id: get_or_404(Forum.visible_to(current_user), forum_id),
    back="consultation.index",
)


def _may_call(forum: Forum) -> bool:
    """Whether the reader may, and a topic waits for a meeting."""
    may = roster.takes_new(forum) and forum.allows(current_user, HOST)
    return may and db.session.scalar(Topic.ready_in(forum).limit(1)) is not None


def _links(forum: Forum) -> list[Action]:
    """What begins here: a meeting, a topic, the sheet by which residents propose."""
    found = []
    if _may_call(forum):
        found.append(Action("召集议事会", url_for("consultation.call", forum_id=forum.id), "calendar", True))
    if roster.takes_new(forum) and forum.allows(current_user, ROUND):
        found.append(Action("提议题", url_for("consultation.propose", forum=forum.id), "inbox"))
    sheet = url_for("consultation.sheet_propose", unit_id=forum.unit_id, forum_id=forum.id)
    return [*found, Action("打印征集二维码", sheet, "printer")]


@bp.get("/forums/<int:forum_id>")
@requires("consultation.view")
def show_forum(forum_id: int):
    """One forum: who looks after which part of the neighbourhood."""
    forum = get_or_404(
        Forum.visible_to(current_user).options(joinedload(Forum.unit), selectinload(Forum.stewards)), forum_id
    )
    serving = forum.serving
    recent = select(Topic).where(Topic.forum_id == forum.id).order_by(Topic.id.desc()).limit(RECENT)
    return render(
        "consultation/forums/show.html",
        forum=forum,
        actions=_links(forum) + roster.actions(forum, current_user),
        serving=serving,
        topics=db.session.scalars(recent).all(),
        gone=[each for each in forum.stewards if each not in serving],
        may_manage=roster.offers(Forum.release, forum, current_user),
        crumbs=[("议事坊", url_for("consultation.index")), (forum.name, "")],
    )
