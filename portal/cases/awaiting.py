"""Records that answer somebody with what comes of a case: they learn it when the case is closed, and go on when it is taken up again.

class Order(HasCase, AwaitsOutcome, Record, db.Model):
    waits_in, told_in = ("accepted", "again"), ("ready", "answered")

Its own case may go on as part of another: what counts is the case that carries it. The plugin calls `hear` with what befalls a case (hook `record_event`), and
`catch_up` when it is switched on (hook `on_activated`).
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import User
from portal.cases.models import Case
from portal.cases.models.linking import ever_merged
from portal.cases.models.reopening import Reopening
from portal.extensions import db
from portal.org.models import OrgUnit

__all__ = ["CLOSED", "AnsweredInTime", "AwaitsOutcome"]

CLOSED = tuple(
    each.verb for each in (Case.resolve, Case.decline, Case.withdraw)
)  # steps of a case after which it has an outcome
OPENED = (Case.reopen.verb, Case.come_back.verb)


class AwaitsOutcome:
    """A record that waits for what comes of its case, in one of the states `waits_in`, and was told in one of `told_in`. It has two steps that nobody takes by hand:
    `learn(outcome, by=)` from all of the former to the latter, `resume(reason, by=)` back. `read_by`: who reads the outcome as it is written, the moment the case is
    closed; "" where an office answers first."""

    waits_in: ClassVar[tuple[str, ...]]
    told_in: ClassVar[tuple[str, ...]]
    read_by: ClassVar[str] = ""

    if TYPE_CHECKING:
        id: Any
        status: Any
        events: Any
        case_id: Any
        case: Any
        learn: Any
        resume: Any

    @property
    def awaited(self) -> list[Case]:
        """The cases that it waits for; what comes of the last of them is what it learns. Override it, and `awaiting`, where that is not its own one."""
        return [self.case]

    @classmethod
    def awaiting(cls, cases: Select[tuple[int]] | list[int]) -> ColumnElement[bool]:
        """The condition for those that wait for one of `cases`, by id."""
        return cls.case_id.in_(cases)

    @classmethod
    def waiting_for_outcome(cls, case: Case) -> Select[tuple[bool]]:
        """Whether any waits for `case`, or for one that goes on as part of it."""
        return select(exists().where(cls.awaiting(case.carries), cls.status.in_(cls.waits_in)))

    @classmethod
    def hear(cls, case: Case, verb: str) -> None:
        """Tell those that wait for `case`, or for one that goes on as part of it, that it was closed or taken up again."""
        if verb in (*CLOSED, *OPENED):
            cls._keep_up(select(cls).where(cls.awaiting(case.carries), cls.status.in_((*cls.waits_in, *cls.told_in))))

    @classmethod
    def catch_up(cls, unit: OrgUnit) -> None:
        """Tell those of `unit` what befell their cases while nobody listened."""
        closed = select(Case.id).where(Case.status.not_in(Case.states.open))
        again = or_(
            Case.status.in_(Case.states.open), Case.id.in_(select(Reopening.case_id)), Case.id.in_(ever_merged())
        )
        wait = and_(cls.status.in_(cls.waits_in), cls.awaiting(closed))
        told = and_(cls.status.in_(cls.told_in), cls.awaiting(select(Case.id).where(again)))
        cls._keep_up(select(cls).where(unit.subtree_of(cls), or_(wait, told)))  # type: ignore[arg-type]

    @classmethod
    def _keep_up(cls, found: Select) -> None:
        for each in db.session.scalars(found.order_by(cls.id)).unique().all():
            each.keep_up()

    def keep_up(self) -> None:
        """Go on where a case that carries it is open again, or was and is closed anew; learn what came of it where none is open."""
        carriers = [each.carrier for each in self.awaited]
        still = next((each for each in carriers if each.open), None)
        case = still or max(carriers, key=lambda each: each.closed_at)
        if self.status in self.told_in and (still or self._told_before(case.closed_at)):
            note, by = _latest(case, OPENED)
            self.resume(note, by=by)
        if self.status in self.waits_in and not still:
            self.learn(case.outcome, by=_latest(case, CLOSED)[1])

    def _told_before(self, closed_at: datetime) -> bool:
        told = [each.at for each in self.events if each.from_status in self.waits_in and each.to_status in self.told_in]
        return bool(told) and max(told) < closed_at

    def open_again(self, reason: str, *, by: User) -> Case | None:
        """The case that carries it, taken up again if it was closed; None where that cannot be (archived, as often as the unit lets, in an office where `by` may not),
        and a new one is wanted. Raises NotAllowed where `by` may not reopen its own case."""
        case = self.case.carrier if self.case else None
        if case is None or case.open:
            return case
        if case is not self.case and not Case.reopen.is_allowed_to(by, case):
            return None
        if not Case.reopen.fits(case) or Case.reopen.objection(case):
            return None
        case.reopen(reason, by=by)
        return case


def warned_of_readers(case: Case) -> str:
    """What whoever closes `case` is told: somebody outside reads the outcome as it is written. "" where nobody does."""
    found = [
        each.read_by
        for each in (mapper.class_ for mapper in db.Model.registry.mappers)
        if issubclass(each, AwaitsOutcome) and each.read_by and db.session.scalar(each.waiting_for_outcome(case))
    ]
    readers = "、".join(dict.fromkeys(found))
    return f"{readers}会看到这里写的结果，原样作为答复。不要写内部的话和别人的信息。" if readers else ""


class AnsweredInTime:
    """Whether the answer came in time. `stands`: there is one, and nobody has asked for another since."""

    in_time: Mapped[bool | None]
    stands: Mapped[bool] = mapped_column(default=False)

    def note_answer(self, on_time: bool) -> None:
        """It is answered now. In time is what was so each time somebody asked; what the office adds by itself changes nothing."""
        if not self.stands:
            self.in_time = on_time and self.in_time is not False
        self.stands = True


def _latest(case: Case, verbs: tuple[str, ...]) -> tuple[str, User | None]:
    """What the last entry of `case` with one of `verbs` says, and who made it."""
    found = next((each for each in reversed(case.events) if each.verb in verbs), None)
    return (found.note, found.actor) if found else ("", None)
