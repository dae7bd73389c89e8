"""Following a record by its number and the code, without an account; and what may be done with it then."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.asking import told
from portal.records.attempt import attempt
from portal.records.public_asking import FollowForm, Offered, PublicAsk
from portal.records.public_form import PublicForm
from portal.records.public_guards import opened, public_unit, sought, taken, wrong_code
from portal.records.steps import Begun, Step
from portal.web.pages.rendering import render

__all__ = ["UNKNOWN", "by_code"]

UNKNOWN = "编号或者查询码不对，请核对后再试。"  # the same for a wrong number and a wrong code


def by_code(model: type[Any], unit: OrgUnit) -> tuple[FollowForm, Any]:
    """The form with number and code as it was sent, and the row of `model` (which is `Followed`) that they open, or None, which counts as
    a guess. A wrong code looks like a number that is not there."""
    form = FollowForm(request.form)
    if not form.validate():
        return form, None
    row = model.found(unit, form.number.data, form.code.data)
    if row is None:
        wrong_code()
        form.code.errors = [UNKNOWN]
    return form, row


class FollowPages:
    """The pages for whoever knows number and code. Every answer is made from what is posted: the code stands in no address."""

    def __init__(self, bp: Blueprint, begun: Begun, at: str, tells: Callable, steps: Mapping[Step, PublicAsk]) -> None:
        self.bp, self.begun, self.at, self.tells, self.steps = bp, begun, at, tells, dict(steps)
        self.name, self.model = begun.declared.name, begun.owner

    def mount(self) -> None:
        """Add the views."""
        self.add(self.at, "follow", "GET", opened, self.follow, "Asks for number and code.")
        self.add(self.at, "found", "POST", sought, self.found, "Where it stands.")
        for step, ask in self.steps.items():
            self.add(f"{self.at}/{ask.at}", step.name, "POST", taken, partial(self.take, step, ask), step.label)

    def add(self, at: str, what: str, method: str, guard: Callable, answer: Callable, doc: str) -> None:
        """One view below the address of a unit."""
        endpoint = f"{what}_{self.name}"
        view = guard(answer, f"{self.bp.name}_{endpoint}", doc)
        self.bp.add_url_rule(f"/public/<int:unit_id>/{at}", endpoint, view, methods=[method])

    def url(self, what: str, unit: OrgUnit, **values: Any) -> str:
        """The address of `what` (public, follow, …) for `unit`."""
        return url_for(f"{self.bp.name}.{what}_{self.name}", unit_id=unit.id, **values)

    def words(self, unit: OrgUnit) -> dict:
        """What every page of it shows."""
        home = url_for("home.landing", unit_id=unit.id)
        return {"unit": unit, "home_url": home, "follow_url": self.url("follow", unit)}

    def follow(self, unit_id: int) -> ResponseReturnValue:
        """Asks for number and code."""
        return self.page(public_unit(unit_id), FollowForm(formdata=None), None)

    def found(self, unit_id: int) -> ResponseReturnValue:
        """Where it stands, for whoever knows number and code."""
        unit = public_unit(unit_id)
        form, record = self._asked(unit)
        return self.page(unit, form, record, status=200 if record else 422)

    def take(self, step: Step, ask: PublicAsk, unit_id: int) -> ResponseReturnValue:
        """One step of it, for whoever knows number and code."""
        unit = public_unit(unit_id)
        known, record = self._asked(unit)
        if record is None:
            return self.page(unit, known, None, status=422)
        form = self._step_form(ask, record, request.form)
        try:
            step.check(record, None)
        except RuleError as error:
            return self.page(unit, known, record, said=str(error), tone="warn", status=error.status)
        if not form.validate():
            return self.page(unit, known, record, filled={step: form}, status=422)
        if refused := attempt(lambda: step.take(record, by=None, **ask.arguments(form, record))):
            ask.refuse(form, refused)
            if ask.guessable:
                wrong_code()
            known, record = self._asked(public_unit(unit_id))
            return self.page(unit, known, record, filled={step: form}, status=422)
        db.session.commit()
        return self.page(unit, known, record, said=told(ask.done, record), tone="ok")

    def _asked(self, unit: OrgUnit) -> tuple[FollowForm, Any]:
        return by_code(self.model, unit)

    def page(
        self,
        unit: OrgUnit,
        form: FollowForm,
        record: Any,
        *,
        filled: Mapping[Step, PublicForm] | None = None,
        said: str = "",
        tone: str = "info",
        status: int = 200,
    ) -> ResponseReturnValue:
        """What stands of `record`, and the steps that may be taken; the question for number and code where there is none."""
        return render(
            "records/public/follow.html",
            status=status,
            **self.words(unit),
            form=form,
            record=record,
            facts=self.tells(record) if record else [],
            offered=self._offered(unit, record, filled or {}) if record else [],
            said=said,
            tone=tone,
            label=self.begun.label,
        )

    def _offered(self, unit: OrgUnit, record: Any, filled: Mapping[Step, PublicForm]) -> list[Offered]:
        return [
            Offered(
                step,
                ask,
                filled.get(step) or self._step_form(ask, record),
                self.url(step.name, unit),
            )
            for step, ask in self.steps.items()
            if step.fits(record) and not step.objection(record)
        ]

    def _step_form(self, ask: PublicAsk, record: Any, given: Any = None) -> PublicForm:
        form = ask.form(formdata=given, prefix=f"{ask.at}-", data=ask.start(record) if ask.start else {})
        if ask.prepare:
            ask.prepare(form, record)
        return form
