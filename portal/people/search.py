"""Residents in the global search."""

from portal.accounts.models import User
from portal.extensions import db
from portal.people.finding import people_matching
from portal.people.masking import mask_name
from portal.people.models import Person
from portal.plugin.contributions import MOST_HITS, Hit


def hits(text: str, reader: User) -> list[Hit]:
    """Residents of the reader's subtrees by name, pinyin, number or phone: masked, with what tells namesakes apart."""
    if not reader.can("people.view"):
        return []
    found = db.session.scalars(
        people_matching(text, reader.units_with("people.view"))
        .where(reader.reach(Person, "people.view"))
        .limit(MOST_HITS)
    )
    return [Hit("居民", mask_name(person.name), f"/people/{person.id}", _about(person)) for person in found]


def _about(person: Person) -> str:
    born = f"{person.birth_masked}生" if person.birth_year else ""
    return "　".join(
        part for part in (person.gone_shown, person.gender, born, person.id_number_masked, person.phone_masked) if part
    )
