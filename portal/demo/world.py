"""The contents of the demo, handed to plugins so that they can add theirs."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any

from portal import clock
from portal.accounts.models import User
from portal.cases.models import Case
from portal.demo.names import NameBook
from portal.demo.stories import Story
from portal.org.demo import DemoUnits
from portal.org.models import OrgUnit
from portal.plugin_admin.switching import switch
from portal.records.import_batch import ImportBatch
from portal.records.imports import Import, Sheet, mark
from portal.records.stage import Stage

__all__ = ["World", "PlannedCase"]

SEED = 2026


@dataclass
class PlannedCase:
    """A case, its story, and what is to become of it: `fate` is one of those in `portal.demo.cases`."""

    case: Case
    story: Story
    fate: str
    triaged_at: datetime


@dataclass
class World:
    """Units, users by name, and the cases so far. `began` is when the offices began to work with the portal.

    `everyday`: for how many days plugins enter what happens every day by the hundred (meals); tests take few.
    """

    now: datetime
    began: datetime = datetime(2024, 1, 2, 1, tzinfo=UTC)
    everyday: int = 365
    units: DemoUnits | None = None
    users: dict[str, User] = field(default_factory=dict)
    staff: dict[int, dict[str, User]] = field(default_factory=dict)  # township id → role → user
    planned: list[PlannedCase] = field(default_factory=list)
    names: NameBook = field(default_factory=lambda: NameBook(SEED))
    chance: Random = field(default_factory=lambda: Random(SEED))  # noqa: S311  the same story every time

    def switch_on(self, key: str, reason: str) -> None:
        """Switch a plugin on for 达拉特旗 when the offices began, and off for 东胜区, which does not use it."""
        with clock.pretend(self.began):
            switch(key, self.units.county, "on", by=self.users["administrator"], reason=reason)
            switch(key, self.units.dongsheng, "off", by=None, reason="东胜区暂不使用。")

    def roster_file(self, kind: Import, owner: Any, name: str, fields: dict[str, str], *lines: list[str]) -> None:
        """A roster that was uploaded and checked, and waits to be entered. fields: heading → field of the form; lines: below the headings."""
        sheet = Sheet([*fields], list(enumerate(lines, start=2)))
        mapping = {mark(heading): name for heading, name in fields.items()}
        ImportBatch.take_in(kind, sheet, mapping, {}, owner=owner, name=name, by=self.users["clerk"])

    def stage(self, unit: OrgUnit, day: datetime) -> Stage:
        """Where the samples of a plugin are played: by the people of the township of `unit`, from `day` until now."""
        return Stage(self.users | self.staff.get(unit.township_id, {}), unit, self.names, day, until=self.now)
