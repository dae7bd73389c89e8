"""照抄: whose opinion is much the same as that of another 研判. It is said, never forbidden."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import load_only

from plugins.briefs.settings import rules_of
from portal.extensions import db
from portal.typed.likeness import sameness

EARLIER, PEERS = 8, 200  # of the unit before, of the county in the same period: what is compared
SHORT = 30  # characters of an opinion below which all say the same


class Compared:
    """A report whose opinion is compared with others."""

    if TYPE_CHECKING:
        opinion: Any
        unit: Any

    @property
    def alike(self) -> list[tuple[Any, int]]:
        """Others with much the same opinion, and how many per cent of it: earlier ones of the unit, and those of the county for the same period.
        At most one statement."""
        if len(self.opinion) < SHORT:
            return []
        least = rules_of(self.unit).copied
        scored = [(each, sameness(self.opinion, each.opinion)) for each in db.session.scalars(self._others())]
        return sorted(((each, how) for each, how in scored if how >= least), key=lambda pair: -pair[1])

    @property
    def copied(self) -> str:
        """和“泰兴社区 2026 年第 13 周研判”相同 96%; "" where nothing is alike."""
        return "、".join(f"和“{each.title}”相同 {how}%" for each, how in self.alike)

    def _others(self: Any):
        model = type(self)
        live = model.status != "void", model.id != self.id
        earlier = (
            select(model.id)
            .where(model.unit_id == self.unit_id, model.first_on < self.first_on, *live)
            .order_by(model.first_on.desc())
            .limit(EARLIER)
        )
        beside = (
            select(model.id)
            .where(model.period == self.period, model.county_id == self.county_id, *live)
            .order_by(model.id)
            .limit(PEERS)
        )
        told = load_only(model.title, model.number, model.opinion)
        return select(model).options(told).where(or_(model.id.in_(earlier), model.id.in_(beside)))
