"""The kind of case that something from outside is about, until a person settles it at triage."""

from portal.cases.kinds.catalogue import kinds_of
from portal.cases.kinds.words import exactly, suggest

__all__ = ["likely_kind"]

OTHER = "99"


def likely_kind(county_id: int | None, category: str, text: str) -> str:
    """The code of the kind in the list of the county `county_id` that a `category` of another system names by its name or a word of it; else the one of
    which `text` speaks most; 其他 where neither tells. 受理分流 asks for it again."""
    kinds = kinds_of(county_id)
    if named := exactly(kinds, category) if category else "":
        return named
    found = suggest(kinds, f"{category} {text}")
    return found[0].code if found else OTHER
