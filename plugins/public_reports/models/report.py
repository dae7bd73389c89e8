"""来件: what somebody reports, behind a label or told to staff; what becomes of it is in the files beside this one."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.public_reports.choices import CHANNELS, SCAN
from plugins.public_reports.hours import after_hours, read_hours
from plugins.public_reports.models.answering import Answered
from plugins.public_reports.models.deciding import HANDLE, Decided
from plugins.public_reports.models.holding import hold
from plugins.public_reports.models.label import VIEW, Label
from plugins.public_reports.models.photo import Photo
from plugins.public_reports.models.rating import Rated
from plugins.public_reports.models.states import STATES
from plugins.public_reports.settings import KEY, rules_of, take_number
from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case
from portal.cases.neighbourhood import MATTER_NAMES
from portal.columns import named
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.protection import keyring
from portal.records import Entry, Record, begins
from portal.records.followed import Followed, code_of, hash_of
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.records.people import Contact, contact
from portal.records.setting_apart import APART_SQL, SetApart
from portal.records.waiting import waiting_indexes
from portal.redaction import KeptUnknown, RedactedText
from portal.typed.titles import title_of

ENTER, TIPS, REVIEW = "public_reports.enter", "public_reports.tips", "public_reports.review"
MOST_PHOTOS = 3
MOST_MERGED = 50  # shown on one page of those merged into it


class ReportEvent(Entry, db.Model):
    """One entry of the timeline of a report."""

    __tablename__ = "public_reports_report_event"
    __table_args__ = (Index("ix_public_reports_report_event_report", "report_id", "id"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("public_reports_report.id"))

    record: Mapped["Report"] = relationship(back_populates="events")


class Report(Decided, Answered, Rated, SetApart, Followed, KeptUnknown, Record, db.Model):
    """来件. Who reports is a contact of its own: whoever handles the matter reads the content alone. `text_mark`: a keyed mark of what was
    written, where and from which network, by which the same text sent again is known; `key`: of one told to staff, from which its code follows."""

    __tablename__ = "public_reports_report"
    __table_args__ = (
        Index("ix_public_reports_report_number", "number"),
        Index("ix_public_reports_report_county", "county_id", "created_at", "id"),
        Index("ix_public_reports_report_township", "township_id", "created_at", "id"),
        Index("ix_public_reports_report_waiting", "unit_id", "status", "due_at"),
        Index("ix_public_reports_report_label", "label_id", "created_at"),
        *list_indexes("public_reports_report", "created_at"),
        *waiting_indexes("public_reports_report", STATES, "due_at"),
        *waiting_indexes("public_reports_report", APART_SQL, "apart", name="apart"),
    )
    permission, states, settings_key = VIEW, STATES, KEY
    keeping = Keeping(
        name="群众反映",
        since=lambda: Report.created_at,
        over=lambda: Report.status.not_in(STATES.open) & Report._names_somebody(),
        forget=lambda report: report.leave_out_names(),
        does="去除反映人的姓名、电话，删除照片，反映的内容和答复不含姓名，予以保留",
    )
    other_verbs = {"answer_again": "再次答复"}
    set_apart = SetApart.set_apart.needing(HANDLE)
    confirm_apart, refuse_apart = (each.needing(REVIEW) for each in SetApart.REVIEWS)

    label_id: Mapped[int | None] = mapped_column(ForeignKey("public_reports_label.id"))
    channel: Mapped[str] = mapped_column(String(8), default=SCAN)
    matter: Mapped[str] = mapped_column(String(10), default="other")
    title: Mapped[str] = mapped_column(RedactedText(60))
    text: Mapped[str] = mapped_column(RedactedText())
    text_mark: Mapped[str] = mapped_column(String(40), index=True)
    place_text: Mapped[str] = mapped_column(RedactedText(100), default="")
    wants_reply: Mapped[bool] = mapped_column(default=False)
    tip_off: Mapped[bool] = mapped_column(default=False)
    key: Mapped[str] = mapped_column(String(16), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    recorder_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    reporter_id, reporter = contact("反映人", lazy="select")

    label: Mapped[Label | None] = relationship(lazy="joined")
    recorder: Mapped[User | None] = relationship(foreign_keys=[recorder_id])
    photos: Mapped[list[Photo]] = relationship(back_populates="report", order_by=Photo.id, cascade="all, delete-orphan")
    events: Mapped[list[ReportEvent]] = relationship(back_populates="record", order_by=ReportEvent.id)
    channel_name = named("channel", CHANNELS)
    matter_name = named("matter", MATTER_NAMES)

    @classmethod
    def reach(cls, user: User, permission: str):
        """举报 is closed to all but those who may read reports of that kind."""
        here = user.reach(cls, permission)
        return here & (cls.tip_off.is_(False) | user.reach(cls, TIPS))

    def allows(self, user: User, permission: str) -> bool:
        return user.can(permission, self) and (not self.tip_off or user.can(TIPS, self))

    @classmethod
    def _names_somebody(cls):
        return cls.reporter.has(Contact.erased_at.is_(None)) | cls.photos.any()

    def leave_out_names(self) -> None:
        """Who reported goes, and the pictures; what was reported stays without a name."""
        if self.reporter:
            self.reporter.forget()
        self.photos = []

    @property
    def where(self) -> str:
        """The place of the label, and what was written about it."""
        return "，".join(filter(None, (self.label.title if self.label else "", self.place_text)))

    @property
    def over(self) -> bool:
        """Whether nothing more passes between the office and whoever reported: withdrawn, or answered for so long that it is neither rated nor
        reported once more."""
        if self.open or self.status == "merged":
            return False
        rules = rules_of(self.unit)
        days = timedelta(days=max(rules.rating_days, rules.reopen_days))
        return self.answered_at is None or clock.now() > self.answered_at + days

    @property
    def paper_code(self) -> str:
        """The code of one told to staff, for its receipt; "" of one that somebody sent without an account."""
        return code_of(f"{KEY} {self.key}") if self.key else ""

    @property
    def unnamed(self) -> str:
        """Who sent a tip-off."""
        return self.reporter.name if self.tip_off and self.reporter else ""

    @begins("收到反映", needs=ENTER)
    def send(
        cls,
        *,
        unit: OrgUnit,
        matter: str,
        text: str,
        by: User | None,
        label: Label | None = None,
        place_text: str = "",
        reporter: Contact | None = None,
        wants_reply: bool = False,
        tip_off: bool = False,
        channel: str = SCAN,
        photos=(),
        network: str = "",
    ) -> "Report":
        """From somebody without an account (`by` None), behind `label`, in whose unit it is; or as told to whoever works in `unit`, by another
        channel. `network`: from where it was sent. Raises RuleError for a file that is no picture."""
        if label:
            hold(label)  # another may report behind it at this moment
            db.session.refresh(label)
        sent = cls(
            label=label,
            matter=matter,
            title=title_of(text),
            text=text,
            text_mark=mark_of(label, text, network),
            place_text=place_text,
            reporter=reporter,
            wants_reply=wants_reply,
            tip_off=tip_off,
            channel=channel,
            created_at=clock.now(),
            photos=[Photo.take_in(each) for each in photos],
        )
        sent.keep_apart("title", "text", "place_text")
        sent._come_in(label.unit if label else unit)
        if by is not None:
            sent._recorded(by)
        if label:
            label.be_used(sent.created_at)
        db.session.add(sent)
        return sent

    def _come_in(self, unit: OrgUnit) -> None:
        """To `unit`, with its next number, and until when somebody must have looked at it."""
        self.place(unit)
        self.number = take_number(unit, "report")
        self.due_at = self.first_look_due()

    def _recorded(self, by: User) -> None:
        """As told to `by`, with a code for the receipt."""
        self.recorder, self.key = by, secrets.token_urlsafe(9)
        self.code_hash = hash_of(self.paper_code)

    def first_look_due(self) -> datetime:
        """Until when somebody must have looked at what comes in now."""
        rules = rules_of(self.unit)
        return after_hours(clock.now(), rules.look_hours, read_hours(rules.office_hours))

    @classmethod
    def same_text(cls, label: Label | None, text: str, network: str, since: datetime) -> "Report | None":
        """The latest report with the same words behind the same label from the same network that waits for its answer. Never a tip-off: of that
        nobody is told that it came in."""
        same = select(cls).where(cls.text_mark == mark_of(label, text, network), cls.created_at >= since)
        same = same.where(cls.tip_off.is_(False), cls.status.in_((*STATES.open, "merged")))
        return db.session.scalars(same.order_by(cls.id.desc()).limit(1)).first()

    @classmethod
    def alike(cls, report: "Report", user: User, since: datetime) -> "list[Report]":
        """Others of the same place and kind since then that `user` may see, the newest first; where there is no label, of the same unit."""
        spot = cls.label_id == report.label_id if report.label_id else cls.label_id.is_(None)
        near = cls.visible_to(user).where(
            cls.unit_id == report.unit_id, spot, cls.matter == report.matter, cls.created_at >= since
        )
        near = near.where(cls.id != report.id, cls.status.not_in(("withdrawn", "merged")))
        return list(db.session.scalars(near.order_by(cls.id.desc()).limit(5)))

    def merged_here(self, user: User) -> "list[Report]":
        """Those merged into this one that `user` may see, the newest first, up to `MOST_MERGED`."""
        merged = type(self).visible_to(user).where(type(self).into_id == self.id)
        return list(db.session.scalars(merged.order_by(type(self).id.desc()).limit(MOST_MERGED)))

    @classmethod
    def answers(cls, case: Case, *, tip_off: bool) -> bool:
        """Whether the answer of `case` goes to whoever sent a tip-off; or else to anybody who sent something else."""
        about = select(cls.id).where(cls.case_id.in_(case.carries), cls.tip_off.is_(tip_off))
        return db.session.scalar(about.limit(1)) is not None


def mark_of(label: Label | None, text: str, network: str) -> str:
    """What of `text` from `network` behind `label` is compared: without spaces and signs, keyed."""
    plain = "".join(each for each in text if each.isalnum()).casefold()
    return keyring.mark(f"{label.word if label else ''} {network} {plain}", "public_reports.text")[:40]
