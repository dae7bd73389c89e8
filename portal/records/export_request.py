"""导出的审批: above a number of rows somebody else agrees before a list is taken away; the file is made when it is fetched, once."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

from sqlalchemy import ForeignKey, Select, String, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.hands import by_another, note
from portal.accounts.models import User
from portal.accounts.reader import Reader
from portal.audit import trail
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.contributions import Queue
from portal.records.saved_views import LONGEST_QUERY
from portal.records.second_person import SecondPerson
from portal.redaction import RedactedText

APPROVE = "records.approve_exports"
STATES = {"asked": "待审批", "approved": "已批准", "refused": "没有批准", "withdrawn": "已撤回", "fetched": "已取走"}
MORE = 10  # percent of rows above the approved number that may have come in meanwhile
AT = "/exports"


class ExportRequest(SecondPerson, db.Model):  # type: ignore[name-defined]
    """导出申请 of a list as it is filtered: by whom, what for, how many rows. `until`: the last day on which it may be approved, then on which the
    file may be fetched. No row is kept: what the file holds is what the list has, for whoever asked, when it is fetched."""

    __tablename__ = "records_export_request"
    DECIDES = APPROVE
    OWN_REFUSED = "申请的人（代他办、由他代办的也一样）不能自己批准，请另一位同事审批。"
    OTHERS_REFUSED = "您不能审批这个单位的导出。"

    id: Mapped[int] = mapped_column(primary_key=True)
    list: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(80))
    form: Mapped[str] = mapped_column(String(8))
    query: Mapped[str] = mapped_column(RedactedText(LONGEST_QUERY))
    condition: Mapped[str] = mapped_column(RedactedText(400))
    count: Mapped[int]
    counter: Mapped[str] = mapped_column(String(10))
    purpose: Mapped[str] = mapped_column(RedactedText(60))
    state: Mapped[str] = mapped_column(String(10), default="asked", index=True)
    until: Mapped[date]
    days: Mapped[int]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    decided_at: Mapped[datetime | None]
    refusal: Mapped[str] = mapped_column(RedactedText(200), default="")
    fetched_at: Mapped[datetime | None]

    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    @classmethod
    def visible_to(cls, user: User) -> Select:
        """One's own, and those that `user` decides on."""
        return select(cls).where(or_(cls.asked_by_id == user.id, cls.reach(user, APPROVE)))

    @classmethod
    def waiting_for(cls, user: User, what: str) -> Select:
        """Those in time that wait for `user` as the second person, or with the own file."""
        if what == "second":
            others = by_another(user, [cls.asked_by_id], cls, lambda: cls.reach(user, APPROVE))
            found = select(cls).where(others, cls.state == "asked")
        else:
            found = select(cls).where(cls.asked_by_id == user.id, cls.state == "approved")
        return found.where(cls.until >= clock.today())

    @classmethod
    def ask(cls, unit: OrgUnit, *, days: int, right: str, by: User, **about: Any) -> "ExportRequest":
        """申请导出 by the permission `right` to take the list away: list, title, form, query, condition, count, counter, purpose; whoever approves has `days`. Raises RuleError for what is too long,
        and where the same waits already."""
        if len(about["query"]) > LONGEST_QUERY:
            raise RuleError("筛选条件太长，请去掉一些再导出。", at="export_purpose")
        same = cls.list == about["list"], cls.query == about["query"], cls.asked_by_id == by.id, cls.state == "asked"
        if db.session.scalar(select(cls.id).where(*same, cls.until >= clock.today())):
            raise RuleError("您已经申请过，正在等审批。", at="export_purpose")
        made = cls(**about, days=days, until=clock.today() + timedelta(days=days), asked_by=by)
        made.place(unit)
        db.session.add(made)
        db.session.flush()
        made._record("export_ask", by, f"用途：{made.purpose}")
        note(made, "ask", trail.ACTIONS["export_ask"], by, by.owner_needed(lambda: by.can(right, unit)))
        return made

    def approve(self, *, by: User) -> None:
        """批准: whoever asked may fetch the file, once. Raises NotAllowed for whoever asked, WrongState when it is too late."""
        self._decide("approved", by)
        self.until = clock.today() + timedelta(days=self.days)
        self._record("export_approve", by)

    def refuse(self, reason: str, *, by: User) -> None:
        """不批准. Raises as `approve` does."""
        self._decide("refused", by)
        self.refusal = reason
        self._record("export_refuse", by, reason)

    def withdraw(self, *, by: User) -> None:
        """撤回 by whoever asked. Raises WrongState once it was decided."""
        self._hold("asked")
        if by.id != self.asked_by_id:
            raise NotAllowed("只有申请的人可以撤回。")
        self.state = "withdrawn"

    def admit(self, count: int, *, by: User) -> None:
        """Raises NotAllowed, WrongState, RuleError where the file may not be fetched now with so many rows."""
        if by.id != self.asked_by_id:
            raise NotAllowed("只有申请的人可以取文件。")
        self._check("approved")
        self._check_day()
        if count > self.count + max(self.count * MORE // 100, 1):
            raise RuleError(f"批准的是 {self.count} {self.counter}，现在有 {count} {self.counter}，请重新申请。")

    def fetch(self) -> None:
        """The file was made; nobody gets it again. Raises WrongState where somebody was faster."""
        self._hold("approved")
        self.state, self.fetched_at = "fetched", clock.now()

    @property
    def given(self) -> dict[str, str]:
        """The filters and columns, as an address gives them."""
        return dict(parse_qsl(self.query))

    @property
    def overdue(self) -> bool:
        return self.state in ("asked", "approved") and clock.today() > self.until

    @property
    def state_name(self) -> str:
        return "已过期" if self.overdue else STATES[self.state]

    @property
    def undecided(self) -> bool:
        return self.state == "asked" and not self.overdue

    def _decide(self, state: str, by: User) -> None:
        self._hold("asked")
        self.admit_second(by)
        self._check_day()
        self.decided(state, by)

    def _hold(self, state: str) -> None:
        db.session.refresh(self, with_for_update=True)
        self._check(state)

    def _check(self, state: str) -> None:
        if self.state != state:
            raise WrongState(f"这次申请现在是“{self.state_name}”，请刷新页面。")

    def _check_day(self) -> None:
        if self.overdue:
            raise WrongState(f"这次申请 {self.until} 已过期，请重新申请。")

    def _record(self, action: str, by: User, said: str = "") -> None:
        about = f"{self.title} {self.form}，{self.count} {self.counter}"
        trail.record(action, subject=self, unit=self.unit, actor=by, detail="；".join(filter(None, (about, said))))


def _undecided(reader: Reader) -> Select | None:
    """In time, and not of whoever asked."""
    if not reader.can(APPROVE):
        return None

    def places():
        return or_(
            false(), *(getattr(ExportRequest, each.level) + 0 == each.id for each in reader.units_with(APPROVE))
        )  # by the state

    others = by_another(reader, [ExportRequest.asked_by_id], ExportRequest, places)
    return _waiting("asked", reader).where(others)


def _to_fetch(reader: Reader) -> Select:
    return _waiting("approved", reader).where(ExportRequest.asked_by_id == reader.id)


def _waiting(state: str, reader: Reader) -> Select:
    found = select(ExportRequest.id, ExportRequest.title.label("text"), ExportRequest.until.label("due"))
    waits = ExportRequest.state == state, ExportRequest.until >= reader.today()
    return found.where(*waits).order_by(ExportRequest.until, ExportRequest.id)


QUEUES = [
    Queue(
        "exports-undecided",
        "导出待审批",
        f"{AT}?waits=second",
        f"{AT}/{{id}}",
        _undecided,
        "info",
        42,
        "批准或者不批准",
    ),
    Queue("exports-to-fetch", "导出已批准，可取", f"{AT}?waits=file", f"{AT}/{{id}}", _to_fetch, "info", 43, "取文件"),
]
