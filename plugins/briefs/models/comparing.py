"""照抄: whose opinion is much the same as that of another 研判. It is said, never forbidden."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select
from sqlalchemy.orm import load_only

from plugins.briefs.settings import rules_of
from portal.extensions import db
from portal.typed.likeness import sameness

if TYPE_CHECKING:
    from portal.accounts.models import User

EARLIER, PEERS = 8, 200  # of the unit before, of the county in the same period: what is compared
SHORT = 30  # characters of an opinion below which all say the same


class Compared:
    """A report whose opinion is compared with others."""

    if TYPE_CHECKING:
        opinion: Any
        unit: Any

    def alike(self, reader: "User") -> list[tuple[Any, int]]:
        """Others that `reader` may see with much the same opinion, and how many per cent of it: earlier ones of the unit, and those of the county
        for the same period. At most one statement."""
        if len(self.opinion) < SHORT:
            return []
        least = rules_of(self.unit).copied
        scored = [(each, sameness(self.opinion, each.opinion)) for each in db.session.scalars(self._others(reader))]
        return sorted(((each, how) for each, how in scored if how >= least), key=lambda pair: -pair[1])

    def copied(self, reader: "User") -> str:
        """和“泰兴社区 2026 年第 13 周研判”相同 96%; "" where `reader` sees nothing alike."""
        return _said(self.alike(reader))

    def repeated(self: Any, reader: "User") -> str:
        """The same of earlier ones of the unit itself: what everybody who sees this one may read."""
        return _said([pair for pair in self.alike(reader) if pair[0].unit_id == self.unit_id])

    def _others(self: Any, reader: "User"):
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
        told = load_only(model.title, model.number, model.opinion, model.unit_id)
        return model.visible_to(reader).options(told).where(or_(model.id.in_(earlier), model.id.in_(beside)))


def _said(alike: list[tuple[Any, int]]) -> str:
    return "、".join(f"和“{each.title}”相同 {how}%" for each, how in alike)
