"""时间冲突: other meetings at the same time, of the same host in the same place, or with the same unit. They are named, and nothing is forbidden."""

from collections.abc import Collection

from sqlalchemy import and_, or_, select

from plugins.joint_meetings.models import Invitation, JointMeeting
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit


def clashes_of(meeting: JointMeeting, only: Collection[int] | None = None) -> list[str]:
    """Sentences: of the room, and of each unit that is called here and has another meeting then. `only`: ids of the units that the reader may know
    of, by default all; neither number nor name of the other meeting is told, who calls it and when is."""
    called = {each.unit_id: str(each.unit) for each in meeting.invited} | {meeting.unit_id: str(meeting.unit)}
    joined = and_(
        Invitation.meeting_id == JointMeeting.id, Invitation.withdrawn_at.is_(None), Invitation.unit_id.in_(called)
    )
    same_room = and_(
        JointMeeting.unit_id == meeting.unit_id, JointMeeting.place_of_meeting == meeting.place_of_meeting
    )  # every office has a 会议室
    same = or_(
        same_room,
        JointMeeting.unit_id.in_(called),
        Invitation.id.is_not(None),
    )
    found = (
        select(
            JointMeeting.id,
            JointMeeting.unit_id,
            JointMeeting.starts_at,
            JointMeeting.ends_at,
            OrgUnit.short_name.label("host"),
            Invitation.unit_id.label("invited_id"),
            same_room.label("same_room"),
        )
        .join(OrgUnit, OrgUnit.id == JointMeeting.unit_id)
        .outerjoin(Invitation, joined)
        .where(
            JointMeeting.county_id == meeting.county_id,
            JointMeeting.status == "called",
            JointMeeting.id != meeting.id,
            JointMeeting.starts_at < meeting.ends_at,
            JointMeeting.ends_at > meeting.starts_at,
            same,
        )
        .order_by(JointMeeting.starts_at, JointMeeting.id, Invitation.id)
    )
    said: dict[str, None] = {}
    for each in db.session.execute(found):
        when = f"{clock.local(each.starts_at):%H:%M}—{clock.local(each.ends_at):%H:%M}，{each.host}召集"
        if each.same_room and only is None:
            said[f"{meeting.place_of_meeting}同一时间还有会（{when}）。"] = None
        for unit_id in (each.unit_id, each.invited_id):
            if unit_id in called and (only is None or unit_id in only):
                said[f"{called[unit_id]}同一时间还有会（{when}）。"] = None
    return list(said)
