"""清单: one of the five lists of a district in one edition, from its draft until the next takes its place. What stood in it stays."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, UniqueConstraint, func, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.duty_lists.choices import LISTS
from plugins.duty_lists.models.item import COPIED, DutyItem
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.waiting import waiting_indexes

MANAGE, APPROVE = "duty_lists.manage", "duty_lists.approve"
STATES = States(
    State("drafted", "编制中", "info", open=True, way="编制", next="登记或者导入条目，由另一人核对后公布施行"),
    State("in_force", "已公布", "ok", way="公布施行", final=True),
    State("replaced", "已有新版", "neutral"),
    State("dropped", "已作废", "neutral"),
)


def _empty(edition: "DutyEdition") -> str:
    return "" if edition.items else "还没有条目，不能公布。"


class DutyEditionEvent(Entry, db.Model):
    """One entry of the timeline of an edition."""

    __tablename__ = "duty_lists_edition_event"
    __table_args__ = (Index("ix_duty_lists_edition_event_edition", "edition_id", "id"),)

    edition_id: Mapped[int] = mapped_column(ForeignKey("duty_lists_edition.id"))

    record: Mapped["DutyEdition"] = relationship(back_populates="events")


class DutyEdition(Record, db.Model):
    """清单版本: one edition of a list, of the district or township that publishes it; it holds for all units below."""

    __tablename__ = "duty_lists_edition"
    lasting = ("in_force",)
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "edition"),
        Index("ix_duty_lists_edition_county", "county_id", "created_at", "id"),
        Index("ix_duty_lists_edition_township", "township_id", "created_at", "id"),
        *waiting_indexes("duty_lists_edition", STATES),
    )
    permission, states = "duty_lists.view", STATES

    kind: Mapped[str] = mapped_column(String(10))
    edition: Mapped[int] = mapped_column(default=1)
    title: Mapped[str] = mapped_column(String(80))
    document: Mapped[str] = mapped_column(String(80), default="")
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    items: Mapped[list[DutyItem]] = relationship(back_populates="edition", order_by=(DutyItem.serial, DutyItem.id))
    events: Mapped[list[DutyEditionEvent]] = relationship(back_populates="record", order_by=DutyEditionEvent.id)

    @property
    def list_name(self) -> str:
        return LISTS[self.kind]

    @classmethod
    def current(cls, on: date) -> ColumnElement[bool]:
        """The condition: it holds on that day."""
        published = cls.status.in_(("in_force", "replaced"))
        return published & (cls.valid_from <= on) & or_(cls.valid_until.is_(None), cls.valid_until >= on)

    @classmethod
    def rows_for(cls, unit: OrgUnit, on: date) -> Select:
        """The rows of all lists that hold for `unit` on that day, by list and number."""
        holds = cls.current(on) & cls.unit_id.in_(unit.ancestor_ids)
        found = select(DutyItem).join(DutyItem.edition).where(holds, DutyItem.current(on))
        return found.order_by(cls.kind, DutyItem.serial, DutyItem.id)

    @begins("编制清单", needs=MANAGE, refused="您不能编制这个单位的清单。")
    def draft(
        cls, *, unit: OrgUnit, kind: str, title: str, by: User, document: str = "", copies: bool = False
    ) -> Moved:
        """The next edition of a list; with `copies` it begins with the rows of the one in force."""
        same = cls.unit_id == unit.id, cls.kind == kind
        before = db.session.scalar(select(cls).where(*same, cls.status == "in_force").limit(1))
        count = (db.session.scalar(select(func.max(cls.edition)).where(*same)) or 0) + 1
        made = cls(kind=kind, title=title, document=document, edition=count, drafted_by_id=by.id)
        made.number = f"{LISTS[kind]}第{count}版"
        made.place(unit)
        db.session.add(made)
        if copies and before:
            made.items = [DutyItem(**{name: getattr(each, name) for name in COPIED}) for each in before.items]
        return Moved(made=made, note=f"复制了{before.number}的条目。" if copies and before else "")

    def put(self, *, by: User, serial: int, **fields: Any) -> DutyItem:
        """Enter a row. Fields: as in `DutyItem`. Raises WrongState once it is published, RuleError for a number that is taken."""
        if self.status != "drafted":
            raise WrongState(self.wrong_state())
        taken = select(DutyItem.id).where(DutyItem.edition_id == self.id, DutyItem.serial == serial)
        if db.session.scalar(taken):
            raise RuleError(f"第 {serial} 项已经有了，请核对序号。", at="serial")
        made = DutyItem(serial=serial, **fields)
        self.items.append(made)
        return made

    @step("登记条目", of="drafted", needs=MANAGE)
    def add_item(self, serial: int, title: str, *, by: User, **fields: Any) -> Moved:
        """One row by hand."""
        return Moved(f"第 {serial} 项：{title}", made=self.put(by=by, serial=serial, title=title, **fields))

    @step("更正条目", of="drafted", needs=MANAGE)
    def correct_item(self, item: DutyItem, *, by: User, **fields: Any) -> str:
        """What was entered wrongly, while it is a draft; later it is for a new edition."""
        if any(each is not item and each.serial == fields["serial"] for each in self.items):
            raise RuleError(f"第 {fields['serial']} 项已经有了，请核对序号。", at="serial")
        for name, value in fields.items():
            setattr(item, name, value)
        return f"第 {item.serial} 项。"

    @step("删去条目", of="drafted", needs=MANAGE)
    def remove_item(self, item: DutyItem, reason: str, *, by: User) -> str:
        """A row that does not belong there."""
        self.items.remove(item)
        db.session.delete(item)
        return f"第 {item.serial} 项 {item.title}：{reason}"

    @step(
        "公布施行",
        of="drafted",
        to="in_force",
        needs=APPROVE,
        not_by={"drafted_by_id": "编制的人"},
        unless=_empty,
        waits=True,
    )
    def enact(self, valid_from: date, document: str, *, by: User) -> str:
        """From a day on it takes the place of the edition before, whose last day is the one before. Raises RuleError for a day before that
        on which the one before began."""
        before = db.session.scalars(
            select(DutyEdition)
            .where(DutyEdition.unit_id == self.unit_id, DutyEdition.kind == self.kind)
            .where(DutyEdition.status == "in_force")
            .with_for_update()
        ).all()
        for each in before:
            if each.valid_from > valid_from:
                raise RuleError(f"不能早于{each.number}的施行日期 {each.valid_from}。", at="valid_from")
            each.give_way(self.number, valid_from - timedelta(days=1), by=by)
        self.valid_from, self.document = valid_from, document
        return f"{document}，{valid_from} 起施行，{len(self.items)} 项。"

    @step("由新版代替", of="in_force", to="replaced", needs=None)
    def give_way(self, number: str, last: date, *, by: User | None) -> str:
        """A newer edition holds from the day after `last`."""
        self.valid_until = last
        return f"{number}代替，本版到 {last}。"

    @step("作废", of="drafted", to="dropped", needs=MANAGE)
    def drop(self, reason: str, *, by: User) -> str:
        """A draft that is not wanted."""
        return reason
