"""派单: a case handed to a unit or department, or to a plugin (`channel`) in it."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, SmallInteger, String, and_, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from portal import clock
from portal.accounts.models import User
from portal.cases.choices import LEAD, ROLES
from portal.cases.models.chasing import ENDED_BY_SENDER, UNANSWERED, Chased
from portal.cases.models.returning import CONTEST, Returned
from portal.cases.models.states import FEW
from portal.cases.told import HANDLE, OF_ASSIGNMENTS
from portal.columns import named
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Entry, Part, State, States, step
from portal.records.record import steps_of
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from portal.cases.models.case import Case

# step → where the case stands while others still have it in hand; "" as before
STILL_IN_HAND = {"acknowledge": "in_progress", "report": "in_progress"} | dict.fromkeys(
    ("return", "uphold", "recall", "close_silent"), ""
)
CONTESTED_SQL = "state = 'contested'"  # written out, as in the partial index
OUTSIDE_SQL = "outside AND state <> 'returned' AND state <> 'recalled'"  # as above
UNDER_WAY_SQL = "under_way"  # as above
STANDS_SQL = f"stands <> '' AND {OUTSIDE_SQL}"  # as above
WAITS_SQL = "state IN ('sent', 'acknowledged') AND channel = ''"  # as above
UNTOLD_SQL = f"told_at IS NULL AND state IN ({', '.join(map(repr, ENDED_BY_SENDER))})"  # as above
FEW_SQL = {name: f"(few & {bit}) <> 0 AND {OUTSIDE_SQL}" for name, bit in FEW.items()}  # as above
WAITING = {"waiting": WAITS_SQL, "reminded": f"{WAITS_SQL} AND reminded > 0"}


def _indexes_by_date():
    """What a unit has still to answer, and whatever is open of what it was handed, by when it is to be answered. The first without the case: what
    asks for one case is to go by the index of cases."""
    for name, held in WAITING.items():
        called = f"ix_cases_assignment_{name}"
        yield Index(called, "unit_id", "answer_by", sqlite_where=text(held), postgresql_where=text(held))
    columns, held = ("unit_id", "answer_by", "case_id"), text(UNDER_WAY_SQL)
    yield Index("ix_cases_assignment_by_date", *columns, sqlite_where=held, postgresql_where=held)


def _indexes_of_few():
    """Of what a unit was handed from elsewhere the few that came back, are to be visited and the like, in the order of the list."""
    for name, held in FEW_SQL.items():
        called, columns = f"ix_cases_assignment_few_{name}", ("unit_id", "came_at", "case_id")
        yield Index(called, *columns, sqlite_where=text(held), postgresql_where=text(held))


def _assists_open(assignment: "Assignment") -> RuleError | str:
    """The lead answers for the whole, and so after those who assist it."""
    names = "、".join(str(each.unit) for each in assignment.awaited)
    return WrongState(f"一起办的{names}还没有反馈，主办单位汇总以后再反馈。") if names else ""


class Assignment(Returned, Chased, Part, db.Model):
    """派单. It has states of its own and writes its steps on the timeline of the case.

    `channel` is "" for ordinary handling, or the key of the plugin that handles the case. `role`: 主办 answers for the whole, 协办 assists
    it, 应哨 was called by a whistle. `due_at`: its own date, where that is not the one of the case. `answer_by`: the one of both that holds, nothing while the time of the
    case stands still; kept so that what waits is read in this order. `came_at`: when the case was registered;
    `outside`: whether it lies outside of the unit, so that the list of the unit holds it for this alone. `under_way`: whether it is open, so that what is open in that
    list is not sought among all that the unit ever was handed. `stands`: in which state it is while it is open. `few`: by which of FEW its case is one of the few that lists are made of, each a bit.
    """

    __tablename__ = "cases_assignment"
    __table_args__ = (
        Index("ix_cases_assignment_case", "case_id", "id"),
        Index("ix_cases_assignment_inbox", "unit_id", "state", "id"),
        Index(
            "ix_cases_assignment_contested",
            "case_id",
            sqlite_where=text(CONTESTED_SQL),
            postgresql_where=text(CONTESTED_SQL),
        ),
        Index(
            "ix_cases_assignment_outside",
            "unit_id",
            "came_at",
            "case_id",
            sqlite_where=text(OUTSIDE_SQL),
            postgresql_where=text(OUTSIDE_SQL),
        ),
        Index(
            "ix_cases_assignment_under_way",
            "unit_id",
            "came_at",
            "case_id",
            sqlite_where=text(UNDER_WAY_SQL),
            postgresql_where=text(UNDER_WAY_SQL),
        ),
        Index(
            "ix_cases_assignment_stands",
            "unit_id",
            "stands",
            "came_at",
            "case_id",
            sqlite_where=text(STANDS_SQL),
            postgresql_where=text(STANDS_SQL),
        ),
        Index(
            "ix_cases_assignment_untold",
            "unit_id",
            "id",
            sqlite_where=text(UNTOLD_SQL),
            postgresql_where=text(UNTOLD_SQL),
        ),
        *_indexes_by_date(),
        *_indexes_of_few(),
    )

    tells = OF_ASSIGNMENTS
    states = States(
        State("sent", "待签收", open=True),
        State("acknowledged", "办理中", open=True),
        State("contested", "退回待裁定", "warn", open=True),
        State("reported", "已反馈", "ok"),
        State("returned", "已退回", "warn"),
        State("recalled", "已收回"),
        State("silent", "超期未反馈", "danger"),
        State("ended", "已终止"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases_case.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"))
    channel: Mapped[str] = mapped_column(String(31), default="")
    status: Mapped[str] = mapped_column("state", String(14), default="sent")
    role: Mapped[str] = mapped_column(String(8), default=LEAD, server_default=LEAD)
    due_at: Mapped[datetime | None]
    answer_by: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(RedactedText(), default="")
    result: Mapped[str] = mapped_column(RedactedText(), default="")
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    sent_at: Mapped[datetime] = mapped_column(default=clock.now)
    came_at: Mapped[datetime] = mapped_column(server_default="1970-01-01 00:00:00")
    outside: Mapped[bool] = mapped_column(server_default=true())
    under_way: Mapped[bool] = mapped_column(default=True, server_default=true())
    stands: Mapped[str] = mapped_column(String(12), default="", server_default="")
    few: Mapped[int] = mapped_column(SmallInteger, default=0, server_default="0")
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    acknowledged_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    record: Mapped["Case"] = relationship(back_populates="assignments")
    unit: Mapped[OrgUnit] = relationship(lazy="joined")
    acknowledged_by: Mapped[User | None] = relationship(foreign_keys=[acknowledged_by_id], lazy="joined")
    role_name = named("role", ROLES)

    @classmethod
    def held_by(cls, units):
        """The condition: handed to one of `units` (ids, or a parameter for them), and neither sent back nor recalled."""
        return and_(cls.status != "returned", cls.status != "recalled", cls.unit_id.in_(units))

    @classmethod
    def waits_at(cls, units):
        """The condition: one of `units` (as in `held_by`) has still to do it, in the portal and not by some other way."""
        return and_(cls.unit_id.in_(units), cls.status.in_(UNANSWERED), cls.channel == "")

    @classmethod
    def waiting_at(cls, unit, *, reminded: bool = False):
        """The same of one unit, by an index of what waits alone; reminded: only of what it was asked for (催办)."""
        return and_(cls.unit_id == unit, text(WAITING["reminded" if reminded else "waiting"]))

    @classmethod
    def untold_to(cls, units):
        """The condition: taken from one of `units` (ids), which has not yet taken note of it."""
        return and_(cls.unit_id.in_(units), text(UNTOLD_SQL))

    @classmethod
    def held_of_open(cls, units):
        """The condition: `held_by` of `units`, of a case that is open; for the index of these alone."""
        return and_(cls.held_by(units), text(UNDER_WAY_SQL))

    @classmethod
    def held_under_way(cls, units):
        """The condition: `held_of_open` of `units`, of a case that lies elsewhere."""
        return and_(cls.held_of_open(units), cls.outside.is_(True))

    @classmethod
    def held_where(cls, units, status):
        """The condition: held by `units`, of a case that lies elsewhere and is open in `status`."""
        return and_(cls.unit_id.in_(units), text(STANDS_SQL), cls.stands == status)

    @classmethod
    def few_held(cls, units, name: str):
        """The condition: held by `units`, of a case that lies elsewhere and is one of the few by `name` (of FEW)."""
        return and_(cls.unit_id.in_(units), text(FEW_SQL[name]))

    @validates("due_at")
    def _own_date(self, _: str, due_at: datetime | None) -> datetime | None:
        if self.record:
            self.answer_until(due_at, self.record.due_at)
        return due_at

    def answer_until(self, own: datetime | None, of_case: datetime | None) -> None:
        """Write down by when it is to be answered: by its own date, else by that of the case, whose time must run."""
        self.answer_by = of_case and (own or of_case)

    @property
    def is_held(self) -> bool:
        """`held_by` of its own unit, as one row."""
        return self.status not in ("returned", "recalled")

    @property
    def awaited(self) -> list["Assignment"]:
        """Those that the lead waits for, before it answers."""
        return [each for each in self.record.in_hand if each.role != LEAD] if self.role == LEAD else []

    def is_for(self, user: User, permission: str) -> bool:
        """Whether the user holds `permission` in the very unit this was handed to, not above it and not elsewhere."""
        return any(unit.id == self.unit_id for unit in user.units_with(permission))

    # -- what a step asks of it --------------------------------------------------------------------------------------

    def entrusted_to(self, user: User, permission: str) -> bool:
        """The unit itself handles it; what else is done with it, is by whoever may hand the case on."""
        return self.is_for(user, permission) if permission == HANDLE else self.record.entrusted_to(user, permission)

    def wrong_state(self) -> str:
        return f"这张派单现在是“{self.status_name}”，不能这样办理。请刷新页面。"

    def refusal(self, permission: str) -> str:
        if permission == HANDLE:
            return f"这张派单交给了{self.unit}，只有该单位的工作人员可以办理。"
        return self.record.refusal(permission)

    def move(self, verb: str, to: str = "", *, by: User | None, **entry) -> Entry:
        """Go to `to`, and let the case stand as its hands do."""
        self.status = to or self.status
        acting = {"unit": self.unit} if verb in _by_the_unit() else {}
        return self.record.move(verb, self._leads_to(verb), by=by, **acting, **entry)

    def _leads_to(self, verb: str) -> str:
        """The state of the case after `verb`; "" as before. With nobody in the lead it waits to be handed on, whoever assists, unless that follows."""
        if verb not in STILL_IN_HAND:
            return ""
        if not self.record.is_led:
            return "assigned" if self.instead else "triaged"
        return STILL_IN_HAND[verb] if self.record.in_hands else "reported"

    # -- steps -------------------------------------------------------------------------------------------------------

    @step("签收", of="sent", to="acknowledged", needs=HANDLE, waits=True)
    def acknowledge(self, *, by: User) -> str:
        """签收."""
        self.acknowledged_by, self.acknowledged_at = by, clock.now()
        return f"{self.unit}已签收。"

    @step("反馈", of="acknowledged", to="reported", needs=HANDLE, waits=True, unless=_assists_open)
    def report(self, result: str, uploads: Sequence = (), *, by: User) -> str:
        """反馈办理结果, with photos or papers where there are any; when the last open assignment is answered the case waits for verification."""
        enclosed = self.record.take_in_files(uploads, by=by)
        return self.end(result) + (f"（{enclosed.rstrip('。')}）" if enclosed else "")

    def stop(self, why: str) -> None:
        """Nothing more is done with the case: the unit is told so."""
        self.status = "ended"
        self.end(why)

    def end(self, result: str) -> str:
        """Note what came of it, and when."""
        self.result, self.ended_at = result, clock.now()
        return result


@cache
def _by_the_unit() -> frozenset[str]:
    """Verbs of the steps that the unit takes; the others are taken by whoever handed the case on."""
    return frozenset({CONTEST} | {each.verb for each in steps_of(Assignment).values() if each.needs == HANDLE})
