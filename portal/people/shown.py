"""What pages, lists and choices show of somebody who is kept with number, telephone and address: masked, and nothing while the data is restricted."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from portal.errors import RuleError
from portal.people.masking import mask_address, mask_document
from portal.people.phone import mask_phone

RESTRICTED = "限制处理"
USED_BY_NOBODY = "这位居民的个人信息依本人请求限制处理，只存储和保护，不能选用、更正、打印、导出；确有法定职责需要的，请中心主任先解除限制。"
EVER, FOREVER = (datetime(year, 1, 1, tzinfo=UTC) for year in (1, 9000))


def only_stored(table: str) -> Index:
    """Of `table`, over the few whose data is restricted."""
    those = text("restricted_at IS NOT NULL")
    return Index(f"ix_{table}_restricted", "restricted_at", sqlite_where=those, postgresql_where=those)


class Shown:
    """Number, telephone and address as shown. `restricted_at`: since when the data is only stored (个人信息保护法 §44, §47); then nothing of it
    is shown, and it is neither chosen nor changed, taken away or printed."""

    restricted_at: Mapped[datetime | None] = mapped_column(default=None)

    if TYPE_CHECKING:
        id_number: Mapped[str | None]
        phone: Mapped[str | None]
        address: Mapped[str | None]

    @classmethod
    def only_kept(cls) -> ColumnElement[bool]:
        """Those whose data is only stored, told by when that began: PostgreSQL without statistics expects nearly all to be such, and reads them all,
        where it is not a span of time."""
        return cls.restricted_at.between(EVER, FOREVER)

    def admit_use(self) -> None:
        """Raises RuleError while the data is restricted."""
        if self.restricted_at:
            raise RuleError(USED_BY_NOBODY)

    @property
    def id_number_masked(self) -> str:
        return mask_document(self.id_number) if self.id_number and not self.restricted_at else ""

    @property
    def phone_masked(self) -> str:
        return mask_phone(self.phone) if self.phone and not self.restricted_at else ""

    @property
    def address_masked(self) -> str:
        return mask_address(self.address) if self.address and not self.restricted_at else ""
