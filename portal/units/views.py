"""The page of a unit, and what is done to it."""

from flask import Blueprint, current_app, redirect, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock
from portal.accounts.models import Appointment, User
from portal.extensions import db
from portal.org.models import KINDS, OrgUnit
from portal.plugin.activation import in_effect
from portal.plugin.contributions import Action
from portal.records.asking import Ask
from portal.records.beginning import mount_beginning
from portal.units.forms import ClosingForm, HouseholdsForm, NameForm, UnitForm
from portal.units.held import figures_of, in_the_way, open_work
from portal.units.models import COUNTED, MANAGE, VIEW, UnitChange, kinds_below, successors
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

bp = Blueprint("units", __name__, url_prefix="/units", template_folder="templates")
MOST_STAFF = 60  # on the page of a unit


@bp.get("")
@requires(VIEW)
def index():
    """The unit in which one works; where these are several, one chooses."""
    own = current_user.units_with(VIEW)
    if len(own) == 1:
        return redirect(url_for("units.show", unit_id=own[0].id), 303)
    return render("units/index.html", units=own, kinds=KINDS)


@bp.get("/<int:unit_id>")
@requires(VIEW)
def show(unit_id: int):
    """One unit: what stands below it, what it holds, who works there, what befell it."""
    unit = _seen(unit_id)
    counts = current_user.can("cases.view", unit) or current_user.can(MANAGE, unit)  # who audits reads no business
    return render(
        "units/unit.html",
        unit=unit,
        kinds=KINDS,
        children=_children(unit),
        figures=figures_of(unit, residents=counts),
        left=[{"label": name, "value": count, "unit": "件"} for name, count in open_work(unit)] if counts else [],
        staff=_staff(unit),
        modules=_modules(unit),
        history=UnitChange.history(unit),
        successor=db.session.get(OrgUnit, unit.merged_into_id) if unit.merged_into_id else None,
        actions=_actions(unit),
        crumbs=[*_trail(unit), (unit.short_name, "")],
    )


def _seen(unit_id: int) -> OrgUnit:
    """The unit, if it lies where the reader works."""
    own = OrgUnit.reach(current_user, VIEW)
    return get_or_404(select(OrgUnit).where(own).options(selectinload(OrgUnit.codes)), unit_id)


def _managed(unit_id: int) -> OrgUnit:
    """The unit, if the reader manages what lies there."""
    return get_or_404(select(OrgUnit).where(OrgUnit.reach(current_user, MANAGE)), unit_id)


def _trail(unit: OrgUnit) -> list[tuple[str, str]]:
    """The units above, with their pages as far as the reader sees them."""
    above = db.session.scalars(select(OrgUnit).where(OrgUnit.id.in_(unit.ancestor_ids[:-1])).order_by(OrgUnit.path))
    own = current_user.units_with(VIEW)
    return [
        (each.short_name, url_for("units.show", unit_id=each.id) if any(one.contains(each) for one in own) else "")
        for each in above
    ]


def _children(unit: OrgUnit) -> list[OrgUnit]:
    """The open ones first, places before departments."""
    below = db.session.scalars(select(OrgUnit).where(OrgUnit.parent_id == unit.id).order_by(OrgUnit.id))
    return sorted(below, key=lambda each: (each.closed_on is not None, each.kind == "department"))


def _staff(unit: OrgUnit) -> list[Appointment]:
    here = Appointment.current_on(clock.today()) & (Appointment.unit_id == unit.id) & Appointment.user.has(User.active)
    found = select(Appointment).where(here).options(joinedload(Appointment.user), joinedload(Appointment.unit))
    return list(db.session.scalars(found.order_by(Appointment.role, Appointment.id).limit(MOST_STAFF)))


def _modules(unit: OrgUnit) -> list[str]:
    """The names of the plugins in effect there."""
    manifests = current_app.extensions["portal_plugins"].manifests
    return sorted(manifests[key].name for key in in_effect(unit))


def _actions(unit: OrgUnit) -> list[Action]:
    """What the reader may do to it."""
    if unit.closed_on or not current_user.can(MANAGE, unit):
        return []
    offered = [
        (UnitChange.set_up, "plus", bool(kinds_below(unit))),
        (UnitChange.rename, "pencil", True),
        (UnitChange.count, "pencil", unit.kind in COUNTED),
        (UnitChange.close, "x", unit.parent_id is not None),
    ]
    return [
        Action(each.label, url_for(f"units.{each.declared.name}", unit_id=unit.id), icon)
        for each, icon, shown in offered
        if shown
    ]


def _to(change: UnitChange) -> str:
    return url_for("units.show", unit_id=change.unit_id)


def _back(unit: OrgUnit) -> str:
    return url_for("units.show", unit_id=unit.id)


def _kinds(form: UnitForm, above: OrgUnit) -> None:
    form.kind.choices = [(each, KINDS[each]) for each in kinds_below(above)]


def _successors(form: ClosingForm, unit: OrgUnit) -> None:
    form.successor_id.choices = [("", "没有，直接撤销"), *((each.id, each.short_name) for each in successors(unit))]


def _left(unit: OrgUnit) -> str:
    """What is to be done first."""
    if left := in_the_way(unit):
        return f"现在还不能撤销：{'；'.join(left)}。请先办完、移交。"
    return "撤销以后不能再登记、交办到这里；过去的事项、文书仍然按原来的单位显示。"


def _today(unit: OrgUnit) -> dict:
    return {"valid_from": clock.today()}


def _named(unit: OrgUnit) -> dict:
    """As it is called; the short name only where it is another, for else it follows the name."""
    return _today(unit) | {"name": unit.name, "short_name": "" if unit.short_name == unit.name else unit.short_name}


for begun, noun, asked in (
    (UnitChange.set_up, "new", Ask(UnitForm, done="已设立。", prepare=_kinds, start=_today)),
    (
        UnitChange.rename,
        "name",
        Ask(
            NameForm,
            done="已更名。",
            start=_named,
            explanation="已经定稿的文书保留原来的名称，页面和以后的文书用新名称。",
        ),
    ),
    (
        UnitChange.count,
        "households",
        Ask(HouseholdsForm, done="已更正。", start=lambda unit: _today(unit) | {"households": unit.households}),
    ),
    (
        UnitChange.close,
        "closure",
        Ask(ClosingForm, done="已撤销。", prepare=_successors, start=_today, tone="danger", explanation=_left),
    ),
):
    mount_beginning(bp, begun, asked, at=f"/<int:unit_id>/{noun}", show=_to, back=_back, of=_managed)
