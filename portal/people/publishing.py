"""Checks for texts that are published: they must not contain complete ID or telephone numbers (docs/domain/personal-data.md)."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import accumulate

from wtforms import StringField, ValidationError

from portal.people.masking import mask_document
from portal.people.phone import PhoneError, mask_phone, normalise_phone

__all__ = ["no_numbers_here", "no_numbers_in_full"]

_JOINT = r"[\s\-\u2010-\u2015\u2212\u200b\ufeff().+]"
_CHAIN = re.compile(rf"[0-9]+[Xx]?(?:{_JOINT}{{1,3}}[0-9]+[Xx]?)*")
_PART = re.compile(r"[0-9]+[Xx]?")
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_ID = re.compile(rf"[1-9][0-9]{{5}}(?:(?:18|19|20)[0-9]{{2}}{_DAY}[0-9]{{3}}[0-9X]|[0-9]{{2}}{_DAY}[0-9]{{3}})")
BOXES = {"身份证号": re.compile(r"^(身份证号|证件号码)"), "电话号码": re.compile(r"(电话|手机号?)$")}  # by their labels
LONGEST = 18


def numbers_in_full(text: str) -> list[tuple[str, str]]:
    """`(kind, masked form)` of every ID and telephone number in `text`, with or without separators.

    Numbers with a wrong check digit count too: a typing mistake still reveals whose number it is.
    """
    found = {}
    for chain in _CHAIN.findall(unicodedata.normalize("NFKC", text)):
        for joined in _joined(_PART.findall(chain.upper())):
            if _ID.fullmatch(joined):
                found[joined] = "身份证号", mask_document(joined) if len(joined) == 18 else f"{joined[:6]}***"
            elif phone := _phone(joined):
                found[phone] = "电话号码", mask_phone(phone)
    return list(found.values())


def no_numbers_in_full(form, field) -> None:
    """WTForms validator for published texts; the message lists every number that must be removed."""
    if named := _named(field.data):
        raise ValidationError(f"这段文字对所有人公开，不能写{named}，请删去。")


def no_numbers_here(form, field) -> None:
    """WTForms validator for names, and for texts that are kept unencrypted: numbers of people have fields of their own; the message
    leads to the one of this form, where there is one for the kind of number that was found."""
    if named := _named(field.data):
        raise ValidationError(f"这里不能写{named}，请删去。{_own_boxes(form, field)}")


def _named(text: str | None) -> str:
    return "、".join(f"{what} {shown}" for what, shown in numbers_in_full(text or ""))


def _own_boxes(form, field) -> str:
    """Where each kind of number found in `field` belongs."""
    kinds = dict.fromkeys(kind for kind, _ in numbers_in_full(field.data))
    labels = [each.label.text for each in form if each is not field and isinstance(each, StringField)]
    boxes = [(kind, next((label for label in labels if BOXES[kind].search(label)), "")) for kind in kinds]
    return "".join(f"{kind}请写在“{label}”里。" for kind, label in boxes if label)


def _joined(parts: list[str]) -> Iterator[str]:
    """Every run of adjacent parts, joined to one number."""
    for start in range(len(parts)):
        for run in accumulate(parts[start : start + LONGEST]):
            if len(run) > LONGEST:
                break
            yield run


def _phone(digits: str) -> str:
    try:
        return normalise_phone(digits)
    except PhoneError:
        return ""
