"""What a change of the rules would have meant for the meetings of villages of the last quarter."""

from datetime import date

from sqlalchemy import select

from plugins.village_affairs.models import VillageMatter, VillageSheet
from plugins.village_affairs.rules import BODIES, passes, quorate
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings import Effect, Effects, Settings

OF_VILLAGES = (*(setting for _, setting in BODIES.values()), "village_passing")


def effects(unit: OrgUnit, before: Settings, after: Settings, first: date, last: date) -> Effects | None:
    """How many would have been resolved by either settings; see `portal.settings.effects.Reckoning`."""
    if all(before.values[name] == after.values[name] for name in OF_VILLAGES):
        return None
    held = _held(unit, first, last)
    line = Effect("村级事项：决议通过", _resolved(held, before), _resolved(held, after), "件")
    return Effects.of_records(unit, first, last, [line])


def _held(unit: OrgUnit, first: date, last: date) -> list[VillageSheet]:
    """The meetings of villagers and representatives on these days."""
    return list(
        db.session.scalars(
            select(VillageSheet)
            .join(VillageSheet.matter)
            .where(unit.subtree_of(VillageMatter), VillageSheet.kind == "resolve", VillageSheet.on.between(first, last))
        )
    )


def _resolved(held: list[VillageSheet], rules: Settings) -> int:
    return sum(
        not quorate(each.expected, each.present, rules.values[BODIES[each.body][1]])
        and passes(each.agreed, each.present, rules.village_passing)
        for each in held
    )
