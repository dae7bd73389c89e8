"""Bulk actions on a list (批量): one step for each chosen row, with a report of what was done and what was refused, and why."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from flask import request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from portal.accounts.models import User
from portal.database import reading_first
from portal.errors import RuleError
from portal.extensions import db
from portal.records.mounted import view_of
from portal.records.reading import joined
from portal.records.record import subject
from portal.web.forms import Form
from portal.web.forms.form_token import FIELD
from portal.web.forms.idempotency import finish
from portal.web.forms.looking_up import only_searches
from portal.web.http.guards import requires
from portal.web.pages.list_position import list_url
from portal.web.pages.rendering import LARGEST_ID, render

if TYPE_CHECKING:
    from portal.records.lists import ListPage

__all__ = ["Bulk", "chosen_ids"]

CHOSEN = "chosen"  # name of the boxes
MOST = 200
AT_ONCE = 10  # rows in one transaction: other writers wait for no more
OVERTAKEN = "别人刚刚办理过这一件，请刷新后再看。"


@dataclass(frozen=True)
class Bulk:
    """A step that a list offers for the chosen rows.

    step: a step of the model (`Case.archive`). at: the noun in the address. form: asked once for all rows; its `arguments()` go with each.
    when: whether the list as it is filtered offers it. warning: what is said beside the button, and asked once more.
    """

    step: Any
    at: str
    form: type[Form] | None = None
    when: Callable[[Mapping[str, str]], bool] | None = None
    warning: str = ""

    def offered_to(
        self, user: User, given: Mapping[str, str], rows: Iterable, allows: Callable, kind: str = ""
    ) -> bool:
        """Whether `user` is offered it over the list filtered by `given`: one of `rows` at least must be such that they may take
        it there, by the model's own `allows`; `kind` is its table. It is asked of each row again when it is taken."""
        if not user.can(self.step.needs) or (self.when and not self.when(given)):
            return False
        return any(self.step.is_offered_on(row, user, allows, kind) for row in rows)

    def take(self, record: Any, by: User, arguments: dict) -> None:
        """Raises RuleError."""
        self.step.take(record, by=by, **arguments)


class Outcome(NamedTuple):
    """The result for one row; `why` it was refused, or ""."""

    number: str
    title: str
    url: str
    why: str


class BulkPage:
    """One such step of one list, mounted."""

    def __init__(self, page: "ListPage", bulk: Bulk) -> None:
        self.page, self.register, self.bulk = page, page.register, bulk

    def mount(self) -> None:
        """Add the address that takes the step: it asks for the form first, where there is one."""

        view = view_of(self.take, f"批量{self.bulk.step.label}.")
        guarded = requires(self.bulk.step.needs)(view)
        endpoint = f"{self.page.endpoint}_{self.bulk.at}"
        self.page.bp.add_url_rule(f"{self.page.at}/{self.bulk.at}", endpoint, guarded, methods=["POST"])

    def take(self) -> ResponseReturnValue:
        """The step for the chosen rows, and the report."""
        bulk, ids = self.bulk, chosen_ids(request.form.getlist(CHOSEN))
        if not ids:
            return self._report([], 422)
        arguments = {}
        if bulk.form:
            if FIELD not in request.form:
                return self._ask(bulk.form(formdata=None), ids)
            form = bulk.form()
            if only_searches(form):
                return self._ask(form, ids)
            if not form.validate():
                return self._ask(form, ids, 422)
            arguments = form.arguments()
        outcomes = list(self._outcomes(ids, arguments))
        finish(self._back())
        return self._report(outcomes)

    def _report(self, outcomes: list[Outcome], status: int = 200) -> ResponseReturnValue:
        return self._shown("records/bulk.html", status, outcomes=outcomes)

    def _ask(self, form: Form, ids: list[int], status: int = 200) -> ResponseReturnValue:
        return self._shown("records/bulk_form.html", status, form=form, ids=ids)

    def _shown(self, template: str, status: int, **about: Any) -> ResponseReturnValue:
        return render(template, status=status, bulk=self.bulk, register=self.register, back=self._back(), **about)

    def _back(self) -> str:
        return list_url(f"{self.page.bp.name}.{self.page.endpoint}")

    def _outcomes(self, ids: list[int], arguments: dict) -> Iterable[Outcome]:
        prepare = self.bulk.step.prepare
        at_once = 1 if prepare else AT_ONCE
        db.session.commit()  # the key of the form is used, whatever becomes of the rows
        for start in range(0, len(ids), at_once):
            some = ids[start : start + at_once]
            for record in self._prepared(some) if prepare else self._chosen(some):
                about, url = subject(record), self.register.address()(record)
                yield Outcome(about.number, about.title, url, self._taken(record, arguments))
            db.session.commit()

    def _prepared(self, ids: list[int]) -> list:
        """As `_chosen`, with what their step has read without holding the writers' lock."""
        with reading_first():
            found = self._chosen(ids)
            for record in found:
                if self.bulk.step.is_open_to(current_user, record):
                    self.bulk.step.prepare(record)
        return self._chosen(ids)  # the same objects, read anew

    def _taken(self, record: Any, arguments: dict) -> str:
        """Take the step of one row; why it was not done, or nothing."""
        try:
            with db.session.begin_nested():
                self.bulk.take(record, current_user, arguments)
        except RuleError as error:
            return str(error)
        except StaleDataError:
            return OVERTAKEN
        return ""

    def _chosen(self, ids: list[int]) -> list:
        """The chosen records that the reader may see; others are ignored."""
        register = self.register
        seen = select(register.model).where(register.scope(current_user, register.permission))
        rows = joined(seen, register.joins)
        return list(db.session.scalars(rows.where(register.model.id.in_(ids)).order_by(register.model.id)).unique())


def chosen_ids(given: Iterable[str]) -> list[int]:
    """The ids of chosen lines as they were sent (`given`), each once, at most so many; what is no id is left out."""
    texts = [text for text in given if text.isdecimal() and len(text) < 11]
    return list(dict.fromkeys(int(text) for text in texts if int(text) <= LARGEST_ID))[:MOST]
