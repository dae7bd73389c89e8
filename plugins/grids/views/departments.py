"""多网合一: the grids of departments, in which grid each lies, and what is not mapped yet."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import func, select

from plugins.grids.blueprint import bp
from plugins.grids.choices import EXPORT, MAP, VIEW
from plugins.grids.forms import DepartmentGridForm, MoveForm
from plugins.grids.models import DepartmentGrid, Grid
from plugins.grids.models.coverage import stands
from plugins.grids.register import DEPARTMENTS, department_grids
from plugins.grids.settings import rules_of
from portal.accounts.places import places_for
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records.beginning import mount_beginning
from portal.records.forms import day_form
from portal.records.import_pages import begin_or_import, mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, today
from portal.settings import listed
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

LIST, ONE = "grids.departments", "/departments/<int:department_grid_id>"
IMPORTED_BY = ("township", "community")
NAMED = 12  # grids that are not mapped, by name
_begin = begin_or_import(DepartmentGrid.adopt, bp, DEPARTMENTS, IMPORTED_BY)


def _actions() -> list[Action]:
    return [Action("没有对应的", url_for("grids.unmapped"), "search"), *_begin()]


def _offer_lines(form: DepartmentGridForm, unit: OrgUnit) -> None:
    form.line.choices = [(each, each) for each in listed(rules_of(unit).lines)]


def _offer_grids(form: MoveForm, row: DepartmentGrid) -> None:
    form.unit_id.choices = places_for(current_user, MAP, ("grid", "community"))


mount_register(bp, department_grids, at="/departments", endpoint="departments", export=EXPORT, actions=_actions)
mount_import(bp, DEPARTMENTS, at="/units/<int:unit_id>", back=LIST, kinds=IMPORTED_BY)
mount_beginning(
    bp,
    DepartmentGrid.adopt,
    Ask(
        DepartmentGridForm,
        done="已登记。",
        button="登记",
        prepare=_offer_lines,
        args=("line", "code", "name", "extent"),
        error_at="code",
        fields=("unit_id", "line", "code", "name", "extent"),
    ),
    at="/departments/new",
    show=lambda row: url_for("grids.show_department_grid", department_grid_id=row.id),
    back=LIST,
    place="unit_id",
    kinds=("grid", "community"),
)
steps = mount(
    bp,
    DepartmentGrid,
    at=ONE,
    show="grids.show_department_grid",
    prefix="department_",
    steps={
        DepartmentGrid.move_to: Ask(
            MoveForm,
            at="place",
            done="已改。",
            button="保存",
            icon="pencil",
            prepare=_offer_grids,
            start=lambda row: {"unit_id": row.unit_id, "extent": row.extent},
            args=lambda form, row: {"grid": db.session.get_one(OrgUnit, form.unit_id.data), "extent": form.extent.data},
            error_at="unit_id",
        ),
        DepartmentGrid.stop: Ask(
            day_form("停用日期"), at="ending", done="已停用。", icon="x", start=today("on"), error_at="on"
        ),
    },
)


@bp.get(ONE)
@requires(VIEW)
def show_department_grid(department_grid_id: int):
    """One of a department: where it lies."""
    row = get_or_404(DepartmentGrid.visible_to(current_user), department_grid_id)
    return render(
        "grids/department_grid.html",
        row=row,
        grid=Grid.of(row.unit) if row.mapped else None,
        actions=steps.actions(row, current_user),
        crumbs=[("多网合一", url_for(LIST)), (row.name, "")],
    )


@bp.get("/unmapped")
@requires(VIEW)
def unmapped():
    """Which grids no grid of a department lies in, line by line; which grids of departments lie in none."""
    mine = Grid.reach(current_user, VIEW), stands(Grid)
    lines = listed(rules_of(current_unit()).lines)
    total = db.session.scalar(select(func.count(Grid.id)).where(*mine)) or 0
    maps = [func.count().filter(DepartmentGrid.maps(line)) for line in lines]
    numbers = db.session.execute(select(*maps).select_from(Grid).where(*mine)).one()
    loose = select(DepartmentGrid).where(DepartmentGrid.reach(current_user, VIEW), DepartmentGrid.loose())
    bare = select(Grid.id, OrgUnit.short_name).join(Grid.unit).where(*mine, ~DepartmentGrid.maps())
    return render(
        "grids/unmapped.html",
        total=total,
        lines=[(line, number, total - number) for line, number in zip(lines, numbers, strict=True)],
        bare=db.session.execute(bare.order_by(OrgUnit.path).limit(NAMED)).all(),
        all_bare=url_for("grids.index", look="unmapped"),
        loose=db.session.scalars(loose.order_by(DepartmentGrid.line, DepartmentGrid.id).limit(NAMED)).all(),
        all_loose=url_for(LIST, standing="loose"),
        crumbs=[("多网合一", url_for(LIST)), ("没有对应的", "")],
    )
