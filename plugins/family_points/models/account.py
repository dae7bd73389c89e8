"""积分账户 of a family: append-only lines whose balance always adds up. Negative are only an exchange, the expiry, the counter-entry
of an error, and what moves to the other account of a household that was entered twice: the tables refuse anything else."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.family_points.choices import LINES
from plugins.family_points.settings import rules_of
from plugins.family_points.sums import Lot, expiry, lots
from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.errors import RuleError
from portal.extensions import db
from portal.families import Family
from portal.numbering import take_number
from portal.org.models import OrgUnit, Scoped
from portal.records import AppendOnly, Body, step
from portal.records.followed import Followed, code_of, hash_of
from portal.records.in_order import list_indexes
from portal.records.waiting import waiting_indexes
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.family_points.models.claim import PointClaim
    from plugins.family_points.models.goods import Exchange

POINTS = "family_points.claim"
EARNED = "kind IN ('earned', 'returned', 'joined')"
ALONE = "merged_into_id IS NULL"
SPENT = "kind IN ('exchange', 'expiry', 'counter', 'moved')"


class PointLine(AppendOnly, db.Model):
    """积分明细: in is positive, out negative, with the balance after it. `of_id`: the line that it takes back, or lets expire."""

    __tablename__ = "family_points_line"
    __table_args__ = (
        UniqueConstraint("account_id", "sequence"),
        CheckConstraint("balance >= 0", name="covered"),
        CheckConstraint(f"({EARNED} AND points > 0) OR ({SPENT} AND points < 0)", name="rewards"),
        Index("ix_family_points_line_day", "booked_on", "account_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("family_points_account.id"))
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(12))
    points: Mapped[int]
    balance: Mapped[int]
    booked_on: Mapped[date]
    expires_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(RedactedText(200), default="")
    of_id: Mapped[int | None] = mapped_column(ForeignKey("family_points_line.id"))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("family_points_claim.id"), index=True)
    exchange_id: Mapped[int | None] = mapped_column(ForeignKey("family_points_exchange.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    kind_name = named("kind", LINES)


class PointAccount(Followed, Body, Scoped, db.Model):
    """家庭积分账户 with one street: its rules give the points, its shops take them; `merged_into` the one that goes on where a household had
    two. Balance, number of lines and the day on which points
    expire next are kept with every line."""

    __tablename__ = "family_points_account"
    __table_args__ = (
        Index("ix_family_points_account_number", "number"),
        CheckConstraint("balance >= 0", name="covered"),
        Index("ix_family_points_account_recent", "township_id", "created_at", "id"),
        Index("ix_family_points_account_county", "county_id", "created_at", "id"),
        Index("ix_family_points_account_expiry", "next_expiry"),
        *list_indexes("family_points_account", "created_at"),
        *waiting_indexes("family_points_account", "next_expiry IS NOT NULL", "next_expiry", name="expiry"),
        Index(
            "uq_family_points_account_of",
            "family_id",
            "unit_id",
            unique=True,
            sqlite_where=text(ALONE),
            postgresql_where=text(ALONE),
        ),
    )

    permission = "family_points.view"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60))
    family_id: Mapped[int] = mapped_column(ForeignKey("families_family.id"))
    balance: Mapped[int] = mapped_column(default=0)
    lines: Mapped[int] = mapped_column(default=0)
    next_expiry: Mapped[date | None]
    cards: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("family_points_account.id"), index=True)

    family: Mapped[Family] = relationship()
    merged_into: Mapped["PointAccount | None"] = relationship(remote_side=[id])

    @property
    def name(self) -> str:
        return f"{self.number}　{self.family.contact.name_masked}"

    @property
    def code(self) -> str:
        """查询码 of the card that counts, made from its number and the secret of this installation; only the hash is stored."""
        return code_of(f"points of account {self.id}, card {self.cards}")

    @classmethod
    def of(cls, family: Family, unit: OrgUnit) -> "PointAccount":
        """The account of `family` with the street of `unit`, locked; two at once open one."""
        street = unit.township or unit
        db.session.flush()
        db.session.execute(select(Family.id).where(Family.id == family.id).with_for_update())
        account = cls._of(family, street.id)
        if account is None:
            account = cls(family=family, balance=0, lines=0, cards=1)
            account.place(street)
            pattern = rules_of(street).account_pattern
            account.number = take_number(street, cls.__tablename__, pattern, clock.today().year)
            db.session.add(account)
            db.session.flush()
            account.code_hash = hash_of(account.code)
        return account.lock()

    @property
    def superseded(self) -> str:
        """Why nothing more can be done with it, or "": the household goes on with another."""
        return f"这一户的积分已经并入 {self.living.number}，请用那个账户办理。" if self.merged_into else ""

    @step("换查询码", needs=POINTS, unless=lambda account: account.superseded)
    def renew(self, *, by: User) -> None:
        """When the card is lost: the code on it opens nothing any more."""
        self.cards += 1
        self.code_hash = hash_of(self.code)

    @property
    def living(self) -> "PointAccount":
        """The one that goes on."""
        return self.merged_into.living if self.merged_into else self

    @classmethod
    def follow(cls, gone: Family, kept: Family, *, by: User | None) -> None:
        """The accounts of `gone` are of `kept`: where that has one with the same street, what is left moves there."""
        for account in db.session.scalars(select(cls).where(cls.family_id == gone.id).order_by(cls.id)).all():
            mine = None if account.merged_into else cls._of(kept, account.unit_id)
            if mine:
                account.lock().move_to(mine.lock(), by=by)
            account.family, account.merged_into = kept, account.merged_into or mine
        db.session.flush()

    @classmethod
    def _of(cls, family: Family, street_id: int) -> "PointAccount | None":
        here = cls.family_id == family.id, cls.unit_id == street_id, cls.merged_into_id.is_(None)
        return db.session.scalar(select(cls).where(*here))

    def lock(self) -> "PointAccount":
        """Lines of one account are booked one after the other, on both databases; what others did is read anew."""
        db.session.flush()
        db.session.execute(select(PointAccount.id).where(PointAccount.id == self.id).with_for_update())
        db.session.expire(self, ["balance", "lines", "next_expiry"])
        return self

    # -- what is booked --------------------------------------------------------------------------------------------

    def earn(self, claim: "PointClaim", points: int, *, by: User) -> None:
        """What was confirmed; it holds as long as the rule of today says."""
        until = expiry(clock.today(), rules_of(self.unit).months)
        self._book("earned", points, claim.title, by=by, claim_id=claim.id, expires_on=until)

    def spend(self, exchange: "Exchange", *, by: User) -> None:
        """What is exchanged. Raises RuleError when the family has not so many, those that expired aside."""
        self.expire()
        self._book("exchange", -exchange.points, exchange.title, by=by, exchange_id=exchange.id)

    def give_back(self, exchange: "Exchange", reason: str, *, by: User) -> None:
        """The goods came back: the points are again what they were, with the day on which they expire."""
        (line,) = self._lines_of(PointLine.exchange_id == exchange.id)
        self._book("returned", exchange.points, reason, by=by, exchange_id=exchange.id, of_id=line.id)
        if self.merged_into:
            self.move_to(self.living.lock(), by=by)

    def move_to(self, other: "PointAccount", *, by: User | None) -> None:
        """What is left goes to `other`, with the days on which it expires; together the two hold what they held. The card of this one is
        good for nothing any more."""
        self.expire()
        self.code_hash = None
        claims = {each.id: each.claim_id for each in self._lines_of()}
        for each in self.lots():
            self._book("moved", -each.left, f"转入 {other.number}", by=by, of_id=each.id)
            other.take_over(each, claims[each.id], self.number, by=by)

    def take_over(self, lot: Lot, claim_id: int | None, number: str, *, by: User | None) -> None:
        """What moves here from the account `number`: it goes back to the same claim, and expires on the same day."""
        self._book("joined", lot.left, f"由 {number} 转入", by=by, expires_on=lot.expires_on, claim_id=claim_id)

    def counter(self, claim: "PointClaim", reason: str, *, by: User) -> int:
        """冲正 of what was confirmed by error; answers how many points. What of them expired is not taken a second time, from others.
        Raises RuleError when less is left: nobody owes points."""
        self.expire()
        line, *moved = db.session.scalars(
            select(PointLine).where(PointLine.claim_id == claim.id, PointLine.points > 0).order_by(PointLine.id)
        )
        held = [each.id for each in (line, *moved)]
        over = select(func.coalesce(func.sum(PointLine.points), 0)).where(
            PointLine.of_id.in_(held), PointLine.kind == "expiry"
        )
        points = line.points + db.session.scalar(over)
        if self.balance < points:
            raise RuleError(
                f"这一户只剩 {self.balance} 分，不够冲正 {points} 分。用这些分换了东西的，先退回兑换，再冲正。"
            )
        if points:
            here = next((each.id for each in (*moved, line) if each.account_id == self.id), None)
            self._book("counter", -points, reason, by=by, claim_id=claim.id, of_id=here)
        return points

    def expire(self) -> int:
        """到期: what has passed its last day, oldest first. Answers how many points."""
        over = [each for each in self.lots() if each.expires_on and each.expires_on < clock.today()]
        for each in over:
            self._book("expiry", -each.left, f"有效期到 {each.expires_on}", by=None, of_id=each.id)
        return sum(each.left for each in over)

    def _book(self, kind: str, points: int, note: str, *, by: User | None, **fields) -> None:
        balance = self.balance + points
        if balance < 0:
            raise RuleError(f"这一户有 {self.balance} 分，不够 {-points} 分。")
        self.balance, self.lines = balance, self.lines + 1
        line = PointLine(
            account_id=self.id, sequence=self.lines, kind=kind, points=points, balance=balance, note=note[:200]
        )
        line.booked_on, line.actor_id = clock.today(), by.id if by else None
        for name, value in fields.items():
            setattr(line, name, value)
        db.session.add(line)
        db.session.flush()
        self.next_expiry = min((each.expires_on for each in self.lots() if each.expires_on), default=None)

    # -- what it holds ---------------------------------------------------------------------------------------------

    @property
    def statement(self) -> Select:
        """Its lines, from the first."""
        return select(PointLine).where(PointLine.account_id == self.id).order_by(PointLine.sequence)

    def lots(self) -> list[Lot]:
        """What is left, and until when it holds."""
        return lots(self._lines_of())

    def _lines_of(self, *conditions) -> list[PointLine]:
        return list(db.session.scalars(self.statement.where(*conditions)))

    def faults(self) -> list[str]:
        """Where it does not add up, recounted from its first line; empty when it does."""
        found, balance, sequence = [], 0, 0
        for each in self._lines_of():
            sequence, balance = sequence + 1, balance + each.points
            if (each.sequence, each.balance) != (sequence, balance):
                found.append(f"{self.number}第 {each.sequence} 笔余额不符：应为 {balance} 分。")
        if (self.balance, self.lines, sum(each.left for each in self.lots())) != (balance, sequence, balance):
            found.append(f"{self.number}余额与明细合计不符：余额 {self.balance} 分，明细合计 {balance} 分。")
        return found

    @classmethod
    def unproved(cls, unit: OrgUnit) -> list["PointAccount"]:
        """The accounts of `unit` and below whose balance is not the sum of their lines, found in one statement."""
        summed = select(func.coalesce(func.sum(PointLine.points), 0)).where(PointLine.account_id == cls.id)
        wrong = select(cls).where(unit.subtree_of(cls), cls.balance != summed.correlate(cls).scalar_subquery())
        return list(db.session.scalars(wrong.order_by(cls.id)))
