"""公示: topics before the meeting, resolutions after it, for the days that the unit has set."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import Select, select
from sqlalchemy.orm import Mapped

from plugins.consultation.settings import rules_of
from portal import clock
from portal.org.models import OrgUnit
from portal.settings import DAY_KINDS, basis_of
from portal.workdays.arithmetic import last_day


class Posted:
    """The days on which everybody may read it, as computed when they began."""

    published_from: Mapped[date | None]
    published_until: Mapped[date | None]

    if TYPE_CHECKING:
        unit: OrgUnit

    def post(self, setting: str) -> str:
        """From today, for the days of `setting`; answers what the timeline says."""
        rules = rules_of(self.unit)
        days, kind = rules.values[setting], rules.day_kind
        self.published_from, self.published_until = clock.today(), last_day(clock.today(), days, kind)
        return (
            f"公示 {self.published_from} 至 {self.published_until}"
            f"（{days} 个{DAY_KINDS[kind]}，{basis_of(rules, setting)}）。"
        )

    @property
    def posted(self) -> bool:
        """Whether its days are not over."""
        return self.published_until is not None and clock.today() <= self.published_until

    @classmethod
    def on_display(cls, unit: OrgUnit) -> Select:
        """What everybody may read today, the newest first."""
        today = clock.today()
        shown = select(cls).where(unit.subtree_of(cls), cls.published_from <= today, cls.published_until >= today)
        return shown.order_by(cls.published_from.desc(), cls.id.desc())
