"""The page of a unit, and what is done to it."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, after_this_request, current_app, redirect, url_for
from flask_login import current_user
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from portal import clock
from portal.accounts.models import Appointment, User
from portal.extensions import db
from portal.org.chooser import UnitField
from portal.org.models import KINDS, OrgUnit
from portal.plugin import dispatch
from portal.plugin.activation import in_effect
from portal.plugin.context import hook_context
from portal.plugin.contributions import Action
from portal.records.asking import Ask
from portal.records.beginning import mount_beginning
from portal.records.import_pages import mount_import
from portal.units.forms import (
    ClosingForm,
    HouseholdsForm,
    MergingForm,
    MovingForm,
    NameForm,
    SplittingForm,
    UnitForm,
)
from portal.units.held import figures_of, lying_in, open_work
from portal.units.left import list_of, said_of_what_is_left
from portal.units.models import UnitChange
from portal.units.offices import bound
from portal.units.relocation import Relocation, follow_for
from portal.units.rules import COUNTED, MANAGE, MOVABLE, VIEW, kinds_below, likes, places_for
from portal.units.sheet import UNITS
from portal.units.splitting import DIVIDED
from portal.web.forms import Form
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

bp = Blueprint("units", __name__, url_prefix="/units", template_folder="templates")
MOST_STAFF = 60  # on the page of a unit
PATIENCE = 3  # seconds in which the page of a change lets rows follow
MOVES = (
    "连同下级单位、工作人员和所有记录一起到新的上级下面，原来的上级不再看到。过去各天的统计仍然算在原来的上级，从今天起算在新的上级。"
    "只能在本旗县区里调整：居民、编号、模块和设置都按旗县区登记。"
)
MERGES = (
    "办结的事项、文书仍然写原来的单位，由接收的单位查看；没有办结的、居民和家庭、下级单位、工作人员都到接收的单位，从今天起由它接着办。"
    "原单位撤销，它的代码以后指接收的单位。并入以后不能恢复。"
)
CLOSES = "撤销以后不能再登记、交办到这里；过去的事项、文书仍然按原来的单位显示。"
SPLITS = "在同一个上级下面设一个新单位，选中的过去，没有选的留在原单位。没有办结的事项，随所在的下级单位走；直接登记在原单位的留下。"


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
    panels = [] if unit.closed_on else dispatch.call("unit_panels", ctx=hook_context(unit))  # they tell of today
    counts = current_user.can("cases.view", unit) or current_user.can(MANAGE, unit)  # who audits reads no business
    return render(
        "units/unit.html",
        unit=unit,
        kinds=KINDS,
        children=_children(unit),
        figures=[each for each in figures_of(unit, residents=counts) if each["value"] or not unit.closed_on],
        left=[(each.name, each.number, list_of(unit, each)) for each in open_work(unit)] if counts else [],
        staff=_staff(unit),
        modules=[] if unit.closed_on else _modules(unit),
        history=UnitChange.history(unit),
        successor=db.session.get(OrgUnit, unit.merged_into_id) if unit.merged_into_id else None,
        actions=_actions(unit),
        panels=sorted(dispatch.values(panels), key=lambda panel: panel.order),
        missing=dispatch.failures(panels),
        relocation=Relocation.near(unit),
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
    here = Appointment.counting_on(clock.today()) & (Appointment.unit_id == unit.id) & Appointment.user.has(User.active)
    told = joinedload(Appointment.user), joinedload(Appointment.unit), joinedload(Appointment.owner)
    found = select(Appointment).where(here).options(*told)
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
        (UnitChange.reparent, "arrow-up", unit.kind in MOVABLE),
        (UnitChange.merge, "blocks", unit.parent_id is not None),
        (UnitChange.split, "split", unit.kind in DIVIDED),
        (UnitChange.close, "x", unit.parent_id is not None),
    ]
    buttons = [
        Action(each.label, url_for(f"units.{each.declared.name}", unit_id=unit.id), icon)
        for each, icon, shown in offered
        if shown
    ]
    sheet = Action("从 Excel 导入下级单位", url_for("units.import_below", unit_id=unit.id), "folder")
    return [buttons[0], sheet, *buttons[1:]] if kinds_below(unit) else buttons


def _to(change: UnitChange) -> str:
    """Its unit; what fits into a few seconds has followed by then, and a job sees to the rest."""
    if relocation := db.session.scalar(select(Relocation).where(Relocation.change_id == change.id)):
        ident = relocation.id

        @after_this_request
        def follow(response):
            follow_for(ident, PATIENCE)
            return response

    return url_for("units.show", unit_id=change.unit_id)


def _back(unit: OrgUnit) -> str:
    return url_for("units.show", unit_id=unit.id)


def _kinds(form: UnitForm, above: OrgUnit) -> None:
    form.kind.choices = [(each, KINDS[each]) for each in kinds_below(above)]


def _parents(form: MovingForm, unit: OrgUnit) -> None:
    _offer(form.parent_id, places_for(unit))
    names = next((each for each in (unit.parent.name, unit.parent.short_name) if each in unit.name), "")
    bears = f"名称里有原来的上级“{names}”，换了上级要改的，在这里改；" if names else ""
    form.name.description = f"{bears}不改的不动。"


def _heirs(form: MergingForm, unit: OrgUnit) -> None:
    _offer(form.into_id, likes(unit))


def _offer(field: UnitField, found: Select) -> None:
    """Units by the name of the one above and their own; none is chosen beforehand."""
    mine = found.where(OrgUnit.reach(current_user, MANAGE)).options(joinedload(OrgUnit.parent))
    units = {each.id: each for each in db.session.scalars(mine)}
    field.choices = {0: "请选择"} | {ident: f"{each.parent}　{each.short_name}" for ident, each in units.items()}
    field.find = units.get


def _divided(form: SplittingForm, unit: OrgUnit) -> None:
    form.below.choices = [(each.id, each.short_name) for each in _children(unit) if not each.closed_on]


def _going(unit: OrgUnit) -> dict:
    """What lies in it, and what cannot go everywhere, before anything is changed."""
    return {"lying": lying_in(unit), "bound": bound(unit)}


def _closing(unit: OrgUnit) -> dict:
    return {"left": said_of_what_is_left(unit)}


def _today(unit: OrgUnit) -> dict:
    return {"valid_from": clock.today()}


def _named(unit: OrgUnit) -> dict:
    """As it is called; the short name only where it is another, for else it follows the name."""
    return _today(unit) | {"name": unit.name, "short_name": "" if unit.short_name == unit.name else unit.short_name}


def _ahead(
    form: type[Form], done: str, prepare: Callable, explanation: str, tone: str = "", start: Callable = _today
) -> Ask:
    """How a change is asked for that takes along what lies in the unit: that is shown before."""
    shown: dict[str, Any] = {"template": "units/ahead.html", "context": _going, "start": start}
    return Ask(form, done=done, prepare=prepare, explanation=explanation, tone=tone, **shown)


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
    (UnitChange.reparent, "parent", _ahead(MovingForm, "已调整。", _parents, MOVES, start=_named)),
    (UnitChange.merge, "successor", _ahead(MergingForm, "已并入。", _heirs, MERGES, "danger")),
    (UnitChange.split, "division", _ahead(SplittingForm, "已分设。", _divided, SPLITS)),
    (
        UnitChange.close,
        "closure",
        Ask(
            ClosingForm,
            done="已撤销。",
            start=_today,
            tone="danger",
            template="units/closure.html",
            context=_closing,
            explanation=CLOSES,
        ),
    ),
):
    mount_beginning(bp, begun, asked, at=f"/<int:unit_id>/{noun}", show=_to, back=_back, of=_managed)

mount_import(bp, UNITS, at="/<int:unit_id>", load=_managed, back="units.index")
