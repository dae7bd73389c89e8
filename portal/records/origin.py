"""What came out of a record of another plugin: a topic out of a note of a round. Neither plugin knows the other.

A record that others may take up answers a `concern`. `record_actions` of the other plugin offers the page on which it is taken up,
with `sign(record)` in its address; there `named` finds the model. What is begun keeps where it came from
(`FromElsewhere`), and whoever listens to `record_event` finds its own record as `record.origin`.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import Model, db

if TYPE_CHECKING:
    from portal.org.models import OrgUnit
    from portal.people.models import Person

__all__ = ["Concern", "Dwelling", "TellsDwelling", "FromElsewhere", "concern_of", "sign", "named", "answering"]


@dataclass(frozen=True)
class Concern:
    """What a record is about, in the words of whoever wrote it down. `place`: the neighbourhood, by name; `matter`: one of
    `portal.cases.neighbourhood.MATTERS`."""

    title: str
    text: str
    place: str = ""
    matter: str = "other"


@dataclass(frozen=True)
class Dwelling:
    """A household that others may visit, as it stands in its own register. `unit`, `building` (down to the entrance), `room`: where; `person`: whom one asks for; `grade`:
    how closely it is looked after, "1" to "3", the closest first; `cause`: why; `decision`: the number of the decision, a higher one for each later."""

    unit: "OrgUnit"
    person: "Person"
    building: str
    room: str
    grade: str
    cause: str
    decision: int


class TellsDwelling:
    """A household in its own register. `grade`: "" until one is decided; before then there is nothing to tell. `answering(TellsDwelling)` finds the models."""

    if TYPE_CHECKING:
        grade: Mapped[str]

    @property
    def dwelling(self) -> Dwelling | None:
        """As others may visit it; None as long as they may not."""
        raise NotImplementedError

    @classmethod
    def with_dwelling(cls) -> ColumnElement[bool]:
        """The condition for those that answer one."""
        raise NotImplementedError

    @classmethod
    def last_decision(cls) -> ColumnElement[int]:
        """`Dwelling.decision` of each, in a query."""
        raise NotImplementedError


class FromElsewhere:
    """A record that may have come out of one of another plugin; that one may be gone, with its plugin. `ANSWERS`: what that one answers about itself, or the class
    that declares it."""

    ANSWERS: ClassVar[str | type] = "concern"

    origin_kind: Mapped[str] = mapped_column(String(40), default="")
    origin_id: Mapped[int | None]
    _found = None  # held, so that what the session read of it is not read again

    @property
    def origin(self) -> Any | None:
        """The record it came out of, whoever may see it; None where there is none (any more)."""
        model = named(self.origin_kind, self.ANSWERS)
        self._found = db.session.get(model, self.origin_id) if model and self.origin_id else None
        return self._found

    @origin.setter
    def origin(self, record: Any | None) -> None:
        self.origin_kind = record.__tablename__ if record else ""
        self.origin_id = record.id if record else None


def concern_of(record: Any) -> Concern | None:
    """What `record` is about, if others may take it up as it stands; None otherwise."""
    return getattr(record, "concern", None)


def sign(record: Any) -> str:
    """How an address, or a hidden box, names `record`: kind and id, with a dash between."""
    return f"{record.__tablename__}-{record.id}"


def named(kind: str, answers: str | type = "concern") -> Any | None:
    """The model whose records an address names as `kind`, if others may take them up: if they answer `answers` about themselves (as `answering`)."""
    return answering(answers).get(kind)


def answering(answers: str | type) -> dict[str, Any]:
    """Table → model of the records, of whatever plugin, that answer `answers` about themselves: have an attribute of that name (`concern`), or are of the class that
    declares what may be asked (`portal.cases.mediated.TellsMediated`)."""
    mapped = (each.class_ for each in Model.registry.mappers)
    return {each.__tablename__: each for each in mapped if _answers(each, answers)}


def _answers(model: type, answers: str | type) -> bool:
    return issubclass(model, answers) if isinstance(answers, type) else hasattr(model, answers)
