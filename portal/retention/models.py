"""到期处理: somebody asks, somebody else says yes or no, a job does it in pieces."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Select, String, column, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.hands import note
from portal.accounts.models import User
from portal.audit import trail
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.jobs.queue import enqueue
from portal.org.models import OrgUnit
from portal.records.second_person import SecondPerson
from portal.redaction import RedactedText
from portal.retention.registers import WEIGHED, registers
from portal.retention.registers import register as register_of
from portal.retention.settings import kept_until

MANAGE = "retention.manage"
TASK, COUNT = "retention.run", "retention.count"
STATES = {
    "counting": "正在清点",
    "asked": "待复核",
    "approved": "已同意，处理中",
    "refused": "没有同意",
    "done": "已处理",
    "withdrawn": "已撤回",
    "uncounted": "清点失败",
    "unfinished": "没有处理完",
}
UNDECIDED = ("counting", "asked")
OPEN = (*UNDECIDED, "approved")
IS_OPEN = column("state").in_(OPEN)
GIVEN_UP = {"counting": "uncounted", "approved": "unfinished"}  # what becomes of it where its job failed at every try


class RetentionRun(SecondPerson, db.Model):
    """到期处理 of one register of a unit: rows kept until before the day `before`. `count`: how many there were when it was asked for, by a job where they are too
    many to be counted at once; `done`, `left`: how many were dealt with, and had to stay; `failure`: why its job was given up."""

    __tablename__ = "retention_run"
    DECIDES = MANAGE
    OWN_REFUSED = "申请的人（代他办、由他代办的也一样）不能自己同意，请另一位同事复核。"
    OTHERS_REFUSED = "您不能复核这个单位的申请。"
    __table_args__ = (
        Index(
            "uq_retention_run_open",
            "unit_id",
            "register",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    register: Mapped[str] = mapped_column(String(60))
    before: Mapped[date]
    count: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    left: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default="asked")
    reason: Mapped[str] = mapped_column(RedactedText(200))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    decided_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    failure: Mapped[str | None] = mapped_column(RedactedText(300))

    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    @classmethod
    def visible_to(cls, user: User) -> Select:
        """Those of the units in which `user` deals with it."""
        return select(cls).where(cls.reach(user, MANAGE))

    @classmethod
    def ask(cls, key: str, unit: OrgUnit, reason: str, *, count: int, by: User, whole: bool = True) -> "RetentionRun":
        """申请处理 of the `count` rows that are due, counted before without holding the writers' lock; not the `whole`: a job counts them before anybody is asked. Raises RuleError where everything is kept, nothing is due, or somebody has asked already."""
        if not register_of(key).by_itself:
            raise RuleError(WEIGHED, at="reason")
        before = kept_until(key, unit)
        if before is None:
            raise RuleError("本地没有规定这个登记保存多少年，一直保存。", at="reason")
        if whole and not count:
            raise RuleError("现在没有到期的。", at="reason")
        db.session.execute(select(OrgUnit.id).where(OrgUnit.id == unit.id).with_for_update(key_share=True))
        if db.session.scalar(select(cls.id).where(cls.register == key, cls.unit_id == unit.id, cls.state.in_(OPEN))):
            raise RuleError("已经有一次申请在等复核或者正在处理。", at="reason")
        run = cls(register=key, before=before, count=count, reason=reason, asked_by=by)
        run.state = "asked" if whole else "counting"
        run.place(unit)
        db.session.add(run)
        db.session.flush()
        told = f"{count} 条" if whole else f"至少 {count} 条"
        run.recorded("retention_ask", by, f"{told}，{before} 以前，{reason}")
        note(run, "ask", trail.ACTIONS["retention_ask"], by, by.owner_needed(lambda: by.can(MANAGE, unit)))
        if not whole:
            enqueue(COUNT, key=f"{COUNT}:{run.id}", args={"run_id": run.id})
        return run

    def counted(self, count: int) -> bool:
        """Now it is known how many there are: the second person is asked, or there is nothing to do. False where it was withdrawn meanwhile."""
        db.session.refresh(self, with_for_update=True)
        if self.state != "counting":
            return False
        self.count, self.state = count, "asked" if count else "done"
        if not count:
            self.finished_at = clock.now()
        return True

    def withdraw(self, *, by: User) -> None:
        """撤回 by whoever asked, until it is decided. Raises WrongState, NotAllowed."""
        self._hold(*UNDECIDED)
        if by.id != self.asked_by_id:
            raise NotAllowed("只有申请的人可以撤回。")
        self.state = "withdrawn"
        self.recorded("retention_withdraw", by, f"{self.before} 以前")

    def fail(self, why: str) -> None:
        """Its job was given up: anybody may ask again. Does nothing where it no longer waits for a job."""
        db.session.refresh(self, with_for_update=True)
        if self.state in GIVEN_UP:
            self.state, self.failure = GIVEN_UP[self.state], why
            self.recorded("retention_fail", None, f"{self.state_name}，{why}")

    def approve(self, *, by: User) -> None:
        """同意: the job may begin. Raises WrongState, NotAllowed for whoever asked, and without the right."""
        self._decide("approved", by)
        enqueue(TASK, key=f"{TASK}:{self.id}", args={"run_id": self.id})
        self.recorded("retention_approve", by, f"{self.count} 条")

    def refuse(self, *, by: User) -> None:
        """不同意: nothing is done. Raises as `approve` does."""
        self._decide("refused", by)
        self.recorded("retention_refuse", by, f"{self.count} 条")

    def finish(self) -> None:
        """Everything was gone through."""
        self.state, self.finished_at = "done", clock.now()
        self.recorded("retention_done", None, f"处理 {self.done} 条，不能处理 {self.left} 条")

    @property
    def state_name(self) -> str:
        return STATES[self.state]

    @property
    def register_name(self) -> str:
        """Its key where the plugin that declared it is not installed any more."""
        found = registers().get(self.register)
        return found.keeping.name if found else self.register

    def may_be_withdrawn_by(self, user: User) -> bool:
        return self.state in UNDECIDED and user.id == self.asked_by_id

    def recorded(self, action: str, by: User | None, said: str) -> None:
        """In the audit trail."""
        trail.record(action, subject=self, unit=self.unit, actor=by, detail=f"{self.register_name}：{said}")

    def _decide(self, state: str, by: User) -> None:
        self._hold("asked")
        self.admit_second(by)
        self.decided(state, by)

    def _hold(self, *states: str) -> None:
        db.session.refresh(self, with_for_update=True)
        if self.state not in states:
            raise WrongState(f"这次申请现在是“{self.state_name}”，请刷新页面。")
