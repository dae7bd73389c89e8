"""高龄津贴: who gets it since when, and what a street pays of it month by month."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, Index, Select, String, case, false, func, literal, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from plugins.great_age.allowance import amount as amount_of
from plugins.great_age.allowance import born_until, month_of, reckoned_on, tiers_of
from plugins.great_age.correcting import Corrected, too_much
from plugins.great_age.settings import KEY, in_force
from portal import clock
from portal.accounts.hands import same_hand
from portal.entitlements import Accrued, Entitled, Rights, Span
from portal.errors import RuleError
from portal.extensions import db
from portal.numbering import take_number
from portal.org.models import OrgUnit
from portal.people.changes import SaysOtherwise
from portal.people.masking import mask_bank_card
from portal.people.models import Person
from portal.protection import EncryptedDate, EncryptedText
from portal.records import Entry, Moved, Record, State, States, begins, step
from portal.records.in_order import list_indexes
from portal.records.keeping import Keeping
from portal.settings import basis_of
from portal.workdays.arithmetic import full_years

if TYPE_CHECKING:
    from portal.accounts.models import User

STOPS = {"died": "死亡", "moved": "户籍迁出", "other": "不再符合条件", "own": "本人放弃"}


class GreatAgeEvent(Entry, db.Model):
    """One entry of the timeline of somebody entitled."""

    __tablename__ = "great_age_recipient_event"

    recipient_id: Mapped[int] = mapped_column(ForeignKey("great_age_recipient.id"), index=True)

    record: Mapped["GreatAge"] = relationship(back_populates="events")


def _nothing_waits(row: "GreatAge") -> str:
    return "已作废，也没有待发的款项，不用账号。" if row.status == "void" and not row.waiting_fen() else ""


class GreatAge(SaysOtherwise, Corrected, Entitled, Record, db.Model):
    """高龄津贴对象. The birthday is copied: what was settled by it can be proved after the resident's data was corrected or erased. It is
    encrypted; statements reckon by its month."""

    __tablename__ = "great_age_recipient"
    lasting = ("active",)
    __table_args__ = (
        Index("ix_great_age_recipient_number", "number"),
        Index("ix_great_age_recipient_recent", "township_id", "valid_from", "id"),
        Index("ix_great_age_recipient_county", "county_id", "valid_from", "id"),
        *list_indexes("great_age_recipient", "valid_from"),
    )
    permission, NAME = "great_age.view", "高龄津贴"
    states = States(
        State("active", "在发", "ok", way="登记"),
        State("stopped", "已停发", "neutral", way="停发"),
        State("void", "已作废", "neutral"),
    )
    grave_verbs = ("stop", "withdraw")
    keeping = Keeping(
        name="高龄津贴对象",
        since=lambda: GreatAge.valid_until,
        does="列出来，由发放单位核对津贴以后决定，不自动去除姓名",
    )

    born_on: Mapped[date] = mapped_column(EncryptedDate("great_age_recipient.born_on"))
    born_month: Mapped[date] = mapped_column(info={"in_the_open": "the month alone: the first payment tells it, too"})
    bank: Mapped[str] = mapped_column(String(60), default="")
    account: Mapped[str | None] = mapped_column(EncryptedText("great_age_recipient.account"))
    account_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    follows_id: Mapped[int | None] = mapped_column(ForeignKey("great_age_recipient.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    follows: Mapped["GreatAge | None"] = relationship(remote_side="GreatAge.id")
    events: Mapped[list[GreatAgeEvent]] = relationship(back_populates="record", order_by=GreatAgeEvent.id)

    @validates("born_on")
    def _keep_month(self, _: str, day: date) -> date:
        self.born_month = month_of(day)
        return day

    @begins("登记高龄津贴", needs="great_age.manage")
    def enrol(
        cls,
        *,
        unit: OrgUnit,
        person: Person,
        valid_from: date,
        by: "User",
        bank: str = "",
        account: str = "",
        note: str = "",
    ) -> Moved:
        """Raises RuleError for who gets it already, also in part of the first month, whose birthday is not known, or who is too
        young for every tier of the district in the first month."""
        return cls._entered(unit, person, valid_from, by, bank, account, note)

    @begins("登记高龄津贴", needs="great_age.manage", refused="您不能给这位居民登记高龄津贴。")
    def enrol_resident(
        cls, person: Person, *, valid_from: date, by: "User", bank: str = "", account: str = ""
    ) -> Moved:
        """As `enrol`, from the page of a resident: in the unit where that person is registered."""
        return cls._entered(person.unit, person, valid_from, by, bank, account)

    def be_for(self, person: Person, valid_from: date) -> None:
        """Entitled is `person` from that day on. Raises RuleError as `enrol` does."""
        if person.birth_date is None:
            raise RuleError("这位居民没有登记出生日期，请先在居民信息里补上。")
        _check_age(self.unit, person.birth_date, valid_from)
        with db.session.no_autoflush:
            self.person, self.person_id = person, person.id
            self.born_on, self.valid_from = person.birth_date, valid_from
        self.begin()

    @classmethod
    def _entered(
        cls, unit: OrgUnit, person: Person, valid_from: date, by: "User", bank: str, account: str, note: str = ""
    ) -> Moved:
        row = cls(bank=bank, account=account or None, account_by_id=by.id if by and account else None)
        row.place(unit)
        row.be_for(person, valid_from)
        today = clock.today()
        row.number = take_number(unit, KEY, in_force(unit, today).enrolment_number, today.year)
        db.session.add(row)
        return Moved(note, made=row)

    @classmethod
    def settled_by(cls) -> type["GreatSettlement"]:
        return GreatSettlement

    def settled(self) -> str:
        """Why it may not be taken back, or "": what was settled for the person is proved by this row."""
        self.hold()
        return "其中有人的津贴已经结算过，不能整批撤销，请逐个停发。" if self.has_lines() else ""

    @step("停发", of="active", to="stopped", needs="great_age.manage")
    def stop(self, on: date, reason: str, *, by: "User", note: str = "") -> str:
        """The last day is `on`; what was paid for later months is taken back by the next settlement."""
        if on > clock.today():
            raise RuleError("停发日期还没有到，请核对。")
        self.end(on, reason)
        return f"{STOPS[reason]}，最后一天 {on}。{too_much(self.settled_after(on))}{note}"

    @step("更正账号", of=("active", "stopped", "void"), needs="great_age.manage", unless=_nothing_waits)
    def change_account(self, bank: str, account: str, *, by: "User") -> str:
        """The bank account it is paid to; the timeline keeps the last digits only. Of a row that was annulled only while the resident is
        still owed something: who was entered by mistake may have paid back what never reached him."""
        self.bank, self.account, self.account_by_id = bank, account, by.id
        return f"{bank}　{self.account_masked}"

    def waiting_fen(self) -> int:
        """What the street has still to pay to the resident, in 分: on a list already, or sent back by the bank."""
        kind = self.settled_by()
        paid = kind.payment_class
        his = (
            kind.of(self.body),
            paid.person_id == self.person_id,
            paid.status.in_(("due", "returned")),
            paid.amount_fen > 0,
        )
        found = (
            select(func.coalesce(func.sum(paid.amount_fen), 0)).join(kind, kind.id == paid.settlement_id).where(*his)
        )
        return int(db.session.scalar(found))

    @classmethod
    def tells_account(cls) -> ColumnElement[bool]:
        """The condition: its account is that of the resident. That of an annulled row may be somebody else's, unless it was registered since."""
        since = GreatAgeEvent.verb == "change_account", GreatAgeEvent.from_status == "void"
        return ~cls.annulled() | select(GreatAgeEvent.id).where(GreatAgeEvent.recipient_id == cls.id, *since).exists()

    def particulars(self) -> dict[str, str]:
        return {"状态": self.status_name, "开户行": self.bank, "账号": self.account or ""}

    def forget(self) -> str:
        self.bank, self.account, self.account_by_id = "", None, None
        return "高龄津贴：开户行和账号已删除，起止日期和出生日期作为已付款项的依据保存。"

    @property
    def title(self) -> str:
        return f"{self.person.name}高龄津贴"

    @property
    def age(self) -> int:
        """Full years (周岁) by the end of this month: one that changed on the birthday would tell the day."""
        return full_years(self.born_month, clock.today())

    @property
    def account_masked(self) -> str:
        return mask_bank_card(self.account) if self.account else "未登记"


