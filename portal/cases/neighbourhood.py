"""What goes wrong in a neighbourhood (小区), in the words of those who live there, and the kind of case it becomes."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Organisation

__all__ = ["MATTERS", "MATTER_NAMES", "ANSWERED", "BringsCases"]

MATTERS = {  # key → its name, and the code of the kind of case
    "property": ("物业、公共设施", "0402"),
    "leak": ("漏水、通行、采光", "0201"),
    "nuisance": ("噪音、油烟、宠物", "2701"),
    "building": ("私搭乱建、占道堆物", "2502"),
    "hazard": ("消防、用电、充电", "2801"),
    "parking": ("停车、车棚", "2203"),
    "other": ("其他", "99"),
}
MATTER_NAMES = {key: name for key, (name, _) in MATTERS.items()}  # the same, key → name
ANSWERED = (
    "resolve",
    "decline",
    "withdraw",
    "merge",
)  # steps of a case after which whoever brought it in has an answer


class BringsCases:
    """A body of a neighbourhood that brings cases in: its forum, its stewards. `party` is what is known of it as one: name, address."""

    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("people_organisation.id"))

    if TYPE_CHECKING:
        unit: Mapped[OrgUnit]

        @property
        def party(self) -> dict[str, str]: ...

    def as_party(self) -> Organisation:
        """The body as the one that brings a case in; entered with the first."""
        found = db.session.get(Organisation, self.organisation_id) if self.organisation_id else None
        if found is None:
            found = Organisation.enter(self.unit, **self.party)
            db.session.flush()
            self.organisation_id = found.id
        return found
