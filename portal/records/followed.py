"""Records begun by somebody without an account, who follows them by the number and a code.

The code follows from the key of the form, so that the same press twice shows the same code, and from a secret of this
installation, so that nobody else can tell it. Only its keyed hash is stored.
"""

import re
import secrets
import unicodedata
from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.extensions import db
from portal.org.models import Ancestors, OrgUnit
from portal.protection import keyring

__all__ = ["Followed", "Coded", "code_of", "hash_of", "legible_word"]

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that is read for something else: no 0, 1, I, O
LENGTH = 8  # 40 bits; wrong ones are slowed down (portal.records.public_guards)
MISREAD = str.maketrans("", "", " -－—·")


class Followed:
    """A record that may be followed and withdrawn by a code."""

    code_hash: Mapped[str | None] = mapped_column(String(40), unique=True)

    if TYPE_CHECKING:
        number: Mapped[str]
        unit_id: Mapped[int]

    @classmethod
    def found(cls, unit: OrgUnit, number: str, code: str) -> "Self | None":
        """The record of `unit` or below with this number and code; of the number its year and its last figures are enough.

        The code leads to it: many offices below one unit give out the same year and number, and no two records the same code.
        """
        row = cls.found_anywhere(number, code)
        return row if row and unit.contains(cast(Ancestors, row)) else None

    @classmethod
    def found_anywhere(cls, number: str, code: str) -> "Self | None":
        """The same, wherever it lies."""
        row = db.session.scalar(select(cls).where(cls.code_hash == hash_of(code)))
        return row if row and _figures(row.number) == _figures(number) else None


class Coded:
    """Somebody's right to vote, found by the code on a printed slip. `PURPOSE` is what its codes are for; the code follows from `key` and a secret of
    this installation, and only its hash is stored. `of` is the record that is voted on."""

    PURPOSE: ClassVar[str]

    if TYPE_CHECKING:
        key: Mapped[str]
        code_hash: Mapped[Any]

        @property
        def of(self) -> Ancestors: ...

    def give_code(self) -> None:
        """A code of its own."""
        self.key = secrets.token_urlsafe(9)
        self.code_hash = hash_of(self.code)

    @property
    def code(self) -> str:
        """As it is printed."""
        return code_of(f"{self.PURPOSE} {self.key}")

    @classmethod
    def found(cls, unit: OrgUnit, code: str) -> "Self | None":
        """Whose code it is, of the votes in `unit`, however it was typed."""
        row = db.session.scalar(select(cls).where(cls.code_hash == hash_of(code)))
        return row if row and unit.contains(row.of) else None


def legible_word(length: int) -> str:
    """A new word of `length` signs that cannot be misread, for what is printed and typed."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def code_of(key: str) -> str:
    """The code of the record that the form `key` began, in two halves as it is shown: K7QM-3XPA."""
    secret = int(keyring.mac(f"code of a public form\0{key}".encode()), 16)
    signs = "".join(ALPHABET[(secret >> 5 * place) % 32] for place in range(LENGTH))
    return f"{signs[: LENGTH // 2]}-{signs[LENGTH // 2 :]}"


def hash_of(code: str) -> str:
    """The keyed mark of a code, which is kept nowhere, however it was typed: small letters, full width, with or without the dash."""
    return keyring.mark(unicodedata.normalize("NFKC", code).upper().translate(MISREAD), "records.public_code")


def _figures(number: str) -> list[int]:
    """Year and running number of a number as somebody wrote it: 〔2026〕12号, 2026-12, …"""
    return [int(each) for each in re.findall(r"[0-9]{1,9}", unicodedata.normalize("NFKC", number))][-2:]