def _check_age(unit: OrgUnit, born_on: date, valid_from: date) -> None:
    """By the rules of the first day; where there were none yet, by those of today and the age of today."""
    day = valid_from if tiers_of(in_force(unit, valid_from)) else max(valid_from, clock.today())
    rules = in_force(unit, day)
    tiers = tiers_of(rules)
    if tiers and not amount_of(tiers, born_on, GreatSettlement.span_of(day), rules.begins):
        raise RuleError(f"从 {day} 起还不满 {tiers[-1].from_age} 周岁，请核对是不是这位居民，或者从满龄的月份起登记。")


class GreatSettlement(Accrued, db.Model):
    """高龄津贴月结 of one street."""

    __tablename__ = "great_age_settlement"
    permission, settings_key = "great_age.view", KEY
    rights = Rights("great_age.settle", "great_age.check", "great_age.review", "great_age.pay")
    COUNTED, QUANTITY, SHORT, NAME = "个月", "月数", "高龄津贴", "高龄津贴"
    keeping = Keeping(
        name="高龄津贴月结",
        since=lambda: GreatSettlement.last_day,
        does="列出来，由财务人员鉴定，领取人是发放的凭证，不自动去除",
    )

    @property
    def title(self) -> str:
        return f"{self.unit.name} {self.span}{self.NAME}"

    @classmethod
    def concerns(cls, span: Span) -> ColumnElement[bool]:
        """Where somebody is entitled, or something is to be taken back or paid later."""
        reason = or_(GreatAge.within(span), GreatAge.unsettled(OrgUnit.id))
        return select(GreatAge.id).where(GreatAge.township_id == OrgUnit.id, reason).exists()

    def hindrance(self) -> str:
        if tiers_of(in_force(self.unit, self.last_day)):
            return ""
        return "本地还没有规定高龄津贴标准（各档金额都是 0），请先在设置里按当地文件填写。"

    def goes_on(self, payment: Any) -> str:
        here = self.unit.subtree_of(GreatAge), GreatAge.person_id == payment.person_id, GreatAge.status == "active"
        if db.session.scalar(select(GreatAge.id).where(*here).limit(1)) is None:
            return ""
        return f"{payment.shown_name}的津贴还在发，这一笔在下一期自动扣回，不用核销。"

    def keeps_from_paying(self, user: "User") -> str:
        """Whoever entered an account as it is now, in this row or in one that it takes the place of: money goes only to accounts that a
        second person has seen."""
        payment = self.payment_class
        listed = select(payment.person_id).where(
            payment.settlement_id == self.id, payment.status == "due", payment.amount_fen > 0
        )
        owner = user.owner_needed(lambda: self.entrusted_to(user, self.rights.pay))
        ids = [user.id, *filter(None, [owner])]
        mine = same_hand(GreatAge.account_by_id, GreatAge.__tablename__, GreatAge.id, user, ids)
        accounts = select(func.count(GreatAge.id)).where(mine)
        here = self.unit.subtree_of(GreatAge), GreatAge.account.is_not(None), GreatAge.valid_from <= self.last_day
        number = db.session.scalar(accounts.where(*here, GreatAge.tells_account(), GreatAge.person_id.in_(listed)))
        return f"其中 {number} 人的账号是您登记或者更正的，须由其他人发放。" if number else ""

    def accounts(self, people: Iterable[int]) -> dict[int, tuple[str, str]]:
        """Bank and account of each who has one, as registered in the units of the settlement for the latest entitlement that began by
        its end."""
        rows = self._registered(people).with_only_columns(GreatAge.person_id, GreatAge.bank, GreatAge.account)
        latest = {person: (bank, account) for person, bank, account in db.session.execute(rows)}
        return {person: (bank, account) for person, (bank, account) in latest.items() if account}

    def without_account(self, people: Iterable[int]) -> set[int]:
        """Nothing is deciphered for that: the page of a large street asks it each time."""
        known = self._registered(people).with_only_columns(GreatAge.person_id, GreatAge.account.is_not(None))
        there = dict(db.session.execute(known).all()) if people else {}
        return {each for each in people if not there.get(each)}

    def _registered(self, people: Iterable[int]) -> Select:
        """Entitlements of these residents in the units of the settlement that began by its end, the latest last, annulled ones before all."""
        rows = select(GreatAge).where(
            self.unit.subtree_of(GreatAge),
            GreatAge.valid_from <= self.last_day,
            GreatAge.tells_account(),
            GreatAge.person_id.in_(people),
        )
        return rows.order_by(GreatAge.annulled().desc(), GreatAge.valid_from, GreatAge.id)

    def due(self, span: Span, known_at: datetime) -> Select:
        """By the rules of the month, and the age that is reached in it."""
        rules = in_force(self.unit, span.last)
        tiers, day = tiers_of(rules), reckoned_on(span, rules.begins)
        reached = [(GreatAge.born_month <= born_until(each, day), each) for each in tiers]
        amount = case(*((when, each.amount_fen) for when, each in reached), else_=0) if tiers else literal(0)
        words = (
            case(*((when, basis_of(rules, each.field)) for when, each in reached), else_="") if tiers else literal("")
        )
        rows = select(
            GreatAge.person_id, literal(1).label("quantity"), amount.label("amount_fen"), words.label("basis")
        )
        old_enough = reached[-1][0] if reached else false()
        return rows.where(self.unit.subtree_of(GreatAge), GreatAge.within(span, known_at), old_enough)
