"""What is put right of a family: a wrong name, number or place; two rows of one household become one; one without any record goes."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, delete, literal, select, union_all
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import RuleError
from portal.extensions import db
from portal.families.gone import GoneFamily
from portal.org.models import OrgUnit
from portal.plugin import dispatch
from portal.plugin.hookspecs import Context
from portal.plugin.tables import module_of
from portal.records import Entry, Moved, step
from portal.records.people import Contact, hash_of
from portal.records.record import verbs_of
from portal.together import write_down

if TYPE_CHECKING:
    from portal.families.models import Family

EDIT, MERGE = "families.edit", "families.merge"
TABLE, TWICE = "families_family", "twice"


class FamilyEvent(Entry, db.Model):
    """One entry of the timeline of a family."""

    __tablename__ = "families_event"

    family_id: Mapped[int] = mapped_column(ForeignKey("families_family.id"), index=True)

    record: Mapped["Family"] = relationship(back_populates="events")


def _forgotten(family: "Family") -> str:
    return "联系人的信息已依法删除，不再更正。" if family.contact.erased_at else ""


def _used(family: "Family") -> str:
    """By which modules; "" by none."""
    columns = [key.parent for table in db.metadata.sorted_tables for key in table.foreign_keys if _points_here(key)]
    asked = [select(literal(each.table.name)).where(each == family.id).limit(1).subquery() for each in columns]
    found = db.session.scalars(union_all(*map(select, asked))).all() if asked else []
    names = dict.fromkeys(f"“{module_of(each)}”" for each in found)
    return f"{'、'.join(names)}里有这一户的记录，不能删除；登记重了的，请合并。" if names else ""


def _points_here(key) -> bool:
    return key.target_fullname == f"{TABLE}.id" and key.parent.table is not FamilyEvent.__table__


class Household:
    """The steps by which a family is put right."""

    grave_verbs = ("merge",)

    def title_of(self: "Family", entry: FamilyEvent) -> str:
        """What an entry is called on the timeline."""
        return ({TWICE: "合并后请核对"} | verbs_of(type(self)))[entry.verb]

    def move(self: "Family", verb: str, to: str = "", *, by: User | None, note: str = "", **more: object) -> None:
        """A family has no states; what was done stands on its timeline."""
        db.session.add(FamilyEvent(record=self, verb=verb, note=note, actor=by, at=clock.now()))
        write_down()

    @step("更正", needs=EDIT, unless=_forgotten)
    def correct(
        self: "Family",
        *,
        name: str,
        phone: str,
        place: OrgUnit,
        reason: str,
        by: User,
        second_name: str = "",
        second_phone: str = "",
    ) -> str:
        """Contact, telephone, place, and another of the family with the own telephone. Raises RuleError for a number of another family,
        for a place where `by` may enter none or that is of another county, and where nothing is changed."""
        self.hold()
        for each in filter(None, (phone, second_phone)):
            self._refuse_of_another(each)
        if place.county_id != self.county_id or not by.can(EDIT, place):
            raise RuleError(f"您不能把这一户改到{place.short_name}。")
        before = self._told()
        self.contact.name, self.contact.phone, self.phone_hash = name, phone, hash_of("phone", phone)
        self._name_second(second_name, second_phone)
        self.place(place)
        changed = [
            _change(*each, now) for each, (_, *now) in zip(before, self._told(), strict=True) if each[1] != now[0]
        ]
        if not changed:
            raise RuleError("没有改动。")
        return f"{'；'.join(changed)}。{reason}"

    @step("合并另一户", needs=MERGE, unless=_forgotten)
    def merge(
        self: "Family", phone: str, reason: str, *, by: User, one_family: bool = False, may_lose: bool = False
    ) -> Moved:
        """What plugins keep of the family with the number `phone` is of this one from now on, and its number leads here, unless this one
        has two. Raises RuleError for a number of no other family where `by` may merge, until `one_family` says that somebody asked, and,
        where the two have more than two numbers, until `may_lose` says that the others need not lead anywhere."""
        self.hold()
        other = self.known(self.unit, phone)
        if other is None or other is self or not other.allows(by, MERGE):
            raise RuleError("没有另一户是这个电话，请核对。")
        if not one_family:
            raise RuleError(f"这个电话是{other.whose}一家的。核对过是同一户的，请勾选“是同一户”。", at="one_family")
        joins, *lost = sorted(other.reached, key=lambda each: each.phone != phone)
        lost = [joins, *lost] if self.second else lost
        without = f"{'、'.join(f'{each.name_masked}的 {each.phone_masked}' for each in lost)} 不再归到这一户。"
        if lost and not may_lose:
            raise RuleError(f"一户最多两个电话，合并以后{without}要留的，先更正这一户的电话。", at="may_lose")
        said = f"{other.whose}一家（{other.created_at:%Y-%m-%d}建档）并入这一户。{without if lost else ''}{reason}"
        trail.record("family_merge", subject=self, unit=self.unit, detail=f"家庭 {other.id} 并入 {self.id}：{reason}")
        return Moved(said, then=lambda: self._take_over(other, joins, by))

    @step("删除", needs=MERGE, unless=_used)
    def remove(self: "Family", reason: str, *, by: User) -> Moved:
        """One that was entered by mistake, and that nothing refers to."""
        trail.record("family_remove", subject=self, unit=self.unit, detail=reason)
        return Moved(then=self.drop)

    def drop(self: "Family", into: "Family | None" = None) -> None:
        """Delete it with its timeline and its people; its address leads to `into`, or says that it is gone. Raises RuleError while a row
        of any module refers to it."""
        db.session.flush()
        db.session.execute(delete(FamilyEvent).where(FamilyEvent.family_id == self.id))
        db.session.expire(self, ["events"])
        try:
            with db.session.begin_nested():
                db.session.delete(self)
                GoneFamily.note(self, into)
        except IntegrityError as error:
            raise RuleError("还有模块留着这一户的记录，目前不能合并、删除。请联系系统管理员。") from error

    def let_go(self: "Family", *, since: datetime) -> None:
        """An import is taken back that made it after `since`: it goes too, unless somebody entered it, or something refers to it."""
        if self.created_at >= since and not self.events and not _used(self):
            self.drop()

    @property
    def whose(self: "Family") -> str:
        """Who it is and where, masked, for whoever is asked about it."""
        return f"{self.contact.name_masked}（{self.contact.phone_masked}，{self.unit.short_name}）"

    @property
    def people(self: "Family") -> list[Contact]:
        """The contact, and the second where there is one."""
        return [each for each in (self.contact, self.second) if each]

    @property
    def reached(self: "Family") -> list[Contact]:
        """Those of them whose number leads here."""
        return [each for each in self.people if each.phone]

    @property
    def twice(self: "Family") -> str:
        """What the last merger left here twice, for somebody to look at, or ""."""
        return self.events[-1].note if self.events and self.events[-1].verb == TWICE else ""

    def _take_over(self: "Family", other: "Family", joins: Contact, by: User) -> None:
        db.session.flush()
        twice = dispatch.collect("family_merged", ctx=Context(self.unit, by, clock.now()), kept=self, gone=other)
        name, phone = joins.name, joins.phone
        db.session.refresh(other)
        other.drop(into=self)
        if not self.second:
            self._name_second(name, phone or "")
        if twice:
            self.move(TWICE, by=by, note="".join(twice))

    def _name_second(self: "Family", name: str, phone: str) -> None:
        if not phone:
            self.second, self.second_hash = None, None
            return
        self.second = self.second or Contact(name=name)
        self.second.name, self.second.phone, self.second_hash = name, phone, hash_of("phone", phone)

    def _refuse_of_another(self: "Family", phone: str) -> None:
        known = self.known(self.unit, phone)
        if known and known is not self:
            raise RuleError(f"这个电话是{known.whose}一家的。是同一户的，请合并。")

    def _told(self: "Family") -> list[tuple[str, str, str]]:
        """What can be put right: what it is called, what it is, how it stands on the timeline."""
        second = self.second or Contact(name="", phone="")
        return [
            ("联系人", self.contact.name, self.contact.name_masked),
            ("电话", self.contact.phone or "", self.contact.phone_masked),
            ("所在地", self.unit.short_name, self.unit.short_name),
            ("另一位家人", second.name, second.name_masked),
            ("另一位的电话", second.phone or "", second.phone_masked),
        ]


def _change(label: str, _: str, was: str, now: list[str]) -> str:
    return f"{label}由“{was}”改为“{now[1]}”" if was != now[1] else f"{label}有更正（{was}）"
