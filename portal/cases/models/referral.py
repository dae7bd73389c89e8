"""上报、下派 as rows: from which unit to which, why, and what the other end said."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, Index, SmallInteger, String, and_, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.cases.models.charge import RANKS, rank_of
from portal.cases.settings import most_returns
from portal.cases.told import OF_REFERRALS
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Moved, Part, State, States, step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from portal.cases.models.case import Case

ASSIGN = "cases.assign"
PENDING_SQL, TAKEN_SQL = "state = 'pending'", "state = 'taken' AND upward"  # written out, as in the partial indexes
OUTCOMES = ("refused", "done")  # of which who passed it on is to take note


def _told(referral: "Referral") -> str:
    return "已经知悉。" if referral.told_at else ""


class Referral(Part, db.Model):
    """上报 (`upward`) or 下派 of a case. Until the other end takes it, whoever passed it on stays in charge of the case.

    `reason`: why the lower unit cannot, `done`: what it did, `asked`: what is expected. `due_at`: when the other end should have said whether it takes
    it; `due_on`: by when a unit below is to be done. `answer`: why it was sent back. `told_at`: when who passed it on read what became of it.
    `place_was_id`, `charge_was`: where the case lay and who was in charge, to go back to.
    """

    __tablename__ = "cases_referral"
    __table_args__ = tuple(
        Index(f"ix_cases_referral_{name}", column, sqlite_where=text(where), postgresql_where=text(where))
        for name, column, where in (
            ("pending", "case_id", PENDING_SQL),
            ("taken", "case_id", TAKEN_SQL),
        )
    )

    tells = OF_REFERRALS
    states = States(
        State("pending", "待接受", "warn", open=True),
        State("taken", "已接受", "ok"),
        State("refused", "已退回", "warn"),
        State("undone", "已撤回"),
        State("done", "已办结", "ok"),
        State("ended", "已终止"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"), index=True)
    upward: Mapped[bool]
    status: Mapped[str] = mapped_column("state", String(8), default="pending")
    from_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    to_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    upper: Mapped[int] = mapped_column(SmallInteger)  # rank of the unit above, and of the one below
    lower: Mapped[int] = mapped_column(SmallInteger)
    reason: Mapped[str] = mapped_column(RedactedText(), default="")
    done: Mapped[str] = mapped_column(RedactedText(), default="")
    asked: Mapped[str] = mapped_column(RedactedText())
    due_at: Mapped[datetime]
    due_on: Mapped[date | None]
    place_was_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    charge_was: Mapped[int | None] = mapped_column(SmallInteger)
    by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)
    answer: Mapped[str] = mapped_column(RedactedText(), default="")
    answered_at: Mapped[datetime | None]
    told_at: Mapped[datetime | None]

    record: Mapped["Case"] = relationship(back_populates="referrals")
    from_unit: Mapped[OrgUnit] = relationship(foreign_keys=[from_id], lazy="joined")
    to_unit: Mapped[OrgUnit] = relationship(foreign_keys=[to_id], lazy="joined")

    @classmethod
    def between(cls, source: OrgUnit, target: OrgUnit, **fields: Any) -> "Referral":
        """One from `source` to `target`, of which one stands above the other."""
        lower, upper = max(map(rank_of, (source, target))), min(map(rank_of, (source, target)))
        ends = {"from_id": source.id, "from_unit": source, "to_id": target.id, "to_unit": target}
        upward = rank_of(target) < rank_of(source)
        return cls(upward=upward, upper=upper, lower=lower, status="pending", at=clock.now(), **ends, **fields)

    @property
    def way(self) -> str:
        return "上报" if self.upward else "下派"

    # -- at which end somebody works -------------------------------------------------------------------------------

    @classmethod
    def received_at(cls, level: str) -> ColumnElement[bool]:
        """The condition: of what lies in units of this `level`, what was passed on to them or above which they stand."""
        return cls._ends(level, at_the_upper=cls.upward)

    @classmethod
    def sent_from(cls, level: str) -> ColumnElement[bool]:
        """As `received_at`, what was passed on from there."""
        return cls._ends(level, at_the_upper=~cls.upward)

    @classmethod
    def untold(cls) -> ColumnElement[bool]:
        """The condition: who passed it on has not taken note of what became of it; of cases that say so (`Case.outcome_untold`)."""
        return and_(cls.told_at.is_(None), cls.status.in_(OUTCOMES))

    @classmethod
    def _ends(cls, level: str, at_the_upper: ColumnElement[bool]) -> ColumnElement[bool]:
        rank = RANKS[level]
        return and_(cls.lower >= rank, (cls.upper >= rank) == at_the_upper)

    def is_received_by(self, user: User) -> bool:
        return self._works(user, at_the_upper=self.upward)

    def is_sent_by(self, user: User) -> bool:
        return self._works(user, at_the_upper=not self.upward)

    def _works(self, user: User, *, at_the_upper: bool) -> bool:
        """Whether `user` holds an office at that end of it."""
        offices = user.offices_over(self.record, ASSIGN)
        return any(rank_of(unit) <= self.lower and (rank_of(unit) <= self.upper) == at_the_upper for unit in offices)

    def entrusted_to(self, user: User, permission: str) -> bool:
        return self.is_received_by(user) or self.is_sent_by(user)

    def wrong_state(self) -> str:
        return f"这次{self.way}现在是“{self.status_name}”，不能这样办理。请刷新页面。"

    def move(self, verb: str, to: str = "", *, by: User | None, **entry: Any) -> Entry:
        """The referral goes to `to`; the case stays in its state."""
        self.status = to or self.status
        self._say_whether_told()
        return self.record.move(verb, by=by, **entry)

    # -- steps -----------------------------------------------------------------------------------------------------

    @step("接受", of="pending", to="taken", needs=ASSIGN, verb="refer_take", waits=True)
    def take_over(self, *, by: User, note: str = "") -> Moved:
        """接受: from now on this unit is in charge. Raises NotAllowed for who does not work there."""
        self._only(self.is_received_by(by), f"由{self.to_unit}接受。")
        self.record.charge, self.answered_at = rank_of(self.to_unit), clock.now()
        self.record.take_by = None
        return Moved(f"由{self.to_unit}负责办理。{note}", title=f"接受{self.way}")

    @step("退回", of="pending", to="refused", needs=ASSIGN, verb="refer_refuse")
    def refuse(self, reason: str, *, by: User) -> Moved:
        """退回, with the reason: it stays with whoever passed it on. Raises NotAllowed as `take_over`, RuleError for what a unit below has sent back
        too often."""
        self._only(self.is_received_by(by), f"由{self.to_unit}退回。")
        most = most_returns(self.record.unit)
        if not self.upward and self.record.times_refused(upward=False, lower=self.lower) >= most:
            raise RuleError(f"上级下派这件事已经被退回 {most} 次，不能再退回，请接受。")
        self.answer = reason
        self._go_back()
        return Moved(f"退回{self.from_unit}。{reason}", title=f"退回{self.way}")

    @step("撤回", of="pending", to="undone", needs=ASSIGN, verb="refer_undo")
    def undo(self, *, by: User, note: str = "") -> Moved:
        """撤回, before it is taken. Raises NotAllowed for who does not work where it came from."""
        self._only(self.is_sent_by(by), f"由{self.from_unit}撤回。")
        self._go_back()
        return Moved(f"不再{self.way}{self.to_unit}。{note}", title=f"撤回{self.way}")

    @step("知悉", of=OUTCOMES, needs=ASSIGN, verb="refer_note", unless=_told)
    def take_note(self, *, by: User) -> str:
        """知悉: whoever passed it on has read what became of it. Raises NotAllowed as `undo`."""
        self._only(self.is_sent_by(by), f"由{self.from_unit}知悉。")
        self.told_at = clock.now()
        return f"{self.from_unit}已知悉{self.way}的结果。"

    def end(self) -> None:
        """The case is closed: what waited is over, and who passed on what was taken is told."""
        if self.status == "pending":
            self.status = "ended"
            self._go_back()
        elif self.status == "taken":
            self.status = "done"
            self._say_whether_told()

    def _say_whether_told(self) -> None:
        untold = (each.told_at is None and each.status in OUTCOMES for each in self.record.referrals)
        self.record.outcome_untold = any(untold)

    def _go_back(self) -> None:
        self.answered_at, self.record.charge, self.record.take_by = clock.now(), self.charge_was, None
        if self.place_was_id:
            self.record.place(db.session.get_one(OrgUnit, self.place_was_id))

    def _only(self, here: bool, said: str) -> None:
        if not here:
            raise NotAllowed(f"这次{self.way}{said}")
