"""The action that a row of the case list offers directly, if one click is enough for it; other steps have a page."""

from typing import NamedTuple

from portal.accounts.models import User


class RowAction(NamedTuple):
    """A button in a row. `version` is that of the case as shown, so that a second click elsewhere is noticed."""

    label: str
    url: str
    version: int


def row_action(line, user: User) -> RowAction | None:
    """受理 (with kind and level as registered), or 签收 for the user's unit. `line` has the columns of `query.for_row_actions`."""
    if line.status == "registered" and user.can("cases.triage", line):
        return RowAction("受理", f"/cases/{line.id}/acceptance", line.version)
    if line.waiting:
        return RowAction("签收", f"/cases/{line.id}/assignments/{line.waiting}/acknowledgement", line.version)
    return None
