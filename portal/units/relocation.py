"""Rows on their way: the unit stands where it belongs at once, the rows that lie in it follow a portion at a time, so that nobody waits to write.

Each portion is a transaction of its own and may be done twice: what was cut off goes on where it stopped. Rows follow through their own models, so
whatever a model keeps beside itself (search terms, figures) follows with them. Why so: docs/adr/0066.
"""

import logging
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from time import monotonic, thread_time
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, inspect, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column, relationship, selectinload

from portal import clock
from portal.cases.models import Assignment, Case
from portal.database import reading_first
from portal.errors import WrongState
from portal.extensions import db
from portal.families.models import Family
from portal.jobs.queue import LeaseLost, enqueue
from portal.org.models import LEVELS, OrgUnit
from portal.people.models import Person
from portal.records.record import SUCCEEDED
from portal.records.timeline import AppendOnly
from portal.together import together
from portal.units import rows

if TYPE_CHECKING:
    from portal.units.models import UnitChange

TASK = "units.relocate"
log = logging.getLogger(__name__)
LEAST, MOST, SECONDS = 20, 200, 0.03  # rows looked at together, and how long a portion works
Portion = tuple[Callable[["Relocation", Any, list[int]], None], Any, list[int]]  # what is done with which rows of what


class Relocation(db.Model):
    """What follows a change of units: the rows of `units` (ids), and into `unit` those of a unit that was merged into it, or `residents` (ids) that
    were chosen. `done` of `total` rows."""

    __tablename__ = "units_relocation"

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("units_change.id"), unique=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    units: Mapped[list[int]] = mapped_column(JSON)
    residents: Mapped[list[int]] = mapped_column(JSON)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]

    change: Mapped["UnitChange"] = relationship()
    unit: Mapped[OrgUnit] = relationship()

    @classmethod
    def begin(
        cls, change: "UnitChange", units: list[OrgUnit], *, into: OrgUnit | None = None, residents: Sequence[int] = ()
    ) -> "Relocation":
        """Note whose rows follow, and have a job see to it that they do; those of units that were merged into one of them follow, too."""
        known = {each.id for each in units}
        merged = db.session.scalars(
            select(OrgUnit).where(OrgUnit.merged_into_id.is_not(None), OrgUnit.county_id == change.county_id)
        )
        seats = known | ({into.id} if into else set())
        known.update(each.id for each in merged if each.heir.id in seats)
        made = cls(change=change, unit=into or change.unit, units=sorted(known), residents=list(residents))
        db.session.add(made)
        db.session.flush()
        enqueue(TASK, key=f"{TASK}:{made.id}", unit=made.unit, args={"relocation_id": made.id})
        return made

    @classmethod
    def near(cls, unit: OrgUnit) -> "Relocation | None":
        """The one that is not finished and concerns `unit`, or what stands above it or below."""
        above = set(unit.ancestor_ids)
        for each in db.session.scalars(select(cls).where(cls.finished_at.is_(None)).order_by(cls.id)):
            if above.intersection((each.unit_id, *each.units)) or each.unit.path.startswith(unit.path):
                return each
        return None

    def follow(self, progress: Callable[[int, int], None], until: float | None = None) -> bool:
        """Let the rows follow, each portion in a transaction of its own; answers whether all have. `until`: by the clock `monotonic`, when to leave
        the rest to the job."""
        ident = self.id
        with reading_first():
            portions = list(db.session.get_one(Relocation, ident).portions())
        total, done = sum(len(ids) for _, _, ids in portions), 0
        for follow, what, ids in portions:
            size = LEAST
            while ids:
                if until and monotonic() > until:
                    return False
                here = db.session.get_one(Relocation, ident, with_for_update=True, populate_existing=True)
                taken, ids = ids[:size], ids[size:]
                worked = _worked(lambda here=here, follow=follow, what=what, taken=taken: follow(here, what, taken))
                size = max(LEAST, min(MOST, size * 2, int(size * SECONDS / worked)))
                done += len(taken)
                here.done, here.total = done, total
                progress(done, total)
        here = db.session.get_one(Relocation, ident)
        here.done, here.total, here.finished_at = total, total, here.finished_at or clock.now()
        progress(total, total)
        return True

    def portions(self) -> Iterator[Portion]:
        """What is still to be done, each with the ids of its rows."""
        merged = self.change.unit if self.change.unit.merged_into_id else None
        others = [each for each in self.units if merged is None or each != merged.id]
        if self.residents and not self.finished_at:
            here = Person.unit_id == self.change.unit_id
            yield Relocation._bring, Family, self._families()
            yield Relocation._bring, Person, rows.ids_where(Person, here & Person.id.in_(self.residents))
        for model in rows.scoped_models():
            if merged:
                yield Relocation._take_over, model, rows.left_ids(model, merged)
            yield Relocation._settle, model, rows.stale_ids(model, others)
        for each in rows.references() if merged else ():
            yield Relocation._hand_over, each, rows.pointing_ids(each, merged)

    def _families(self) -> list[int]:
        """Those of the unit that was split whose telephone number one of the residents has."""
        numbers = select(Person.phone_hash).where(Person.id.in_(self.residents), Person.phone_hash.is_not(None))
        return rows.ids_where(Family, (Family.unit_id == self.change.unit_id) & Family.phone_hash.in_(numbers))

    def _bring(self, model: type[Any], ids: list[int]) -> None:
        """Those that were chosen lie in the new unit."""
        for row in _locked(model, ids, model.unit_id == self.change.unit_id):
            row.place(self.unit)

    def _settle(self, model: type[Any], ids: list[int]) -> None:
        """They carry the columns that their units have now."""
        if issubclass(model, AppendOnly):
            _settle_at_once(model, ids)
            return
        for row in _locked(model, ids):
            row.follow_unit()

    def _take_over(self, model: type[Any], ids: list[int]) -> None:
        """What goes on lies in the heir; of the rest the heir sees what happened."""
        if issubclass(model, AppendOnly):
            _settle_at_once(model, ids)
            return
        found = list(_locked(model, ids, model.unit_id == self.change.unit_id))
        going = [row for row in found if self._goes_on(row)]
        taken = set(_without_double(going, self._place) if rows.one_a_unit(model) else map(self._place, going))
        for row in found:
            if row in taken:
                self._told(row)
            else:
                row.follow_unit()

    def _goes_on(self, row: Any) -> bool:
        record = getattr(row, "record", None)
        return record.unit_id == self.unit_id if hasattr(record, "unit_id") else rows.goes_on(row)

    def _place(self, row: Any) -> Any:
        row.place(self.unit)
        return row

    def _hand_over(self, reference: rows.Reference, ids: list[int]) -> None:
        """What a unit that was merged has to do, the heir has to do."""
        model, name = reference
        found = _locked(model, ids, getattr(model, name) == self.change.unit_id)
        going = [row for row in found if not hasattr(row, "status") or rows.still_open(row)]
        for row in _without_double(going, lambda row: self._point(row, name)):
            for led in rows.led_to_by(model, name):
                db.session.expire(row, [led])
            if isinstance(row, Assignment):
                row.outside = not self.unit.contains(row.record)
            self._told(row)

    def _point(self, row: Any, name: str) -> None:
        setattr(row, name, self.unit_id)

    def _told(self, row: Any) -> None:
        if hasattr(row, "events") or hasattr(row, "record"):
            row.move(
                SUCCEEDED,
                by=None,
                note=f"{self.change.unit.short_name}并入{self.unit.short_name}，由{self.unit.short_name}接着办理。",
            )


