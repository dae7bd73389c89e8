"""Numbers of people in what is written freely: refused where it is published, masked for readers who may not see them
(docs/domain/personal-data.md)."""

import re
from typing import Any

from flask_login import current_user
from wtforms import StringField, ValidationError

from portal.people.masking import mask_bank_card, mask_document
from portal.people.phone import PhoneError, mask_phone, normalise_phone
from portal.redaction.numbers import ACCOUNT, PASSWORD, PHONE, Number, is_account, numbers_in

__all__ = ["no_numbers_but_accounts", "no_numbers_here", "no_numbers_in_full", "numbers_in_full"]

BOXES = {  # by their labels
    "身份证号": re.compile(r"^(身份证号|证件号码)"),
    "证件号": re.compile(r"^证件号码"),
    "电话号码": re.compile(r"(电话|手机号?)$"),
    "银行账号": re.compile(r"^(银行)?账号$"),
}

PAID_INTO = re.compile(r"(?:[账帐]号|[账帐]户|卡号|存折|银行卡)[^0-9]{0,8}$")


def numbers_in_full(text: str) -> list[tuple[str, str]]:
    """`(kind, masked form)` of every number of a person in `text` (portal.redaction.numbers), with or without separators.

    Numbers with a wrong check digit count too: a typing mistake still reveals whose number it is.
    """
    return list({each.value: (each.kind, _masked(each)) for each in numbers_in(text or "")}.values())


def as_readable(text: str | None, row: Any) -> str:
    """`text` as the page of `row` shows it: the numbers of people in it masked for whoever has no people.reveal there. What is printed
    and handed to the parties has them in full."""
    found = numbers_in(text or "")
    if not found or current_user.can("people.reveal", row):
        return text or ""
    for each in reversed(found):
        text = f"{text[: each.start]}{_masked(each)}{text[each.end :]}"
    return text


def as_kept(text: str, before: str, row: Any) -> str:
    """What was typed into a box that showed `before` `as_readable`: a masked number that still stands there is the one it stood for."""
    if current_user.can("people.reveal", row):
        return text
    for each in numbers_in(before):
        text = text.replace(_masked(each), before[each.start : each.end], 1)
    return text


def no_numbers_in_full(form, field) -> None:
    """WTForms validator for published texts; the message lists every number that must be removed."""
    if named := _named(field.data):
        raise ValidationError(f"这段文字对所有人公开，不能写{named}，请删去。")


def no_numbers_here(form, field) -> None:
    """WTForms validator for names, and for texts that are kept unencrypted: numbers of people have fields of their own; the message
    leads to the one of this form, where there is one for the kind of number that was found."""
    if _stands_already(field):
        return
    if named := _named(field.data):
        raise ValidationError(f"这里不能写{named}，请删去。{_own_boxes(form, field)}")


def no_numbers_but_accounts(form, field) -> None:
    """WTForms validator for what is agreed: it may say whom to call and into which account to pay, and no number of a document or password."""
    text = "" if _stands_already(field) else field.data or ""
    found = [each for each in numbers_in(text) if not _is_agreed(each, text[max(0, each.start - 12) : each.start])]
    if found:
        named = "、".join(dict.fromkeys(f"{each.kind} {_masked(each)}" for each in found))
        raise ValidationError(f"这里不能写{named}，请删去。当事人的证件号码印在当事人情况里，不用再写。")


def _stands_already(field) -> bool:
    """Whether the text is one of `stored_texts`, what its row held before: whoever changes something else does not answer for it."""
    return bool(field.data) and field.data.strip() in getattr(field, "stored_texts", ())


def _is_agreed(number: Number, before: str) -> bool:
    """An account of 19 digits may look like an ID number with a digit too many: the check digit tells, or the word before it."""
    account = len(number.value) == 19 and (is_account(number.value) or PAID_INTO.search(before))
    return number.kind in (PHONE, ACCOUNT) or bool(account)


def _named(text: str | None) -> str:
    return "、".join(f"{what} {shown}" for what, shown in numbers_in_full(text or ""))


def _own_boxes(form, field) -> str:
    """Where each kind of number found in `field` belongs; of several boxes the one of the same person (agent_phone, beside agent_name)."""
    kinds = dict.fromkeys(kind for kind, _ in numbers_in_full(field.data))
    texts = [each for each in form if each is not field and isinstance(each, StringField)]
    labels = [each.label.text for each in sorted(texts, key=lambda each: _whose(each) != _whose(field))]
    boxes = [
        (kind, next((label for label in labels if BOXES[kind].search(label)), "")) for kind in kinds if kind in BOXES
    ]
    return "".join(f"{kind}请写在“{label}”里。" for kind, label in boxes if label)


def _whose(field) -> str:
    return next((whose for whose in ("agent", "guardian") if field.short_name.startswith(f"{whose}_")), "")


def _masked(number: Number) -> str:
    if number.kind == PHONE:
        return mask_phone(_dialled(number.value))
    if number.kind in (ACCOUNT, PASSWORD):
        return mask_bank_card(number.value) if number.kind == ACCOUNT else "****"
    return mask_document(number.value[:18]) if len(number.value) != 15 else f"{number.value[:6]}***"


def _dialled(digits: str) -> str:
    try:
        return normalise_phone(digits)
    except PhoneError:
        return digits
