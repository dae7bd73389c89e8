"""议事会: called, announced, held, minuted, voted."""

from datetime import datetime, time, timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from plugins.consultation.blueprint import bp
from plugins.consultation.forms.meeting import CallForm, HoldForm, InvitationForm, RescheduleForm
from plugins.consultation.models import Forum, Item, Meeting, Resolution, Topic
from plugins.consultation.models.topic import HOST, PROPOSE
from plugins.consultation.papers import meeting_papers
from plugins.consultation.register import meetings
from plugins.consultation.settings import KEY
from plugins.consultation.views.items import items
from portal import clock
from portal.extensions import db
from portal.plugin.activation import takes_new
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records.beginning import mount_beginning
from portal.records.forms import NoteForm, PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.records.serving import known_names, serving_in
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render

EVENING = time(19)
IN_DAYS = 7
FURTHER = 6  # empty lines below the stewards
MOST = 50  # topics to tick
NONE_PUBLISHED = "现在没有会前公示的议题"
# states of topics from which a meeting is nearest → what is to be done with them
BEFORE = {"accepted": "先把议题公示，下面是待公示的。", "proposed": "先把关、公示议题，下面是待把关的。"}
MOST_NAMED = 10  # forums where a meeting can be called


# -- called ------------------------------------------------------------------------------------------------------------


def offer(form: CallForm, forum: Forum) -> None:
    """The topics of the forum that wait, the longest published first; who may chair it and take the minutes."""
    form.chair.suggestions = form.recorder.suggestions = known_names(forum.unit, forum.name)
    found = db.session.scalars(Topic.ready_in(forum).limit(MOST + 1)).all()
    form.topics.choices = {each.id: f"{each.title}（公示到 {each.published_until}）" for each in found[:MOST]}
    if len(found) > MOST:
        form.topics.description = f"只列出公示最早的 {MOST} 个，其余的等下次议事会。"


def lacking(forum: Forum) -> str:
    """Over the form: what is to be done first, before anybody fills it."""
    if db.session.scalar(Topic.ready_in(forum).limit(1)):
        return ""
    return f"{NONE_PUBLISHED}，还不能召集。请先公示议题。"


def first_call(forum: Forum) -> dict:
    """In a week, with the place, convener and stewards of the forum; about the topic whose page led here (`?topic=`)."""
    held_at = datetime.combine(clock.today() + timedelta(days=IN_DAYS), EVENING, clock.SHANGHAI)
    stewards = [{"name": each.name, "role": "steward"} for each in serving_in(forum.unit, forum.name)]
    return {
        "held_at": held_at,
        "recorder": current_user.name,
        "venue": forum.venue,
        "chair": forum.convener,
        "invited": stewards + [{"role": "resident"}] * FURTHER,
        "topics": [request.args.get("topic", 0, int)],
    }


def called(form: CallForm, forum: Forum) -> dict:
    return {
        "topics": [db.session.get(Topic, ident) for ident in form.topics.data],
        "invited": form.people(),
        **{name: form[name].data for name in ("held_at", "venue", "chair", "recorder")},
    }


def call_button() -> list[Action]:
    """In which forum, is asked when the button is pressed."""
    may = takes_new(KEY, current_unit()) and current_user.can(HOST)
    return [Action("召集议事会", url_for("consultation.call_somewhere"), "plus", main=True)] if may else []


@bp.get("/meetings/new")
@requires(HOST)
def call_somewhere():
    """The form of the only forum where the reader may call a meeting; of several, the list, with links to those that have a topic for
    one; where none has, the topics that are to be published first, or let in, or the form on which one is proposed."""
    mine = select(Forum).where(Forum.reach(current_user, HOST)).order_by(Forum.id)
    found = db.session.scalars(mine.limit(2)).all()
    if len(found) == 1:
        return redirect(url_for("consultation.call", forum_id=found[0].id))
    published = select(Topic.forum_id).where(Topic.status == "published")
    ready = db.session.scalars(mine.where(Forum.id.in_(published)).limit(MOST_NAMED)).all()
    if not ready:
        return _to_be_published()
    link = Markup('<a href="{}">{}</a>').format
    names = Markup("、").join(link(url_for("consultation.call", forum_id=each.id), each.name) for each in ready)
    flash(Markup("有会前公示的议题、可以召集的：{}。点小区名称召集。").format(names), "info")
    return redirect(url_for("consultation.index"))


