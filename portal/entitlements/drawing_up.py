"""编制: the form that opens a period, and the job that opens the last one by itself."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from flask_login import current_user
from sqlalchemy import func, select
from wtforms import SelectField

from portal import clock
from portal.entitlements.kind import CALLED
from portal.entitlements.register import PERIOD
from portal.entitlements.spans import Span
from portal.errors import RuleError
from portal.extensions import db
from portal.jobs.schedule import rows_in_effect
from portal.org.models import OrgUnit
from portal.plugin.hookspecs import Context
from portal.plugin.manifest import Job
from portal.web.forms import Form, Required

OFFERED = 24  # periods


class DrawUpForm(Form):
    """编制: `of` is the kind of settlement. The field for whom it is for bears the name of the column. Chosen beforehand is who has waited
    longest, with the period that is next for it."""

    of: type[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body = self.of.body_class()
        offered = self.of.bodies().where(body.reach(current_user, self.of.rights.make))
        named = offered.with_only_columns(body.id, body.name, maintain_column_froms=True)
        names = {row.id: row.name for row in db.session.execute(named)}
        this = Span.around(self.of.SPAN, clock.today()).first
        before = Span.before(self.of.SPAN, this, OFFERED)
        next_ = self._next(list(names))
        due = {each: next_.get(each, before[0]) for each in names if next_.get(each, this) <= this}
        self.body.choices = {ident: names[ident] for ident in sorted(due, key=due.__getitem__)}
        first = {each for ident, each in due.items() if ident in next_}
        periods = sorted({*before, this} if due.keys() - next_.keys() else first, reverse=True)
        periods.sort(key=lambda each: each != min(due.values()))
        self.month.choices = {str(each): str(Span.around(self.of.SPAN, each)) for each in periods}
        if names and not due:
            self.body.description = "都已经编制到本期，没有可以编制的。"

    def _next(self, bodies: list[int]) -> dict[int, date]:
        """The first day of the period after the last that was drawn up for each; of those for which none was, any may be the first."""
        body = getattr(self.of, self.of.BODY)
        last = select(body, func.max(self.of.last_day)).where(body.in_(bodies)).group_by(body)
        return {ident: day + timedelta(days=1) for ident, day in db.session.execute(last)}

    @property
    def body(self) -> SelectField:
        return self[self.of.BODY]

    @property
    def unit(self) -> OrgUnit:
        """Where it is for, or where that lies."""
        body = db.session.get_one(self.of.body_class(), self.body.data)
        return body if isinstance(body, OrgUnit) else body.unit

    def arguments(self) -> dict:
        body = {} if self.of.BODY == "unit_id" else {self.of.BODY: self.body.data}
        return {"day": date.fromisoformat(self.month.data)} | body


def form_of(model: type[Any]) -> type[DrawUpForm]:
    """The form for one kind of settlement."""
    return type(
        "DrawUpForm",
        (DrawUpForm,),
        {
            "of": model,
            model.BODY: SelectField(model.BODY_NAME, [Required(f"请选择{model.BODY_NAME}。")], coerce=int),
            "month": SelectField(PERIOD[model.SPAN], [Required()]),
        },
    )


def job_of(model: type[Any], plugin: str) -> Job:
    """For the manifest: on the first of each month the last period is opened."""
    return Job(key="draw_up", name=f"编制上期的{model.called()}", run=_run(model, plugin), every="month")


def _run(model: type[Any], plugin: str) -> Callable:
    def draw_up(ctx: Context, progress: Callable) -> str:
        """In `ctx.unit`, for whom there is something to settle; one of which an earlier period is missing is left to people."""
        body = model.body_class()
        span = Span.around(model.SPAN, Span.around(model.SPAN, clock.today()).first - timedelta(days=1))
        there = select(model.id).where(getattr(model, model.BODY) == body.id, model.first_day == span.first)
        missing = model.bodies().where(rows_in_effect(body, plugin, ctx.unit), model.concerns(span), ~there.exists())
        bodies, opened = db.session.scalars(missing).unique().all(), 0
        for number, each in enumerate(bodies, start=1):
            place = {"unit": each} if model.BODY == "unit_id" else {"unit": each.unit, model.BODY: each.id}
            try:
                model.draw_up(span.first, by=None, **place)
                opened += 1
            except RuleError:
                continue
            finally:
                progress(number, len(bodies))
        return f"已编制 {span}的{CALLED[model.SPAN]} {opened} 份。"

    return draw_up
