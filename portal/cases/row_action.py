"""The action that a row of the case list offers directly, if one click is enough for it; other steps have a page."""

from typing import NamedTuple

from portal.accounts.models import User
from portal.cases.models import Assignment, Case


class RowAction(NamedTuple):
    """A button in a row. `version` is that of the case as shown, so that a second click elsewhere is noticed."""

    label: str
    url: str
    version: int


def row_action(line, user: User) -> RowAction | None:
    """受理 (with kind and level as registered), or 签收 for the user's unit. `line` has the columns of `query.for_row_actions`."""
    if Case.accept.fits(line) and user.can(Case.accept.needs, line):
        return RowAction(Case.accept.label, f"/cases/{line.id}/acceptance", line.version)
    if line.waiting:
        url = f"/cases/{line.id}/assignments/{line.waiting}/acknowledgement"
        return RowAction(Assignment.acknowledge.label, url, line.version)
    return None
