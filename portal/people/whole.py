"""查看全部 of a record: what it has of somebody in full, with a reason, and on record.

A record may have a telephone or an address of its own (`SaysOtherwise`): that is the one to use for it. Whoever may see the resident in full reads it on that page,
beside the register; of somebody out of reach the record's own is all there is to see.
"""

from typing import Any

from flask import abort, url_for
from flask_login import current_user
from markupsafe import Markup

from portal.accounts.models import User
from portal.audit import trail
from portal.extensions import db
from portal.people.changes import LABELS, SaysOtherwise, models_saying
from portal.people.forms import RevealForm
from portal.people.models import Person
from portal.people.views import bp
from portal.web.http.guards import requires
from portal.web.pages.rendering import LARGEST_ID, render

__all__ = ["contact_facts"]

REVEAL, DECIDE = "people.reveal", "privacy.decide"
LINK = Markup('{} <a class="small no-print nb" href="{}">查看全部</a>')


def contact_facts(row: Any, reader: User) -> list[tuple[str, str | Markup]]:
    """电话 and 住址 of somebody as `row` has them, masked, for the facts of its page; with the way to all of it for `reader`."""
    who = row.as_said
    phone, url = who.phone_masked, whole_url(row, reader)
    facts = [("电话", LINK.format(phone, url) if url else phone), ("住址", who.address_masked)]
    return [*facts, ("只用于这里", row.said_here)] if row.said_here else facts


def whole_url(row: Any, reader: User) -> str:
    """Where `reader` may see all of the resident of `row`: on the page of the resident, with what single records have of their own; or what this
    record has alone. "" where nothing is masked, or no right."""
    person = row.person
    hidden = person.id_number or person.phone or person.address or row.said
    if hidden and _may_reveal(person, reader):
        return url_for("people.reveal", person_id=person.id)
    if row.said and not person.restricted_at and _may_reveal(_record(row), reader):
        return url_for("people.reveal_in", kind=row.__tablename__, row_id=row.id)
    return ""


@bp.get("/in/<kind>/<int:row_id>/full")
@requires(REVEAL)
def reveal_in(kind: str, row_id: int):
    """Ask for the reason."""
    row = _row_or_404(kind, row_id)
    return render("people/reveal.html", person=row.as_said, form=RevealForm(), back_url=_back(row))


@bp.post("/in/<kind>/<int:row_id>/full")
@requires(REVEAL)
def show_whole(kind: str, row_id: int):
    """What the record has of its own, once, with the reason on record."""
    row = _row_or_404(kind, row_id)
    form = RevealForm()
    if not form.validate():
        return render("people/reveal.html", status=422, person=row.as_said, form=form, back_url=_back(row))
    trail.record("reveal", subject=row, unit=_record(row).unit, detail=form.reason.data)
    db.session.commit()
    said = row.said or {}
    lines = [(LABELS[name], said[name]) for name in LABELS if name in said]
    return render("people/whole.html", lines=lines, back_url=_back(row))


def _row_or_404(kind: str, row_id: int) -> Any:
    """The row, if the reader may see its record and has the right there."""
    model = models_saying().get(kind)
    if model is None or row_id > LARGEST_ID:
        abort(404)
    row = db.session.scalars(model.opened_by(current_user).where(model.id == row_id)).unique().one_or_none()
    if row is None or row.person is None or row.person.erased_at:
        abort(404)
    if row.person.restricted_at or not _may_reveal(_record(row), current_user):
        abort(403)
    return row


def _record(row: SaysOtherwise) -> Any:
    return getattr(row, "said_in", row)


def _may_reveal(where: Any, reader: User) -> bool:
    """Of a resident whose data is restricted only to who decides on that."""
    if getattr(where, "restricted_at", None) and not reader.can(DECIDE, where):
        return False
    return reader.can(REVEAL, where) and (not isinstance(where, Person) or reader.can("people.view", where))


def _back(row: Any) -> str:
    """The page of the resident, for who may see that; else where one works."""
    if current_user.can("people.view", row.person):
        return url_for("people.show", person_id=row.person_id)
    return url_for("home.desk")
