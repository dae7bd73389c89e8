"""How SQLite reads what a statement asks, without rows and statistics: for tests that say which index answers it."""

from typing import Any

from sqlalchemy import Executable
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import ClauseElement

from portal.extensions import db


class _Explained(Executable, ClauseElement):
    inherit_cache = False

    def __init__(self, statement: Any) -> None:
        self.statement = statement


@compiles(_Explained)
def _explained(element, compiler, **more) -> str:
    return f"EXPLAIN QUERY PLAN {compiler.process(element.statement, **more)}"


def plan_of(statement: Any, given: dict[str, Any]) -> list[str]:
    """The lines of the plan, with the values `given`."""
    return [row.detail for row in db.session.execute(_Explained(statement), given)]
