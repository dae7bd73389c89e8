"""见义勇为行为: it changes only through its verbs, one capability a file; here they come together."""

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.heroes.choices import KINDS, SOURCES, VERBS
from plugins.heroes.models.commendation import Commended
from plugins.heroes.models.confirmation import Confirmed
from plugins.heroes.models.event import DeedEvent
from plugins.heroes.models.file import DeedFile
from plugins.heroes.models.hero import Hero
from plugins.heroes.models.investigation import Evidence, Investigated, Opinion, Statement
from plugins.heroes.models.nomination import Nominated
from plugins.heroes.models.panel import PanelReview, Reviewed
from plugins.heroes.models.publication import Objection, Published
from plugins.heroes.models.reconsideration import Reconsideration, Reconsidered
from plugins.heroes.models.revocation import Revoked
from plugins.heroes.models.states import STATES
from plugins.heroes.models.term import DeedTerm
from portal import clock
from portal.accounts.models import User
from portal.errors import NotAllowed, WrongState
from portal.extensions import db
from portal.protection import EncryptedText
from portal.records import Record, RunsOnTerms


class Deed(
    Nominated,
    Investigated,
    Reviewed,
    Published,
    Confirmed,
    Reconsidered,
    Commended,
    Revoked,
    RunsOnTerms,
    Record,
    db.Model,
):
    """见义勇为行为, of one person or of a group. `secret`: the person wants it kept from others."""

    __tablename__ = "heroes_deed"
    __table_args__ = (
        Index("ix_heroes_deed_county", "county_id", "status", "id"),
        Index("ix_heroes_deed_township", "township_id", "status", "id"),
        Index("ix_heroes_deed_recent", "county_id", "created_at", "id"),
    )

    permission = "heroes.view"
    states = STATES
    settings_key = "heroes"
    terms_of_others = ("correction", "application")  # time that the applicant has, not the office
    other_verbs = VERBS
    grave_verbs = ("revoke", "decline")

    title: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(12))
    grouped: Mapped[bool] = mapped_column(default=False)
    secret: Mapped[bool] = mapped_column(default=False)
    complex: Mapped[bool] = mapped_column(default=False)
    happened_at: Mapped[datetime]
    location: Mapped[str] = mapped_column(String(100))
    story: Mapped[str] = mapped_column(Text)
    beneficiary: Mapped[str] = mapped_column(String(200), default="")
    losses: Mapped[str] = mapped_column(String(500), default="")
    source: Mapped[str] = mapped_column(String(12))
    applicant: Mapped[str] = mapped_column(String(80), default="")
    relation: Mapped[str] = mapped_column(String(40), default="")
    applicant_phone: Mapped[str | None] = mapped_column(EncryptedText("heroes_deed.applicant_phone"))
    nominate_by: Mapped[date]
    corrections: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[date | None]
    bars: Mapped[list] = mapped_column(JSON, default=list)
    findings: Mapped[str] = mapped_column(Text, default="")
    notice: Mapped[str] = mapped_column(Text, default="")
    published_from: Mapped[date | None]
    published_until: Mapped[date | None]
    confirmed_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ending: Mapped[str] = mapped_column(Text, default="")
    nominator_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    nominator: Mapped[User | None] = relationship()
    heroes: Mapped[list[Hero]] = relationship(back_populates="deed", order_by=Hero.id)
    terms: Mapped[list[DeedTerm]] = relationship(order_by=DeedTerm.id)
    events: Mapped[list[DeedEvent]] = relationship(order_by=DeedEvent.id)
    evidence: Mapped[list[Evidence]] = relationship(order_by=Evidence.id)
    statements: Mapped[list[Statement]] = relationship(order_by=Statement.id)
    opinions: Mapped[list[Opinion]] = relationship(order_by=Opinion.id)
    reviews: Mapped[list[PanelReview]] = relationship(order_by=PanelReview.id)
    objections: Mapped[list[Objection]] = relationship(order_by=Objection.id)
    reconsiderations: Mapped[list[Reconsideration]] = relationship(order_by=Reconsideration.id)
    files: Mapped[list[DeedFile]] = relationship(order_by=DeedFile.id)

    @classmethod
    def reach(cls, user: User, permission: str):
        """The condition for deeds on which the user holds `permission`: on a secret one only who may review it."""
        return user.reach(cls, permission) & or_(cls.secret.is_(False), user.reach(cls, "heroes.review"))

    def allows(self, user: User, permission: str) -> bool:
        return user.can(permission, self) and (not self.secret or user.can("heroes.review", self))

    @property
    def kind_name(self) -> str:
        return KINDS[self.kind]

    @property
    def source_name(self) -> str:
        return SOURCES[self.source]

    @property
    def names(self) -> str:
        """Who did it, for papers."""
        return "、".join(each.name for each in self.heroes)

    @property
    def happened_on(self) -> date:
        return clock.local(self.happened_at).date()

    def require(self, by: User | None, permission: str, *states: str) -> None:
        """Guard of every verb. `by` is None for the nightly job. Raises WrongState, NotAllowed."""
        if states and self.status not in states:
            raise WrongState(f"这件事现在是“{self.status_name}”，不能这样办理。请刷新页面。")
        if by is not None and not by.can(permission, self):
            raise NotAllowed("您没有办理这一步的权限。")
