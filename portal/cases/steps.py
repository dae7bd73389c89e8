"""The step that a line of the list offers on the spot, where one press is all it takes. Everything else has a page."""

from typing import NamedTuple

from portal.accounts.models import User


class Step(NamedTuple):
    """A button. `version` is that of the case as the line shows it: who comes second is told."""

    label: str
    url: str
    version: int


def step_of(line, user: User) -> Step | None:
    """受理, as it was registered, or 签收 for the user's unit. `line` has what `query.for_steps` adds."""
    if line.status == "registered" and user.can("cases.triage", line):
        return Step("受理", f"/cases/{line.id}/acceptance", line.version)
    if line.waiting:
        return Step("签收", f"/cases/{line.id}/assignments/{line.waiting}/acknowledgement", line.version)
    return None
