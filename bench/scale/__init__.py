"""What grows when the cases do: every page of every reader in two towns, one with few and one with many cases.

    python -m bench scale --cases 20000,2000000 --database postgresql

A line for each page that grows beyond the budget, without statistics of the database and with fresh ones; then what makes them grow, each
statement once with its plan and the pages that ask it; then the table of growth.
"""

import os
from contextlib import nullcontext
from dataclasses import dataclass, field

from sqlalchemy import Engine, text

from bench.measuring import report
from bench.scale.clocked import Statement, clock_in_turn, noted, plan, touched
from bench.scale.places import CITY, Town, towns
from bench.scale.table import print_growth
from bench.scale.walk import FILE, addresses, files

READERS = {"grid": "grid worker", "clerk": "street", "department": "department", "district": "county", CITY: "city"}
FILES = {"director": "street"}  # takes away the lists of modules, which a clerk may only read
FACTOR, LEAST_MS = 1.5, 2.0  # what grows by both is named
SHOWN, PAGES = 3000, 12  # characters of a statement, pages that ask it
place = nullcontext  # it makes its own


@dataclass
class Opened:
    """A page that opened in both towns: what it asked in each, its lines, how long that took and how many pages of the database it touched (a steadier
    witness than time, and none on SQLite), without and with statistics."""

    reader: str
    what: str
    asked: list[list[Statement]]
    lines: list[int]
    ms: dict[str, list[float]] = field(default_factory=dict)
    touched: dict[str, list[int]] = field(default_factory=dict)

    def grows(self, statistics: str) -> bool:
        """By the time it takes; a file, which holds all that is filtered, by that of a line."""
        few, many = self.ms[statistics]
        lines = max(1.0, self.lines[1] / max(1, self.lines[0])) if self.what.endswith(FILE) else 1.0
        return many / lines > few * FACTOR and many / lines - few > LEAST_MS

    @property
    def slowest(self) -> Statement:
        return max(self.asked[-1], key=lambda each: each.ms)


def measure(_: object) -> None:
    """The growth from the first size to the last."""
    sizes = [int(each) for each in os.environ.get("CASES", "20000,200000").split(",")]
    with towns(sizes) as (few, *_, many):
        opened = [each for username in READERS | FILES for each in _opened([few, many], username)]
        engines = [town.engine for town in (few, many)]
        slow: dict[str, tuple[Statement, list[str]]] = {}
        for statistics in ("none", "fresh"):
            if statistics == "fresh":
                _analyze(engines)
            for page in opened:
                sides = list(zip(engines, page.asked, strict=True))
                page.ms[statistics] = clock_in_turn(sides)
                page.touched[statistics] = [sum(touched(engine, each) for each in asked) for engine, asked in sides]
                if page.grows(statistics):
                    _, pages = slow.setdefault(page.slowest.text, (page.slowest, []))
                    pages.append(f"{page.reader}: {page.what}")
                    found = dict(zip(("few_ms", "many_ms"), page.ms[statistics], strict=True))
                    found |= dict(zip(("few_touched", "many_touched"), page.touched[statistics], strict=True))
                    report("scale", statistics=statistics, reader=page.reader, page=page.what, **found)
        for statement, pages in slow.values():
            _explain(engines[-1], statement, pages)
        print_growth(sizes, opened)


def _opened(places: list[Town], username: str) -> list[Opened]:
    """All pages that open for an account in every town."""
    seen: list[dict[str, tuple[list[Statement], int]]] = [{} for _ in places]
    walked = addresses if username in READERS else files
    for town, kept in zip(places, seen, strict=True):
        client = town.client(username)
        for what, address in walked(client, town.grown):
            with noted(town.engine) as asked:
                answer = client.get(address)
            if answer.status_code == 200:
                kept[what] = asked, answer.get_data().count(b"\n")
    reader = (READERS | FILES)[username]
    both = [what for what in seen[-1] if all(what in each for each in seen)]
    return [Opened(reader, what, *map(list, zip(*(each[what] for each in seen), strict=True))) for what in both]


def _explain(engine: Engine, statement: Statement, pages: list[str]) -> None:
    print(f"\n{len(pages)} pages, among them {'; '.join(pages[:PAGES])}: {statement.ms:.1f} ms, {statement.rows} rows")
    print(" ".join(statement.text.split())[:SHOWN])
    print("\n".join(plan(engine, statement)), flush=True)


def _analyze(engines: list[Engine]) -> None:
    for each in engines:
        with each.connect() as connection:
            connection.execute(text("ANALYZE"))
            connection.commit()