def not_under_way(*units: OrgUnit) -> None:
    """Raises WrongState while rows are still on their way because of an earlier change near one of `units`."""
    for unit in units:
        if before := Relocation.near(unit):
            raise WrongState(f"{before.unit}正在{before.change.name}，记录还没有全部到位，请过几分钟再办。")


def _worked(follow: Callable[[], None]) -> float:
    """Let rows follow, with all that they say written at once; answers for how many seconds the processor worked. Does not commit."""
    begun = thread_time()
    with together(), db.session.no_autoflush:
        follow()
    return thread_time() - begun


def _without_double(going: list[Any], take: Callable[[Any], None]) -> list[Any]:
    """Those which the heir takes: all at once, and one by one where it has the like of one already, which then stays in the unit that is closed."""
    try:
        with db.session.begin_nested():
            for row in going:
                take(row)
            db.session.flush()
    except IntegrityError:
        for row in going:
            db.session.refresh(row)
        return [row for each in going for row in _without_double([each], take)] if len(going) > 1 else []
    return going


def _locked(model: type[Any], ids: list[int], *still: ColumnElement[bool]) -> Iterator[Any]:
    """Those of which `still` holds: since they were listed somebody may have moved them, or another process may have let them follow."""
    key = inspect(model).primary_key[0]
    found = select(model).where(key.in_(ids), *still).order_by(key).with_for_update(of=model)
    found = found.execution_options(populate_existing=True)
    if model is Case:
        found = found.options(selectinload(Case.assignments))
    if model is Assignment:
        found = found.options(selectinload(Assignment.record).selectinload(Case.assignments))
    return iter(db.session.scalars(found).unique().all())


def _settle_at_once(model: type[Any], ids: list[int]) -> None:
    """Rows that nobody may change keep all that they say; only where they are seen follows."""
    key = inspect(model).primary_key[0]
    for unit_id in set(db.session.scalars(select(model.unit_id).where(key.in_(ids)))):
        seat = db.session.get_one(OrgUnit, unit_id).heir
        columns = {level: getattr(seat, level) for level in LEVELS}
        db.session.execute(update(model).where(key.in_(ids), model.unit_id == unit_id).values(columns))


def relocate(ctx: Any, progress: Callable[[int, int], None], *, relocation_id: int) -> str:
    """The job: what is left follows. Begun again it goes on with what has not followed."""
    found = db.session.get_one(Relocation, relocation_id)
    unit, change = found.unit.name, found.change.name
    found.follow(progress)
    return f"{unit}：{change}以后的记录都已到位。"


def finish(ctx: Any, progress: Callable[[int, int], None]) -> str:
    """The hourly job: what its own job has given up goes on; and whatever somebody wrote with the old place in the very moment of a change follows."""
    lately = or_(Relocation.finished_at.is_(None), Relocation.finished_at > ctx.now - timedelta(days=1))
    idents = db.session.scalars(select(Relocation.id).where(lately).order_by(Relocation.id)).all()
    failed = [ident for ident in idents if not _finished(ident, progress)]
    return f"核对了 {len(idents)} 次单位变动以后的记录" + (
        f"，{len(failed)} 次没有核对完，下次再做。" if failed else "。"
    )


def _finished(ident: int, progress: Callable[[int, int], None]) -> bool:
    """What goes wrong with one relocation does not keep others from being followed."""
    try:
        return db.session.get_one(Relocation, ident).follow(progress)
    except LeaseLost:
        raise
    except Exception:
        db.session.rollback()
        log.exception("the rows of relocation %s have not all followed", ident)
        return False


def follow_for(ident: int, seconds: float) -> None:
    """Let rows of the relocation `ident` follow at once, after what began it was committed. What goes wrong is left to the job."""
    try:
        found = db.session.get_one(Relocation, ident)
        found.follow(lambda done, total: db.session.commit(), until=monotonic() + seconds)
    except Exception:
        db.session.rollback()
        log.exception("the job goes on with the rows of relocation %s", ident)
