"""A vote by the code on a slip, without account and script: the code, the choice, thanks.

    CodeVote(at="votes", name="public", title="在线表决", slip="…", hint="…", found=Ballot.found, asks=…, cast=…).mount(bp)

What is voted on, who may, and how it is counted are the plugin's.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from wtforms import RadioField, StringField

from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.public_form import PublicForm
from portal.records.public_guards import opened, public_unit, sought, taken, wrong_code
from portal.web.forms import Required, Short
from portal.web.pages.rendering import render

__all__ = ["CodeVote", "Asked"]

UNKNOWN = "没有这个表决码，请照着通知核对。"


class CodeForm(PublicForm):
    """The code on the slip."""

    code = StringField(
        "表决码", [Required("请填写表决码。"), Short(20)], render_kw={"autocomplete": "off", "data-width": "name"}
    )


class ChoiceForm(PublicForm):
    """The vote."""

    choice = RadioField("您的意见", [Required("请选择一项。")])


@dataclass(frozen=True)
class Asked:
    """What is put to the vote of whoever holds a code: heading, text, facts [(label, value)], choices (value → label); or the
    objection that says why there is no vote now."""

    heading: str
    text: str
    facts: list[tuple[str, Any]]
    choices: dict[str, str]
    objection: str = ""


@dataclass(frozen=True)
class CodeVote:
    """One kind of vote. at, name: its address, and what its endpoints begin with. slip: where the code is printed. hint: what stands
    below the choices. found: whose code it is in a unit, or None. asks: what is put to them. cast: takes the vote, or raises
    RuleError."""

    at: str
    name: str
    title: str
    slip: str
    hint: str
    found: Callable[[OrgUnit, str], Any]
    asks: Callable[[Any], Asked]
    cast: Callable[[Any, str], None]

    def mount(self, bp: Blueprint) -> None:
        """Add the views to the blueprint of a plugin, below its public addresses."""
        for at, what, method, guard, answer in (
            (self.at, "vote", "GET", opened, self.ask),
            (self.at, "ballot", "POST", sought, self.show),
            (f"{self.at}/choice", "cast", "POST", taken, self.take),
        ):
            endpoint = f"{self.name}_{what}"
            view = guard(answer, f"{bp.name}_{endpoint}", f"{self.title}: {answer.__doc__}")
            bp.add_url_rule(f"/public/<int:unit_id>/{at}", endpoint, view, methods=[method])

    def ask(self, unit_id: int) -> ResponseReturnValue:
        """Asks for the code."""
        return self._page(public_unit(unit_id), CodeForm(formdata=None))

    def show(self, unit_id: int) -> ResponseReturnValue:
        """What is put to the vote, for whoever knows a code."""
        unit = public_unit(unit_id)
        form, voter = self._known(unit)
        return self._page(unit, form, voter, ChoiceForm(formdata=None), 200 if voter else 422)

    def take(self, unit_id: int) -> ResponseReturnValue:
        """The vote, once."""
        unit = public_unit(unit_id)
        form, voter = self._known(unit)
        if voter is None:
            return self._page(unit, form, status=422)
        choice = ChoiceForm()
        choice.choice.choices = self.asks(voter).choices
        if not choice.validate():
            return self._page(unit, form, voter, choice, 422)
        try:
            self.cast(voter, choice.choice.data)
        except RuleError as error:
            db.session.rollback()
            choice.form_errors.append(str(error))
            return self._page(unit, *self._known(unit), choice, 422)
        db.session.commit()
        return self._page(unit, form, said="您的一票已经记下，谢谢参加。")

    def _known(self, unit: OrgUnit) -> tuple[CodeForm, Any]:
        form = CodeForm()
        voter = self.found(unit, form.code.data) if form.validate() else None
        if voter is None and form.code.data:
            wrong_code()
            form.code.errors = [UNKNOWN]
        return form, voter

    def _page(
        self,
        unit: OrgUnit,
        form: CodeForm,
        voter: Any = None,
        choice: ChoiceForm | None = None,
        status: int = 200,
        said: str = "",
    ) -> ResponseReturnValue:
        asked = self.asks(voter) if voter else None
        if asked and choice:
            choice.choice.choices = asked.choices
        return render(
            "records/public/vote.html",
            status=status,
            unit=unit,
            home_url=url_for("home.landing", unit_id=unit.id),
            vote=self,
            form=form,
            asked=asked,
            choice=choice,
            said=said,
            cast_url=url_for(f".{self.name}_cast", unit_id=unit.id),
        )
