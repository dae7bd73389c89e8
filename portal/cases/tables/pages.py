"""The pages of a table that units keep: its lines with those from above, one line with what was changed, and what a change would do."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal import clock
from portal.cases.tables.decided import Decided
from portal.cases.tables.forms import LineForm
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.mounted import view_of
from portal.settings.sections import section_of
from portal.settings.views import MANAGE, places_for, unit_or_404
from portal.web.forms.form_token import FIELD
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import LARGEST_ID, render

CONFIRMED = "confirmed"  # the button on the page that shows what would change


class TablePages:
    """`at`: below /cases. `trial(unit, row)` gives the template and context of the page on which a change is looked at before it is
    kept, None where there is nothing to see. `tools`: more links above the table, label → endpoint."""

    def __init__(
        self,
        bp: Blueprint,
        model: type[Decided],
        form: type[LineForm],
        *,
        at: str,
        about: str,
        fields: tuple[tuple[str, ...], ...],
        order: Callable[[Any], tuple],
        trial: Callable[[OrgUnit, Any], dict | None] = lambda unit, row: None,
        tools: dict[str, str] | None = None,
        note: Callable[[OrgUnit], Callable[[Any], str]] = lambda unit: lambda rule: "",
    ) -> None:
        self.model, self.form, self.at, self.about, self.fields = model, form, at, about, fields
        self.order, self.trial, self.tools, self.note = order, trial, tools or {}, note
        guard = requires(MANAGE)
        for rule, name, answer, method, what in (
            (f"/{at}", at, self.index, "GET", "The lines of a unit, and those from above."),
            (f"/{at}/new", f"new_{at}", self.new, "GET", "The form for one more line."),
            (f"/{at}/new", f"create_{at}", self.create, "POST", "Add it."),
            (f"/{at}/<int:line>", f"edit_{at}", self.edit, "GET", "One line as it was last decided."),
            (f"/{at}/<int:line>", f"update_{at}", self.create, "POST", "Change or close it."),
        ):
            bp.add_url_rule(rule, name, guard(view_of(answer, what)), methods=[method])

    def index(self) -> ResponseReturnValue:
        unit = self._unit()
        last = {row.line: row for row in db.session.scalars(self.model.lines_of(unit).order_by(self.model.id))}
        rules = self.model.rules_for(unit, clock.today())
        now = {each.line: each for each in rules if each.unit_id == unit.id}
        note = self.note(unit)
        own = [(now.get(line) or row.as_rule(), row, line in now) for line, row in last.items()]
        own.sort(key=lambda each: (not each[2], *self.order(each[0])))
        return render(
            "cases/table.html",
            table=self,
            unit=unit,
            places=places_for(section_of("cases")),
            own=[{"rule": rule, "row": row, "now": now, "note": note(rule)} for rule, row, now in own],
            above=sorted(
                (each for each in rules if each.unit_id != unit.id), key=lambda each: (-each.depth, *self.order(each))
            ),
            crumbs=[],
        )

    def new(self) -> ResponseReturnValue:
        unit, form = self._unit(), self.form()
        form.offer(unit, new=True)
        return self._page(form, unit)

    def edit(self, line: int) -> ResponseReturnValue:
        unit = self._unit()
        row = self._last(unit, line)
        columns = {
            each.key: getattr(row, each.key) for each in self.model.__table__.columns if each.key in self.form().data
        }
        form = self.form(data=columns | {"valid_from": None, "reason": "", "seen": row.id} | row.as_typed())
        form.offer(unit, new=False)
        return self._page(form, unit, row)

    def create(self, line: int = 0) -> ResponseReturnValue:
        unit, form = self._unit(), self.form()
        row = self._last(unit, line) if line else None
        form.offer(unit, new=not line)
        if not form.validate():
            return self._page(form, unit, row, 422)
        decided = {"by": current_user, "reason": form.reason.data, "valid_from": form.day, "seen": form.seen.data or 0}
        try:
            made = self.model.decide(unit, line, form.values(), **decided)
        except RuleError as error:
            db.session.rollback()
            (form[error.at].errors if error.at in form else form.form_errors).append(str(error))
            return self._page(form, unit, row, 422)
        if CONFIRMED not in request.form and (found := self.trial(unit, made)):
            said = made.as_rule().said(unit)
            db.session.rollback()
            return render(
                "cases/table_trial.html",
                table=self,
                unit=unit,
                form=form,
                line=line,
                said=said,
                sent=_as_sent(),
                **found,
            )
        told = f"{made.TABLE}第 {made.line} 条已保存，{made.valid_from} 起{'停用' if made.closed else '执行'}。"
        return saved(url_for(f"cases.{self.at}", unit=unit.id), told)

    def _unit(self) -> OrgUnit:
        return unit_or_404(section_of("cases"), request.args.get("unit", type=int))

    def _last(self, unit: OrgUnit, line: int) -> Any:
        rows = self.model.lines_of(unit).where(self.model.line == min(line, LARGEST_ID))
        return db.session.scalar(rows.order_by(self.model.id.desc()).limit(1)) or abort(404)

    def _page(self, form: LineForm, unit: OrgUnit, row: Any = None, status: int = 200) -> ResponseReturnValue:
        changes = select(self.model).where(self.model.unit_id == unit.id, self.model.line == (row.line if row else 0))
        history = db.session.scalars(changes.options(joinedload(self.model.actor)).order_by(self.model.id.desc())).all()
        shown = [[form[name] for name in line if name in form] for line in self.fields]
        back = url_for(f"cases.{self.at}", unit=unit.id)
        name = f"第 {row.line} 条" if row else "增加一条"
        return render(
            "cases/table_line.html",
            status=status,
            table=self,
            form=form,
            shown=shown,
            unit=unit,
            heading=name,
            back=back,
            history=[(each, each.as_rule().said(unit)) for each in history],
            crumbs=[(self.model.TABLE, back), (name, "")],
        )


def _as_sent() -> list[tuple[str, str]]:
    """Everything that was typed, to be sent once more with the confirmation."""
    return [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", FIELD)]
