"""What kind of numbers stands in a column: by it a column is told whose heading nobody knows."""

import re
from collections.abc import Callable, Iterable

from wtforms import Field

from portal.people.fields import resident_id, telephone
from portal.people.id_types import carries_birth_date
from portal.people.phone import PhoneError, read_phones
from portal.typed.characters import same_letters

MOST_SEEN = 50  # cells of a column that are looked at
SURE = 0.8  # of them must be numbers of the kind, for the column to be told by them
DIGITS = re.compile(r"\d")


def told_by_content(columns: dict[str, list[str]], fields: Iterable[Field]) -> dict[str, str]:
    """Heading → name of the field, for columns of numbers of documents or of telephones, where one column and one field are left for the kind.
    columns: heading → what stands below, of those that no word tells; fields: those that are left."""
    left, found = list(fields), dict[str, str]()
    for check, fits in ((resident_id, is_document), (telephone, is_telephone)):
        wanting = [each.short_name for each in left if check in each.validators]
        those = [heading for heading, cells in columns.items() if _mostly(cells[:MOST_SEEN], fits)]
        if len(wanting) == len(those) == 1:
            found[those[0]] = wanting[0]
    return found


def _mostly(cells: list[str], fits: Callable[[str], bool]) -> bool:
    return bool(cells) and sum(map(fits, cells)) >= len(cells) * SURE


def is_document(cell: str) -> bool:
    """Whether it is the number of an identity card."""
    return carries_birth_date("".join(same_letters(cell).split()).upper())


def is_telephone(cell: str) -> bool:
    """Whether it is a number that can be dialled."""
    try:
        return len(DIGITS.findall(cell)) >= 7 and bool(read_phones(cell)) and not is_document(cell)
    except PhoneError:
        return False
