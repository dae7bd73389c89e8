"""网格 and the roster of those who work them: the lists, the page of a grid, its steps."""

from functools import partial
from typing import Any

from flask import redirect, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from plugins.grids.blueprint import bp
from plugins.grids.choices import EXPORT, MANAGE, UNITS, VIEW
from plugins.grids.finding import MOST_ACCOUNTS, account_near, accounts_near
from plugins.grids.forms import (
    CodeForm,
    CorrectionForm,
    CountForm,
    DescribeForm,
    GridForm,
    HandOverForm,
    PostForm,
    ReleaseForm,
    WorkerForm,
)
from plugins.grids.models import DepartmentGrid, Grid, Sponsor, Worker
from plugins.grids.models.coverage import stands
from plugins.grids.papers import Card, cards_pdf, grid_papers
from plugins.grids.register import WORKERS, grids, roster
from portal import clock
from portal.errors import WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import ReasonForm
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, present, today
from portal.records.papers import pdf
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

LIST, ONE = "grids.index", "/grids/<int:grid_id>"
IMPORTED_BY = ("county", "township", "community")
MOST_CARDS = 60  # printed at once: one takes a fifth of a second


def _offer_accounts(form: PostForm, grid: Grid, *worker: Worker) -> None:
    """Whose account it may be: who has an office near, and whose it is."""
    known, near = [each.user for each in worker if each.user], accounts_near(grid.unit)
    if len(near) > MOST_ACCOUNTS:
        form.find = partial(account_near, grid.unit)
    else:
        del form.username
    offered = {each.id: f"{each.name}（{each.username}）" for each in [*known, *near[:MOST_ACCOUNTS]]}
    form.user_id.choices = {0: "没有账号"} | offered


def _same_post(grid: Grid, worker: Worker) -> dict[str, Any]:
    return {"on": clock.today(), "office_phone": worker.office_phone}


def _stands(grid: Grid, worker: Worker) -> dict[str, Any]:
    names = ("name", "post", "office_phone", "valid_from")
    return {name: getattr(worker, name) for name in names} | {"user_id": worker.user_id or 0}


def _counted(grid: Grid) -> dict[str, Any]:
    return {"population": grid.population, "counted_on": clock.today()}


def _list_actions() -> list[Action]:
    """One grid to enter, and the cards of all that are public."""
    offered, unit = begin_button(Grid.enter)(), current_unit()
    return [Action("打印公示牌", url_for("grids.print_cards"), "file-text"), *offered] if unit else offered


def _roster_actions() -> list[Action]:
    unit = current_unit()
    if unit is None or unit.kind not in IMPORTED_BY or not current_user.can(MANAGE, unit):
        return []
    return [Action("从 Excel 导入", url_for("grids.import_workers", unit_id=unit.id), "folder")]


mount_register(bp, grids, at="/grids", endpoint="index", export=EXPORT, actions=_list_actions)
mount_register(bp, roster, at="/workers", endpoint="workers", export=EXPORT, actions=_roster_actions)
mount_import(bp, WORKERS, at="/units/<int:unit_id>", back="grids.workers", kinds=IMPORTED_BY)
mount_beginning(
    bp,
    Grid.enter,
    Ask(GridForm, done="已登记，请登记编码、户数和网格员。", button="登记", error_at="unit_id"),
    at="/grids/new",
    show=lambda grid: url_for("grids.show", grid_id=grid.id),
    back=LIST,
    place="unit_id",
    kinds=UNITS,
)
steps = mount(
    bp,
    Grid,
    at=ONE,
    show="grids.show",
    line=grids.line,
    steps={
        Grid.appoint: Ask(
            WorkerForm,
            at="workers/new",
            done="已登记。",
            icon="plus",
            prepare=_offer_accounts,
            start=today("valid_from"),
            error_at="name",
        ),
        Grid.correct: Ask(
            CorrectionForm,
            at="workers/<int:worker_id>/correction",
            done="已更正。公示牌请重新打印。",
            title=lambda grid, worker: f"更正：{worker.name}",
            button="保存",
            row=among("workers"),
            prepare=_offer_accounts,
            start=_stands,
            edits=True,
            error_at="name",
        ),
        Grid.release: Ask(
            ReleaseForm,
            at="workers/<int:worker_id>/ending",
            done="已登记卸任。",
            title=lambda grid, worker: f"卸任：{worker.name}",
            explanation="卸任以后名册仍保留任期。",
            row=among("workers"),
            start=today("on"),
            error_at="on",
        ),
        Grid.hand_over: Ask(
            HandOverForm,
            at="workers/<int:worker_id>/successor",
            done="已登记交接。公示牌请重新打印。",
            title=lambda grid, worker: f"交接：{worker.name}的{worker.post_name}",
            explanation="填接任的人。前一位到接任的前一天为止，岗位不空。",
            row=among("workers"),
            prepare=_offer_accounts,
            start=_same_post,
            error_at="name",
        ),
        Grid.keep: Ask(
            at="staying",
            done="已登记留任。",
            icon="check",
            shown=lambda grid: bool(grid.came),
            explanation=lambda grid: (
                f"从并入的网格来的：{'、'.join(each.name for each in grid.came)}。不留任的，请先登记卸任或者交接。"
            ),
        ),
        Grid.count: Ask(
            CountForm,
            at="population",
            done="已登记。",
            icon="pencil",
            start=_counted,
            error_at="counted_on",
        ),
        Grid.describe: Ask(
            DescribeForm,
            at="description",
            done="已保存。",
            button="保存",
            icon="pencil",
            start=present("kind", "boundary", "buildings", "branch"),
            edits=True,
            error_at="boundary",
        ),
        Grid.recode: Ask(
            CodeForm, at="code", done="已登记。", icon="pencil", start=lambda grid: {"code": grid.code}, error_at="code"
        ),
        Grid.post: Ask(at="posting", done="已公示，可以打印公示牌。", icon="check"),
        Grid.take_down: Ask(ReasonForm, at="taking-down", done="已撤下。", icon="x", tone="danger"),
    },
)


