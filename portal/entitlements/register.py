"""The list of settlements: lines offer nothing to whoever is kept from it by an earlier step."""

from typing import Any

from portal.accounts.models import User
from portal.records.register import Register


class SettlementList(Register):
    """A `Register` whose lines know who submitted and who checked; `more` are its other arguments."""

    def __init__(self, model: type[Any], **more: Any) -> None:
        super().__init__(model, extra=(model.maker_id, model.checker_id), **more)

    def allows(self, row: Any, user: User, permission: str) -> bool:
        """As `Settlement.entrusted_to`, on a line."""
        return super().allows(row, user, permission) and self.model.leaves(row, user, permission)
