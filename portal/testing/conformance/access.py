"""Who gets in where, as the declarations of the steps say: what GET of the page of a step must answer to each of the cast.

The order is that of the answers (portal.records.step_page): not signed in, module off, no such right anywhere, no such record
for this reader, no right on the record, wrong state, something against it, no such row.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any

from sqlalchemy import select

from portal.accounts.models import User
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.plugin.activation import in_effect
from portal.plugin.gate import plugin_of
from portal.records.mounted import all_mounted
from portal.records.mounting import StepPages
from portal.records.record import subject
from portal.records.samples import Samples, Stage
from portal.records.step_page import StepPage

NOWHERE = 2**31 - 2  # a row that does not exist


def pages_of(model: type) -> list[StepPages]:
    """The step pages of `model`, at one address or several."""
    return [each for each in all_mounted(StepPages) if each.model is model]


def expected(page: StepPage, user: User | None, record: Any, *, there: bool = True) -> int:
    """The status that GET of `page` must answer to `user` (None: nobody signed in); `there`: its row below the record exists."""
    if user is None:
        return 303
    plugin = plugin_of(page.pages.bp.name)
    if plugin and plugin not in in_effect(user.current_appointments[0].unit):
        return 404
    if not user.can(page.needs):
        return 403
    if not _is_seen(user, subject(record)):
        return 404
    if not record.allows(user, page.needs):
        return 403
    return _stands(page, user, record) or (200 if there else 404)


def _is_seen(user: User, record: Any) -> bool:
    model = type(record)
    seen = model.visible_to(user).where(model.id == record.id).with_only_columns(model.id)
    return db.session.scalar(select(seen.exists())) is True


def _stands(page: StepPage, user: User, record: Any) -> int:
    """What stands in the way of every step of the page; 0 when one is open."""
    if page.open_to(user, record):
        return 0
    step = next((each for each in page.steps if each.fits(record)), page.steps[0])
    if not step.fits(record):
        return WrongState.status
    if not step.is_allowed_to(user, record):
        return NotAllowed.status
    objection = step.objection(record)
    return objection.status if isinstance(objection, RuleError) else RuleError.status


def combinations(
    samples: Samples,
    record: Any,
    stage: Stage,
    people: Mapping[str, User | None],
    turned_away: set[tuple[StepPage, str]],
) -> Iterator[tuple[str, str, int]]:
    """`(who, address, status expected)` of every step page of `record`, for each of `people`.

    A page that is about a row below the record is tried with that of the sample; where there is none, with one that is not there.
    `turned_away` fills with who is refused at a page before any record is looked at: once is enough for them.
    """
    for page in (page for kind in pages_of(samples.model) for page in kind.pages):
        row = row_of(page, samples, record, stage)
        address = path_of(page, record, row)
        for who, somebody in people.items():
            if (page, who) not in turned_away:
                yield who, address, expected(page, somebody, record, there=row is not None or page.ask.row is None)
            if somebody is None or not somebody.can(page.needs):
                turned_away.add((page, who))


def row_of(page: StepPage, samples: Samples, record: Any, stage: Stage) -> Any:
    """The row below `record` that the samples of the page take, or None."""
    for find in (samples.steps[each].row for each in page.steps if each in samples.steps):
        with suppress(LookupError, StopIteration):
            if find and (row := find(record, stage)):
                return row
    return None


def path_of(page: StepPage, record: Any, row: Any = None) -> str:
    """The address of the page for `record` and the row below it."""
    ids = [*page.pages.ids_of(record).values(), row.id if row else NOWHERE]
    filled = iter(ids)
    return re.sub(r"<int:\w+>", lambda _: str(next(filled)), f"{page.pages.bp.url_prefix or ''}{page.rule}")
