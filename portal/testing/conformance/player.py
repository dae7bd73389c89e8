"""Plays the samples of a plugin as people do: on the page of each step, with the form filled in."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app
from flask_login import login_user
from sqlalchemy import select
from wtforms import BooleanField, Field, FieldList, FileField, FormField, SelectField, SelectMultipleField

from portal.accounts.models import User
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.records.asking import Ask
from portal.records.beginning import BeginPage
from portal.records.mounted import all_mounted
from portal.records.record import steps_of, subject
from portal.records.samples import Sample, Samples, Stage
from portal.records.step_page import StepPage
from portal.records.steps import Step
from portal.testing.cast import Cast
from portal.testing.client import PortalClient
from portal.testing.conformance.access import pages_of, path_of


@dataclass
class Player:
    """Begins records and takes steps for the cast; answers what went wrong, or ""."""

    cast: Cast
    stage: Stage
    as_user: Callable[[str], PortalClient]

    def begin(self, samples: Samples) -> str:
        """On the page that begins a record; "" where there is none."""
        begun, sample = samples.begun or (None, None)
        page = next((each for each in all_mounted(BeginPage) if each.begun == begun), None)
        if page is None or sample is None:
            return ""
        values = sample.arguments(None, self.stage, sample.form)
        path = f"{page.bp.url_prefix or ''}{page.at}"
        if page.of:
            path = re.sub(r"<int:\w+>", str(values[begun.declared.source].id), path)
        said = self._send(sample.by, path, page.ask, values)
        return said and f"{begun.label} ({samples.model.__name__}): {said}"

    def take(self, samples: Samples, step: Step) -> str:
        """On the page of the step, of a new record that is ready for it."""
        what, sample = f"{step.label} ({samples.model.__name__}.{step.name})", samples.steps[step]
        try:
            record = samples.ready(step, samples.begin(self.stage), self.stage)
        except (RuleError, LookupError) as error:
            db.session.rollback()
            return f"{what}: no record can be made ready for it: {error}"
        page = next((each for kind in pages_of(samples.model) for each in kind.pages if step in each.steps), None)
        to = sample.to or step.to or record.status
        db.session.commit()
        with sample.later(record, self.stage):
            said = self._ask(page, step, sample, record) if page else self._job(step, sample, record)
        db.session.refresh(subject(record))
        if not said and record.status != to:
            said = f"it leads to {record.status!r}, not to {to!r} as declared"
        if not said and page and len(page.steps) > 1 and not _is_told(step, record):
            said = "the page took another of its steps"
        return said and f"{what}: {said}"

    def kept_from(self, samples: Samples, step: Step, column: str) -> Iterator[str]:
        """Where the page of `step`, its button or the desk do not keep from it the user in `column` of a record that is ready for it. A
        column that cannot be set, because others say it, is left to the tests of the plugin."""
        sample, pages = samples.steps[step], pages_of(samples.model)
        page = next((each for kind in pages for each in kind.pages if step in each.steps), None)
        if page is None or column not in samples.model.__table__.c:
            return
        record = samples.ready(step, samples.begin(self.stage), self.stage)
        user = self.cast[sample.by]
        setattr(record, column, user.id)
        db.session.commit()
        what = f"{step.label} ({samples.model.__name__}.{step.name}) by who stands in {column}"
        with sample.later(record, self.stage):
            path, client = path_of(page, record, *sample.rows(record, self.stage)), self.as_user(sample.by)
            if page.open_to(user, record) is step:
                yield f"{what}: the button is offered"
            if step.waits and self._waits(step, user, record):
                yield f"{what}: it stands on the desk"
            for answer in (client.get(path), client.post(path)):
                said = step.not_by[column] in answer.get_data(as_text=True)
                if answer.status_code != NotAllowed.status or not said:
                    yield f"{what}: {answer.request.method} {path} answers {answer.status_code}{'' if said else ', not saying why'}"

    def _waits(self, step: Step, user: User, record: Any) -> bool:
        others = [each for each in steps_of(type(record)).values() if each.waits and each is not step]
        waiting = select(type(record).id).where(type(record).waiting_for(user), type(record).id == record.id)
        return db.session.scalar(waiting) is not None and not any(each.is_open_to(user, record) for each in others)

    def _ask(self, page: StepPage, step: Step, sample: Sample, record: Any) -> str:
        who = sample.by or next((name for name in self.cast.roles if step.is_allowed_to(self.cast[name], record)), "")
        values = sample.arguments(record, self.stage, sample.form)
        return self._send(who, path_of(page, record, *sample.rows(record, self.stage)), page.ask, values)

    def _job(self, step: Step, sample: Sample, record: Any) -> str:
        try:
            step.take(
                record,
                *sample.rows(record, self.stage),
                by=sample.actor(self.stage),
                **sample.arguments(record, self.stage),
            )
            db.session.commit()
        except RuleError as error:
            db.session.rollback()
            return str(error)
        return ""

    def _send(self, who: str, path: str, ask: Ask, values: Mapping[str, Any]) -> str:
        """Open the page, fill in its form and send it."""
        sent = filled(ask, values, self.cast[who])
        db.session.commit()
        client = self.as_user(who)
        page = client.page(path)
        if page.status != 200:
            return f"GET {path} answers {page.status} to {who}"
        answer = client.fill(page, path, follow=False, **sent)
        wrong = "" if answer.tree is None else "；".join(answer.tree.xpath("//*[contains(@class, 'error')]//text()"))
        return (
            "" if answer.status == 303 else f"POST {path} answers {answer.status} to {who}: {' '.join(wrong.split())}"
        )


def _is_told(step: Step, record: Any) -> bool:
    """Whether the timeline of the record, as far as it has one, has an entry of the step."""
    events = getattr(subject(record), "events", None)
    return events is None or step.verb in [each.verb for each in events]


def filled(ask: Ask, values: Mapping[str, Any], user: User) -> dict[str, Any]:
    """What the fields that bear the names of `values` send when `user` fills them in; a box `text` that no value is for holds the first
    that is words, such as the reason in the kit's ReasonForm."""
    words = next((each for each in values.values() if isinstance(each, str)), "")
    values = {"text": words, **values}
    with current_app.test_request_context():
        login_user(user)
        form = ask.form(formdata=None, data=values)
        return {name: sent for field in form if field.short_name in values for name, sent in _sent(field)}


def _sent(field: Field) -> Iterator[tuple[str, Any]]:
    if isinstance(field, FieldList | FormField):
        for each in field:
            yield from _sent(each)
    elif isinstance(field, BooleanField):
        yield field.name, "y" if field.data else None
    elif isinstance(field, SelectMultipleField):
        yield field.name, [str(each) for each in field.data or []]
    elif isinstance(field, SelectField):
        chosen = field.object_data if field.data is None else field.data  # one that `coerce` reads only from its text
        yield field.name, str("" if chosen is None else chosen)
    elif isinstance(field, FileField):
        yield field.name, field.data
    else:
        yield field.name, field._value()  # noqa: SLF001  how WTForms calls what a box shows
