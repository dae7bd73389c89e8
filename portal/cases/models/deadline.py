"""时限: stored when it starts running, with the rule by which it runs, so that what is overdue is a range of an index and what has to be
reckoned anew can be."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import String, false
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.cases.models.states import STATES
from portal.cases.policy.reckoning import Granted, to_accept, to_handle
from portal.cases.settings import KEY
from portal.cases.tables.terms import Terms
from portal.errors import RuleError
from portal.records import step
from portal.settings import settings_of
from portal.workdays.models import load_calendar
from portal.workdays.period import Period, parse_period

if TYPE_CHECKING:
    from portal.cases.models.case import Case


def _is_late_twice(case: "Case") -> RuleError | str:
    return "" if case.twice_at and case.twice_at <= clock.now() else "还没有到办理时限的两倍。"


class Timed:
    """A case has until `due_at`; from `warn_at` on that is near, at `twice_at` it has taken twice as long as it may.

    The time runs since `clock_from`, for `clock_period` as written ("" where a plugin set the day) by `clock_basis`; it is yellow with
    `clock_warn` % left. `tentative` (暂定): days were counted in a year whose holidays are not published.
    """

    due_at: Mapped[datetime | None] = mapped_column()
    warn_at: Mapped[datetime | None] = mapped_column()
    twice_at: Mapped[datetime | None]
    clock_from: Mapped[datetime | None]
    clock_period: Mapped[str] = mapped_column(String(20), default="", server_default="")
    clock_basis: Mapped[str] = mapped_column(String(100), default="", server_default="")
    clock_warn: Mapped[int | None]
    tentative: Mapped[bool] = mapped_column(default=False, server_default=false())

    @property
    def as_terms(self: "Case") -> Terms:
        """What the tables of units ask of a case; of one that is not stored yet, with what it will be stored."""
        columns = type(self).__table__.columns
        said = {name: getattr(self, name) for name in Terms._fields}
        return Terms(**{name: columns[name].default.arg if value is None else value for name, value in said.items()})

    def run_to_accept(self: "Case") -> None:
        """Let the time to accept it run from now."""
        self._run(to_accept(self.unit, self.as_terms, clock.now()))

    def run_to_handle(self: "Case") -> None:
        """Let the time to handle it run from now."""
        self._run(to_handle(self.unit, self.as_terms, clock.now()))

    def run_until(self: "Case", due_at: datetime) -> None:
        """Let the time run from now until `due_at`, whatever the rules are."""
        now = clock.now()
        self.clock_from, self.clock_period, self.clock_basis, self.clock_warn = now, "", "", None
        self.tentative = False
        self.stand_until(due_at, since=now, twice_at=due_at + (due_at - now))

    def run_on(self: "Case", due_at: datetime, before: datetime) -> None:
        """After it stood still: until `due_at` instead of `before`."""
        if self.clock_period:
            self.reckon(since=clock.now())
        else:
            length = before - self.clock_from if self.clock_from else due_at - clock.now()
            self.stand_until(due_at, since=clock.now(), twice_at=due_at + length)

    def reckon(self: "Case", since: datetime | None = None, *, fresh: bool = False) -> None:
        """Reckon by what is known of holidays today. The time that is left is yellow as a part of that since `since`; a `fresh` one has
        not stood still yet."""
        due_at, twice_at = self.reckoned(fresh=fresh)
        days = (clock.local(self.clock_from).date(), clock.local(due_at).date())
        by_the_calendar = parse_period(self.clock_period).by_the_calendar
        self.tentative = by_the_calendar and bool(load_calendar().unknown_years(*days))
        self.stand_until(due_at, since=since or self.clock_from, twice_at=twice_at)

    def reckoned(self: "Case", period: Period | None = None, *, fresh: bool = False) -> tuple[datetime, datetime]:
        """When it is due, and when it has taken twice as long: from when it began, for its own or another `period`, and what it stood still."""
        calendar, period = load_calendar(), period or parse_period(self.clock_period)
        due_at, twice_at = (calendar.due_at(self.clock_from, *each) for each in (period, period.times(2)))
        return (due_at, twice_at) if fresh else (self.moved(due_at), self.moved(twice_at))

    def stand_until(self: "Case", due_at: datetime, *, since: datetime, twice_at: datetime) -> None:
        """Write down until when it may take. The time that is left is yellow, as a part of that since `since`."""
        percent = settings_of(KEY, self.unit).warn_percent if self.clock_warn is None else self.clock_warn
        self.due_at, self.twice_at = due_at, twice_at
        self.warn_at = due_at - (due_at - since) * percent / 100

    def _run(self: "Case", granted: Granted, since: datetime | None = None) -> None:
        self.clock_from, self.clock_period, self.clock_basis = since or clock.now(), str(granted.period), granted.basis
        self.clock_warn = granted.warn_percent
        self.reckon(fresh=since is None)

    @step("延期", of=STATES.open, needs=None)
    def extend(self: "Case", due_at: datetime, reason: str, *, by: User | None) -> str:
        """The case may take until `due_at`. Meant for a plugin whose own law sets another term."""
        self.run_until(due_at)
        return f"办理时限至{clock.local(due_at):%Y-%m-%d}。{reason}"

    @step("重算时限", of=STATES.open, needs=None)
    def reckon_anew(self: "Case", why: str, *, by: User | None, granted: Granted | None = None) -> str:
        """By a calendar that knows more, or by the rule that holds now (`granted`)."""
        before = self._due_on
        if granted:
            self._run(granted, self.clock_from)
        else:
            self.reckon()
        return f"{why}办理时限由 {before} 改为 {self._due_on}。"

    @step("超期一倍", of=STATES.open, needs=None, unless=_is_late_twice)
    def be_late_twice(self: "Case", *, by: User | None = None) -> str:
        """It has taken twice as long as it may. Plugins hear of it."""
        self.twice_at = None
        return f"办理时限 {self._due_on}，用时已经是规定时限的两倍，还没有办结。"

    @property
    def _due_on(self: "Case") -> date | None:
        return clock.local(self.due_at).date() if self.due_at else None
