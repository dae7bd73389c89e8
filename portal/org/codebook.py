"""The two code books, and what a 12-digit code says about its unit.

The same nine digits may name different townships in the statistical and in the civil-affairs book, so a code is
only ever looked up together with its book.
"""

import re
from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.extensions import db
from portal.org.models import UnitCode

CODE_SYSTEMS = {"stats2023": "国家统计局区划代码（2023）", "mca2026": "民政部行政区划代码（2026）"}
KIND_OF_LEVEL = {1: "province", 2: "city", 3: "county", 4: "township", 5: "community"}
FIRST_PSEUDO = 400
_TWELVE_DIGITS = re.compile(r"[0-9]{12}")
_LEVEL_WIDTHS = {1: 2, 2: 4, 3: 6, 4: 9}


def is_code(text: str) -> bool:
    """Whether `text` is twelve ASCII digits."""
    return bool(_TWELVE_DIGITS.fullmatch(text))


def level_of(code: str) -> int:
    """Level 1 省 … 5 村 of a 12-digit code, from its trailing zeros."""
    return next((level for level, width in _LEVEL_WIDTHS.items() if not int(code[width:])), 5)


def is_pseudo(code: str) -> bool:
    """Whether a code names a farm, company or zone kept as a township, or a virtual village (≥ 400)."""
    level = level_of(code)
    return (level == 4 and int(code[6:9]) >= FIRST_PSEUDO) or (level == 5 and int(code[9:]) >= FIRST_PSEUDO)


def codes_around(system: str, codes: Iterable[str]) -> dict[str, UnitCode]:
    """The stored codes of one book in the cities (first four digits) of `codes`, with their units."""
    cities = sorted({code[:4] for code in codes})
    query = (
        select(UnitCode)
        .options(joinedload(UnitCode.unit))
        .where(UnitCode.code_system == system, func.substr(UnitCode.code, 1, 4).in_(cities))
    )
    return {entry.code: entry for entry in db.session.scalars(query)}
