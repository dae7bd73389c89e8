"""议题: what residents, cases and notes of rounds bring before the forum, from the proposal until it is solved."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Select, String, Text, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.consultation.models.forum import Forum
from plugins.consultation.settings import KEY, rules_of, take_number
from portal import clock
from portal.accounts.models import User
from portal.cases.about import HasCase
from portal.cases.models import Case
from portal.cases.neighbourhood import MATTER_NAMES
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Record, State, States, begins, step
from portal.records.followed import Followed
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping, forget_contacts
from portal.records.origin import FromElsewhere
from portal.records.people import Contact, contact
from portal.records.publication import Posted
from portal.records.waiting import waiting_indexes
from portal.settings import listed

PROPOSE, HOST = "consultation.propose", "consultation.host"
SOURCES = {"resident": "居民提出", "round": "巡访等记录", "case": "事项", "staff": "工作人员提出"}
RATINGS = {5: "很满意", 4: "满意", 3: "一般", 2: "不满意", 1: "很不满意"}
STATES = States(
    State("proposed", "待把关", "warn", open=True, way="征集", next="党组织把关：列入、不列入，或者并入另一议题"),
    State("declined", "不列入", "neutral"),
    State("merged", "已并入", "neutral"),
    State("accepted", "待公示", "info", open=True, way="确定", next="会前公示"),
    State("published", "会前公示", "info", open=True, way="公示", next="公示期满后列入议事会"),
    State("scheduled", "待协商", "info", open=True, way="协商", next="在议事会上协商、表决"),
    State("resolved", "已有决议", "ok", open=True, way="决议", next="公示决议，交办执行"),
    State("failed", "未通过", "neutral"),
    State("solved", "已解决", "ok", way="解决", final=True),
)


class TopicEvent(Entry, db.Model):
    """One entry of the timeline of a topic."""

    __tablename__ = "consultation_topic_event"
    __table_args__ = (Index("ix_consultation_topic_event_topic", "topic_id", "id"),)

    topic_id: Mapped[int] = mapped_column(ForeignKey("consultation_topic.id"))

    record: Mapped["Topic"] = relationship(back_populates="events")


def _rated(topic: "Topic") -> str:
    return "这件事已经评价过。" if topic.rating else ""


class Topic(HasCase, FromElsewhere, Followed, Posted, Record, db.Model):
    """议题. `hits` are the words of the negative list that it holds; `ruling` is what was said when it was let in or kept out."""

    __tablename__ = "consultation_topic"
    __table_args__ = (
        Index("ix_consultation_topic_number", "number"),
        Index("ix_consultation_topic_county", "county_id", "created_at", "id"),
        Index("ix_consultation_topic_township", "township_id", "created_at", "id"),
        Index("ix_consultation_topic_forum", "forum_id", "status", "id"),
        *list_indexes("consultation_topic", "created_at"),
        *waiting_indexes("consultation_topic", STATES, "published_until"),
        *waiting_indexes(
            "consultation_topic",
            "status IN ('proposed', 'accepted', 'published')",
            "published_until",
            name="waits",
        ),
    )
    permission, states, settings_key = "consultation.view", STATES, KEY
    keeping = Keeping(
        name="议题",
        since=lambda: Topic.created_at,
        forget=forget_contacts,
        does="去除提出人的姓名、电话，议题和答复予以保留",
    )

    forum_id: Mapped[int] = mapped_column(ForeignKey("consultation_forum.id"))
    title: Mapped[str] = mapped_column(String(80))
    text: Mapped[str] = mapped_column(Text)
    matter: Mapped[str] = mapped_column(String(10), default="other")
    source: Mapped[str] = mapped_column(String(10))
    hits: Mapped[str] = mapped_column(String(200), default="")
    ruling: Mapped[str] = mapped_column(Text, default="")
    rating: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("consultation_topic.id"))
    proposer_id, proposer = contact("议题提出人")

    forum: Mapped[Forum] = relationship(lazy="joined")
    merged_into: Mapped["Topic | None"] = relationship(remote_side="Topic.id")
    events: Mapped[list[TopicEvent]] = relationship(back_populates="record", order_by=TopicEvent.id)

    @classmethod
    def ready_in(cls, forum: Forum) -> Select:
        """Those of `forum` that a meeting can take up, the longest published first."""
        ready = select(cls).where(cls.forum_id == forum.id, cls.status == "published")
        return ready.order_by(cls.published_until, cls.id)

    @property
    def source_name(self) -> str:
        return SOURCES[self.source]

    @property
    def matter_name(self) -> str:
        return MATTER_NAMES[self.matter]

    @begins("提出议题", needs=PROPOSE, refused="您不能在这个小区提出议题。")
    def propose(
        cls,
        *,
        unit: OrgUnit,
        forum: Forum,
        title: str,
        text: str,
        by: User | None,
        matter: str = "other",
        proposer: Contact | None = None,
        case: Case | None = None,
        origin: Record | None = None,
    ) -> "Topic":
        """From a resident (`by` None: without an account), a case, a record of another plugin, or whoever works there."""
        source = "resident" if by is None else "case" if case else "round" if origin else "staff"
        topic = cls(forum=forum, title=title, text=text, matter=matter, source=source, proposer=proposer)
        topic.case, topic.origin, topic.created_at = case, origin, clock.now()
        topic.place(forum.unit)
        words = [each for each in listed(rules_of(forum.unit).negative) if each in title + text]
        topic.hits, topic.number = "、".join(words), take_number(forum.unit, "topic")
        db.session.add(topic)
        return topic

    @step("列入", of="proposed", to="accepted", needs=HOST, waits=True)
    def accept(self, *, title: str, text: str, by: User, reason: str = "") -> str:
        """党组织把关: what is published later is this title and text. Raises RuleError where the negative list asks for a reason."""
        if self.hits and not reason:
            raise RuleError(f"议题涉及负面清单（{self.hits}），列入要写明理由。")
        self.title, self.text, self.ruling = title, text, reason
        return reason

    @step("不列入", of=("proposed", "accepted"), to="declined", needs=HOST)
    def decline(self, reason: str, *, by: User) -> str:
        """With the reason, which whoever proposed it reads."""
        self.ruling = reason
        return reason

    @step("并入另一议题", of=("proposed", "accepted"), to="merged", needs=HOST, verb="merge")
    def merge_into(self, other: "Topic", *, by: User) -> str:
        """Two that ask for the same. Raises RuleError for itself, or one that is over."""
        if other is self or other.forum_id != self.forum_id or not other.open:
            raise RuleError("只能并入本小区还在办理的另一议题。")
        self.merged_into = other
        return f"并入{other.number}：{other.title}"

    @step("会前公示", of="accepted", to="published", needs=HOST, waits=True)
    def publish(self, *, by: User) -> str:
        """Before the meeting, for the days of the unit."""
        return self.post("publication_days")

    @step("列入会议", of="published", to="scheduled", needs=None)
    def schedule(self, meeting: str, *, by: User | None) -> str:
        """Put on the agenda of `meeting`, by name."""
        return meeting

    @step("移出会议", of="scheduled", to="published", needs=None)
    def defer(self, reason: str, *, by: User | None) -> str:
        """To be taken up at a later meeting."""
        return reason

    @step("形成决议", of="scheduled", to="resolved", needs=None)
    def resolve(self, number: str, *, by: User | None) -> str:
        """The meeting voted for it."""
        return number

    @step("未通过", of="scheduled", to="failed", needs=None)
    def fail(self, tally: str, *, by: User | None) -> str:
        """The meeting did not."""
        return tally

    @step("解决", of="resolved", to="solved", needs=None)
    def solve(self, result: str, *, by: User | None) -> str:
        """What was resolved was carried out and inspected."""
        return result

    @step("评价", of="solved", needs=None, unless=_rated)
    def rate(self, rating: int, words: str = "", *, by: User | None) -> str:
        """By whoever proposed it, 1 to 5, once."""
        self.rating = rating
        return f"{rating} 分。{words}"
