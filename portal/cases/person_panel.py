"""相关事项: the cases of a resident, on the page of the resident."""

from flask import render_template
from markupsafe import Markup
from sqlalchemy import select

from portal.accounts.models import User
from portal.cases.models import Case, Party
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import Panel

RECENT = 20


def panel(person: Person, reader: User) -> Panel:
    """The newest cases to which `person` is a party and which `reader` may see."""
    cases = db.session.scalars(
        Case.visible_to(reader)
        .where(Case.id.in_(select(Party.case_id).where(Party.person_id == person.id, Party.removed_at.is_(None))))
        .order_by(Case.created_at.desc())
        .limit(RECENT)
    )
    html = render_template("cases/of_person.html", cases=cases.unique().all())
    return Panel("相关事项", Markup(html), flush=True)  # noqa: S704  rendered by our own template, autoescaped
