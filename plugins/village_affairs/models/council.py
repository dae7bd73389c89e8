"""四会: 红白理事会, 道德评议会 … of a village or community: who serves, and what they did."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.village_affairs.models.matter import MANAGE
from plugins.village_affairs.places import check_place
from plugins.village_affairs.settings import rules_of
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit, Scoped
from portal.records import Body, Moved, begins, step
from portal.records.keeping import Keeping
from portal.records.people import Contact, contact
from portal.records.roster import Membership
from portal.settings import listed

POSTS = {"head": "会长", "member": "理事"}
ACTIVITIES = {
    "meeting": "开会议事",
    "publicity": "宣传",
    "visit": "走访劝导",
    "event": "红白事服务",
    "review": "道德评议",
    "patrol": "巡查",
    "other": "其他",
}


def _ended(council: "Council") -> str:
    return f"{council.kind}已于 {council.ended_on} 撤销。" if council.ended_on else ""


def _not_ended(council: "Council") -> str:
    return "" if council.ended_on else f"{council.kind}没有撤销。"


class Council(Body, Scoped, db.Model):
    """议事组织: one of the councils of a village. Which there are is a dated setting: `kind` is the name as it stood when it was founded."""

    __tablename__ = "village_affairs_council"
    __table_args__ = (
        UniqueConstraint("unit_id", "kind"),
        Index("ix_village_affairs_council_county", "county_id", "founded_on", "id"),
        Index("ix_village_affairs_council_township", "township_id", "founded_on", "id"),
    )
    permission = "village_affairs.view"
    keeping = Keeping(
        name="议事组织成员",
        does="在用的名册，没有到期；卸任的留在历任里",
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(80))
    charter: Mapped[str] = mapped_column(Text, default="")
    founded_on: Mapped[date]
    ended_on: Mapped[date | None]
    correction: Mapped[str] = mapped_column(Text, default="")  # what was changed, when and why, a line each

    members: Mapped[list["CouncilMember"]] = relationship(order_by=lambda: CouncilMember.id)
    activities: Mapped[list["Activity"]] = relationship(order_by=lambda: (Activity.on.desc(), Activity.id.desc()))

    @property
    def name(self) -> str:
        """泰兴社区红白理事会."""
        return f"{self.unit.short_name}{self.kind}"

    @property
    def serving(self) -> list["CouncilMember"]:
        today = clock.today()
        return [each for each in self.members if each.serves_on(today)]

    @begins("设立四会", needs=MANAGE, refused="您不能在这个村、社区设立。")
    def set_up(cls, *, unit: OrgUnit, kind: str, founded_on: date, by: User, charter: str = "") -> "Council":
        """One of a kind; RuleError for a second, or one that is not among those of the settings."""
        if kind not in listed(rules_of(unit).village_councils):
            raise RuleError(f"本地的设置里没有“{kind}”。")
        cls._refuse(unit, kind)
        founded = cls(kind=kind, founded_on=founded_on, charter=charter)
        founded.place(unit)
        db.session.add(founded)
        return founded

    @classmethod
    def _refuse(cls, unit: OrgUnit, kind: str, but: int = 0) -> None:
        """Raises RuleError for a unit that has no such council, or has one already, other than that of the id `but`."""
        check_place(unit)
        same = cls.unit_id == unit.id, cls.kind == kind, cls.id != but
        with db.session.no_autoflush:
            there = db.session.scalar(select(cls).where(*same))
        if there and there.ended_on:
            raise RuleError(f"{unit.short_name}的{kind}已于 {there.ended_on} 撤销，重新设立的，请打开它，点“恢复”。")
        if there:
            raise RuleError(f"{unit.short_name}已经设立了{kind}。")

    @step("更正村、社区", needs=MANAGE, unless=_ended)
    def relocate(self, unit: OrgUnit, reason: str, *, by: User) -> None:
        """Set up for the wrong place: members and activities go with it, and the reason stays. Raises RuleError as `set_up` does, and
        where `by` may not set one up."""
        if not by.can(MANAGE, unit):
            raise RuleError("您不能在这个村、社区设立。")
        self._refuse(unit, self.kind, self.id)
        self._say(f"从{self.unit.short_name}更正为{unit.short_name}：{reason}")
        self.place(unit)

    @step("撤销", needs=MANAGE, unless=_ended)
    def dissolve(self, on: date, reason: str, *, by: User) -> None:
        """After the day `on` it is no more, and nobody serves on it; members and activities stay in the ledger. Raises RuleError for a day
        before it was set up, before somebody joined or before what it did last."""
        staying = [each for each in self.members if each.valid_until is None or each.valid_until > on]
        before = [self.founded_on, *(each.valid_from for each in staying), *(each.on for each in self.activities)]
        if on < max(before):
            raise RuleError(f"撤销日期早于设立、到任或者最近一次活动（{max(before)}），请核对。", at="on")
        for each in staying:
            each.valid_until = on
        self.ended_on = on
        self._say(f"撤销，最后一天 {on}：{reason}")

    @step("恢复", needs=MANAGE, unless=_not_ended)
    def restore(self, reason: str, *, by: User) -> None:
        """It was dissolved by mistake, or is set up again; who serves is entered anew."""
        self.ended_on = None
        self._say(f"恢复：{reason}")

    def _say(self, what: str) -> None:
        self.correction = f"{self.correction}\n{clock.today()} {what}".strip()

    @step("修改章程", needs=MANAGE, unless=_ended)
    def amend(self, charter: str, *, by: User) -> None:
        self.charter = charter

    @step("登记成员", needs=MANAGE, unless=_ended)
    def enlist(
        self, *, name: str, post: str, valid_from: date, by: User, phone: str = "", valid_until: date | None = None
    ) -> Moved:
        """Raises RuleError for who serves already, or a second head."""
        if any(each.name == name for each in self.serving):
            raise RuleError(f"{name}已经是{self.kind}的成员。")
        if post == "head" and any(each.post == "head" for each in self.serving):
            raise RuleError(f"{self.kind}已有会长，请先登记卸任。")
        made = CouncilMember(
            name=name,
            post=post,
            valid_from=valid_from,
            valid_until=valid_until,
            contact=Contact(name=name, phone=phone or None),
        )
        self.members.append(made)
        return Moved(made=made)

    @step("卸任", needs=MANAGE)
    def release(self, member: "CouncilMember", on: date, *, by: User) -> None:
        """Raises RuleError, WrongState."""
        member.end(on)

    @step("登记活动", needs=MANAGE, unless=_ended)
    def note(self, *, by: User, **fields) -> Moved:
        """What it did, entered once; the ledger follows. Fields: on, kind, title, people, outcome."""
        made = Activity(**fields)
        self.activities.append(made)
        return Moved(made=made)

    @step("改正活动", needs=MANAGE)
    def correct(self, activity: "Activity", *, by: User, **fields) -> None:
        for name, value in fields.items():
            setattr(activity, name, value)


class CouncilMember(Membership, db.Model):
    """会长 or 理事, for a term."""

    __tablename__ = "village_affairs_council_member"
    JOINING, LEAVING = "到任", "卸任"

    council_id: Mapped[int] = mapped_column(ForeignKey("village_affairs_council.id"), index=True)
    post: Mapped[str] = mapped_column(String(10), default="member")
    contact_id, contact = contact("四会成员", kept="四会成员的姓名和任期是公开的任职记录，予以保留；电话已删除。")

    @property
    def post_name(self) -> str:
        return POSTS[self.post]


class Activity(db.Model):
    """One activity: no names of those who were advised, judged or suspected; leads go to the police and not into this table."""

    __tablename__ = "village_affairs_activity"
    __table_args__ = (Index("ix_village_affairs_activity_council", "council_id", "on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("village_affairs_council.id"))
    on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(10), default="meeting")
    title: Mapped[str] = mapped_column(String(80))
    people: Mapped[str] = mapped_column(String(200), default="")
    outcome: Mapped[str] = mapped_column(String(500), default="")

    council: Mapped[Council] = relationship(viewonly=True)

    @property
    def kind_name(self) -> str:
        return ACTIVITIES[self.kind]
