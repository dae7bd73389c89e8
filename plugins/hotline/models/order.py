"""热线工单: what 12345, a department or an upper level hands down; what becomes of it is in the files beside this one."""

from datetime import datetime, time, timedelta

from sqlalchemy import ForeignKey, Index, String, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.hotline.choices import ENTER, HANDLE, KEY, NATURES, PLATFORM, REVIEW, SOURCES, VIEW
from plugins.hotline.models.accepting import Accepted
from plugins.hotline.models.answering import Answered
from plugins.hotline.models.assisting import Assisted
from plugins.hotline.models.calling_back import CalledBack
from plugins.hotline.models.contacting import Contacted
from plugins.hotline.models.extending import Extended
from plugins.hotline.models.sending_back import SentBack
from plugins.hotline.models.states import STANDING, STATES
from plugins.hotline.settings import take_number, within
from portal import clock
from portal.accounts.models import User
from portal.cases.choices import URGENCIES
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Record, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping, forget_contacts
from portal.records.people import Contact, contact
from portal.records.setting_apart import APART_SQL, SetApart
from portal.records.waiting import waiting_indexes
from portal.redaction import KeptUnknown, RedactedText
from portal.typed.matching import number_key
from portal.typed.titles import title_of

ONE = text("status IN ('received', 'accepted', 'again', 'ready', 'answered')")  # STANDING, written out as in the index

KEY_LENGTH = 200  # of a number as it is compared: a character may become several


class HotlineEvent(Entry, db.Model):
    """One entry of the timeline of an order."""

    __tablename__ = "hotline_event"
    __table_args__ = (Index("ix_hotline_event_order", "order_id", "id"),)

    order_id: Mapped[int] = mapped_column(ForeignKey("hotline_order.id"))

    record: Mapped["Order"] = relationship(back_populates="events")


