"""我的视图: filters and columns of a list that somebody gave a name; the director may share one with the unit.

A view is the part of the address that says how the list is filtered: a tab that leads there. Filters and columns that no
longer exist are left out when the list is opened, as in any address.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from urllib.parse import parse_qsl

from sqlalchemy import ForeignKey, Index, ScalarSelect, Select, String, bindparam, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.redaction import RedactedText
from portal.web.pages.searching import carries_number

MOST = 10  # of one list: of one's own, and shared with one unit
LONGEST_NAME, LONGEST_QUERY = 12, 400
SHARE = "records.share_view"


class SavedView(db.Model):  # type: ignore[name-defined]
    """视图. `query` is the part of the address after the question mark; `unit` is whom it is shared with."""

    __tablename__ = "records_view"
    __table_args__ = (
        Index("ix_records_view_own", "user_id", "list"),
        Index("ix_records_view_shared", "unit_id", "list"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"), info={"successor": True})
    list: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(RedactedText(LONGEST_NAME))
    query: Mapped[str] = mapped_column(RedactedText(LONGEST_QUERY))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    user: Mapped[User] = relationship()
    unit: Mapped[OrgUnit | None] = relationship()

    @classmethod
    def of(cls, key: str, reader: User) -> "Sequence[SavedView]":
        """The views of the list `key` that `reader` made or that are shared with a unit of theirs, oldest first."""
        return list(db.session.scalars(_views(), bound(key, reader)))

    @classmethod
    def keep(cls, key: str, name: str, query: str, *, by: User, share_with: OrgUnit | None = None) -> "SavedView":
        """Give a filtered list a name. Raises RuleError, NotAllowed."""
        view = cls(user_id=by.id, list=key)
        view.change(query, by=by)
        view.rename(name, by=by)
        if share_with:
            view.share(share_with, by=by)
        if len(view._beside(user_id=by.id)) >= MOST:
            raise RuleError(f"一个列表最多保存 {MOST} 个视图，请先删除不用的。")
        db.session.add(view)
        return view

    @property
    def given(self) -> dict[str, str]:
        """What it asks of the list, as an address gives it."""
        return dict(parse_qsl(self.query))

    def change(self, query: str, *, by: User) -> None:
        """Other filters or columns under the same name. Raises RuleError."""
        self._is_of(by)
        if len(query) > LONGEST_QUERY:
            raise RuleError("筛选条件太长，请去掉一些再保存。")
        self.query = query

    def rename(self, name: str, *, by: User) -> None:
        """Raises RuleError for a name that is none, is taken, or may be somebody's number."""
        self._is_of(by)
        name = " ".join(name.split())
        if not name or len(name) > LONGEST_NAME:
            raise RuleError(f"请写视图名称，最多 {LONGEST_NAME} 个字。")
        if carries_number(name):
            raise RuleError("视图名称里不要写证件号码或电话号码。")
        if name in [each.name for each in self._beside(user_id=by.id)]:
            raise RuleError(f"您已有名为“{name}”的视图，请换一个名称。")
        self.name = name

    def share(self, unit: OrgUnit, *, by: User) -> None:
        """共享给本单位. Raises NotAllowed, RuleError."""
        self._is_of(by)
        if not by.can(SHARE, unit):
            raise NotAllowed(f"您不能把视图共享给{unit}。")
        if len(self._beside(unit_id=unit.id)) >= MOST:
            raise RuleError(f"{unit}的这个列表已有 {MOST} 个共享视图，请先取消不用的。")
        self.unit_id = unit.id

    def withdraw(self, *, by: User) -> None:
        """取消共享."""
        self._is_of(by)
        self.unit_id = None

    def drop(self, *, by: User) -> None:
        """删除."""
        self._is_of(by)
        db.session.delete(self)

    def _is_of(self, user: User) -> None:
        if self.user_id != user.id:
            raise NotAllowed("只有建立视图的人可以改动它。")

    def _beside(self, **whose: int) -> "Sequence[SavedView]":
        with db.session.no_autoflush:
            others = db.session.scalars(select(SavedView).filter_by(list=self.list, **whose))
            return [each for each in others if each is not self]


def bound(key: str, reader: User) -> dict:
    """The values that go with `there`."""
    return {"views_list": key, "views_reader": reader.id, "views_units": [unit.id for unit in reader.units]}


@cache
def there() -> ScalarSelect:
    """How many views there are for a reader, as a column of a page: where there are none, nobody asks for them."""
    return select(func.count()).select_from(SavedView).where(_seen()).scalar_subquery()


@cache
def _views() -> Select:
    return select(SavedView).where(_seen()).order_by(SavedView.id)


def _seen():
    mine = SavedView.user_id == bindparam("views_reader")
    shared = SavedView.unit_id.in_(bindparam("views_units", expanding=True))
    return (SavedView.list == bindparam("views_list")) & or_(mine, shared)
