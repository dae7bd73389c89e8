"""The pages on which a saved view is made, changed and deleted."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import abort, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import BooleanField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput

from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.context import current_unit
from portal.records.register import COLUMNS
from portal.records.saved_views import LONGEST_NAME, SHARE, SavedView
from portal.web.forms import Form, Required, Short
from portal.web.forms.idempotency import saved
from portal.web.pages.rendering import LARGEST_ID, render

if TYPE_CHECKING:
    from portal.records.lists import ListPage


class ViewForm(Form):
    """A view: its columns, its name, and whether the unit has it too."""

    columns = SelectMultipleField("显示的列", option_widget=CheckboxInput())
    name = StringField("视图名称", [Required("请写视图名称。"), Short(LONGEST_NAME)], description="例如：本月到期的。")
    share = BooleanField("共享给本单位")


class ViewPages:
    """Those of one list."""

    def __init__(self, page: "ListPage") -> None:
        self.page, self.register = page, page.register

    def mount(self) -> None:
        """Add the views: a new one from the list as it is filtered, and one that is there."""
        page, permission = self.page, self.register.permission
        for rule, name, opened, sent in (
            ("views/new", "view", self.new, self.keep),
            ("views/<int:view_id>", "change", self.edit, self.change),
        ):
            page.add(f"{page.at}/{rule}", f"{name}_{page.endpoint}", "GET", permission, opened, "我的视图: the form.")
            page.add(f"{page.at}/{rule}", f"take_{name}_{page.endpoint}", "POST", permission, sent, "我的视图.")

    def new(self) -> ResponseReturnValue:
        """The form, with the columns in use."""
        return self._show(self._form(request.args, fresh=True), request.args)

    def keep(self) -> ResponseReturnValue:
        """Keep it; or only show these columns, and keep nothing."""
        form, given = self._form(request.args), request.args
        query = self._query(form, given)
        if "only_show" in request.form:
            return redirect(f"{self.page.url()}?{query}".rstrip("?"), 303)
        return self._take(
            form,
            given,
            lambda: SavedView.keep(
                self.register.key, form.name.data, query, by=current_user, share_with=self._with(form)
            ),
            query,
            "已保存视图。",
        )

    def edit(self, view_id: int) -> ResponseReturnValue:
        """The form of a view that is there."""
        view = self._own(view_id)
        form = self._form(view.given, fresh=True, name=view.name, share=view.unit_id is not None)
        return self._show(form, view.given, view=view)

    def change(self, view_id: int) -> ResponseReturnValue:
        """Rename it, choose other columns, share it or no longer; or delete it."""
        view = self._own(view_id)
        if "drop" in request.form:
            view.drop(by=current_user)
            return saved(self.page.url(), f"已删除视图“{view.name}”。")
        given = view.given
        form = self._form(given)
        query = self._query(form, given)

        def act():
            view.rename(form.name.data, by=current_user)
            view.change(query, by=current_user)
            if unit := self._with(form):
                view.share(unit, by=current_user)
            elif "share" in form:
                view.withdraw(by=current_user)

        return self._take(form, given, act, query, "已修改视图。", view=view)

    def _take(self, form: ViewForm, given, act: Callable, query: str, done: str, view: SavedView | None = None):
        if form.validate():
            try:
                with db.session.no_autoflush:
                    act()
                return saved(f"{self.page.url()}?{query}".rstrip("?"), done)
            except RuleError as error:
                if error.status != 422:
                    raise
                db.session.rollback()
                form.name.errors = [str(error)]
        return self._show(form, given, 422, view=view)

    def _form(self, given, *, fresh: bool = False, **data) -> ViewForm:
        chosen = [each.name for each in self.register.chosen(self.register.ask(given))]
        form = ViewForm(data={"columns": chosen} | data) if fresh else ViewForm()
        form.columns.choices = [(name, each.label) for name, each in self.register.columns.items()]
        if current_unit() is None or not current_user.can(SHARE, current_unit()):
            del form.share
        return form

    def _query(self, form: ViewForm, given) -> str:
        """The address of the list as filtered, with the columns of the form where they are not the usual ones. Words that were
        sought are not kept: they may name somebody."""
        kept = self.page.kept(given, words=False)
        columns = [name for name in self.register.columns if name in (form.columns.data or ())]
        usual = [name for name, each in self.register.columns.items() if each.shown]
        kept[COLUMNS] = "" if columns in ([], usual) else ".".join(columns)
        return urlencode({name: value for name, value in kept.items() if value})

    def _with(self, form: ViewForm):
        return current_unit() if "share" in form and form.share.data else None

    def _own(self, view_id: int) -> SavedView:
        view = db.session.get(SavedView, view_id) if view_id <= LARGEST_ID else None
        return view if view and view.list == self.register.key and view.user_id == current_user.id else abort(404)

    def _show(self, form: ViewForm, given, status: int = 200, view: SavedView | None = None) -> ResponseReturnValue:
        return render(
            "records/view.html",
            status=status,
            form=form,
            view=view,
            register=self.register,
            filters=self.register.described(given),
            back=f"{self.page.url()}?{urlencode(self.page.kept(given))}".rstrip("?"),
        )
