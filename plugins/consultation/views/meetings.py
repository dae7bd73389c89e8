"""议事会: called, announced, held, minuted, voted."""

from datetime import datetime, time, timedelta

from flask import request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from plugins.consultation.blueprint import bp
from plugins.consultation.forms.meeting import CallForm, HoldForm, InvitationForm, RescheduleForm
from plugins.consultation.models import Forum, Item, Meeting, Resolution, Topic
from plugins.consultation.models.topic import HOST
from plugins.consultation.papers import meeting_papers
from plugins.consultation.register import meetings
from plugins.consultation.views.items import items
from plugins.consultation.views.rounds import forum_of, forums_for
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import NoteForm, PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render

EVENING = time(19)
IN_DAYS = 7
FURTHER = 6  # empty lines below the stewards


# -- called ------------------------------------------------------------------------------------------------------------


def offer_topics(form: CallForm, unit: OrgUnit) -> None:
    """The forums, and their topics that wait; those of one forum, when it is called from there (`?forum=`)."""
    forums = forums_for(HOST)
    if chosen := _chosen():
        forums = {ident: name for ident, name in forums.items() if ident == chosen} or forums
    waiting = db.session.scalars(
        select(Topic).where(Topic.forum_id.in_(forums), Topic.status == "published").order_by(Topic.id)
    ).all()
    form.forum_id.choices = forums
    form.topics.choices = {
        each.id: f"{each.forum.name}：{each.title}（公示到 {each.published_until}）" for each in waiting
    }
    if not waiting:
        form.topics.description = "现在没有会前公示的议题。请先公示议题。"


def first_call(unit: OrgUnit) -> dict:
    """In a week; from the page of a forum with its place, convener and stewards."""
    held_at = datetime.combine(clock.today() + timedelta(days=IN_DAYS), EVENING, clock.SHANGHAI)
    given = {"held_at": held_at, "recorder": current_user.name}
    if not (ident := _chosen()):
        return given
    forum = get_or_404(Forum.visible_to(current_user), ident)
    stewards = [{"name": each.name, "role": "steward"} for each in forum.serving]
    invited = stewards + [{"role": "resident"}] * FURTHER
    return given | {"forum_id": forum.id, "venue": forum.venue, "chair": forum.convener, "invited": invited}


def _chosen() -> int:
    given = request.args.get("forum", "")
    return int(given) if given.isdecimal() else 0


def called(form: CallForm, unit: OrgUnit) -> dict:
    return {
        "forum": forum_of(form),
        "topics": [db.session.get(Topic, ident) for ident in form.topics.data],
        "invited": form.people(),
        **{name: form[name].data for name in ("held_at", "venue", "chair", "recorder")},
    }


# -- held --------------------------------------------------------------------------------------------------------------


def offer_people(form: HoldForm, meeting: Meeting) -> None:
    form.present.choices = {each.id: f"{each.name}（{each.role_name}）" for each in meeting.attendances}


mount_register(
    bp, meetings, at="/meetings", endpoint="meetings", export="consultation.export", actions=begin_button(Meeting.call)
)
mount_beginning(
    bp,
    Meeting.call,
    Ask(
        CallForm,
        done=lambda meeting: f"已召集：{meeting.title}。",
        button="召集",
        prepare=offer_topics,
        start=first_call,
        args=called,
        groups=("invited",),
        error_at="topics",
        keeps_draft=True,
    ),
    at="/meetings/new",
    show=lambda meeting: url_for("consultation.show_meeting", meeting_id=meeting.id),
    back="consultation.meetings",
    place=lambda form: forum_of(form).unit,
)
steps = mount(
    bp,
    Meeting,
    at="/meetings/<int:meeting_id>",
    show="consultation.show_meeting",
    steps={
        Meeting.notify: Ask(
            PlainForm,
            at="notice",
            done="已登记通知。",
            main=True,
            explanation="请先打印会议通知，送到参加人员手里。",
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
