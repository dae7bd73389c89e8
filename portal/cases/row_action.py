"""The step that a line of the list offers on the spot, where one press is all it takes. Everything else has a page."""

from typing import NamedTuple

from portal.accounts.models import User


class RowAction(NamedTuple):
    """A button. `version` is that of the case as the line shows it: who comes second is told."""

    label: str
    url: str
    version: int


def row_action(line, user: User) -> RowAction | None:
    """受理, as it was registered, or 签收 for the user's unit. `line` has what `query.for_row_actions` adds."""
    if line.status == "registered" and user.can("cases.triage", line):
        return RowAction("受理", f"/cases/{line.id}/acceptance", line.version)
    if line.waiting:
        return RowAction("签收", f"/cases/{line.id}/assignments/{line.waiting}/acknowledgement", line.version)
    return None
