"""Column types shared by every module, and the names of codes that columns hold."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated

from sqlalchemy import BigInteger, DateTime
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator

__all__ = ["Fen", "UtcDateTime", "named"]


class UtcDateTime(TypeDecorator):
    """An aware datetime, stored as naive UTC so that both databases sort and compare alike."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone was about to be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect) -> datetime | None:
        return value.replace(tzinfo=UTC) if value is not None else None


class FenInteger(TypeDecorator):
    """An amount of money in 分. Four bytes end at 21,474,836.47 元; a sum is an int on PostgreSQL too, which adds up in NUMERIC."""

    impl = BigInteger
    cache_ok = True

    def process_result_value(self, value, dialect) -> int | None:
        return int(value) if value is not None else None


Fen = Annotated[int, mapped_column(FenInteger)]  # column type `Mapped[Fen]`: an amount in 分, BigInteger
"""An amount in 分 as a column: `amount_fen: Mapped[Fen]`."""


def named(column: str, names: Mapping[str, str], default: str | None = None) -> property:
    """A property with the name of the code in `column`: `kind_name = named("kind", KINDS)`; `default` for a code without one."""
    if default is None:
        return property(lambda row: names[getattr(row, column)])
    return property(lambda row: names.get(getattr(row, column), default))
