"""Bulk actions on cases, with a summary of what was done and what was refused, and why."""

from flask import request
from flask_login import current_user

from portal.cases.blueprint import bp
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.web.http.guards import requires
from portal.web.pages.list_position import list_url
from portal.web.pages.rendering import LARGEST_ID, render

MOST = 200


@bp.post("/archive")
@requires("cases.resolve")
def archive_many():
    """批量归档: every chosen case separately; a refused one does not stop the others."""
    done, refused = [], []
    for case in _chosen():
        try:
            with db.session.begin_nested():
                case.archive(by=current_user)
            done.append(case)
        except RuleError as error:
            refused.append((case, str(error)))
    db.session.commit()
    return render("cases/bulk.html", done=done, refused=refused, back_url=list_url("cases.index"))


def _chosen() -> list[Case]:
    given = [text for text in request.form.getlist("case")[:MOST] if text.isdecimal() and len(text) < 11]
    ids = [int(text) for text in given if int(text) <= LARGEST_ID]
    return list(db.session.scalars(Case.visible_to(current_user).where(Case.id.in_(ids)).order_by(Case.id)).unique())