class Order(
    Accepted, Assisted, SentBack, Contacted, Extended, Answered, CalledBack, SetApart, KeptUnknown, Record, db.Model
):
    """工单. `outside_number` is that of the platform, or the 来文号. `sent_at`: when the platform handed it down; `due_at`: until when it wants
    its answer. `outside_key`: by which a number is known however it was typed. `coordinates`: of `location`, “经度,纬度”. `confidential`: who
    called stays out of the case, and out of what is written of it."""

    __tablename__ = "hotline_order"
    __table_args__ = (
        Index("ix_hotline_order_number", "number"),
        Index("ix_hotline_order_outside_number", "outside_number"),
        Index("ix_hotline_order_county", "county_id", "created_at", "id"),
        Index("ix_hotline_order_township", "township_id", "created_at", "id"),
        Index("ix_hotline_order_waiting", "unit_id", "status", "due_at"),
        Index(
            "uq_hotline_order_outside",
            "county_id",
            "source",
            "outside_key",
            unique=True,
            sqlite_where=ONE,
            postgresql_where=ONE,
        ),
        *list_indexes("hotline_order", "created_at"),
        *waiting_indexes("hotline_order", STATES, "due_at"),
        *waiting_indexes("hotline_order", APART_SQL, "apart", name="apart"),
        *waiting_indexes(
            "hotline_order", "status IN ('answered') AND uploaded_at IS NULL", "status", "due_at", name="upload"
        ),
    )
    permission, states, settings_key = VIEW, STATES, KEY
    set_apart = SetApart.set_apart.needing(HANDLE)
    confirm_apart, refuse_apart = (each.needing(REVIEW) for each in SetApart.REVIEWS)
    keeping = Keeping(
        name="热线工单",
        since=lambda: Order.created_at,
        forget=forget_contacts,
        does="去除来电人的姓名、电话，诉求和答复予以保留",
    )

    source: Mapped[str] = mapped_column(String(12))
    outside_number: Mapped[str] = mapped_column(String(60))
    outside_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    sender: Mapped[str] = mapped_column(RedactedText(60), default="")
    nature: Mapped[str] = mapped_column(String(10))
    urgency: Mapped[str] = mapped_column(String(8), default="usual")
    category: Mapped[str] = mapped_column(RedactedText(60), default="")
    title: Mapped[str] = mapped_column(RedactedText(100))
    text: Mapped[str] = mapped_column(RedactedText())
    location: Mapped[str] = mapped_column(RedactedText(100), default="")
    coordinates: Mapped[str] = mapped_column(String(24), default="")
    confidential: Mapped[bool] = mapped_column(default=False)
    wants_reply: Mapped[bool] = mapped_column(default=True)
    sent_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorder_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    caller_id, caller = contact("诉求人", lazy="select")

    recorder: Mapped[User] = relationship(foreign_keys=[recorder_id])
    events: Mapped[list[HotlineEvent]] = relationship(back_populates="record", order_by=HotlineEvent.id)
    source_name = named("source", SOURCES)
    nature_name = named("nature", NATURES)
    urgency_name = named("urgency", URGENCIES)

    @property
    def from_where(self) -> str:
        """12345热线; 部门移送（市场监管局）."""
        return f"{self.source_name}（{self.sender}）" if self.sender else self.source_name

    @property
    def caller_told(self) -> str:
        """What is said of the caller to whoever reads the order."""
        if self.caller is None:
            return "匿名"
        return "要求保密" if self.confidential else self.caller.name_masked

    @property
    def unnamed(self) -> str:
        """Who called about a confidential one."""
        return self.caller.name if self.confidential and self.caller else ""

    @begins("登记工单", needs=ENTER)
    def receive(
        cls,
        *,
        unit: OrgUnit,
        outside_number: str,
        text: str,
        by: User,
        source: str = PLATFORM,
        title: str = "",
        caller: Contact | None = None,
        sent_at: datetime | None = None,
        wanted_by: datetime | None = None,
        **fields,
    ) -> "Order":
        """登记 what was handed down. fields: sender, nature, urgency, category, location, coordinates, joint, assisting, confidential,
        wants_reply. Without `wanted_by` it is due by the local rule. Raises RuleError for one that is entered already, and for a time before it was sent."""
        now = clock.now()
        order = cls(
            outside_number=outside_number,
            outside_key=number_key(outside_number)[:KEY_LENGTH],
            source=source,
            text=text,
            caller=caller,
            recorder=by,
            created_at=now,
            **fields,
        )
        order.joint = bool(order.joint or order.assisting)
        order.title, order.sent_at = title or title_of(text), sent_at or now
        order.keep_apart("title", "text", "location", "assisting")
        order.place(unit)
        order.refuse_twice()
        order.begin_term(order.sent_at, wanted_by or within(unit, "days", order.sent_at))
        if order.due_at <= order.sent_at:
            raise RuleError("要求回复的时间早于派单时间，请核对。", at="wanted_by")
        begun = _hours_begin(order.sent_at, now)
        order.return_by = within(unit, "return_within", begun)
        order.contact_by = within(unit, "contact_within", begun) if caller and caller.phone else None
        order.number = take_number(unit)
        db.session.add(order)
        return order

    def refuse_twice(self) -> None:
        """Raises RuleError where the county has entered the same number of the same source, and it stands."""
        same = select(Order).where(
            Order.county_id == self.county_id,
            Order.source == self.source,
            Order.outside_key == self.outside_key,
            Order.status.in_(STANDING),
        )
        with db.session.no_autoflush:
            known = db.session.scalars(same.where(Order.id != self.id) if self.id else same).first()
        if known:
            raise RuleError(
                f"{known.outside_number} 已经登记过：{known.number}，{known.unit}，{known.status_name}。",
                at="outside_number",
            )

    @step("作废", of="received", to="dropped", needs=ENTER)
    def drop(self, reason: str, *, by: User) -> str:
        """作废: entered by mistake."""
        return reason


def _hours_begin(sent_at: datetime, now: datetime) -> datetime:
    """From when hours are counted. A day without an hour (midnight) counts from when it was entered, at the latest from the day's end:
    the hours in which an order may be sent back are not over before anybody saw it."""
    if clock.local(sent_at).time() != time.min:
        return sent_at
    return max(sent_at, min(now, sent_at + timedelta(days=1)))
