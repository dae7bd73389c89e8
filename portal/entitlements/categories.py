"""类别 (低保, 重度残疾 …) by which more is due to somebody, from one day to another, with the paper that proves it and a scan of that.

    class MemberCategory(Category, db.Model):
        __tablename__ = "heating_category"
        KINDS = {"allowance": "最低生活保障"}
        member_id: Mapped[int] = mapped_column(ForeignKey("heating_member.id", ondelete="CASCADE"), index=True)

    class Member(Classified, Record, db.Model):
        classify, prove, declassify = (each.needing("heating.manage") for each in Classified.STEPS)
        categories: Mapped[list[MemberCategory]] = relationship(order_by=MemberCategory.id, passive_deletes="all")

`portal.entitlements.category_pages` asks for them. What a category is worth the plugin decides.
"""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ForeignKey, inspect
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from portal import clock
from portal.errors import RuleError
from portal.files.models import Attachment, chosen
from portal.protection import EncryptedText
from portal.records import Step, step
from portal.records.roster import Membership

if TYPE_CHECKING:
    from portal.accounts.models import User

__all__ = ["Category", "Classified"]

PURPOSE = "proof"


class Category(Membership):
    """One category of somebody; `name` is its key in `KINDS`. The model adds whose it is."""

    JOINING, LEAVING = "开始", "终止"
    KINDS: ClassVar[Mapping[str, str]]

    proof_id: Mapped[int | None] = mapped_column(ForeignKey("files_attachment.id"), index=True)

    @declared_attr
    @classmethod
    def document(cls) -> Mapped[str]:
        """Encrypted: a 残疾人证号 is an ID number."""
        return mapped_column(EncryptedText(f"{cls.__tablename__}.document"), default="")  # type: ignore[attr-defined]

    @declared_attr
    @classmethod
    def proof(cls) -> Mapped[Attachment | None]:
        return relationship(Attachment, cascade="all, delete-orphan", single_parent=True)

    @property
    def label(self) -> str:
        return self.KINDS[self.name]


class Classified:
    """A record with `categories` (a relationship). The model says which right the steps need."""

    STEPS: ClassVar[tuple[Step, ...]]

    if TYPE_CHECKING:
        categories: Any

    @classmethod
    def category_class(cls) -> type[Any]:
        return inspect(cls).relationships["categories"].mapper.class_

    @step("登记类别", of="active", needs=None)
    def classify(
        self,
        name: str,
        valid_from: date,
        *,
        by: "User",
        document: str = "",
        valid_until: date | None = None,
        upload: FileStorage | None = None,
    ) -> str:
        """认定 a category with its paper, whose number stays out of the timeline, and a scan of it if there is one. Raises RuleError
        where the same one holds already, or for a file that is no scan."""
        made = self.category_class()(name=name, document=document, valid_from=valid_from, valid_until=valid_until)
        if any(each.name == name and each.serves_on(valid_from) for each in self.categories):
            raise RuleError(f"{made.label}已经登记，还没有到期。")
        if valid_until and valid_until < valid_from:
            raise RuleError("终止日期早于开始日期，请核对。")
        self.categories.append(made)
        if chosen(upload):
            made.proof = self._scan(upload, by)
        until = f"至 {valid_until:%Y-%m-%d}" if valid_until else "起"
        return f"{made.label}，{valid_from:%Y-%m-%d} {until}。"

    @step("补交证明", needs=None)
    def prove(self, category: Category, upload: FileStorage, *, by: "User") -> str:
        """A scan of the paper of a category, in place of an earlier one. Raises RuleError for a file that is no scan."""
        category.proof = self._scan(upload, by)
        return f"{category.label}。"

    @step("终止类别", needs=None)
    def declassify(self, category: Category, on: date, *, by: "User", note: str = "") -> str:
        """不再符合 from the day after `on`."""
        category.end(on)
        return f"{category.label}，最后一天 {on:%Y-%m-%d}。{note}"

    def _scan(self, upload: FileStorage, by: "User") -> Attachment:
        """The file without its name, which may be that of a person, or a number."""
        kept = Attachment.take_in(upload, subject=self, purpose=PURPOSE, by=by)
        kept.name = f"证明材料.{kept.name.rpartition('.')[2]}"
        return kept

    @property
    def current_categories(self) -> list[Any]:
        """Those that hold today."""
        today = clock.today()
        return [each for each in self.categories if each.serves_on(today)]


Classified.STEPS = (Classified.classify, Classified.prove, Classified.declassify)
