"""What a plugin declares, found in the running application: its models, records, and the pages of the kit it mounted."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeVar

from portal.extensions import db
from portal.plugin.gate import plugin_of
from portal.records.mounted import all_mounted
from portal.records.record import Record
from portal.testing.conformance.subject import Subject

Pages = TypeVar("Pages")
PLAYED = ("demo", "samples")  # modules that invent what they show


def models(subject: Subject) -> list[type]:
    """Its mapped classes."""
    own = {table.name for table in subject.tables}
    return [each.class_ for each in db.Model.registry.mappers if each.local_table.name in own]


def records(subject: Subject) -> list[type[Record]]:
    """Its models with states."""
    return [each for each in models(subject) if issubclass(each, Record)]


def mounted(subject: Subject, kind: type[Pages]) -> list[Pages]:
    """Its pages of one kind of the kit."""
    return [each for each in all_mounted(kind) if plugin_of(each.bp.name) == subject.key]


@cache
def tree(path: Path) -> ast.Module:
    """A source file, parsed."""
    return ast.parse(path.read_text(encoding="utf-8"))


def code(subject: Subject, *, played: bool = True, migrations: bool = False) -> Iterator[tuple[str, ast.Module]]:
    """`(path below the plugin, parsed)` of its sources; without demo and samples unless `played`, without migrations unless wanted."""
    for path in subject.sources:
        where = path.relative_to(subject.folder)
        if "migrations" in where.parts and not migrations:
            continue
        if not played and where.parts[0].removesuffix(".py").startswith(PLAYED):
            continue
        yield str(where), tree(path)


def calls(module: ast.Module) -> Iterator[tuple[int, str, ast.Call]]:
    """`(line, dotted name, call)` of every call of something that has a name."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and (name := dotted(node.func)):
            yield node.lineno, name, node


def dotted(node: ast.AST) -> str:
    """`a.b.c` as it is written; of what is no name, only the last attribute."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else node.attr
    return ""


def imported(module: ast.Module) -> Iterator[tuple[int, str]]:
    """`(line, module)` of everything imported."""
    for node in ast.walk(module):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, each.name) for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
