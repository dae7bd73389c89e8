"""What somebody asks about: a record by its number, or the page of a record or of a step by its address."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import current_app
from flask_login import current_user
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.permissions import EXPLAIN
from portal.records.mounted import all_mounted
from portal.records.mounting import StepPages
from portal.records.record import subject
from portal.records.step_page import StepPage
from portal.records.steps import Step
from portal.web.pages.rendering import LARGEST_ID

MOST = 50  # rows of one number that are looked at; a number is one of a county's


class Found(NamedTuple):
    """A page, and what it is about: its permission, its row, and the steps it asks for. `withheld`: there is a row, of a kind that the
    reader views nowhere."""

    permission: str = ""
    row: Any = None
    steps: tuple[Step, ...] = ()
    withheld: bool = False

    def step_for(self, user: User) -> Step | None:
        """Of the steps of the page the one that is asked of `user`, as the page itself chooses; None where it asks for none."""
        if not self.steps:
            return None
        opened = next((each for each in self.steps if each.is_open_to(user, self.row)), None)
        return opened or next((each for each in self.steps if each.fits(self.row)), self.steps[0])


class _Viewer:
    """Somebody who holds `permission` in `unit`, and nothing else."""

    id, owners, stood_in, only = 0, (), False, None
    can, reach, units_with = User.can, User.reach, User.units_with
    acting_for, holding, persons = User.acting_for, User.holding, User.persons

    def __init__(self, permission: str, unit: OrgUnit) -> None:
        self.offices = [(unit, frozenset((permission,)))]


def found_at(typed: str) -> Found | None:
    """What `typed` means to the reader; None where there is nothing, it lies where the reader explains nothing, or it is kept from him."""
    meant = _by_address(typed) if typed.startswith(("/", "http")) else _by_number(typed)
    if meant is None or meant.row is None:
        return meant
    record = subject(meant.row)
    if not current_user.can(EXPLAIN, record) or _is_kept_from_reader(record):
        return None
    views = getattr(record, "permission", "")
    return Found(meant.permission, withheld=True) if views and not current_user.can(views) else meant


def told(row: Any) -> str:
    """Which one it is, without a word of what it is about: number and unit."""
    record = subject(row)
    return f"{getattr(record, 'number', '') or f'第 {record.id} 条'}，{record.unit.name}"


def _is_kept_from_reader(record: Any) -> bool:
    """Whether the reader may not open it, and neither may who views such records where it lies: it is secret."""
    views = getattr(record, "permission", "")
    return bool(views) and not any(record.allows(each, views) for each in (current_user, _Viewer(views, record.unit)))


def _by_number(number: str) -> Found | None:
    models = {pages.model for pages in all_mounted(StepPages) if hasattr(pages.model, "number")}
    for model in sorted(models, key=lambda each: each.__name__):
        rows = db.session.scalars(select(model).where(model.number == number).limit(MOST)).unique()
        if row := next((each for each in rows if hasattr(each, "unit") and current_user.can(EXPLAIN, each)), None):
            return Found(row=row)
    return None


def _by_address(typed: str) -> Found | None:
    try:
        endpoint, given = current_app.url_map.bind("").match(urlsplit(typed).path, method="GET")
    except (HTTPException, ValueError):
        return None
    guard = getattr(current_app.view_functions[endpoint], "guard", "")
    permission = guard if guard in current_app.extensions["portal_permissions"] else ""
    for pages in all_mounted(StepPages):
        page = next((each for each in pages.pages if endpoint == f"{pages.bp.name}.{each.name}"), None)
        if page or (
            endpoint == pages.show and pages.idents and set(given) == {pages.idents[0]} and len(pages.idents) == 1
        ):
            return _row(pages, page, permission, given)
    return Found(permission) if permission and not given else None


def _row(pages: StepPages, page: StepPage | None, permission: str, given: dict[str, Any]) -> Found | None:
    ident = given[pages.idents[-1]] if pages.idents else 0
    row = db.session.get(pages.model, ident) if 0 < ident <= LARGEST_ID else None
    if row is None or not hasattr(subject(row), "unit"):
        return None
    return Found(permission, row, page.steps if page else ())
