"""What was written down since is added to the sums of each unit and those above it."""

from collections import Counter
from collections.abc import Iterable
from itertools import product
from typing import Any

from sqlalchemy import Connection, delete, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from portal.cases.rollup.measures import MEASURES, parts
from portal.cases.rollup.models import PENDING_SQL, STANDING, Count, DueCount, Standing, places, sides
from portal.extensions import db

AT_ONCE = 500  # standings, so that nobody waits long for the writers' lock
KEY = ("place_id", "kind", "source", "month")


class Sums:
    """Sums of standings: (place, kind, source, month, measure) → number, and (place, day) → number that is due."""

    def __init__(self) -> None:
        self.counts: Counter[tuple] = Counter()
        self.due: Counter[tuple] = Counter()

    def add(self, row: Any, sign: int = 1) -> None:
        """Add a standing, or with -1 take it off."""
        counted = list(product(sides(row.kind, row.source), parts(row)))
        for place in places(row):
            for side, (month, measures) in counted:
                for measure in measures:
                    self.counts[place, *side, month, measure] += sign
            if row.due_on:
                self.due[place, row.due_on] += sign

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


def fold() -> int:
    """Add some of what waits to the sums; answers how many standings that were. Does not commit."""
    waiting = select(Standing.id, Standing.until, *(getattr(Standing, name) for name in STANDING))
    waiting = waiting.where(text(PENDING_SQL)).order_by(Standing.id).limit(AT_ONCE)
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


def _add(connection: Connection, model: Any, key: Iterable[str], numbers: Iterable[str], rows: list[dict]) -> None:
    if not rows:
        return
    dialect = {"sqlite": sqlite, "postgresql": postgresql}[connection.dialect.name]
    added = dialect.insert(model)
    sums = {name: getattr(model, name) + getattr(added.excluded, name) for name in numbers}
    connection.execute(added.on_conflict_do_update(index_elements=list(key), set_=sums), rows)


def fold_all(ctx, progress) -> str:
    """The hourly job: adds all that waits, a part at a time."""
    done = 0
    while number := fold():
        db.session.commit()
        done += number
        progress(done, done)
    return f"汇总了 {done} 条变动"
