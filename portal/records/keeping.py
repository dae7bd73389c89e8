"""How long a register keeps the names in it: declared on the model, decided by the district, done after two people have said so.

    class Visit(Record, db.Model):
        keeping = Keeping(
            name="接访登记",
            since=lambda: Visit.visited_at,
            over=lambda: Visit.status.in_(STATES.final) & Visit.person_id.is_not(None),
            forget=lambda visit: visit.leave_out_names(),
            does="去除来访人和同来的人，办理经过不含姓名，予以保留",
        )

Without a declaration, and until the district has said for how many years, everything is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portal.extensions import Model

__all__ = ["Keeping"]


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """What becomes of the rows of a model once they were kept for long enough.

    `name`: of the register, for the clerk. `since`: the column (a moment or a day) from which the years count. `over`: the condition for rows that are
    done and still name somebody; a row that was dealt with must not fulfil it any more. `forget(row)` takes the names out, in the transaction
    under way; RuleError says why a row must stay. `does`: the same in words. `hint`: what law or rule there is, and that the rest is local. `called`: the attribute by which a row is named in a preview,
    which names nobody.
    """

    name: str
    since: Callable[[], Any]
    over: Callable[[], Any]
    forget: Callable[[Any], None]
    does: str
    hint: str = "没有统一规定，由本地规定。"
    called: str = "number"


def declared() -> dict[str, tuple[type[Any], Keeping]]:
    """Table → model and what it declares, in the order of the tables."""
    models = sorted((each.class_ for each in Model.registry.mappers), key=lambda model: model.__tablename__)
    return {each.__tablename__: (each, each.__dict__["keeping"]) for each in models if "keeping" in each.__dict__}
