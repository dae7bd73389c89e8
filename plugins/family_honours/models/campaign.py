"""评选活动: which honour, by whose document, on what conditions, how many, and until when one may nominate."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, Select, String, Text, exists, func, inspect, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.family_honours.choices import HONOURS, VILLAGE
from plugins.family_honours.models.states import FAILED, HONOUR_STATES
from plugins.family_honours.settings import KEY, rules_of, take_number
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.files.models import Attachment
from portal.org.called import unit_called
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.people import Contact
from portal.records.waiting import waiting_indexes
from portal.settings import listed

if TYPE_CHECKING:
    from plugins.family_honours.models.honour import FamilyHonour
    from portal.families import Family

DECIDE, NOMINATE = "family_honours.decide", "family_honours.nominate"
FROM_BELOW = ("family_honours.view", NOMINATE)
CAMPAIGN_STATES = States(
    State("draft", "待启动", "warn", open=True, way="登记", next="上传评选通知，启动"),
    State("running", "评选中", open=True, way="启动", next="推荐、核查、评议、公示、命名，全部办完后结束"),
    State("ended", "已结束", "ok", way="结束", final=True),
    State("cancelled", "已取消", "neutral"),
)


class CampaignEvent(Entry, db.Model):
    """One entry of the timeline of a campaign."""

    __tablename__ = "family_honours_campaign_event"

    campaign_id: Mapped[int] = mapped_column(ForeignKey("family_honours_campaign.id"), index=True)

    record: Mapped["Campaign"] = relationship(back_populates="events")


def _no_document(campaign: "Campaign") -> str:
    return "" if campaign.document_number and campaign.has_document else "还没有填写文号、上传评选通知，不能启动。"


def _unfinished(campaign: "Campaign") -> str:
    return f"还有 {campaign.under_way} 件推荐没有办完。" if campaign.under_way else ""


class Campaign(Record, db.Model):
    """评选活动 of one kind of honour. `criteria` and `negatives`: one a line. Whoever works below its unit sees it, to nominate."""

    __tablename__ = "family_honours_campaign"
    __table_args__ = (
        Index("ix_family_honours_campaign_recent", "county_id", "created_at", "id"),
        Index("ix_family_honours_campaign_township", "township_id", "created_at", "id"),
        *waiting_indexes("family_honours_campaign", CAMPAIGN_STATES, "nominates_from"),
    )

    permission, states, settings_key, grave_verbs = "family_honours.view", CAMPAIGN_STATES, KEY, ("cancel",)

    title: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(12))
    authority: Mapped[str] = mapped_column(String(80))
    document_number: Mapped[str] = mapped_column(String(60), default="")
    criteria: Mapped[str] = mapped_column(Text)
    negatives: Mapped[str] = mapped_column(Text)
    quota: Mapped[int]
    nominates_from: Mapped[date]
    nominates_until: Mapped[date]
    publication_days: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    honours: Mapped[list["FamilyHonour"]] = relationship(back_populates="campaign", order_by="FamilyHonour.id")
    events: Mapped[list[CampaignEvent]] = relationship(back_populates="record", order_by=CampaignEvent.id)

    kind_name = named("kind", HONOURS)

    @classmethod
    def reach(cls, user: User, permission: str):
        """Own ones; to view, and to nominate for, also those of the units above."""
        own = super().reach(user, permission)
        if permission not in FROM_BELOW:
            return own
        above = OrgUnit.city_id, OrgUnit.county_id, OrgUnit.township_id
        return or_(
            own,
            *(exists().where(OrgUnit.id == each.id, cls.unit_id.in_(above)) for each in user.units_with(permission)),
        )

    def allows(self, user: User, permission: str) -> bool:
        own = super().allows(user, permission)
        if own or permission not in FROM_BELOW:
            return own
        return any(self.unit.contains(each) for each in user.units_with(permission))

    @classmethod
    def offered_to(cls, unit: OrgUnit) -> Select:
        """Those of `unit`, of those below and above, for which one may nominate today; the nearest end first."""
        today = clock.today()
        days = cls.nominates_from <= today, cls.nominates_until >= today
        near = or_(unit.subtree_of(cls), cls.unit_id.in_(unit.ancestor_ids))
        return select(cls).where(near, cls.status == "running", *days).order_by(cls.nominates_until, cls.id)

    @property
    def of_villages(self) -> bool:
        """Whether communities are honoured and no families."""
        return self.kind == VILLAGE

    @property
    def taking(self) -> bool:
        """Whether one may nominate today."""
        return self.status == "running" and self.nominates_from <= clock.today() <= self.nominates_until

    @property
    def has_document(self) -> bool:
        of = select(func.count(Attachment.id)).where(Attachment.subject_kind == self.__tablename__)
        return bool(db.session.scalar(of.where(Attachment.subject_id == self.id, Attachment.purpose == "document")))

    @property
    def under_way(self) -> int:
        """How many nominations are open."""
        return self.number_of(*HONOUR_STATES.open)

    def number_of(self, *states: str) -> int:
        """How many nominations stand in `states`."""
        honour = inspect(type(self)).relationships["honours"].mapper.class_
        counted = select(func.count(honour.id)).where(honour.campaign_id == self.id, honour.status.in_(states))
        return db.session.scalar(counted) or 0

    def refuse_now(self, unit: OrgUnit, by: User | None) -> None:
        """Raises RuleError unless somebody in `unit` may be nominated; staff may enter what came on paper until it is ended."""
        if not self.unit.contains(unit):
            raise RuleError(f"“{self.title}”只在{self.unit.short_name}评选。")
        late = clock.today() > self.nominates_until if by is None else False
        if self.status != "running" or clock.today() < self.nominates_from or late:
            raise RuleError(
                f"现在不能推荐：{self.status_name}，推荐时间 {self.nominates_from} 至 {self.nominates_until}。"
            )

    def refuse_twice(self, family: "Family", but: "FamilyHonour | None" = None) -> None:
        """Raises RuleError where `family` was put forward already; with what came to nothing it may be again."""
        same = [each for each in self._standing() if each.family is family and each is not but]
        if same:
            raise RuleError(f"这一家已经推荐过（{same[0].number}），不用再推荐。")

    def refuse_village_twice(self, unit: OrgUnit) -> None:
        """As `refuse_twice`, of a community."""
        if any(each.unit_id == unit.id for each in self._standing()):
            raise RuleError(f"{unit.name}已经推荐过，不用再推荐。")

    def refuse_many(self, sender: Contact) -> None:
        """Raises RuleError where somebody without an account puts forward more than the rules allow a telephone."""
        most = rules_of(self.unit).nominations_most
        senders = [each.recommender or each.head for each in self._standing() if each.open]
        held = [each for each in senders if each and each.shares_phone(sender)]
        if len(held) >= most:
            raise RuleError(f"这个电话已经推荐了 {len(held)} 户，一次评选最多 {most} 户。")

    def _standing(self) -> list["FamilyHonour"]:
        """The nominations that did not come to nothing."""
        with db.session.no_autoflush:
            return [each for each in self.honours if each.status not in FAILED]

    def place_named(self, name: str) -> OrgUnit:
        """The unit of the campaign, or one below it, by its name. Raises RuleError."""
        if name in ("", self.unit.name, self.unit.short_name):
            return self.unit
        return unit_called(name, self.unit, what="村、社区")

    def lock(self) -> None:
        """Places of one campaign are given one after the other, on both databases."""
        db.session.flush()
        db.session.execute(select(Campaign.id).where(Campaign.id == self.id).with_for_update())

    @begins("登记评选活动", needs=DECIDE)
    def announce(cls, *, unit: OrgUnit, by: User, **fields) -> "Campaign":
        """A new one of `unit`. Fields as above."""
        campaign = cls(**fields)
        campaign._check()
        campaign.place(unit)
        campaign.number = take_number(unit, "campaign")
        db.session.add(campaign)
        return campaign

    @step("修改", of="draft", needs=DECIDE)
    def change(self, *, by: User, **fields) -> None:
        """Before it runs: whoever nominates goes by what was announced."""
        for name, value in fields.items():
            setattr(self, name, value)
        self._check()

    @step("上传评选通知", of=("draft", "running"), needs=DECIDE, verb="document")
    def attach(self, upload, *, by: User) -> Moved:
        """The authority's document. Raises RuleError for what is no picture and no PDF."""
        kept = Attachment.take_in(upload, subject=self, purpose="document", by=by)
        return Moved(kept.name, made=kept)

    @step("启动", of="draft", to="running", needs=DECIDE, unless=_no_document, waits=True)
    def launch(self, *, by: User, note: str = "") -> str:
        """From now on one may nominate, in its days."""
        return f"{self.nominates_from} 至 {self.nominates_until} 推荐，名额 {self.quota} 个。{note}"

    @step("延长推荐", of="running", needs=DECIDE)
    def prolong(self, until: date, reason: str, *, by: User) -> str:
        """Raises RuleError for a day that is no later."""
        if until <= self.nominates_until or until < clock.today():
            raise RuleError(f"请填写晚于 {max(self.nominates_until, clock.today())} 的日期。")
        self.nominates_until = until
        return f"推荐延长到 {until}：{reason}"

    @step("登记照片", of=("running", "ended"), needs=DECIDE, verb="photos")
    def add_photos(self, uploads: list, *, by: User) -> str:
        """Many at once: the file is named by certificate, number or name. What fits none, or several, is said and left out."""
        if not uploads:
            raise RuleError("请选择照片。")
        found = [(each, self._called(each.filename.rpartition(".")[0].strip())) for each in uploads]
        if lost := [f"第 {place} 张" for place, (_, honours) in enumerate(found, start=1) if len(honours) != 1]:
            raise RuleError(f"{'、'.join(lost)}照片的文件名对不上，或者有几家同名，请改名再传。")
        for upload, honours in found:
            honours[0].put_photo(upload, by=by)
        return f"{len(found)} 张。"

    def _called(self, text: str) -> list["FamilyHonour"]:
        """The honours of this campaign whose certificate, number, family or village is called `text`."""
        return [
            each
            for each in self.honours
            if text and text in (each.certificate, each.number, each.village, each.head.name if each.head else "")
        ]

    @step("结束", of="running", to="ended", needs=DECIDE, unless=_unfinished)
    def finish(self, *, by: User, note: str = "") -> str:
        """When every nomination was decided."""
        return f"命名 {self.number_of('awarded')} 个。{note}"

    @step("取消", of=("draft", "running"), to="cancelled", needs=DECIDE, unless=_unfinished)
    def cancel(self, reason: str, *, by: User) -> str:
        return reason

    def _check(self) -> None:
        if self.nominates_until < self.nominates_from:
            raise RuleError("推荐截止日期早于开始日期，请核对。")
        self.criteria, self.negatives = ("\n".join(listed(each)) for each in (self.criteria, self.negatives))
