"""事项: the case. It changes only through its steps: each checks permission and state, changes it, and writes the timeline."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, exists, or_, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.orm.attributes import flag_modified

from portal import clock
from portal.accounts.models import User
from portal.cases.choices import ARCHIVABLE, OPEN, STATUSES, kind_name
from portal.cases.models.assignment import Assignment
from portal.cases.models.event import VERBS, CaseEvent
from portal.cases.models.party import Party
from portal.cases.settings import acceptance_due, deadline_for, take_number, warning_at
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit, Scoped
from portal.people.models import Organisation, Person
from portal.plugin import dispatch
from portal.plugin.hookspecs import Context

WITH_THE_CASE = ("cases.view", "cases.handle", "cases.export")  # rights of the unit to which a case was handed
OPEN_SQL = "status IN ('registered', 'triaged', 'assigned', 'in_progress', 'reported')"


def _scope_indexes():
    """Indexes for lists in each scope, whole and open only (docs/adr/0001)."""
    for column in (*LEVELS, "unit_id"):
        yield Index(f"ix_cases_case_{column}_recent", column, "created_at", "id")
        yield Index(
            f"ix_cases_case_{column}_due",
            column,
            "due_at",
            sqlite_where=text(OPEN_SQL),
            postgresql_where=text(OPEN_SQL),
        )


class Case(Scoped, db.Model):
    """事项. Level and kind are settled at triage; the deadline is stored when it starts running."""

    __tablename__ = "cases_case"
    __table_args__ = (
        UniqueConstraint("county_id", "number"),
        *_scope_indexes(),
        Index("ix_cases_case_kind", "county_id", "kind", "status", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(4))
    level: Mapped[str] = mapped_column(String(10), default="minor")
    source: Mapped[str] = mapped_column(String(12))
    description: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[date | None]
    location: Mapped[str] = mapped_column(String(100), default="")
    status: Mapped[str] = mapped_column(String(12), default="registered")
    outcome: Mapped[str] = mapped_column(Text, default="")
    due_at: Mapped[datetime | None]
    warn_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    closed_at: Mapped[datetime | None]
    registrar_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    version: Mapped[int] = mapped_column()

    registrar: Mapped[User] = relationship(lazy="joined")
    parties: Mapped[list[Party]] = relationship(order_by="Party.side, Party.id")
    assignments: Mapped[list[Assignment]] = relationship(back_populates="case", order_by="Assignment.id")
    events: Mapped[list[CaseEvent]] = relationship(order_by="CaseEvent.id")

    __mapper_args__ = {"version_id_col": version}

    # -- who sees what ---------------------------------------------------------------------------------------------

    @classmethod
    def visible_to(cls, user: User):
        """Cases in the subtrees where the user may view them, and those handed to such a unit and not sent back."""
        return select(cls).where(cls.reach(user, "cases.view"))

    @classmethod
    def reach(cls, user: User, permission: str):
        """The condition for cases on which the user holds `permission`: `allows` as SQL."""
        if permission not in WITH_THE_CASE:
            return user.reach(cls, permission)
        units = user.units_with(permission)
        return cls.seen_from([(unit.level, unit.id) for unit in units], [unit.id for unit in units])

    def allows(self, user: User, permission: str) -> bool:
        """Where the case lies, or for what goes with the case, where it was handed to and not sent back."""
        return user.can(permission, self) or (
            permission in WITH_THE_CASE
            and any(each.state != "returned" and each.is_for(user, permission) for each in self.assignments)
        )

    @classmethod
    def seen_from(cls, places: list[tuple], units):
        """The condition for what lies at `places`, level and id, or is held by `units`; ids may be parameters."""
        held = exists().where(Assignment.case_id == cls.id, Assignment.held_by(units))
        return or_(*(getattr(cls, level) == ident for level, ident in places), held)

    @property
    def open(self) -> bool:
        return self.status in OPEN

    @property
    def status_name(self) -> str:
        return STATUSES[self.status]

    @property
    def kind_name(self) -> str:
        return kind_name(self.kind)

    def side(self, number: int) -> list[Party]:
        """The parties on one side."""
        return [party for party in self.parties if party.side == number]

    # -- verbs -----------------------------------------------------------------------------------------------------

    @classmethod
    def register(cls, *, unit: OrgUnit, parties: list[tuple[int, Person | Organisation]], by: User, **fields) -> "Case":
        """登记. `parties` are `(side, who)`; fields: title, kind, source, description, happened_on, location, level.

        The number is the registering township's (or the unit's own) series. Raises RuleError for one and the same
        person on both sides.
        """
        _check_sides(parties)
        if not by.can("cases.register", unit):
            raise NotAllowed("您不能在这个单位登记事项。")
        now = clock.now()
        holder = db.session.get(OrgUnit, unit.township_id) if unit.township_id else unit
        case = cls(registrar=by, created_at=now, **fields)
        case.place(unit)
        case.number = take_number(holder, clock.local(now).year)
        case._run_until(acceptance_due(unit, now))
        db.session.add(case)
        for side, who in parties:
            case.parties.append(Party(side=side, **{"person" if isinstance(who, Person) else "organisation": who}))
        case._ask_plugins("register", by)
        case.move("register", "registered", by=by)
        return case

    def can_be_triaged_by(self, user: User) -> bool:
        return self.status == "registered" and user.can("cases.triage", self)

    def triage(self, *, kind: str, level: str, by: User, note: str = "") -> None:
        """受理分流: settle kind and level; the time for handling starts running."""
        self._check("triage", "cases.triage", by, "registered")
        self.kind, self.level = kind, level
        self._run_until(deadline_for(self.unit, level, kind, clock.now()))
        self.move("triage", "triaged", by=by, note=note)

    def decline(self, reason: str, *, by: User) -> None:
        """不予受理, with the reason."""
        self._check("decline", "cases.triage", by, "registered")
        self.outcome, self.closed_at = reason, clock.now()
        self.move("decline", "declined", by=by, note=reason)

    def can_be_assigned_by(self, user: User) -> bool:
        return self.status in ("triaged", "assigned", "in_progress", "reported") and user.can("cases.assign", self)

    def assign(self, unit: OrgUnit, *, by: User, note: str = "", channel: str = "") -> Assignment:
        """交办 to a unit or department, or to the desk of a plugin in it. Raises RuleError when it already has it."""
        self._check("assign", "cases.assign", by, "triaged", "assigned", "in_progress", "reported")
        if any(each.open and (each.unit_id, each.channel) == (unit.id, channel) for each in self.assignments):
            raise RuleError(f"这件事已经交给{unit}，正在办理。")
        assignment = Assignment(unit=unit, unit_id=unit.id, channel=channel, note=note, sent_by_id=by.id, state="sent")
        self.assignments.append(assignment)
        to_status = "assigned" if self.status in ("triaged", "reported") else self.status
        self.move("assign", to_status, by=by, note=f"交{unit}办理。{note}")
        return assignment

    def can_be_resolved_by(self, user: User) -> bool:
        fits = self.status in ("triaged", "reported") and not any(each.open for each in self.assignments)
        return fits and user.can("cases.resolve", self)

    def resolve(self, outcome: str, *, by: User) -> None:
        """核查办结, with the outcome. Possible at once after triage for what was settled on the spot."""
        self._check("resolve", "cases.resolve", by, "triaged", "reported")
        if any(each.open for each in self.assignments):
            raise WrongState("还有单位没有反馈，不能办结。")
        self.outcome, self.closed_at = outcome, clock.now()
        self.move("resolve", "resolved", by=by, note=outcome)

    def can_be_archived_by(self, user: User) -> bool:
        return self.status in ARCHIVABLE and user.can("cases.resolve", self)

    def archive(self, *, by: User, note: str = "") -> None:
        """归档."""
        self._check("archive", "cases.resolve", by, *ARCHIVABLE)
        self.move("archive", "archived", by=by, note=note)

    def extend(self, due_at: datetime, reason: str, *, by: User) -> None:
        """延期: the case may take until `due_at`. Meant for a plugin whose own law sets another term."""
        if not self.open:
            raise WrongState(f"这件事现在是“{self.status_name}”，不能延期。")
        self._run_until(due_at)
        self.move("extend", self.status, by=by, note=f"办理时限至{clock.local(due_at):%Y-%m-%d}。{reason}")

    def _run_until(self, due_at: datetime) -> None:
        """Store the deadline when it starts running, and the moment from which it is nearly reached."""
        self.due_at, self.warn_at = due_at, warning_at(self.unit, due_at)

    # -- the one place where a status changes ----------------------------------------------------------------------

    def move(
        self,
        verb: str,
        to_status: str,
        *,
        by: User | None,
        note: str = "",
        unit: OrgUnit | None = None,
        title: str = "",
    ) -> CaseEvent:
        """Take the step `verb` to `to_status`, write it on the timeline, and tell the plugins."""
        step = CaseEvent(
            verb=verb,
            title=title or VERBS[verb],
            note=note,
            actor=by,
            at=clock.now(),
            from_status=self.status if verb != "register" else "",
            to_status=to_status,
            unit=unit or (by.units[0] if by and by.units else self.unit),
        )
        self.status = to_status
        flag_modified(self, "status")  # a new version with every step, so that two in the same moment cannot both count
        self.events.append(step)
        dispatch.call("record_event", ctx=Context(self.unit, by, step.at), record=self, event=step)
        return step

    def _check(self, verb: str, permission: str, user: User, *states: str) -> None:
        if self.status not in states:
            raise WrongState(f"这件事现在是“{self.status_name}”，不能这样办理。请刷新页面，看看最新情况。")
        if not user.can(permission, self):
            raise NotAllowed("您没有办理这一步的权限。")
        self._ask_plugins(verb, user)

    def _ask_plugins(self, verb: str, user: User) -> None:
        """Raises RuleError with what the plugins in effect where the case lies object to the step."""
        ctx = Context(self.unit, user, clock.now())
        if objections := dispatch.collect("record_validate", ctx=ctx, record=self, verb=verb):
            raise RuleError("".join(objections))


def _check_sides(parties: list[tuple[int, Person | Organisation]]) -> None:
    if not parties:
        raise RuleError("请至少登记一名当事人。")
    ids = [(type(who), who.id) if who.id else (type(who), id(who)) for _, who in parties]
    if len(set(ids)) < len(ids):
        raise RuleError("同一个人不能在一件事里登记两次，也不能同时是双方当事人。")
