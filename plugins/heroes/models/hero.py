"""见义勇为人员: who did the deed; one row a person and deed, with what follows for years."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.heroes.choices import CONDITIONS, POLITICS
from plugins.heroes.models.award import Awarded
from plugins.heroes.models.honour import Honour
from plugins.heroes.models.support import Followed
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment, chosen
from portal.org.models import Scoped
from portal.people.models import Person
from portal.protection import EncryptedText
from portal.records import Part, step

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed


class Hero(Followed, Awarded, Part, Scoped, db.Model):
    """见义勇为人员. What the register of residents knows is read from `person`; without one there is only the name."""

    __tablename__ = "heroes_hero"
    __table_args__ = (
        Index("ix_heroes_hero_county", "county_id", "created_at", "id"),
        Index("ix_heroes_hero_visit", "county_id", "visit_due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    gender: Mapped[str] = mapped_column(String(1), default="")
    politics: Mapped[str] = mapped_column(String(12), default="")
    post: Mapped[str] = mapped_column(String(80), default="")
    household: Mapped[str | None] = mapped_column(EncryptedText("heroes_hero.household"))
    condition: Mapped[str] = mapped_column(String(10), default="")
    photo_id: Mapped[int | None] = mapped_column(ForeignKey("files_attachment.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    deed: Mapped["Deed"] = relationship(back_populates="heroes")
    person: Mapped[Person | None] = relationship()
    photo: Mapped[Attachment | None] = relationship()
    honours: Mapped[list[Honour]] = relationship(back_populates="hero", order_by=Honour.id)

    @classmethod
    def visible_to(cls, user: User):
        """Those of deeds that `user` may view, as a select."""
        return select(cls).join(cls.deed).where(cls.deed.property.mapper.class_.seen_by(user))

    @property
    def record(self) -> "Deed":
        return self.deed

    @property
    def about(self) -> str:
        return f"{self.deed.number}　{self.name}"

    @property
    def posthumous(self) -> bool:
        return self.condition == "dead"

    @property
    def condition_name(self) -> str:
        return CONDITIONS[self.condition]

    @property
    def politics_name(self) -> str:
        return POLITICS[self.politics] if self.politics else ""

    @property
    def honour_at(self) -> dict[str, Honour]:
        """Honours that stand, by level."""
        return {each.level: each for each in self.honours if each.revoked_on is None}

    @step("上传照片", needs="heroes.nominate", verb="photo")
    def put_photo(self, upload, *, by: User) -> None:
        """The picture for papers. Raises RuleError for what is none."""
        if not chosen(upload):
            raise RuleError("请选择照片。")
        self.photo = Attachment.take_in(upload, subject=self.deed, purpose="photo", by=by, picture=True)

    def forfeit(self, on: date) -> None:
        """Titles gone, unpaid money cancelled, paid money to be recovered, support and visits ended."""
        for honour in self.honours:
            honour.revoked_on = honour.revoked_on or on
        for award in self.awards:
            award.cancelled_on = award.cancelled_on or on
        for support in self.supports:
            support.until = min(support.until or on, on)
        self.visit_due_on = self.visit_marked_on = None
