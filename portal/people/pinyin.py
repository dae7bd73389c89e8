"""Search terms of a name (one row per term, searched by prefix as a B-tree range), and what a typed query means."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

from portal.people.id_number import IdNumberError, compact
from portal.people.id_types import read_document
from portal.people.phone import PhoneError, normalise_phone
from portal.personal_names import MIDDLE_DOT, split_name, unified_name
from portal.typed.characters import folded

LONGEST_NAME, LONGEST_TERM = 64, 80  # characters; the second is what the column of terms holds
_PUNCTUATION = re.compile(rf"[{MIDDLE_DOT}.,'’‘`\-]")

# Surnames whose reading differs from the commonest one of the same characters; 任 and 尉迟 stand here because
# pypinyin has had them both ways.
_SURNAME_READINGS = {
    "仇": "qiu", "解": "xie", "曾": "zeng", "朴": "piao", "任": "ren", "区": "ou", "盖": "ge",
    "乐": "yue", "翟": "zhai", "种": "chong", "单": "shan", "查": "zha", "折": "she", "员": "yun",
    "缪": "miao", "覃": "qin", "隗": "wei", "召": "shao", "么": "yao", "佴": "nai", "洗": "xian",
    "薄": "bo", "卜": "bu", "繁": "po", "祭": "zhai", "黑": "he", "能": "nai", "秘": "bi",
    "都": "du", "句": "gou", "宿": "su", "藏": "zang", "尉迟": "yu chi", "乐正": "yue zheng", "子车": "zi ju",
}  # fmt: skip


class Query(NamedTuple):
    """A typed query: its kind, and the normalised text to look up."""

    kind: str
    value: str


def terms(name: str) -> frozenset[str]:
    """The terms of which a prefix finds `name`: each suffix of the name, of its pinyin initials and of its full pinyin.

    Suffixes of the full pinyin begin at a syllable. A surname is indexed by its own reading and by the
    ordinary one of its character (仇: qiu and chou), because a clerk may type either and 查 or 召 may open a
    Mongolian name.
    """
    name = unified_name(name)[:LONGEST_NAME]
    found = set(_suffixes(list(_fold(name))))
    for syllables in _readings(name):
        found.update(_suffixes(syllables), _suffixes([syllable[0] for syllable in syllables]))
    return frozenset(found)


def normalise_query(query: str) -> Query:
    """The kind of `query`: id_number, phone, pinyin, name, or unknown (other digits, or empty).

    The value of `pinyin` and `name` is a prefix of a term; of `id_number` and `phone` the form to hash.
    """
    value = compact(query)
    if re.search(r"[0-9]", value):
        return _number(value)
    if re.fullmatch(r"[a-z]+", letters := _latin(query)):
        return Query("pinyin", letters[:LONGEST_TERM])
    meant = _fold(unified_name(query)[:LONGEST_NAME])
    return Query("name" if meant else "unknown", meant)


def _number(value: str) -> Query:
    try:
        return Query("id_number", read_document(value)[1])
    except IdNumberError:
        pass
    if re.fullmatch(r"[A-Z]{1,3}[0-9]{6,12}", value):
        return Query("id_number", value)
    try:
        return Query("phone", normalise_phone(value))
    except PhoneError:
        return Query("unknown", value)


def _fold(text: str) -> str:
    """Text as terms hold it: small letters without accents, dots, spaces and invisible marks."""
    if text.isascii() and text.isalpha():
        return text.lower()
    return _PUNCTUATION.sub("", "".join(folded(text).split()))


def _latin(query: str) -> str:
    """Typed pinyin: Zhāng Sān → zhangsan, lü → lv as keyboards have it."""
    composed = unicodedata.normalize("NFKC", query).casefold()
    return _fold(re.sub("(?<=[ln])[üǖǘǚǜ]", "v", composed))


def _suffixes(parts: list[str]) -> set[str]:
    return {"".join(parts[start:])[:LONGEST_TERM] for start in range(len(parts))}


def _readings(name: str) -> list[list[str]]:
    """The name as syllables, once for each way its surname may be read."""
    surname, given = split_name(name)
    rest = _syllables(given)
    ordinary = [*_syllables(surname), *rest]
    if own := _SURNAME_READINGS.get(surname):
        return [[*own.split(), *rest], ordinary]
    return [ordinary]


@lru_cache(maxsize=50_000)
def _syllables(text: str) -> tuple[str, ...]:
    """Cached, because names recur: converting them is most of the cost of importing a roster."""
    return tuple(folded for syllable in _reader()(text) if (folded := _fold(syllable)))


@cache
def _reader():
    """pypinyin, loaded on first use: it costs 0.3 s and 56 MB, which most processes do not need."""
    from pypinyin import lazy_pinyin

    return lazy_pinyin
