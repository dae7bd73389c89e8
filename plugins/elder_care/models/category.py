"""类别 of a member: by which he is subsidised, from one day to another, with the paper that proves it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from plugins.elder_care.choices import CATEGORIES
from plugins.elder_care.subsidy import Diner, Standing
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment, chosen
from portal.protection import EncryptedText
from portal.records import step
from portal.records.roster import Membership

PROOF = "proof"


class Category(Membership, db.Model):
    """One category of a member. `name` is its key in CATEGORIES."""

    __tablename__ = "elder_care_category"
    JOINING, LEAVING = "开始", "终止"

    member_id: Mapped[int] = mapped_column(ForeignKey("elder_care_member.id", ondelete="CASCADE"), index=True)
    document: Mapped[str] = mapped_column(
        EncryptedText("elder_care_category.document"), default=""
    )  # a 残疾人证号 is an ID number
    proof_id: Mapped[int | None] = mapped_column(ForeignKey("files_attachment.id"), index=True)

    proof: Mapped[Attachment | None] = relationship(cascade="all, delete-orphan", single_parent=True)

    @property
    def label(self) -> str:
        return CATEGORIES[self.name]


class Classified:
    """A member has categories, and an age; what they are worth is decided by `plugins.elder_care.subsidy`."""

    @declared_attr
    @classmethod
    def categories(cls) -> Mapped[list[Category]]:
        return relationship(Category, order_by=Category.id, passive_deletes="all")

    @step("登记类别", of="active", needs="elder_care.manage")
    def classify(
        self,
        name: str,
        valid_from: date,
        *,
        by: User,
        document: str = "",
        valid_until: date | None = None,
        upload: FileStorage | None = None,
    ) -> str:
        """认定 a category with its paper, whose number stays out of the timeline, and a scan of it if there is one. Raises RuleError
        where the same one holds already, or for a file that is no scan."""
        if any(each.name == name and each.serves_on(valid_from) for each in self.categories):
            raise RuleError(f"{CATEGORIES[name]}已经登记，还没有到期。")
        if valid_until and valid_until < valid_from:
            raise RuleError("终止日期早于开始日期，请核对。")
        made = Category(name=name, document=document, valid_from=valid_from, valid_until=valid_until)
        self.categories.append(made)
        if chosen(upload):
            made.proof = self._scan(upload, by)
        until = f"至 {valid_until:%Y-%m-%d}" if valid_until else "起"
        return f"{CATEGORIES[name]}，{valid_from:%Y-%m-%d} {until}。"

    @step("补交证明", needs="elder_care.manage")
    def prove(self, category: Category, upload: FileStorage, *, by: User) -> str:
        """A scan of the paper of a category, in place of an earlier one. Raises RuleError for a file that is no scan."""
        category.proof = self._scan(upload, by)
        return f"{category.label}。"

    def _scan(self, upload: FileStorage, by: User) -> Attachment:
        """The file without its name, which may be that of a person, or a number."""
        clean = FileStorage(upload.stream, filename="证明材料")
        return Attachment.take_in(clean, subject=self, purpose=PROOF, by=by)

    @step("终止类别", needs="elder_care.manage")
    def declassify(self, category: Category, on: date, *, by: User, note: str = ""):
        """不再符合 from the day after `on`."""
        category.end(on)
        return f"{category.label}，最后一天 {on:%Y-%m-%d}。{note}"

    def diner_on(self, day: date) -> Diner:
        """What the calculation needs to know of the member on `day`."""
        return self.diner_of(self, self.person.birth_date, self.categories).on(day)

    @staticmethod
    def diner_of(row: Any, birth_date: date | None, categories: Iterable[Any]) -> Standing:
        """The same of whoever `row` is about, a member or a line with the columns of one; `categories` likewise."""
        holding = tuple((each.name, each.valid_from, each.valid_until) for each in categories)
        local = {"local": True, "other": False}.get(row.household)
        return Standing(birth_date, local, row.joined_on, row.review_due, row.stopped_on, holding)

    @property
    def current_categories(self) -> list[Category]:
        """Those that hold today."""
        today = clock.today()
        return [each for each in self.categories if each.serves_on(today)]
