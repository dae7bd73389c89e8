"""家庭: the list, entering one, and its page, to which each area of the plugin gives a block."""

from collections.abc import Callable

from flask import url_for
from flask_login import current_user
from sqlalchemy import func

from plugins.family_values.blueprint import bp
from plugins.family_values.forms.families import FamilyForm
from plugins.family_values.models import Enrolment, Family, FamilyHonour, PointAccount, PointClaim
from plugins.family_values.registers.families import families
from portal.extensions import db
from portal.records.beginning import begin_button, mount_beginning
from portal.records.lists import mount_register
from portal.records.mounting import Ask
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

SHOWN = 200
NOT_GRANTED = ("claimed", "appealed", "refused")


def learning(family: Family) -> dict:
    """What its members attended: the hours of each and of all, and the last lessons."""
    mine = Enrolment.visible_to(current_user).where(Enrolment.family_id == family.id)
    minutes = db.session.scalar(mine.with_only_columns(func.sum(Enrolment.minutes), maintain_column_froms=True)) or 0
    rows = db.session.scalars(mine.order_by(Enrolment.id.desc()).limit(SHOWN)).unique().all()
    members: dict[str, list[Enrolment]] = {}
    for each in reversed(rows):
        members.setdefault(each.learner.name, []).append(each)
    return {"rows": rows, "members": members.values(), "hours": f"{minutes / 60:g}"}


def honoured(family: Family) -> dict:
    """What it was put forward for, and which titles it has."""
    mine = (
        FamilyHonour.visible_to(current_user)
        .where(FamilyHonour.family_id == family.id)
        .order_by(FamilyHonour.id.desc())
    )
    return {"rows": db.session.scalars(mine.limit(SHOWN)).unique().all()}


def points(family: Family) -> dict:
    """Its account, and the claims that are not granted (yet)."""
    mine = PointClaim.visible_to(current_user).where(
        PointClaim.family_id == family.id, PointClaim.status.in_(NOT_GRANTED)
    )
    accounts = (
        PointAccount.visible_to(current_user).where(PointAccount.family_id == family.id).order_by(PointAccount.id)
    )
    return {
        "accounts": db.session.scalars(accounts).all(),
        "waiting": db.session.scalars(mine.order_by(PointClaim.id.desc()).limit(20)).unique().all(),
    }


BLOCKS: dict[str, Callable[[Family], dict]] = {"learning": learning, "honours": honoured, "points": points}
"""Template in templates/family_values/families → what it is given, as `block`; in the order of the page."""


def _may_call(family: Family) -> bool:
    return family.allows(current_user, "family_values.book")


mount_register(
    bp,
    families,
    at="/families",
    endpoint="families",
    export="family_values.export",
    actions=begin_button(Family.enter),
)
mount_beginning(
    bp,
    Family.enter,
    Ask(FamilyForm, done="已登记。", error_at="phone"),
    at="/families/new",
    show=lambda family: url_for("family_values.show_family", family_id=family.id),
    back="family_values.families",
)


@bp.get("/families/<int:family_id>")
@requires("family_values.view")
def show_family(family_id: int):
    """One family, block by block."""
    family = get_or_404(Family.visible_to(current_user), family_id)
    return render(
        "family_values/families/family.html",
        family=family,
        may_call=_may_call(family),
        blocks={name: given(family) for name, given in BLOCKS.items()},
        crumbs=[("家庭档案", url_for("family_values.families")), (family.name, "")],
    )
