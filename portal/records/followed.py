"""Records begun by somebody without an account, who follows them by the number and a code.

The code follows from the key of the form, so that the same press twice shows the same code, and from a secret of this
installation, so that nobody else can tell it. Only its keyed hash is stored.
"""

import hmac
import re
import unicodedata
from typing import TYPE_CHECKING, Any, Self, cast

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.org.models import OrgUnit
from portal.protection import keyring

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is read for something else: no 0, 1, I, O
LENGTH = 8  # 40 bits; wrong ones are slowed down (portal.records.public_pages)
MISREAD = str.maketrans("", "", " -－—·")
MOST_ALIKE = 20  # offices below one unit that may have given out the same year and number


class Followed:
    """A record that may be followed and withdrawn by a code."""

    code_hash: Mapped[str | None] = mapped_column(String(40), unique=True)

    if TYPE_CHECKING:
        number: Mapped[str]
        unit_id: Mapped[int]

    def opens_with(self, code: str) -> bool:
        """Whether `code`, as somebody typed it, is that of this record. Takes the same time for every wrong one."""
        return hmac.compare_digest(self.code_hash or "", hash_of(code))

    @classmethod
    def found(cls, unit: OrgUnit, number: str, code: str) -> "Self | None":
        """The record of `unit` or below with this number and code; of the number its year and its last figures are enough."""
        told = _figures(number)
        if len(told) < 2:
            return None
        alike = select(cls).where(
            unit.subtree_of(cast(Any, cls)), cls.code_hash.is_not(None), cls.number.like(f"%{told[0]}%{told[1]}%")
        )
        rows = [row for row in db.session.scalars(alike.limit(MOST_ALIKE)).unique() if _figures(row.number) == told]
        return next((row for row in rows if row.opens_with(code)), None)


def code_of(key: str) -> str:
    """The code of the record that the form `key` began, in two halves as it is shown: K7QM-3XPA."""
    secret = int(keyring.mac(f"code of a public form\0{key}".encode()), 16)
    signs = "".join(ALPHABET[(secret >> 5 * place) % 32] for place in range(LENGTH))
    return f"{signs[: LENGTH // 2]}-{signs[LENGTH // 2 :]}"


def hash_of(code: str) -> str:
    """The keyed hash of a code, however it was typed: small letters, full width, with or without the dash."""
    return keyring.index(unicodedata.normalize("NFKC", code).upper().translate(MISREAD), "records.public_code")


def _figures(number: str) -> list[int]:
    """Year and running number of a number as somebody wrote it: 〔2026〕12号, 2026-12, …"""
    return [int(each) for each in re.findall(r"[0-9]{1,9}", unicodedata.normalize("NFKC", number))][-2:]