@bp.get(ONE)
@requires(VIEW)
def show(grid_id: int):
    """One grid: where it ends, who works it, who sponsors it, which grids of departments lie in it."""
    query = Grid.visible_to(current_user).options(
        joinedload(Grid.unit).selectinload(OrgUnit.codes), selectinload(Grid.workers).joinedload(Worker.began_in)
    )
    grid = get_or_404(query, grid_id)
    unit, manages = grid.unit, steps.takes_new(grid) and grid.allows(current_user, MANAGE)
    counted = f"{day(grid.counted_on)}，{grid.count_source}" if grid.counted_on else ""
    return render(
        "grids/grid.html",
        **steps.shown(grid, ("网格", LIST), grid_papers),
        facts=[
            ("层级", grid.level_name),
            ("类型", grid.kind_name),
            ("编码", grid.code),
            ("曾用编码", "、".join(grid.codes[:-1])),
            ("户数", unit.households),
            ("人口", grid.population),
            ("清点", counted),
            ("党支部、党小组", grid.branch),
        ],
        grid=grid,
        hints=grid.hints,
        calls=manages,
        manages=manages and not unit.closed_on,
        gone=[each for each in grid.workers if not each.serves],
        buildings=_buildings(unit),
        sponsors=db.session.scalars(Sponsor.over(unit).options(joinedload(Sponsor.unit))).unique().all(),
        departments=db.session.scalars(_departments(unit)).all(),
        card=Card.of(grid) if grid.status == "posted" else None,
    )


def _buildings(unit: OrgUnit) -> list[str]:
    below = select(OrgUnit.short_name).where(OrgUnit.parent_id == unit.id, OrgUnit.closed_on.is_(None))
    return list(db.session.scalars(below.order_by(OrgUnit.id)))


def _departments(unit: OrgUnit):
    here = DepartmentGrid.unit_id.in_([unit.id, *([unit.grid_id] if unit.grid_id else [])])
    return (
        select(DepartmentGrid)
        .where(here, DepartmentGrid.ended_on.is_(None))
        .options(joinedload(DepartmentGrid.unit))
        .order_by(DepartmentGrid.line, DepartmentGrid.id)
    )


@bp.get("/workers/<int:worker_id>")
@requires(VIEW)
def show_worker(worker_id: int):
    """A line of the roster stands on the page of its grid."""
    worker = get_or_404(Worker.visible_to(current_user), worker_id)
    grid = Grid.of(worker.unit)
    return redirect(url_for("grids.show", grid_id=grid.id if grid else worker.began_in_id), 303)


@bp.get("/cards.pdf")
@requires(VIEW)
def print_cards():
    """The cards of all grids that are public where one works. Raises WrongState where there is none, or are too many for once."""
    own = Grid.visible_to(current_user).where(Grid.status == "posted", stands(Grid), current_unit().subtree_of(Grid))
    found = db.session.scalars(own.join(Grid.unit).order_by(OrgUnit.path).limit(MOST_CARDS + 1)).unique().all()
    if not found:
        raise WrongState("还没有公示的网格。先在网格的页面上点“公示”，再打印公示牌。")
    if len(found) > MOST_CARDS:
        raise WrongState(f"公示的网格超过 {MOST_CARDS} 个，请换到一个村、社区再打印。")
    return pdf(cards_pdf(found), "网格公示牌")
