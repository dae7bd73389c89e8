"""Whom a meeting may invite, and what stands in its form before anybody types."""

from sqlalchemy import Select, or_, select

from plugins.joint_meetings.forms.calling import MeetingForm, UnitsForm
from plugins.joint_meetings.models import JointMeeting
from plugins.joint_meetings.models.meeting import hosts_of
from plugins.joint_meetings.settings import next_time
from portal.accounts.models import User
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped


def units_near(row: OrgUnit | Scoped) -> dict[int, str]:
    """The departments, towns and streets of the county, and the villages and communities of the township of `row`: id → name."""
    county = row.county_id if row.county_id is not None else getattr(row, "unit_id", row.id)
    near = or_(
        OrgUnit.kind.in_(("township", "department")),
        (OrgUnit.kind == "community") & (OrgUnit.township_id == row.township_id),
        OrgUnit.id == county,
    )
    found: Select = select(OrgUnit.id, OrgUnit.short_name).where(
        OrgUnit.county_id == county, near, OrgUnit.closed_on.is_(None)
    )
    return {each.id: each.short_name for each in db.session.execute(found.order_by(OrgUnit.path))}


def offer(form: UnitsForm, row: OrgUnit | Scoped) -> None:
    """The units that may be invited."""
    form.offer(units_near(row))


def offer_hosts(user: User):
    """For the form of a meeting about a case: the units in whose name `user` may call it."""

    def prepare(form: MeetingForm, case: Case) -> None:
        offer(form, case)
        form.unit_id.choices = {each.id: str(each) for each in hosts_of(case, user)}

    return prepare


def offer_again(form: MeetingForm, meeting: JointMeeting) -> None:
    offer(form, meeting)
    form.unit_id.choices = {meeting.unit_id: str(meeting.unit)}


def about(case: Case) -> dict:
    """A fresh form about `case`: its number and kind, nobody's name."""
    return {"title": f"{case.number}（{case.kind_name}）会商", "items": [{"number": case.number}]}


def as_last_time(meeting: JointMeeting) -> dict:
    """A fresh form that begins with what `meeting` had; cases that are closed are left out."""
    names = ("unit_id", "title", "kind", "place_of_meeting", "chair", "agenda")
    starts_at = next_time(meeting.unit, meeting.starts_at)
    return {name: getattr(meeting, name) for name in names} | {
        "starts_at": starts_at,
        "ends_at": starts_at + (meeting.ends_at - meeting.starts_at),
        "invited": [{"unit_id": each.unit_id, "asked": each.asked} for each in meeting.invited],
        "items": _lines([each for each in meeting.items if each.case.open]),
    }


def agenda_of(meeting: JointMeeting) -> dict:
    """The agenda as it stands."""
    return {"agenda": meeting.agenda, "chair": meeting.chair, "items": _lines(meeting.items)}


def _lines(items) -> list[dict]:
    return [{"number": each.case.number, "said": each.said} for each in items] or [{}]
