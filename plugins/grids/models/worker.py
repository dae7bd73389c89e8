"""网格长, 网格员, 网格指导员: who works a grid, from one day to another."""

from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, and_, func, or_, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.grids.choices import POSTS, VIEW
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import Scoped
from portal.people.masking import mask_name
from portal.records.keeping import Keeping, forget_contacts
from portal.records.people import Contact, alike, contact
from portal.records.roster import Membership
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.grids.models.grid import Grid

KEPT = "网格员的姓名和任期是公开的任职记录，予以保留；个人电话已删除。"


class Worker(Membership, Scoped, db.Model):
    """网格员: one post in one grid. It lies in the grid, and goes with it into the one that takes that over; `began_in` is the grid for which it was given,
    and stays; `kept_in` the last one in which it was decided, after a merger, that he stays. The name is on the public card, so it stays when the contact is forgotten; `office_phone` is public."""

    __tablename__ = "grids_worker"
    __table_args__ = (
        Index("ix_grids_worker_county", "county_id", "valid_from", "id"),
        Index("ix_grids_worker_township", "township_id", "valid_from", "id"),
        Index("ix_grids_worker_grid", "grid_id", "post"),
    )
    permission = VIEW
    JOINING, LEAVING = "到任", "卸任"
    keeping = Keeping(
        name="网格员",
        since=lambda: Worker.valid_until,
        forget=forget_contacts,
        does="去除电话，姓名留在历任里",
        called="id",
    )

    began_in_id: Mapped[int] = mapped_column(ForeignKey("grids_grid.id"), index=True)
    kept_in_id: Mapped[int | None] = mapped_column(ForeignKey("grids_grid.id"), index=True)
    post: Mapped[str] = mapped_column(String(8))
    office_phone: Mapped[str] = mapped_column(
        String(30), default="", info={"in_the_open": "that of the office, on the public card of the grid"}
    )
    user_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"), index=True)
    reason: Mapped[str] = mapped_column(RedactedText(120), default="")  # why the post ended
    contact_id, contact = contact("网格员", kept=KEPT)

    began_in: Mapped["Grid"] = relationship(foreign_keys=[began_in_id])
    user: Mapped[User | None] = relationship()
    post_name = named("post", POSTS)

    @classmethod
    def visible_to(cls, user: User):
        """The posts that `user` may see, as a select."""
        return select(cls).where(cls.reach(user, VIEW))

    @property
    def called(self) -> str:
        """As the timeline, which is never changed, may say it: 专职网格员张*."""
        return f"{self.post_name}{mask_name(self.name)}"

    @property
    def phone_masked(self) -> str:
        return self.contact.phone_masked

    @hybrid_property
    def settled_in_id(self) -> int:
        """The grid in which nobody asks whether he stays."""
        return self.kept_in_id or self.began_in_id

    @settled_in_id.inplace.expression
    @classmethod
    def _settled_in_sql(cls):
        return func.coalesce(cls.kept_in_id, cls.began_in_id)

    @property
    def moved_from(self) -> str:
        """The grid for which the post was given, where that was merged into another since."""
        return self.began_in.unit.short_name if self.began_in.unit_id != self.unit_id else ""

    @classmethod
    def seat(cls, grid: "Grid", *, name: str, phone: str = "", **fields) -> "Worker":
        """A new post in `grid`. Fields: post, office_phone, user_id, valid_from, valid_until. Raises RuleError for who has it already, and for who
        works another grid full-time in these days."""
        made = cls(name=name, contact=Contact(name=name, phone=phone or None), began_in=grid, **fields)
        made.place(grid.unit)
        made.check_alone()
        db.session.add(made)
        return made

    def check_alone(self) -> None:
        """Raises RuleError where who is called so has the same post in this grid, or works full-time in any other, in days that both have. Two of one
        name are told apart by their accounts or telephone numbers."""
        with db.session.no_autoflush:
            others = db.session.scalars(self._meanwhile()).unique().all()
        for each in others:
            if self._is_same(each):
                raise RuleError(
                    f"{each.name}从 {each.valid_from} 起已经是{each.unit.short_name}的{each.post_name}"
                    f"{'，专职网格员只能在一个网格' if each.unit_id != self.unit_id else ''}。同名的另一个人，两个人都登记电话。",
                    at="name",
                )

    def _meanwhile(self):
        """Who is called so, or has the account, and has such a post in days that both have."""
        cls = type(self)
        days = or_(cls.valid_until.is_(None), cls.valid_until >= self.valid_from)
        if self.valid_until:
            days = and_(days, cls.valid_from <= self.valid_until)
        place = cls.unit_id == self.unit_id
        if self.post == "full":
            place = or_(place, cls.county_id == self.county_id)
        person = cls.name == self.name
        if self.user_id:
            person = or_(person, cls.user_id == self.user_id)
        if self.contact.phone:
            person = or_(person, cls.contact.has(alike("phone", self.contact.phone)))
        return select(cls).where(person, place, cls.post == self.post, days, cls.id.is_distinct_from(self.id))

    def _is_same(self, other: "Worker") -> bool:
        if self.user_id and other.user_id:
            return self.user_id == other.user_id
        if not self.contact.is_called(other.contact):
            return False
        if self.contact.phone and other.contact.phone:
            return self.contact.shares_phone(other.contact)
        return self.unit_id == other.unit_id or self.township_id == other.township_id

    def put_right(self, *, phone: str, **fields) -> None:
        """Keep `fields` (name, post, office_phone, user_id, valid_from), and `phone` if there is one. Raises RuleError as `seat`, and where the end
        would come before the beginning."""
        for name, value in fields.items():
            setattr(self, name, value)
        if self.valid_until and self.valid_from > self.valid_until:
            raise RuleError(f"到任日期晚于卸任日期（{self.valid_until}），请核对。", at="valid_from")
        if not self.contact.erased_at:
            self.contact.name = self.name
            self.contact.phone = phone or self.contact.phone
        self.check_alone()

    @property
    def serves(self) -> bool:
        return self.serves_on(clock.today())
