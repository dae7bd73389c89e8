"""The pages of all settings: what is in force for a unit and why, changing it, which units differ, what was changed."""

from datetime import date

from flask import Blueprint, abort, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload
from werkzeug.datastructures import MultiDict

from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.activation import in_effect_within
from portal.plugin.context import current_unit
from portal.settings.changing import change
from portal.settings.checking import Wrong, as_changed, fault_of_day, faults
from portal.settings.edit import PREFIX, Edit, as_shown, last_seen, overtaken, read
from portal.settings.effects import Effects, last_quarter
from portal.settings.examples import beside
from portal.settings.forms import ChangeForm
from portal.settings.in_force import Settings, as_form, changes_around, changes_for, in_force
from portal.settings.lines import lines, rows_of, told
from portal.settings.models import SettingsRow
from portal.settings.sections import FURTHER, Section, all_sections
from portal.web.forms.fields import parse_day
from portal.web.forms.form_token import FIELD
from portal.web.forms.idempotency import saved
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import get_or_404, render

bp = Blueprint("settings", __name__, url_prefix="/settings", template_folder="templates")
MANAGE = "settings.manage"
CONFIRMED = "confirmed"  # the button on the page that shows what would change
MOST_ROWS = 200  # that the history lists


@bp.get("")
@requires(MANAGE)
def index() -> ResponseReturnValue:
    """All that the unit worked in decides: of the core, and of the plugins in effect there or below."""
    plugins, shown = current_app.extensions["portal_plugins"].manifests, in_effect_within(permitted(current_unit()))
    sections = [each for key, each in all_sections().items() if key not in plugins or key in shown]
    return render("settings/index.html", sections=sections, further=FURTHER)


@bp.get("/<key>")
@requires(MANAGE)
def show(key: str) -> ResponseReturnValue:
    """The values in force for a unit on a day, and the form to change them."""
    section = section_or_404(key)
    unit = unit_or_404(section, request.args.get("unit", type=int))
    day = parse_day(request.args.get("day")) or clock.today()
    form = ChangeForm(data={"unit_id": unit.id, "valid_from": day if day > clock.today() else None})
    form.offer_exceptions(section.form)
    if form.draft and form.was_restored:  # typed before the session ended
        unit = unit_or_404(section, form.unit_id.data)
        return _page(section, unit, day, form, _edit(section, unit, form, form.draft.form)[1])
    return _page(section, unit, day, form)


@bp.post("/<key>")
@requires(MANAGE)
def change_settings(key: str) -> ResponseReturnValue:
    """Keep what was changed on the page; the rest goes on being inherited."""
    section, form = section_or_404(key), ChangeForm()
    unit = unit_or_404(section, form.unit_id.data)
    form.offer_exceptions(section.form)
    shown, edit = _edit(section, unit, form, request.form)
    wrong = _wrong(section, unit, shown, edit, form)
    if wrong or form.errors:
        return _page(section, unit, form.shown_on.data or clock.today(), form, edit, wrong)
    address = url_for("settings.show", key=key, unit=unit.id)
    if not edit.wanted:
        return saved(address, "没有改动。")
    begins = form.valid_from.data or clock.today()
    effects = None if CONFIRMED in request.form else _effects(section, unit, edit, begins)
    if effects:
        return render(
            "settings/effects.html",
            form=form,
            effects=effects,
            begins=begins,
            changed=told(section, edit.wanted),
            sent=_as_sent(),
            **_frame(section, unit, "保存前核对"),
        )
    change(key, unit, edit.wanted, by=current_user, reason=form.reason.data, valid_from=begins, lock=edit.lock)
    return saved(address, f"已修改 {len(edit.wanted)} 项设置，{begins} 起执行。")


@bp.get("/<key>/units")
@requires(MANAGE)
def units(key: str) -> ResponseReturnValue:
    """Which units of the own subtree decide for themselves, and what."""
    section = section_or_404(key)
    unit = unit_or_404(section, request.args.get("unit", type=int))
    around, today = changes_around(key, unit), clock.today()
    rows = rows_of(each for changes in around.values() for each in changes)
    deciding = [
        (each, own)
        for each, changes in around.items()
        if (own := [line for line in lines(section, each, today, changes, rows) if line.own])
    ]
    total = select(func.count()).select_from(_units(section).where(unit.subtree_of(OrgUnit)).subquery())
    deciding.sort(key=lambda found: found[0].path)
    return render(
        "settings/units.html", deciding=deciding, total=db.session.scalar(total), **_frame(section, unit, "各单位")
    )


@bp.get("/<key>/history")
@requires(MANAGE)
def history(key: str) -> ResponseReturnValue:
    """What was changed for a unit and above it, newest first."""
    section = section_or_404(key)
    unit = unit_or_404(section, request.args.get("unit", type=int))
    rows = db.session.scalars(
        select(SettingsRow)
        .where(SettingsRow.section == key, SettingsRow.unit_id.in_(unit.ancestor_ids))
        .options(joinedload(SettingsRow.unit), joinedload(SettingsRow.actor))
        .order_by(SettingsRow.id.desc())
        .limit(MOST_ROWS)
    )
    changes = [(row, told(section, row.fields)) for row in rows]
    return render("settings/history.html", changes=changes, most=MOST_ROWS, **_frame(section, unit, "修改记录"))


