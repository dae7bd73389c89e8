"""How long a register keeps the names in it: declared on the model, decided by the district, done after two people have said so.

    class Visit(Record, db.Model):
        keeping = Keeping(
            name="接访登记",
            since=lambda: Visit.visited_at,
            over=lambda: Visit.status.in_(STATES.final) & Visit.person_id.is_not(None),
            forget=lambda visit: visit.leave_out_names(),
            does="去除来访人和同来的人，办理经过不含姓名，予以保留",
        )

Where nothing may be taken out without somebody who weighs it, `forget` is left out: what is due is listed, no more. A register in use, of which
nothing ever ends, leaves out `since`. Until the district has said for how many years, everything is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true

from portal.extensions import Model, db
from portal.records.naming import Naming, namings
from portal.records.people import Contact
from portal.records.states import States

__all__ = ["Keeping", "forget_contacts", "names_a_contact"]


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """What becomes of the rows of a model once they were kept for long enough.

    `name`: of the register, for the clerk. `since`: the column (a moment or a day) from which the years count; None where nothing ends. `over`: the condition
    for rows that are done and still name somebody, which a row that was dealt with must not fulfil any more; left out, those in no open state, and with
    `forget_contacts` those of them that still name a contact. `forget(row)` takes the names out, in the transaction under way; RuleError says why
    a row must stay; None: people weigh it. `within`: the relationship to the record by which a row lies in a unit, where it has no place
    of its own. `does`: the same in words. `hint`: what law or rule there is, and that the rest is local. `called`: the attribute by which
    a row is named in a preview, which names nobody.
    """

    name: str
    does: str
    since: Callable[[], Any] | None = None
    over: Callable[[], Any] | None = None
    forget: Callable[[Any], None] | None = None
    hint: str = "没有统一规定，由本地规定。"
    called: str = "number"
    within: Callable[[], Any] | None = None

    def due_in(self, model: type[Any]) -> ColumnElement[bool]:
        """The condition for rows of `model` that may be dealt with once they are old enough."""
        if self.over:
            return self.over()
        states = getattr(model, "states", None)
        done = model.status.not_in(states.open) if isinstance(states, States) and states.open else true()
        return done & names_a_contact(model) if self.forget is forget_contacts else done


def forget_contacts(row: Any) -> None:
    """Take out name and numbers of everybody whom `row` and its parts name and who is no resident of the register; what is written stays."""
    model = type(row)
    for each in _of(model):
        named = each.rows(each.column).where(model.id == row.id)
        for contact in db.session.scalars(select(Contact).where(Contact.id.in_(named), Contact.erased_at.is_(None))):
            contact.forget()


def names_a_contact(model: type[Any]) -> ColumnElement[bool]:
    """The condition that a row, or a part of it, names somebody whose name was not taken out."""
    return or_(false(), *(_named_by(each) for each in _of(model)))


def _named_by(naming: Naming) -> ColumnElement[bool]:
    known = (Contact.id == naming.column) & Contact.erased_at.is_(None)
    if not naming.way:
        return select(Contact.id).where(known).correlate(naming.model).exists()
    parts = select(Contact.id).select_from(naming.model).join(Contact, known)
    for key, model in naming.way[:-1]:
        parts = parts.join(model, model.id == key)
    last, record = naming.way[-1]
    return parts.where(last == record.id).correlate(record).exists()


def _of(model: type[Any]) -> list[Naming]:
    return [each for each in namings(Contact) if each.record is model]


def declared() -> dict[str, tuple[type[Any], Keeping]]:
    """Table → model and what it declares, in the order of the tables."""
    models = sorted((each.class_ for each in Model.registry.mappers), key=lambda model: model.__tablename__)
    return {each.__tablename__: (each, each.__dict__["keeping"]) for each in models if "keeping" in each.__dict__}
