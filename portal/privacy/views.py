"""谁看过: the director tells a resident who looked at the own data, on paper, with a reason and on record."""

from itertools import groupby

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal import clock
from portal.accounts.vouching import let_out
from portal.audit import trail
from portal.database import begin_writing, reads
from portal.documents.printing import to_pdf
from portal.documents.sheet import Sheet
from portal.extensions import db
from portal.people.models import Person
from portal.people.views import person_or_404
from portal.privacy.forms import ASKING, SeenForm
from portal.privacy.seen import archived_until, seen_by
from portal.records.papers import pdf
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

bp = Blueprint("privacy", __name__, url_prefix="/people", template_folder="templates")
SEEN = "people.seen"
TITLE = "个人信息使用情况告知书"


@bp.get("/<int:person_id>/seen")
@requires(SEEN)
def new_seen(person_id: int) -> ResponseReturnValue:
    """Who asks, and how it was checked that it is this person."""
    return _page(person_or_404(person_id), SeenForm())


@bp.post("/<int:person_id>/seen")
@requires(SEEN)
@reads
def seen(person_id: int) -> ResponseReturnValue:
    """The paper. That it was asked for is recorded after it was drawn, and not part of it."""
    person, form = person_or_404(person_id), SeenForm()
    if not form.validate():
        return _page(person, form, 422)
    let_out(current_user)
    paper = _paper(person, archives=form.archives.data)
    begin_writing()
    told = f"{ASKING[form.who.data]}：{form.reason.data}"
    trail.record("person_seen", subject=person, unit=person.unit, detail=told)
    db.session.commit()
    return pdf(paper, TITLE)


def _paper(person: Person, *, archives: bool) -> bytes:
    seen = seen_by(person, current_user, archives=archives)
    days = [(day, list(some)) for day, some in groupby(seen.lines, key=lambda line: clock.local(line.at).date())]
    office = next(iter(current_user.units_with(SEEN))).name
    page = render_template(
        "privacy/documents/seen.html",
        sheet=Sheet(title=TITLE, office=office),
        office=office,
        person=person,
        days=days,
        seen=seen,
        archived=None if archives else archived_until(),
        today=clock.today(),
    )
    return to_pdf(page, TITLE)


def _page(person: Person, form: SeenForm, status: int = 200) -> ResponseReturnValue:
    back = url_for("people.show", person_id=person.id)
    crumbs = [("居民", url_for("people.index")), (person.name_shown, back), ("谁看过", "")]
    archived = archived_until()
    return render(
        "privacy/seen.html", status=status, person=person, form=form, archived=archived, back_url=back, crumbs=crumbs
    )
