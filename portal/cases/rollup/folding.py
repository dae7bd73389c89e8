"""What was written down since is added to the sums of each unit and those above it."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, delete, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.cases.rollup.blocks import joined
from portal.cases.rollup.measures import DAYS, MEASURES, parts
from portal.cases.rollup.models import (
    OF_NOW,
    PENDING_SQL,
    STANDING,
    Count,
    Depth,
    DueCount,
    Standing,
    places,
    sides,
)
from portal.extensions import db

AT_ONCE = 500  # standings, so that nobody waits long for the writers' lock
KEY = ("place_id", "kind", "source", "month")


class Sums:
    """Sums of standings: (place, kind, source, month, measure) → number, and (place, day) → number that is due; of the units that
    `depth` names."""

    def __init__(self, depth: Depth = OF_NOW) -> None:
        self.depth = depth
        self.counts: Counter[tuple] = Counter()
        self.due: Counter[tuple] = Counter()

    def add(self, row: Any, sign: int = 1) -> None:
        """Add a standing, or with -1 take it off."""
        self.add_counts(row, sign)
        if row.due_on:
            self.add_due(row, row.due_on, sign)

    def add_counts(self, row: Any, sign: int, days: Iterable[str] = tuple(DAYS)) -> None:
        whole, *divided = sides(row.kind, row.source)
        apart, together = places(row, self.depth.divided), places(row, self.depth.joined)
        counted = list(parts(row, days))
        for place in places(row, self.depth.whole):
            for side in (whole, *divided) if place in apart else (whole,):
                for month, measures in counted:
                    blocks = joined(month) if place in together and side != whole else ()
                    for block in (month, *blocks):
                        for measure in measures:
                            self.counts[place, *side, block, measure] += sign

    def add_due(self, row: Any, day: date, sign: int = 1) -> None:
        for place in places(row, self.depth.whole):
            self.due[place, day] += sign

    def rows(self) -> list[dict[str, Any]]:
        """As rows of Count, those without effect left out."""
        found: dict[tuple, dict[str, int]] = {}
        for (*key, measure), number in self.counts.items():
            if number:
                found.setdefault(tuple(key), dict.fromkeys(MEASURES, 0))[measure] = number
        return [dict(zip(KEY, key, strict=True)) | numbers for key, numbers in sorted(found.items())]

    def due_rows(self) -> list[dict[str, Any]]:
        """As rows of DueCount."""
        return [
            {"place_id": place, "day": day, "open": number}
            for (place, day), number in sorted(self.due.items())
            if number
        ]


def written() -> Select:
    """What is written down, as `Sums` takes it."""
    return select(Standing.until, *(getattr(Standing, name) for name in STANDING))


def fold() -> int:
    """Add some of what waits to the sums; answers how many standings that were. Does not commit."""
    waiting = written().add_columns(Standing.id).where(text(PENDING_SQL)).order_by(Standing.id).limit(AT_ONCE)
    connection = db.session.connection()
    rows = connection.execute(waiting.with_for_update(skip_locked=True)).all()
    if not rows:
        return 0
    sums = Sums()
    for row in rows:
        sums.add(row, 1 if row.until is None else -1)
    done = update(Standing).where(Standing.id.in_([row.id for row in rows]))
    connection.execute(done.values(counted=Standing.until.is_(None)))
    write(connection, sums)
    return len(rows)


def write(connection: Connection, sums: Sums) -> None:
    """Add `sums` to those that are stored; a sum that comes to nothing leaves no row."""
    _add(connection, Count, KEY, MEASURES, sums.rows())
    _add(connection, DueCount, ("place_id", "day"), ("open",), sums.due_rows())
    connection.execute(delete(DueCount).where(DueCount.open == 0))


def overwrite(connection: Connection, model: Any, rows: list[dict]) -> None:
    """Write `rows`; those that are there already are replaced."""
    columns, added = model.__table__.columns, _insert(connection, model)
    others = {each.name: added.excluded[each.name] for each in columns if not each.primary_key}
    keys = [each.name for each in columns if each.primary_key]
    connection.execute(added.on_conflict_do_update(index_elements=keys, set_=others), rows)


def _add(connection: Connection, model: Any, key: Iterable[str], numbers: Iterable[str], rows: list[dict]) -> None:
    if not rows:
        return
    added = _insert(connection, model)
    sums = {name: getattr(model, name) + getattr(added.excluded, name) for name in numbers}
    connection.execute(added.on_conflict_do_update(index_elements=list(key), set_=sums), rows)


def _insert(connection: Connection, model: Any) -> Any:
    return {"sqlite": sqlite, "postgresql": postgresql}[connection.dialect.name].insert(model)


def fold_all(ctx, progress) -> str:
    """The hourly job: adds all that waits, a part at a time."""
    done = 0
    while number := fold():
        db.session.commit()
        done += number
        progress(done, done)
    return f"汇总了 {done} 条变动"
