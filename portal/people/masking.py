"""脱敏: masked forms of personal data for lists and notices (docs/domain/personal-data.md)."""

from __future__ import annotations

import re
import unicodedata

from portal.personal_names import split_name

__all__ = ["mask_name", "mask_address", "mask_bank_card", "mask_document", "ERASED", "ERASED_SHOWN"]

ERASED, ERASED_SHOWN = "已删除", "已依法删除"  # the name of a resident whose data was deleted: as stored, as shown
HIDDEN = "***"
LEAST_HIDDEN = 4  # characters of any paper
FEWEST = 10_000  # ID numbers that must be left by all that is shown of somebody (docs/adr/0037)
DAYS = {
    "": 36_525,
    "year": 365,
    "month": 30,
    "day": 1,
}  # on which somebody may be born, by what is known of the birthday
SEQUENCES = (500, 500, 100, 10, 1)  # of one day and sex, by how many of the last characters are known
_NUMBER = r"[0-9０-９A-Za-z甲乙丙丁一二三四五六七八九十百]+"
_BUILDING = re.compile(rf"{_NUMBER}(?:号楼|栋|幢|座|#楼|＃楼|#|＃)|{_NUMBER}(?=[-－—‐][0-9０-９]+[-－—‐])")
_DOOR = re.compile(rf"{_NUMBER}号院?")
_NEIGHBOURHOOD = re.compile(r".*(?:社区|小区|嘎查|村|社|组|队|苑|园|街道|苏木|镇|乡|路|街|巷|旗|区|县|市)")


def mask_name(name: str) -> str:
    """隐名: the surname and at most two stars (张*, 欧阳**); without a surname, the first character.

    At most two stars, so that the length of 阿拉腾·其其格 is not revealed: 阿**. A single character is masked entirely.
    """
    if name == ERASED:
        return ERASED_SHOWN
    surname, given = split_name(name)
    if not surname:
        surname, given = _first_character(name)
    if not given:
        return "*" * bool(name)
    return surname + "*" * min(len(given), 2)


def mask_address(address: str) -> str:
    """住址到楼栋: shown up to the building, the rest masked.

    A 号 with no further number behind it is a single household, so it is masked too; without building or number the
    address is shown up to the last 社区, 村, 社, 路 … in it.
    """
    address = address.strip()
    if building := _BUILDING.search(address):
        return _cut(address, building.end())
    if door := _DOOR.search(address):
        within = re.search(_NUMBER, address[door.end() :])
        return _cut(address, door.end() if within else door.start())
    neighbourhood = _NEIGHBOURHOOD.match(address)
    return _cut(address, neighbourhood.end() if neighbourhood else max(0, min(2, len(address) - 1)))


def numbers_left(born: str = "", tail: int = 0) -> int:
    """How many ID numbers of GB 11643 can still be the right one, for whoever knows the prefix and the sex, as everybody here does, and
    of the birthday nothing, the "year", "month" or "day"; and the last `tail` characters. The check character is one of eleven."""
    return DAYS[born] * SEQUENCES[tail] // (11 if tail else 1)


def mask_bank_card(card: str) -> str:
    """后 4: '**** 1234'; fewer than eight digits are hidden whole."""
    digits = "".join(character for character in card if character.isdecimal())
    return f"**** {digits[-4:]}" if len(digits) >= 8 else "****"


def mask_document(number: str) -> str:
    """An ID number 前 6; any other document its first two characters, a short one none. The last ones never: beside the year of birth
    they leave so few numbers that anybody can find the right one (docs/adr/0037)."""
    shown = 6 if len(number) == 18 else 2 if len(number) > 2 + LEAST_HIDDEN else 0
    return number[:shown] + "*" * (len(number) - shown)


def _cut(address: str, end: int) -> str:
    return address if end >= len(address) else address[:end] + HIDDEN


def _first_character(name: str) -> tuple[str, str]:
    """The first character with the marks that belong to it (variation selectors, accents), and the rest."""
    end = 1
    while end < len(name) and unicodedata.category(name[end]) in ("Mn", "Cf"):
        end += 1
    return name[:end], name[end:]
