"""The table of growth: pages of one kind together, for each reader the one that takes longest where there are many cases."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

KINDS = (  # how a page is called → in which line of the table it stands
    ("search", "search"),
    ("figures as of", "figures of a past day"),
    ("figures: ", "the cases behind a number"),
    ("/reports/figures", "figures"),
    (" file", "a list as a file"),
    (" sought: ", "a list, searched"),
    (": a record", "a record"),
    (" after=", "a list, deep"),
    ("/", "pages without a record"),
    ("", "a list, filtered or sorted"),
)


def print_growth(sizes: Sequence[int], opened: Sequence[Any]) -> None:
    """Markdown: milliseconds in the database where there are few and many cases, and in brackets the pages it touches, without statistics and with fresh ones."""
    lines: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for page in opened:
        lines[_kind(page.what), page.reader].append(page)
    print(f"\n| page | reader | how many | grow | slowest, {sizes[0]} → {sizes[-1]} cases | the same after ANALYZE |")
    print("|---|---|---|---|---|---|")
    for (kind, reader), pages in sorted(lines.items()):
        slowest = max(pages, key=lambda each: each.ms["none"][-1])
        grown = sum(each.grows("none") or each.grows("fresh") for each in pages)
        none, fresh = (_spent(slowest, of) for of in ("none", "fresh"))
        print(f"| {kind} | {reader} | {len(pages)} | {grown} | {slowest.what}: {none} | {fresh} |")


def _spent(page: Any, statistics: str) -> str:
    pages = " → ".join(f"{each:,}" for each in page.touched[statistics])
    ms = " → ".join(f"{each:.1f}" for each in page.ms[statistics])
    return f"{ms} ({pages})" if any(page.touched[statistics]) else ms


def _kind(what: str) -> str:
    if what == "/":
        return "desk"
    return next(kind for mark, kind in KINDS if mark in what)