def _to_be_published() -> ResponseReturnValue:
    """Where a topic stands that can be on its way to a meeting."""
    mine = select(Topic.status).where(Topic.reach(current_user, HOST), Topic.status.in_(BEFORE))
    waiting = set(db.session.scalars(mine.distinct()))
    state = next((each for each in BEFORE if each in waiting), "")
    if not state and current_user.can(PROPOSE):
        flash(f"{NONE_PUBLISHED}，也没有待公示的。请先提议题，把关、公示以后再召集。", "warning")
        return redirect(url_for("consultation.propose"))
    flash(f"{NONE_PUBLISHED}，还不能召集。{BEFORE.get(state, '请先提议题。')}", "warning")
    return redirect(url_for("consultation.topics", status=state or "open"))


# -- held --------------------------------------------------------------------------------------------------------------


def offer_people(form: HoldForm, meeting: Meeting) -> None:
    form.present.choices = {each.id: f"{each.name}（{each.role_name}）" for each in meeting.attendances}


mount_register(bp, meetings, at="/meetings", endpoint="meetings", export="consultation.export", actions=call_button)
mount_beginning(
    bp,
    Meeting.call,
    Ask(
        CallForm,
        done=lambda meeting: f"已召集：{meeting.title}。",
        button="召集",
        prepare=offer,
        start=first_call,
        explanation=lacking,
        args=called,
        groups=("invited",),
        error_at="topics",
        keeps_draft=True,
    ),
    at="/forums/<int:forum_id>/meetings/new",
    of=Forum,
    show=lambda meeting: url_for("consultation.show_meeting", meeting_id=meeting.id),
    back=lambda forum: url_for("consultation.show_forum", forum_id=forum.id),
)
steps = mount(
    bp,
    Meeting,
    at="/meetings/<int:meeting_id>",
    show="consultation.show_meeting",
    steps={
        Meeting.notify: Ask(
            PlainForm, at="notice", done="已登记通知。", main=True, explanation="请先打印会议通知，送到参加人员手里。"
        ),
        Meeting.hold: Ask(
            HoldForm,
            at="attendance",
            done=lambda meeting: meeting.not_quorate or f"{meeting.attendance}，可以表决。",
            main=True,
            icon="check",
            start=lambda meeting: {"held_at": meeting.held_at, "present": [each.id for each in meeting.attendances]},
            prepare=offer_people,
            error_at="held_at",
        ),
        Meeting.close: Ask(NoteForm, at="closure", done="会议已结束。", main=True, icon="circle-check"),
        Meeting.invite: Ask(
            InvitationForm, at="invitations/new", done="已增加。", icon="plus", groups=("invited",), button="增加"
        ),
        Meeting.reschedule: Ask(
            RescheduleForm,
            at="date",
            done="已改期，请重新通知。",
            icon="calendar",
            start=lambda meeting: {"held_at": meeting.held_at, "venue": meeting.venue},
            error_at="held_at",
        ),
        Meeting.cancel: Ask(ReasonForm, at="cancellation", done="已取消，议题等下次会议。", icon="x", tone="danger"),
    },
)


@bp.get("/meetings/<int:meeting_id>")
@requires("consultation.view")
def show_meeting(meeting_id: int):
    """One meeting: who came, what was said and decided on each topic."""
    meeting = get_or_404(
        Meeting.visible_to(current_user).options(
            joinedload(Meeting.unit), selectinload(Meeting.items).options(selectinload(Item.options))
        ),
        meeting_id,
    )
    made = db.session.scalars(select(Resolution).where(Resolution.item_id.in_([each.id for each in meeting.items])))
    return render(
        "consultation/meetings/show.html",
        **steps.shown(meeting, ("议事会", "consultation.meetings"), meeting_papers),
        items=[(each, items.actions(each, current_user) if meeting.status == "held" else []) for each in meeting.items],
        resolutions={each.item_id: each for each in made},
        facts=[
            ("小区", meeting.forum.name),
            ("时间", moment(meeting.held_at)),
            ("地点", meeting.venue),
            ("主持人", meeting.chair),
            ("记录人", meeting.recorder),
            ("到会", meeting.attendance),
        ],
        may_host=meeting.allows(current_user, HOST),
    )
