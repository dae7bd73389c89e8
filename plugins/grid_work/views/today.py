"""今日走访: by building on the phone, on paper with blank lines, and the paper typed in at once."""

from flask import abort, render_template, request, url_for
from flask_login import current_user

from plugins.grid_work.blueprint import bp
from plugins.grid_work.choices import VIEW, VISIT
from plugins.grid_work.forms import LineForm, SheetForm
from plugins.grid_work.models import VisitedHome
from plugins.grid_work.settings import grades_of, rules_of
from plugins.grid_work.walk import due_by_unit, visited_today, walk_of
from portal import clock
from portal.accounts.places import place_for
from portal.documents.printing import to_pdf
from portal.documents.sheet import Sheet
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.activation import takes_new
from portal.plugin.context import current_unit
from portal.records.attempt import attempt
from portal.records.papers import pdf
from portal.web.forms.idempotency import saved
from portal.web.forms.repeating_fields import resize
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

BLANKS = 5  # lines for whom one met by chance
WIDE = ("county", "city", "province")


def _unit(permission: str) -> OrgUnit | None:
    """The grid or community that the address names; else the one in which the reader works, where it is one. None where it is to be chosen."""
    if "unit_id" in request.args:
        named = place_for(current_user, request.args.get("unit_id", type=int), permission)
        return named or abort(404)
    unit = current_unit()
    return unit if unit and unit.kind == "grid" else None


@bp.get("/today")
@requires(VIEW)
def today():
    """Whom to visit today; or how many are due in which grid."""
    unit = _unit(VIEW)
    if unit is None:
        here = current_unit()
        units = due_by_unit(here, current_user) if here and here.kind not in WIDE else []
        return render("grid_work/units.html", units=units)
    walk = walk_of(unit, current_user)
    may_visit = current_user.can(VISIT, unit) and takes_new(bp.name, unit)
    shown = {"walk": walk, "grades": grades_of(unit), "quiet": rules_of(unit).quiet, "may_visit": may_visit}
    return render("grid_work/today.html", **shown, visited=visited_today(unit, current_user))


@bp.get("/today.pdf")
@requires(VIEW)
def print_today():
    """The same on paper, with room to write."""
    unit = _unit(VIEW)
    if unit is None:
        raise WrongState("请先选择网格，再打印今日走访单。")
    walk = walk_of(unit, current_user)
    if walk.pause:
        raise WrongState("今天停访，没有要打印的。")
    sheet, rules = Sheet(title="今日走访单", office=unit.name), rules_of(unit)
    said = {"quiet": rules.quiet, "supervision": rules.supervision}
    shown = {"walk": walk, "blanks": range(BLANKS), "sheet": sheet, **said}
    return pdf(to_pdf(render_template("grid_work/documents/walk.html", **shown), sheet.title), sheet.title)


@bp.get("/today/sheet")
@requires(VISIT)
def open_sheet():
    """The lines of the walk, and a few blank ones."""
    unit = _unit(VISIT) or abort(404)
    homes = walk_of(unit, current_user).homes
    lines = [{"home": each.title, "listed": each.title} for each in homes] + [{}] * BLANKS
    return _page(unit, SheetForm(data={"on": clock.today(), "lines": lines}))


@bp.post("/today/sheet")
@requires(VISIT)
def take_sheet():
    """All lines, or none: what is wrong is said at each line."""
    unit = _unit(VISIT) or abort(404)
    if not takes_new(bp.name, unit):
        raise WrongState("这里不再登记新的走访。")
    form = SheetForm()
    if resize(form.lines):
        return _page(unit, form)
    if not form.validate():
        return _page(unit, form, 422)
    told = [each.form for each in form.lines if each.form.filled]
    if not told:
        form.form_errors.append("还没有填写，请在去过的户选择见到了没有。")
        return _page(unit, form, 422)
    if refused := attempt(lambda: _enter(unit, form, told)):
        form.lines.errors = [each.form.errors for each in form.lines if each.form.errors]
        if not form.lines.errors:
            form.form_errors.append(str(refused))
        return _page(unit, form, 422)
    return saved(url_for("grid_work.today", unit_id=unit.id), f"已补录 {len(told)} 次走访。")


def _enter(unit: OrgUnit, form: SheetForm, told: list[LineForm]) -> None:
    """Raises RuleError where a line was refused; each says why itself."""
    refused = 0
    for line in told:
        try:
            _enter_line(unit, form, line)
        except RuleError as error:
            if error.status != 422:
                raise
            line[error.at if error.at in line else "home"].errors = [str(error)]
            refused += 1
    if refused:
        raise RuleError(f"有 {refused} 行不能补录，改好再保存；都没有写入，填的都还在。")


def _enter_line(unit: OrgUnit, form: SheetForm, line: LineForm) -> None:
    title = (line.title.data or "").strip()
    _meant(unit, line.home.data.strip()).visit(
        line.on.data or form.on.data,
        line.met.data,
        line.way.data,
        line.text.data or "",
        found="matter" if title else "",
        title=title,
        late=True,
        by=current_user,
    )


def _meant(unit: OrgUnit, words: str) -> VisitedHome:
    """The household of `unit` with this number or address. Raises RuleError for none, or one of another grid."""
    words = "".join(words.split())
    mine = VisitedHome.visible_to(current_user).where(unit.subtree_of(VisitedHome), VisitedHome.status == "here")
    found = (
        db.session.scalars(mine.where((VisitedHome.number == words) | (VisitedHome.title == words)).limit(2))
        .unique()
        .all()
    )
    if len(found) != 1:
        raise RuleError(f"“{unit.short_name}”没有这一户，请核对编号、地址；别的网格的请在那个网格补录。", at="home")
    return found[0]


def _page(unit: OrgUnit, form: SheetForm, status: int = 200):
    return render("grid_work/sheet.html", status=status, unit=unit, form=form)
