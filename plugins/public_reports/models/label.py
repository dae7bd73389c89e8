"""收件码: a QR code on a wall, behind which people report what is wrong there."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Self

from sqlalchemy import ForeignKey, Index, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.public_reports.choices import PLACES
from plugins.public_reports.settings import KEY, rules_of, take_number
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.followed import legible_word
from portal.records.waiting import waiting_indexes

VIEW, LABELS = "public_reports.view", "public_reports.labels"
WORD_LENGTH, TITLE_LENGTH = 6, 40
AT_ONCE = 50  # labels that are entered together: other writers wait meanwhile
STATES = States(
    State("waiting", "待贴", "warn", open=True, way="印制", next="打印码牌，贴好以后登记贴出"),
    State("in_use", "在用", "ok", way="贴出", final=True),
    State("damaged", "破损", "danger", open=True, at="in_use", next="重新打印码牌，贴好以后登记贴出"),
    State("off", "停用", "neutral"),
)


class LabelEvent(Entry, db.Model):
    """One entry of the timeline of a label."""

    __tablename__ = "public_reports_label_event"
    __table_args__ = (Index("ix_public_reports_label_event_label", "label_id", "id"),)

    label_id: Mapped[int] = mapped_column(ForeignKey("public_reports_label.id"))

    record: Mapped["Label"] = relationship(back_populates="events")


class Label(Record, db.Model):
    """收件码. `word` stands in the address of its form and is no secret; `instead`: where people turn once it is off; `quiet_on`: without a
    report until then it may have fallen off."""

    __tablename__ = "public_reports_label"
    lasting = ("in_use",)
    __table_args__ = (
        Index("ix_public_reports_label_county", "county_id", "created_at", "id"),
        Index("ix_public_reports_label_township", "township_id", "created_at", "id"),
        Index("ix_public_reports_label_unit", "unit_id", "status", "id"),
        *waiting_indexes(
            "public_reports_label", "status IN ('waiting', 'damaged', 'in_use')", "status", "quiet_on", name="about"
        ),
    )
    permission, states, settings_key = VIEW, STATES, KEY

    word: Mapped[str] = mapped_column(String(8), unique=True)
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    kind: Mapped[str] = mapped_column(String(10))
    instead: Mapped[str] = mapped_column(String(120), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    posted_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    quiet_on: Mapped[date | None]

    events: Mapped[list[LabelEvent]] = relationship(back_populates="record", order_by=LabelEvent.id)
    kind_name = named("kind", PLACES)

    @classmethod
    def of_word(cls, word: str) -> "Label | None":
        """The label with `word`, however it was typed."""
        return db.session.scalar(select(cls).where(cls.word == word.strip().upper()))

    @classmethod
    def of_grid(cls, grid: OrgUnit) -> "Label | None":
        """The label that stands for all of `grid`, of several the last."""
        its = select(cls).where(cls.unit_id == grid.id, cls.kind == "grid", cls.status != "off")
        return db.session.scalar(its.order_by(cls.id.desc()).limit(1))

    @property
    def path(self) -> str:
        """The address of its form within the portal."""
        return f"/report/{self.word}"

    @property
    def closed(self) -> str:
        """Why nothing is taken behind it, and where to turn; "" while something is."""
        if self.status != "off" and not self.unit.closed_on:
            return ""
        return f"这个码已经停用。{self.instead or '请到社区、街道窗口反映，或者拨打 12345。'}"

    def watch(self) -> None:
        """It hangs there now: somebody has posted it, or reported something."""
        self.quiet_on = clock.today() + timedelta(days=rules_of(self.unit).silent_days)

    def be_used(self, at: datetime) -> None:
        """Somebody reported behind it."""
        self.last_used_at = at
        if Label.hang.fits(self):
            self.hang(by=None)
        self.watch()

    @begins("登记收件码", needs=LABELS)
    def enter(cls, *, unit: OrgUnit, title: str, kind: str, by: User) -> "Label":
        """A label for one place, to be printed."""
        return cls._made(unit, title, kind)

    @classmethod
    def _made(cls, unit: OrgUnit, title: str, kind: str) -> Self:
        label = cls(title=title, kind=kind, created_at=clock.now(), word=_free_word())
        label.place(unit)
        label.number = take_number(unit, "label")
        db.session.add(label)
        return label

    @begins("批量登记收件码", needs=LABELS, verb="enter")
    def enter_many(cls, *, unit: OrgUnit, titles: Sequence[str], each_grid: bool, kind: str, by: User) -> Moved:
        """One of this `kind` for each of `titles` in `unit`; with `each_grid` one besides for each grid of `unit` that has none, called like the grid.
        Raises RuleError where that is nothing, or too many for once."""
        places = [(unit, each) for each in titles]
        places += [(grid, grid.name[:TITLE_LENGTH]) for grid in _bare_grids(unit)] if each_grid else []
        if not places:
            raise RuleError("下面的网格都已经有码了，没有要登记的。", at="each_grid")
        if len(places) > AT_ONCE:
            raise RuleError(
                f"一共 {len(places)} 个，一次最多登记 {AT_ONCE} 个，请分几次，或者选小一级的单位。", at="titles"
            )
        (place, title), *rest = places
        first = cls._made(place, title, kind)
        return Moved(
            made=first, then=lambda: [cls.enter(unit=place, title=title, kind=kind, by=by) for place, title in rest]
        )

    @step("登记贴出", of=("waiting", "damaged"), to="in_use", needs=LABELS, waits=True)
    def post(self, *, by: User, note: str = "") -> str:
        """It hangs where it belongs."""
        self.posted_at = clock.now()
        self.watch()
        return note

    @step("扫码来件，已经贴出", of="waiting", to="in_use", needs=None)
    def hang(self, *, by: User | None) -> str:
        """Somebody reported behind it, so it hangs, though nobody has said so."""
        self.posted_at = clock.now()
        return ""

    @step("报破损", of="in_use", to="damaged", needs=VIEW)
    def damage(self, *, by: User, note: str = "") -> str:
        """Torn, covered, fallen off: to be printed and posted again. What comes in behind it is taken all the same."""
        return note

    @step("停用", of=("waiting", "in_use", "damaged"), to="off", needs=LABELS)
    def close(self, instead: str, *, by: User) -> str:
        """Nothing is taken behind it any more; `instead` is what people are told."""
        self.instead = instead
        return instead

    @step("恢复使用", of="off", to="waiting", needs=LABELS)
    def restore(self, *, by: User, note: str = "") -> str:
        """To be posted again, with the same code."""
        return note

    @step("更正", of=("waiting", "in_use", "damaged"), needs=LABELS)
    def amend(self, title: str, kind: str, reason: str, *, by: User) -> str:
        """The name or kind of the place; what was reported stays with it."""
        was, self.title, self.kind = f"{self.title}（{self.kind_name}）", title, kind
        return f"原为{was}。{reason}"


def _bare_grids(unit: OrgUnit) -> list[OrgUnit]:
    """The grids of `unit`, or itself, without a label of their own that is not switched off."""
    taken = select(Label.unit_id).where(Label.kind == "grid", Label.status != "off")
    grids = select(OrgUnit).where(OrgUnit.kind == "grid", OrgUnit.closed_on.is_(None), unit.subtree_of(OrgUnit))
    return list(db.session.scalars(grids.where(OrgUnit.id.not_in(taken)).order_by(OrgUnit.path)))


def _free_word() -> str:
    """A word that no label has."""
    while True:
        word = legible_word(WORD_LENGTH)
        if db.session.scalar(select(Label.id).where(Label.word == word)) is None:
            return word
