"""事项: the spine of the portal. It changes only through its steps, one capability a file; here they come together."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, exists, or_, text
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from portal import clock
from portal.accounts.models import User
from portal.cases.kinds import kinds_of
from portal.cases.models.agency import Agented
from portal.cases.models.assignment import Assignment
from portal.cases.models.charge import Charged
from portal.cases.models.checking import Checked
from portal.cases.models.closing import Closed
from portal.cases.models.correcting import Corrected
from portal.cases.models.deadline import Timed
from portal.cases.models.electing import Electing
from portal.cases.models.enclosing import Enclosing
from portal.cases.models.escalating import Escalated
from portal.cases.models.handing import HandedOn
from portal.cases.models.merging import Merged
from portal.cases.models.party import BetweenParties
from portal.cases.models.referral import Referral
from portal.cases.models.reopening import Reopened
from portal.cases.models.splitting import Divided
from portal.cases.models.states import (
    ABOVE_SQL,
    BACK_SQL,
    DISPUTED_SQL,
    OPEN_SQL,
    PASSED_SQL,
    STATES,
    UNTOLD_SQL,
    VISIT_SQL,
)
from portal.cases.models.suspending import Suspended
from portal.cases.models.timeline import Chronicled
from portal.cases.models.triage import Triaged
from portal.cases.models.weighing import Weighed
from portal.cases.models.withdrawing import Withdrawn
from portal.cases.settings import take_number
from portal.cases.told import OF_CASES
from portal.extensions import db
from portal.org.models import LEVELS, OrgUnit
from portal.people.models import Organisation, Person
from portal.records import Record, begins
from portal.records.keeping import Keeping
from portal.records.record import steps_of

WITH_THE_CASE = ("cases.view", "cases.handle", "cases.export")  # rights of the unit to which a case was handed
BACK, VISIT, PASSED, DISPUTED = map(text, (BACK_SQL, VISIT_SQL, PASSED_SQL, DISPUTED_SQL))
WAIT = (("back", BACK), ("visit", VISIT), ("passed", PASSED), ("disputed", DISPUTED))
RECENT = ("created_at", "id")  # the order of the list


def _scope_indexes():
    """Indexes for lists in each scope, whole and open only (docs/adr/0001). What waits on a desk is read from the latter
    alone; on SQLite that takes the column of its condition as well."""
    for column in (*LEVELS, "unit_id"):
        yield Index(f"ix_cases_case_{column}_recent", column, "created_at", "id")
        yield Index(
            f"ix_cases_case_{column}_due",
            column,
            "due_at",
            "status",
            "warn_at",
            "came_back",
            "charge",
            sqlite_where=text(OPEN_SQL),
            postgresql_where=text(OPEN_SQL),
        )


def _few_indexes():
    """Of each place the few that came back, that are to be visited, that wait for who was to take them, and for the director, by the day until which they
    wait, and in the order of the list; those of whose 上报、下派 the outcome is not noted; those for which a unit above answers."""
    few = (
        ("back", BACK, ("due_at", "charge")),
        ("visit", VISIT, ("visit_by", "charge")),
        ("passed", PASSED, ("take_by", "charge")),
        ("disputed", DISPUTED, ("due_at", "charge")),
        ("untold", text(UNTOLD_SQL), ("id",)),
        ("above", text(ABOVE_SQL), (*RECENT, "charge", "status")),
        *((f"{name}_recent", held, RECENT) for name, held in WAIT),
    )
    for column in (*LEVELS, "unit_id"):
        for name, held, columns in few:
            called = f"ix_cases_case_{column}_{name}"
            yield Index(called, column, *columns, sqlite_where=held, postgresql_where=held)


def _clock_indexes():
    """For the jobs that look at clocks: what is to become late twice, and what is reckoned without the holidays."""
    for column, condition in (("twice_at", f"{OPEN_SQL} AND twice_at IS NOT NULL"), ("due_at", "tentative")):
        name = "ix_cases_case_twice" if column == "twice_at" else "ix_cases_case_tentative"
        yield Index(name, column, sqlite_where=text(condition), postgresql_where=text(condition))


class Case(
    Triaged,
    Weighed,
    HandedOn,
    Suspended,
    Timed,
    Escalated,
    Enclosing,
    Charged,
    Corrected,
    Checked,
    Closed,
    Withdrawn,
    Reopened,
    Merged,
    Divided,
    BetweenParties,
    Agented,
    Electing,
    Chronicled,
    Record,
    db.Model,
):
    """事项."""

    __tablename__ = "cases_case"
    __table_args__ = (
        UniqueConstraint("county_id", "number"),
        *_scope_indexes(),
        Index("ix_cases_case_kind", "county_id", "kind", "status", "id"),
        Index("ix_cases_case_back", "due_at", *LEVELS, "unit_id", "charge", sqlite_where=BACK, postgresql_where=BACK),
        Index(
            "ix_cases_case_visit", "visit_by", *LEVELS, "unit_id", "charge", sqlite_where=VISIT, postgresql_where=VISIT
        ),
        *_few_indexes(),
        *_clock_indexes(),
    )
    STATUS_LENGTH = 12

    permission = "cases.view"
    states = STATES
    tells = OF_CASES
    other_verbs = {"note": "记录", "contest": "申请退回"} | {
        each.verb: each.label for part in (Assignment, Referral) for each in steps_of(part).values()
    }
    keeping = Keeping(
        name="事项",
        since=lambda: Case.closed_at,
        does="列出来，由档案人员鉴定，不自动去除姓名",
        hint="保管期限没有法律规定，案卷封面分短期、长期、永久；到期须鉴定审批，不自动删除。",
    )

    title: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(12))
    description: Mapped[str] = mapped_column(Text)
    happened_on: Mapped[date | None]
    location: Mapped[str] = mapped_column(String(100), default="")
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    registrar_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))

    registrar: Mapped[User] = relationship(lazy="joined")
    has_related: Mapped[bool | None] = query_expression()  # whether `portal.cases.related` would find anything
    has_referrals: Mapped[bool | None] = query_expression()  # whether it was ever passed up or down
    attached: Mapped[str | None] = query_expression()  # `portal.cases.attached`
    has_photos: Mapped[bool | None] = query_expression()  # whether anything is enclosed

    @begins("登记", needs="cases.register", refused="您不能在这个单位登记事项。")
    def register(cls, *, unit: OrgUnit, parties: list[tuple[int, Person | Organisation]], by: User, **fields) -> "Case":
        """登记. `parties` are `(side, who)`, in a dispute at least one; fields: title, nature, kind, source, description, happened_on,
        location, level. Raises RuleError for a dispute of nobody, and for one and the same person twice.

        The number is the registering township's (or the unit's own) series.
        """
        return cls._entered(unit, parties, by, **fields)

    @begins("登记", needs=None, verb="register")
    def bring_in(cls, *, unit: OrgUnit, parties: list[tuple[int, Person | Organisation]], by: User, **fields) -> "Case":
        """As `register`, from a record of a plugin whose own step has asked the right: whoever takes it need not
        see the form 登记事项, which finds residents. Raises RuleError for a dispute of nobody, and for one and the same person twice."""
        return cls._entered(unit, parties, by, **fields)

    @classmethod
    def _entered(cls, unit: OrgUnit, parties: list[tuple[int, Person | Organisation]], by: User, **fields) -> "Case":
        now = clock.now()
        case = cls(registrar=by, created_at=now, **fields)
        case.enter_parties(parties)
        case.place(unit)
        case.kind = kinds_of(case.county_id).current(case.kind)  # a plugin may name one that the district has merged
        holder = db.session.get(OrgUnit, unit.township_id) if unit.township_id else unit
        case.number = take_number(holder, clock.local(now).year)
        case.run_to_accept()
        db.session.add(case)
        return case

    # -- who sees what ---------------------------------------------------------------------------------------------

    @classmethod
    def reach(cls, user: User, permission: str):
        """The condition for cases on which the user holds `permission`: `allows` as SQL."""
        if permission not in WITH_THE_CASE:
            return user.reach(cls, permission)
        units = user.units_with(permission)
        return cls.seen_from([(unit.level, unit.id) for unit in units], [unit.id for unit in units])

    def allows(self, user: User, permission: str) -> bool:
        return user.can(permission, self) or (
            permission in WITH_THE_CASE
            and any(each.is_held and each.is_for(user, permission) for each in self.assignments)
        )

    @classmethod
    def seen_from(cls, places: list[tuple], units):
        """The condition for what lies at `places`, level and id, or is held by `units`; ids may be parameters. Who holds it is looked up by the case (`+ 0`),
        not in all that the units were ever handed."""
        by = Assignment.case_id == cls.id, (Assignment.unit_id + 0).in_(units)
        held = exists().where(*by, Assignment.status != "returned", Assignment.status != "recalled").correlate(cls)
        return or_(*(getattr(cls, level) == ident for level, ident in places), held)