def section_or_404(key: str) -> Section:
    """The section, if anybody offers it."""
    return all_sections().get(key) or abort(404)


def unit_or_404(section: Section, unit_id: int | None) -> OrgUnit:
    """The unit asked for, by default the one worked in or the first below it that may decide; 403 or 404 where the reader
    may not."""
    if unit_id is not None:
        return get_or_404(_units(section), unit_id)
    own = permitted(current_unit())
    if own.kind in section.levels:
        return own
    return db.session.scalar(_units(section).where(own.subtree_of(OrgUnit)).order_by(OrgUnit.path)) or abort(404)


def places_for(section: Section) -> list[tuple[int, str]]:
    """Id and name of the units for which the reader may decide."""
    found = _units(section).with_only_columns(OrgUnit.id, OrgUnit.name).order_by(OrgUnit.path)
    return [(ident, name) for ident, name in db.session.execute(found)]


def _units(section: Section) -> Select[tuple[OrgUnit]]:
    """Units for which the reader may decide."""
    return select(OrgUnit).where(
        OrgUnit.reach(current_user, MANAGE), OrgUnit.kind.in_(section.levels), OrgUnit.closed_on.is_(None)
    )


def _edit(section: Section, unit: OrgUnit, form: ChangeForm, sent: MultiDict) -> tuple[Settings, Edit]:
    """The settings as the page showed them, and what was made of it."""
    shown = as_shown(section, unit, form.shown_on.data or clock.today(), form.seen.data or 0)
    edit = read(section, unit, shown, sent)
    if form.exception:
        edit.wanted[form.exception] = [form.exception_value.data or ""]
    return shown, edit


def _wrong(section: Section, unit: OrgUnit, shown: Settings, edit: Edit, form: ChangeForm) -> Wrong:
    """Name of a field → what is wrong with it; the form's own fields have their messages themselves."""
    form.validate()
    if form.exception and not section.form.is_exception(form.exception):
        return {}  # the two lists say so themselves
    begins = form.valid_from.data or clock.today()
    if not form.valid_from.errors:
        early = "生效日期不能早于今天：已经办理的不能改写。" if begins < clock.today() else ""
        form.valid_from.errors = [each for each in (early or fault_of_day(begins),) if each]
    if form.exception in shown.values:
        return {form.exception: ["这项例外已经有了，请直接修改。"]}
    wrong = overtaken(section, unit, shown, edit, form.shown_on.data or clock.today())
    return wrong or faults(section, unit, edit.wanted, begins, edit.lock)


def _page(
    section: Section, unit: OrgUnit, day: date, form: ChangeForm, edit: Edit | None = None, wrong: Wrong | None = None
) -> ResponseReturnValue:
    changes = changes_for(section.key, unit)
    form.seen.raw_data, form.seen.data = None, last_seen(section, unit)
    form.shown_on.raw_data, form.shown_on.data = None, day
    fresh = as_form(section, in_force(section, changes, day), PREFIX)
    inputs = {each.short_name: each for each in fresh} | (edit.fields if edit else {})
    for name, texts in (wrong or {}).items():
        field = form.exception_value if name and name == form.exception else inputs.get(name)
        if field is not None:
            field.errors = texts
        else:
            form.form_errors.extend(texts)
    shown = lines(section, unit, day, changes, rows_of(changes))
    return render(
        "settings/show.html",
        status=200 if wrong is None else 422,
        lines=shown,
        examples=beside(section.form.examples, [line.name for line in shown]),
        inputs=inputs,
        restoring=[name for name, typed in edit.wanted.items() if typed is None] if edit else [],
        locking=edit.lock if edit else [line.name for line in shown if line.locked],
        form=form,
        day=day,
        past=day < clock.today(),
        lockable=section.decided_below(unit),
        **_frame(section, unit, ""),
    )


def _effects(section: Section, unit: OrgUnit, edit: Edit, begins: date) -> Effects | None:
    """What the change would have meant for the last quarter, where the section can tell."""
    if section.effects is None:
        return None
    return section.effects(unit, *as_changed(section, unit, edit.wanted, begins), *last_quarter())


def _as_sent() -> list[tuple[str, str]]:
    """Everything that was typed, to be sent once more with the confirmation."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", FIELD)]


def _frame(section: Section, unit: OrgUnit, part: str) -> dict:
    """What the three pages of a section share."""
    address = url_for("settings.show", key=section.key, unit=unit.id)
    crumbs = [*section.parents, *([(section.name, address), (part, "")] if part else [(section.name, "")])]
    return {
        "section": section,
        "unit": unit,
        "places": places_for(section),
        "crumbs": crumbs if len(crumbs) > 1 else [],
    }
