"""The pages on which a saved view of any list is made, changed and deleted."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import BooleanField, StringField

from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.context import current_unit
from portal.records.attempt import attempt
from portal.records.list_query import COLUMNS
from portal.records.lists import ListPage
from portal.records.mounted import all_mounted
from portal.records.saved_views import LONGEST_NAME, SHARE, SavedView
from portal.settings import listed
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Ticks
from portal.web.forms.idempotency import saved
from portal.web.forms.plain_words import plain_words
from portal.web.http.guards import signed_in
from portal.web.pages.rendering import LARGEST_ID, render

bp = Blueprint("views", __name__, url_prefix="/views")


class ViewForm(Form):
    """A view: its columns, its name, and whether the unit has it too."""

    columns = Ticks("显示的列")
    order = StringField("列的先后", [Short(300)], description="照这里的先后，列表和导出的文件一样；没写的排在后面。")
    name = StringField(
        "视图名称", [Required("请写视图名称。"), Short(LONGEST_NAME), plain_words], description="例如：本月到期的。"
    )
    share = BooleanField("共享给本单位", description="本单位的人打开这个列表时，上方也有这个视图。")


@bp.get("/new")
@signed_in
def new():
    """存为视图: the form, for the list `of` as the rest of the address filters it, with the columns in use."""
    page = _list(request.args.get("of", ""))
    return _show(page, _form(page, request.args, fresh=True), request.args)


@bp.post("/new")
@signed_in
def keep():
    """存为视图; or only show the list with these columns, and keep nothing."""
    page, given = _list(request.args.get("of", "")), request.args
    form = _form(page, given)
    query = _query(page, form, given)
    if "only_show" in request.form:
        return redirect(page.address(query), 303)

    def act() -> None:
        SavedView.keep(page.register.key, form.name.data, query, by=current_user, share_with=_with(form))

    return _take(page, form, given, act, query, "已保存视图。")


@bp.get("/<int:view_id>")
@signed_in
def edit(view_id: int) -> ResponseReturnValue:
    """A view of one's own: the form."""
    view = _own(view_id)
    page = _list(view.list)
    form = _form(page, view.given, fresh=True, name=view.name, share=view.unit_id is not None)
    return _show(page, form, view.given, view=view)


@bp.post("/<int:view_id>")
@signed_in
def change(view_id: int) -> ResponseReturnValue:
    """Rename it, choose other columns, share it or no longer; or delete it."""
    view = _own(view_id)
    page, given = _list(view.list), view.given
    if "drop" in request.form:
        view.drop(by=current_user)
        return saved(page.url(), f"已删除视图“{view.name}”。")
    form = _form(page, given)
    query = _query(page, form, given)

    def act() -> None:
        view.rename(form.name.data, by=current_user)
        view.change(query, by=current_user)
        if unit := _with(form):
            view.share(unit, by=current_user)
        elif "share" in form:
            view.withdraw(by=current_user)

    return _take(page, form, given, act, query, "已修改视图。", view=view)


def _take(
    page: ListPage, form: ViewForm, given: Mapping, act: Callable, query: str, done: str, view: SavedView | None = None
) -> ResponseReturnValue:
    if form.validate():
        refused = attempt(act)
        if not refused:
            return saved(page.address(query), done)
        form.name.errors = [str(refused)]
    return _show(page, form, given, 422, view=view)


def _list(key: str) -> ListPage:
    """The list `key`, if the reader may open it: a plugin that is off gives nobody a right."""
    found = next((each for each in all_mounted(ListPage) if each.register.key == key), None) or abort(404)
    return found if current_user.can(found.register.permission) else abort(403)


def _own(view_id: int) -> SavedView:
    view = db.session.get(SavedView, view_id) if view_id <= LARGEST_ID else None
    return view if view and view.user_id == current_user.id else abort(404)


def _form(page: ListPage, given: Mapping[str, str], *, fresh: bool = False, **data: Any) -> ViewForm:
    register = page.register
    chosen = [each.name for each in register.chosen(register.ask(given))]
    order = "、".join(register.columns[name].label for name in chosen)
    form = ViewForm(data={"columns": chosen, "order": order} | data) if fresh else ViewForm()
    form.columns.choices = [(name, each.label) for name, each in register.columns.items()]
    if current_unit() is None or not current_user.can(SHARE, current_unit()):
        del form.share
    return form


def _query(page: ListPage, form: ViewForm, given: Mapping[str, str]) -> str:
    """The address of the list as filtered, with the columns of the form where they are not the usual ones. Words that were
    sought are not kept: they may name somebody."""
    every = page.register.columns
    kept = page.kept(given, words=False)
    wanted = listed(form.order.data or "")
    columns = [name for name in every if name in (form.columns.data or ())]
    columns.sort(key=lambda name: wanted.index(every[name].label) if every[name].label in wanted else len(wanted))
    usual = [name for name, each in every.items() if each.shown]
    kept[COLUMNS] = "" if columns in ([], usual) else ".".join(columns)
    return urlencode({name: value for name, value in kept.items() if value})


def _with(form: ViewForm) -> OrgUnit | None:
    return current_unit() if "share" in form and form.share.data else None


def _show(
    page: ListPage, form: ViewForm, given: Mapping[str, str], status: int = 200, view: SavedView | None = None
) -> ResponseReturnValue:
    return render(
        "records/view.html",
        status=status,
        form=form,
        view=view,
        register=page.register,
        filters=page.register.described(given),
        back=page.address(urlencode(page.kept(given))),
    )
