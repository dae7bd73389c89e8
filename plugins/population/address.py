"""Addresses as they are compared and found: 3号楼2单元501室, 3-2-501 and 3栋2单元501 are one."""

import re
import unicodedata

LONGEST = 80  # of a term
PARTS_FOUND = 12  # beginnings within the name of a neighbourhood by which its houses are found
_WORDS = re.compile(r"(?<=[0-9a-z])(?:号楼|单元|栋|幢|座|楼|层|室|号|#)+")
_DASHES = re.compile(r"[-‐-―－/]+")


def key(text: str) -> str:
    """What tells an address: without blanks, in half width, one dash between numbers."""
    plain = "".join(unicodedata.normalize("NFKC", text).lower().split())
    return _DASHES.sub("-", _WORDS.sub("-", plain)).strip("-")[:LONGEST]


def written(estate: str, building: str, entrance: str, room: str) -> str:
    """The address in words: a bare number of a building or an entrance gets its word."""
    numbered = (building, "号楼"), (entrance, "单元")
    return estate + "".join(f"{text}{word}" if text.isdecimal() else text for text, word in numbered) + room


def terms(estate: str, building: str, entrance: str, room: str) -> frozenset[str]:
    """By which beginnings a house is found: its address, with and without the entrance, from any sign of the neighbourhood on, and from the
    building on."""
    name = key(estate)
    wholes = [key(written(estate, building, some, room)) for some in {entrance, ""}]
    parts = [whole[start:] for whole in wholes for start in range(min(len(name) - 1, PARTS_FOUND) or 1)]
    doors = [key(written("", building, some, room)) for some in {entrance, ""}]
    return frozenset(each for each in (*wholes, *parts, *doors) if each)
