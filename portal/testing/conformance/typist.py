"""Types an ID number into each text box of the pages of steps, to see whether it would be kept where everybody can read it."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from flask import Response, current_app
from sqlalchemy import event
from werkzeug.datastructures import FileStorage
from wtforms import Form

from portal.extensions import db
from portal.protection import EncryptedText
from portal.records import beginning, step_page
from portal.records.asking import Ask
from portal.records.samples import Samples
from portal.records.steps import Step
from portal.testing.conformance.player import Player, filled

NUMBER = "11010519491231002X"  # the example of GB 11643
BOXES = ".//textarea | .//input[not(@type) or @type='text']"
NAME = re.compile(r"(^|_)name$")
REFUSED, TAKEN = 422, 303


@dataclass
class Typist(Player):
    """Opens the pages as `Player` does, and sends each form as often as it has text boxes. Nothing of that is kept; what is begun is
    begun once more as it should be, for others may be about it.

    `found` are the complaints: a box from which the number came into a column that is not encrypted, unless the sample of the step
    says in `plain` why it may, or into one for a name, which is shown to whoever sees the record; a form that is not taken as the sample fills it, so that nothing can be told.
    """

    found: list[str] = field(default_factory=list)
    typed: int = 0
    _plain: Mapping[str, str] = field(default_factory=dict)
    _what: str = ""
    _begins: bool = False

    def begin(self, samples: Samples) -> str:
        if samples.begun:
            begun, sample = samples.begun
            self._what, self._plain = f"{begun.label} ({samples.model.__name__})", sample.plain
        self._begins = True
        return super().begin(samples)

    def take(self, samples: Samples, step: Step) -> str:
        self._what, self._plain = f"{step.label} ({samples.model.__name__}.{step.name})", samples.steps[step].plain
        self._begins = False
        return super().take(samples, step)

    def _job(self, *step: Any) -> str:
        return ""  # no page, no box

    def _send(self, who: str, path: str, ask: Ask, values: Mapping[str, Any]) -> str:
        sent = {name: _whole(value) for name, value in filled(ask, values, self.cast[who]).items()}
        db.session.commit()
        client = self.as_user(who)
        page = client.page(path)
        if page.status != 200:
            return ""
        form = page.form(path)
        given = {name: value for name, value in (page.fields(form) | sent).items() if value is not None}
        with _kept_nowhere() as written:
            for box in ["", *(each.get("name") for each in form.xpath(BOXES) if each.get("name") not in self._plain)]:
                value = given.get(box) or ""
                typed = {box: f"{value}；{NUMBER}" if value else NUMBER} if box else {}
                data = {name: _again(each) for name, each in (given | typed).items()}
                self.typed += bool(box)
                answer = client.post(path, data=data)
                self.found += self._wrong(box, answer, written)
                written.clear()
        return super()._send(who, path, ask, values) if self._begins else ""

    def _wrong(self, box: str, answer: Any, written: list[str]) -> Iterator[str]:
        status = answer.status_code
        if not box:
            if status != TAKEN:
                yield f"{self._what}: filled in as sampled it answers {status}: {answer.get_data(as_text=True)[:200]}"
        elif status not in (REFUSED, TAKEN, 200):
            yield f"{self._what}: with an ID number in {box} it answers {status}"
        elif status != REFUSED and written:
            yield f"{self._what}: an ID number typed into {box} stands in {'、'.join(dict.fromkeys(written))}"


@contextmanager
def _kept_nowhere() -> Iterator[list[str]]:
    """Nothing is committed, and no page is made of a form that is refused; the list is filled with the columns into which the number
    is written as it is, or as part of a name."""
    written: list[str] = []

    def look(connection, cursor, statement, parameters, context, several):
        if statement.startswith(("INSERT", "UPDATE")):
            written.extend([*_columns(context, parameters), *_names(context)])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(db.session, "commit", db.session.flush)
        patch.setitem(current_app.config, "WTF_CSRF_ENABLED", False)
        for module in (step_page, beginning):
            patch.setattr(
                module, "render", lambda template, status=200, *, form, **about: Response(_said(form), status)
            )
        event.listen(db.engine, "before_cursor_execute", look)
        yield written
        event.remove(db.engine, "before_cursor_execute", look)


def _said(form: Form) -> str:
    """What a form says is wrong with it."""
    return "；".join(str(each) for each in form.errors.values())


def _columns(context: Any, parameters: Any) -> Iterator[str]:
    """`table.column` of each of `parameters`, as they are sent to the database, that holds the number."""
    compiled = context.compiled
    for row in parameters if isinstance(parameters, list) else [parameters]:
        named = row.items() if isinstance(row, Mapping) else zip(compiled.positiontup, row, strict=False)
        for name, value in named:
            if isinstance(value, str) and NUMBER[:-1] in value:
                yield f"{compiled.statement.table.name}.{name}"


def _names(context: Any) -> Iterator[str]:
    """`table.column` of each encrypted column for a name that is to hold the number."""
    table = context.compiled.statement.table
    secret = [each.key for each in table.columns if isinstance(each.type, EncryptedText) and NAME.search(each.key)]
    for row in context.compiled_parameters:
        yield from (f"{table.name}.{key}" for key in secret if NUMBER[:-1] in (row.get(key) or ""))


def _whole(value: Any) -> Any:
    """A file, or each of several, as (content, name), for it can be sent only once."""
    if isinstance(value, list):
        return [_whole(each) for each in value]
    return (value.read(), value.filename) if isinstance(value, FileStorage) else value


def _again(value: Any) -> Any:
    if isinstance(value, list):
        return [_again(each) for each in value]
    return (BytesIO(value[0]), *value[1:]) if isinstance(value, tuple) and isinstance(value[0], bytes) else value
