"""家庭荣誉: a family, a person of a village or a community, put forward in a campaign. Each is judged by itself, none is compared with
another."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, ScalarSelect, Select, String, Text, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.family_honours.choices import AGREEMENTS, CATEGORIES, NOMINATORS
from plugins.family_honours.models.award import Awarded
from plugins.family_honours.models.campaign import DECIDE, NOMINATE, Campaign
from plugins.family_honours.models.objection import Publicised
from plugins.family_honours.models.states import BEFORE_AWARD, HONOUR_STATES, STANDING
from plugins.family_honours.models.vetting import HonourCheck, Vetted
from plugins.family_honours.settings import KEY, take_number
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.families import Family, repeated
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, begins, step
from portal.records.followed import Followed
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping, forget_contacts, names_a_contact
from portal.records.people import Contact, contact
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText
from portal.settings import listed


class HonourEvent(Entry, db.Model):
    """One entry of the timeline of an honour."""

    __tablename__ = "family_honours_honour_event"

    honour_id: Mapped[int] = mapped_column(ForeignKey("family_honours_honour.id"), index=True)

    record: Mapped["FamilyHonour"] = relationship(back_populates="events")


def _not_named(honour: "FamilyHonour") -> str:
    return "" if honour.by_name and honour.source == "self" else "没有公开姓名。"


class FamilyHonour(Vetted, Publicised, Awarded, Followed, Record, db.Model):
    """荣誉, from the nomination on. `village`: the name of the community honoured; else it is the family (or the person) `head`."""

    __tablename__ = "family_honours_honour"
    __table_args__ = (
        Index("ix_family_honours_honour_number", "number"),
        Index("ix_family_honours_honour_recent", "township_id", "created_at", "id"),
        Index("ix_family_honours_honour_recent_county", "county_id", "created_at", "id"),
        Index("ix_family_honours_honour_campaign", "campaign_id", "status", "id"),
        *list_indexes("family_honours_honour", "created_at"),
        *waiting_indexes("family_honours_honour", HONOUR_STATES),
        *waiting_indexes("family_honours_honour", "status IN ('awarded')", "status", "review_due_on", name="awarded"),
    )

    permission, states, settings_key = "family_honours.view", HONOUR_STATES, KEY
    grave_verbs = ("fail", "decline", "withdraw", "lapse", "revoke")
    keeping = Keeping(
        name="家庭荣誉",
        since=lambda: FamilyHonour.created_at,
        over=lambda: FamilyHonour.status.in_(("declined", "withdrawn", "lapsed")) & names_a_contact(FamilyHonour),
        forget=forget_contacts,
        does="去除没有授予的荣誉里的姓名、电话；授予的予以保留",
    )

    title: Mapped[str] = mapped_column(String(80))
    campaign_id: Mapped[int] = mapped_column(ForeignKey("family_honours_campaign.id"))
    family_id: Mapped[int | None] = mapped_column(ForeignKey("families_family.id"), index=True)
    village: Mapped[str] = mapped_column(String(80), default="")
    category: Mapped[str] = mapped_column(String(12), default="")
    source: Mapped[str] = mapped_column(String(10))
    recommended_by: Mapped[str] = mapped_column(String(80), default="")
    story: Mapped[str] = mapped_column(Text, default="")
    agreed: Mapped[str] = mapped_column(String(8), default="")
    agreed_at: Mapped[datetime | None]
    by_name: Mapped[bool] = mapped_column(default=False)
    ending: Mapped[str] = mapped_column(RedactedText(), default="")
    ended_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    head_id, head = contact("参评家庭的户主")
    recommender_id, recommender = contact("推荐人")
    campaign: Mapped[Campaign] = relationship(back_populates="honours", lazy="joined")
    family: Mapped[Family | None] = relationship()
    events: Mapped[list[HonourEvent]] = relationship(back_populates="record", order_by=HonourEvent.id)

    category_name = named("category", CATEGORIES, "")
    source_name = named("source", NOMINATORS)
    agreed_name = named("agreed", AGREEMENTS, "")

    @classmethod
    def reach(cls, user: User, permission: str):
        """What is decided is decided by the office that holds the campaign, wherever the family lives."""
        if permission != DECIDE:
            return super().reach(user, permission)
        return cls.campaign_id.in_(select(Campaign.id).where(Campaign.reach(user, permission)))

    def allows(self, user: User, permission: str) -> bool:
        return self.campaign.allows(user, permission) if permission == DECIDE else super().allows(user, permission)

    @hybrid_property
    def voted_by_id(self) -> int | None:
        """Who entered the vote of the community."""
        return next((each.actor_id for each in reversed(self.events) if each.verb == "review"), None)

    @voted_by_id.inplace.expression
    @classmethod
    def _voted_by_id(cls) -> ScalarSelect[int | None]:
        votes = select(HonourEvent.actor_id).where(HonourEvent.honour_id == cls.id, HonourEvent.verb == "review")
        return votes.order_by(HonourEvent.id.desc()).limit(1).correlate(cls).scalar_subquery()

    def beside(self, *states: str) -> Select:
        """Others of the same family in the same campaign that stand (in `states`): after two of one household became one there may be some."""
        kind = type(self)
        same = kind.campaign_id == self.campaign_id, kind.family_id == self.family_id, kind.id != self.id
        return select(kind).where(*same, kind.status.in_(states or STANDING)).order_by(kind.id)

    def refuse_second(self, *states: str) -> None:
        """Raises RuleError where another of the same family stands in `states`: a family is named once in a campaign."""
        if first := db.session.scalars(self.beside(*states)).unique().first():
            raise RuleError(
                f"这一家在这次评选里已有 {first.number}（{first.status_name}），一次评选只命名一次，请不予通过。"
            )

    @classmethod
    def twice(cls, family: Family) -> list[str]:
        """Campaigns in which a household that was entered twice stands twice, as sentences for whoever decides."""
        rows = select(cls.campaign_id, cls.title, cls.number).order_by(cls.id)
        return [
            f"荣誉推荐 {'、'.join(numbers)}：在“{title}”里有 {len(numbers)} 件，只留一件，其余不予通过（已命名的不再保留）。"
            for (_, title), numbers in repeated(rows.where(cls.family_id == family.id, cls.status.in_(STANDING)))
        ]

    @property
    def about(self) -> str:
        return f"{self.number}　{self.name_masked}"

    def name_as(self, person: str) -> str:
        """The village, the person or the family, where the person is called `person`."""
        return self.village or (person if self.campaign.kind == "filial" else f"{person}家庭")

    @property
    def name(self) -> str:
        return self.name_as(self.head.name if self.head else "")

    @property
    def name_masked(self) -> str:
        return self.name_as(self.head.name_masked if self.head else "")

    @property
    def public_name(self) -> str:
        """In full where the family agreed."""
        return self.name if self.by_name else self.name_masked

    @begins("推荐", needs=NOMINATE, refused="您没有在这里推荐的权限。")
    def nominate(
        cls,
        *,
        unit: OrgUnit,
        campaign_id: int,
        story: str,
        by: User | None,
        head: Contact | None = None,
        category: str = "",
        source: str = "staff",
        recommended_by: str = "",
        recommender: Contact | None = None,
        agreed: str = "",
        by_name: bool = False,
        place: OrgUnit | None = None,
        one_family: bool = False,
    ) -> Moved:
        """A family of `unit` (or of `place` below it), or where villages are honoured `unit` itself; `by` is None on the public page. Raises
        RuleError outside the days, for a family that was nominated, and by staff for a telephone number of somebody else's family, unless
        `one_family` says that this was asked."""
        campaign, unit = db.session.get_one(Campaign, campaign_id), place or unit
        campaign.refuse_now(unit, by)
        about, asked = cls._subject(campaign, unit, head, by, one_family)
        if by is None and head:
            campaign.refuse_many(recommender or head)
        about["number"] = take_number(campaign.unit, "honour")
        honour = cls(title=campaign.title, campaign=campaign, story=story, category=category, source=source, **about)
        honour.recommended_by, honour.recommender = recommended_by, recommender
        honour.by_name, honour.agreed, honour.agreed_at = by_name, agreed, clock.now() if agreed else None
        honour.checks = [HonourCheck(item=each) for each in listed(campaign.negatives)]
        honour.place(unit)
        db.session.add(honour)
        return Moved(f"{honour.source_name}。{asked}", made=honour)

    @begins("登记历届荣誉", needs=DECIDE)
    def enter_earlier(
        cls,
        campaign: Campaign,
        *,
        place: str | None,
        name: str,
        awarded_on: date,
        by: User,
        phone: str = "",
        one_family: bool = False,
        **fields,
    ) -> Moved:
        """One that was given before the portal was there; `place` names the community."""
        unit = campaign.place_named(place or "")
        fields = {each: "" if value is None else value for each, value in fields.items()}  # an empty cell
        about, asked = cls._subject(campaign, unit, Contact(name=name, phone=phone or None), by, one_family)
        about["number"] = take_number(campaign.unit, "honour")
        fields["certificate"] = fields.get("certificate") or take_number(campaign.unit, "certificate")
        honour = cls(title=campaign.title, campaign=campaign, source="staff", awarded_on=awarded_on, **about, **fields)
        honour.conferred_by, honour.agreed = campaign.authority, "paper" if fields.get("by_name") else ""
        honour.place(unit)
        db.session.add(honour)
        honour.start_review(awarded_on)
        return Moved(f"历届荣誉补登。{asked}", to="awarded", made=honour)

    @step("撤回", of=BEFORE_AWARD, to="withdrawn", needs=None)
    def withdraw(self, *, by: User | None) -> str:
        """By whoever nominated, with the code."""
        return self._end("推荐人撤回。")

    @step("不再公开姓名", needs=None, unless=_not_named)
    def conceal(self, *, by: User | None) -> str:
        """The family takes back its consent, with the code (个人信息保护法 §15)."""
        self.by_name = False
        return "本人撤回公开姓名的同意，公开页面不再显示全名。"

    @staticmethod
    def _subject(
        campaign: Campaign, unit: OrgUnit, head: Contact | None, by: User | None, one_family: bool
    ) -> tuple[dict, str]:
        """Who is put forward, as columns, and what the timeline says of it. Raises RuleError where nobody is named, where the telephone is
        somebody else's, or where it was done before."""
        if campaign.of_villages:
            campaign.refuse_village_twice(unit)
            return {"village": unit.name}, ""
        if head is None or not head.name:
            raise RuleError("请填写户主（本人）姓名。")
        if not head.phone:
            return {"head": head}, ""
        family, asked = Family.of(unit, head, role="户主", by=by, one_family=one_family)
        campaign.refuse_twice(family)
        return {"head": head, "family": family}, asked
