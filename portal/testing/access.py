"""Who gets in where, as the declarations of the steps say: what the page of a step must answer to each of the cast.

The order is that of the answers (portal.records.mounting): not signed in, module off, no such right anywhere, no such record
for this reader, no right on the record, wrong state, something against it, no such row.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import select

from portal.accounts.models import User
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.plugin.activation import in_effect
from portal.plugin.gate import plugin_of
from portal.records.mounting import StepPage, StepPages, mounted, subject


def pages_of(plugin: str, model: type | None = None) -> list[StepPages]:
    """The step pages that `plugin` mounted, of all its records or of one model."""
    return [each for each in mounted() if plugin_of(each.bp.name) == plugin and model in (None, each.model)]


def expected(page: StepPage, user: User | None, record: Any, *, there: bool = True) -> int:
    """The status that GET of `page` must answer to `user` (None: nobody signed in); `there`: its row below the record exists."""
    if user is None:
        return 303
    plugin = plugin_of(page.pages.bp.name)
    if plugin and plugin not in in_effect(user.current_appointments[0].unit):
        return 404
    if not user.can(page.needs):
        return 403
    if not _is_seen(user, page.pages.model, record):
        return 404
    if not record.allows(user, page.needs):
        return 403
    return _stands(page, user, record) or (200 if there else 404)


def _is_seen(user: User, model: Any, record: Any) -> bool:
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
    pages: Iterable[StepPages], record: Any, people: Iterable[User | None], rows: dict[str, int]
) -> Iterator[tuple[StepPage, User | None, str, int]]:
    """`(page, somebody, address, status expected)` of every page of `record` for each of `people`.

    `rows`: argument of an address → id of the row to try it with; one that is not named is tried with a row that is not there.
    """
    for each in (page for kind in pages for page in kind.pages):
        below = [name for name in _arguments(each) if name not in each.pages.idents]
        ids = {name: rows.get(name, 1) for name in below}
        for somebody in people:
            yield (
                each,
                somebody,
                _path(each, record, ids),
                expected(each, somebody, record, there=set(below) <= set(rows)),
            )


def _arguments(page: StepPage) -> list[str]:
    return [part.partition(":")[2].rstrip(">") for part in page.rule.split("/") if part.startswith("<int:")]


def _path(page: StepPage, record: Any, ids: dict[str, int]) -> str:
    path = f"{page.pages.bp.url_prefix or ''}{page.rule}"
    own = dict(zip(page.pages.idents, (subject(record).id, record.id)[-len(page.pages.idents) :], strict=True))
    for name, value in {**own, **ids}.items():
        path = path.replace(f"<int:{name}>", str(value))
    return path
