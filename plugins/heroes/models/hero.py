"""见义勇为人员: who did the deed; one row a person and deed, with the support and the visits that follow for years."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Select, String, Text, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.heroes.choices import CONDITIONS, POLITICS, SUPPORTS, VISIT_WAYS
from plugins.heroes.models.honour import Awarded, Honour
from plugins.heroes.models.states import RECOGNISED
from plugins.heroes.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.columns import Fen, named
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.org.models import Scoped
from portal.people.changes import SaysOtherwise
from portal.people.models import Person
from portal.people.page_titles import NamesAPerson
from portal.protection import EncryptedText
from portal.records import Moved, Part, step
from portal.records.keeping import Keeping
from portal.records.waiting import waiting_indexes
from portal.workdays.arithmetic import months_after, years_after

if TYPE_CHECKING:
    from plugins.heroes.models.deed import Deed


class HeroSupport(db.Model):
    """保障: medical care, work loss, a job, school, housing, a pension …"""

    __tablename__ = "heroes_support"

    id: Mapped[int] = mapped_column(primary_key=True)
    hero_id: Mapped[int] = mapped_column(ForeignKey("heroes_hero.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    content: Mapped[str] = mapped_column(Text)
    provider: Mapped[str] = mapped_column(String(80), default="")
    amount_fen: Mapped[Fen | None]
    started_on: Mapped[date]
    until: Mapped[date | None]

    kind_name = named("kind", SUPPORTS)


class HeroVisit(db.Model):
    """回访记录."""

    __tablename__ = "heroes_visit"

    id: Mapped[int] = mapped_column(primary_key=True)
    hero_id: Mapped[int] = mapped_column(ForeignKey("heroes_hero.id"), index=True)
    visited_on: Mapped[date]
    way: Mapped[str] = mapped_column(String(10))
    situation: Mapped[str] = mapped_column(Text)
    needs: Mapped[str] = mapped_column(Text, default="")
    visitor_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))

    visitor: Mapped[User] = relationship(lazy="joined")

    way_name = named("way", VISIT_WAYS)


class Followed:
    """What is done for a hero after the honour. The rhythm of the visits is that of the day they began."""

    visit_months: Mapped[int | None]
    visit_until: Mapped[date | None]
    visit_due_on: Mapped[date | None]
    visit_marked_on: Mapped[date | None]

    @declared_attr
    def supports(cls) -> Mapped[list[HeroSupport]]:
        return relationship(HeroSupport, order_by=HeroSupport.id)

    @declared_attr
    def visits(cls) -> Mapped[list[HeroVisit]]:
        return relationship(HeroVisit, order_by=HeroVisit.id)

    def begin_visits(self: "Hero", on: date) -> None:
        """Visits become due from `on`, as the rules of that day say."""
        rules = rules_of(self.record.unit, on)
        self.visit_months = rules.visit_months
        self.visit_until = years_after(on, rules.visit_years)
        self.visit_due_on = months_after(on, rules.visit_months)

    @step("登记回访", of=RECOGNISED, needs="heroes.nominate")
    def visit(self: "Hero", *, by: User, **fields) -> Moved:
        """Fields as in `HeroVisit`. The next one becomes due, until the years of visits are over."""
        made = HeroVisit(visitor=by, **fields)
        self.visits.append(made)
        if self.visit_months:
            following = months_after(made.visited_on, self.visit_months)
            self.visit_due_on = following if following <= self.visit_until else None
            self.visit_marked_on = None
        return Moved(f"{made.way_name}回访。{made.needs}", made=made)

    @step("登记保障", of=RECOGNISED, needs="heroes.review")
    def support(self: "Hero", *, by: User, **fields) -> Moved:
        """Fields as in `HeroSupport`. Raises RuleError when the end lies before the beginning."""
        if fields.get("until") and fields["until"] < fields["started_on"]:
            raise RuleError("保障结束日期早于开始日期，请核对。")
        given = HeroSupport(**fields)
        self.supports.append(given)
        return Moved(f"{given.kind_name}：{given.content}", made=given)

    @step("回访到期", of=RECOGNISED, needs=None, verb="due")
    def mark_visit_due(self: "Hero", *, by: User | None) -> str:
        """Taken by the nightly job on the day."""
        self.visit_marked_on = clock.today()
        return f"应于 {self.visit_due_on:%Y-%m-%d} 前回访。"


class Hero(SaysOtherwise, NamesAPerson, Followed, Awarded, Part, Scoped, db.Model):
    """见义勇为人员. What the register of residents knows is read from `person`; without one there is only the name."""

    __tablename__ = "heroes_hero"
    __table_args__ = (
        Index("ix_heroes_hero_county", "county_id", "created_at", "id"),
        Index("ix_heroes_hero_visit", "county_id", "visit_due_on"),
        *waiting_indexes("heroes_hero", "visit_due_on IS NOT NULL", "visit_due_on", name="visit"),
    )
    keeping = Keeping(
        name="见义勇为人员",
        since=lambda: Hero.visit_until,
        does="列出来，由确认机关决定，不自动去除姓名",
        called="id",
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

    @classmethod
    def told_to(cls, reader: User) -> Select:
        """Not even who may review secret deeds is told of one on the page of the resident."""
        return cls.visible_to(reader).where(cls.deed.property.mapper.class_.secret.is_(False))

    @property
    def record(self) -> "Deed":
        return self.deed

    @property
    def about(self) -> str:
        return f"{self.deed.number}　{self.name}"

    @property
    def posthumous(self) -> bool:
        return self.condition == "dead"

    condition_name = named("condition", CONDITIONS)

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
