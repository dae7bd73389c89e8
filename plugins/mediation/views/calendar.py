"""调解日历 of a committee: as a page, on the wall, and for telephones."""

from collections import defaultdict
from datetime import date, datetime

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from plugins.mediation.blueprint import bp
from plugins.mediation.icalendar import KEPT, calendar_of
from plugins.mediation.models import CalendarFeed, Committee, Dispute, Sitting
from plugins.mediation.models.sitting import booked
from portal import clock
from portal.audit import trail
from portal.database import begin_writing
from portal.documents.printing import to_pdf
from portal.documents.sheet import Sheet
from portal.extensions import db
from portal.plugin.contributions import Action
from portal.records.papers import pdf
from portal.records.public_guards import public_unit, sought, wrong_code
from portal.web.http.guards import requires
from portal.web.pages.calendar import Item, Span
from portal.web.pages.rendering import get_or_404, render

MOST = 1000  # events that a telephone is sent


def _committee(committee_id: int) -> Committee:
    return get_or_404(Committee.visible_to(current_user).options(joinedload(Committee.unit)), committee_id)


def _sittings(committee: Committee, first: datetime, last: datetime) -> list[Sitting]:
    """Those that begin between the two moments and take place."""
    between = Sitting.committee_id == committee.id, Sitting.starts_at >= first, Sitting.starts_at <= last
    rows = select(Sitting).where(*between, booked()).order_by(Sitting.starts_at, Sitting.id)
    whole = rows.options(joinedload(Sitting.dispute).joinedload(Dispute.chosen))
    return list(db.session.scalars(whole).unique())


def _span() -> Span:
    return Span.read(request.args.get("of") or clock.today().isoformat())


def _items(sittings: list[Sitting], *, linked: bool) -> dict[date, list[Item]]:
    """What is on each day: hours, room, number, mediators; no party."""
    found = defaultdict(list)
    for each in sittings:
        who = "、".join(row.mediator.name for row in each.dispute.chosen)
        url = url_for("mediation.show", dispute_id=each.dispute_id) if linked else ""
        found[each.on].append(
            Item(f"{each.hours} {each.room.name if each.room else '调解室以外'} {each.dispute.number} {who}", url)
        )
    return found


@bp.get("/committees/<int:committee_id>/calendar")
@requires("mediation.view")
def calendar(committee_id: int):
    """A week or a month of the committee."""
    committee, span = _committee(committee_id), _span()
    printed = url_for("mediation.print_calendar", committee_id=committee.id, of=span.key)
    return render(
        "mediation/calendar.html",
        committee=committee,
        span=span,
        weeks=span.weeks(_items(_sittings(committee, *span.moments), linked=True), {}),
        at=lambda key: url_for("mediation.calendar", committee_id=committee.id, of=key),
        this_week=Span.week(clock.today()).key,
        actions=[
            Action("打印", printed, "printer"),
            Action("手机日历地址", url_for("mediation.give_feed", committee_id=committee.id), "calendar"),
        ],
        crumbs=[
            ("调委会", url_for("mediation.committees")),
            (committee.name, url_for("mediation.show_committee", committee_id=committee.id)),
            ("调解日历", ""),
        ],
    )


@bp.get("/committees/<int:committee_id>/calendar.pdf")
@requires("mediation.view")
def print_calendar(committee_id: int):
    """The same week or month on one sheet for the wall."""
    committee, span = _committee(committee_id), _span()
    sheet = Sheet(title=f"{committee.name}调解日历", office=committee.name)
    weeks = span.weeks(_items(_sittings(committee, *span.moments), linked=False), {})
    shown = {"sheet": sheet, "span": span, "weeks": weeks}
    content = to_pdf(render_template("mediation/documents/calendar.html", **shown), sheet.title)
    begin_writing()
    trail.record("mediation.print_calendar", unit=committee.unit, detail=f"{committee.name} {span.title}")
    db.session.commit()
    return pdf(content, sheet.title)


def feed(unit_id: int, code: str) -> ResponseReturnValue:
    """The calendar that belongs to the code, for telephones; 404 for a code that leads nowhere, or to another unit."""
    unit, found = public_unit(unit_id), CalendarFeed.found(code)
    if found is None or not unit.contains(found.committee):
        wrong_code()
        abort(404)
    since = Sitting.committee_id == found.committee_id, Sitting.starts_at >= clock.now() - KEPT
    rows = select(Sitting).where(*since).options(joinedload(Sitting.dispute)).order_by(Sitting.starts_at, Sitting.id)
    content = calendar_of(
        found.committee, db.session.scalars(rows.limit(MOST)).unique(), request.host.partition(":")[0]
    )
    answer = Response(content, mimetype="text/calendar")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


bp.add_url_rule(
    "/public/<int:unit_id>/calendar/<code>.ics", "feed", sought(feed, "mediation_feed", feed.__doc__), methods=["GET"]
)
