"""What a change of the rules would have meant for the votes of owners and the meetings of villages of the last quarter."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import select

from plugins.consultation.models import OwnersVote, VillageMatter, VillageSheet
from plugins.consultation.models.owners_count import OwnersCount
from plugins.consultation.owners_rules import FROZEN, FROZEN_LOCAL, frozen
from plugins.consultation.village_rules import BODIES, passes, quorate
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings import Effect, Effects, Settings

OF_OWNERS = (*FROZEN, *FROZEN_LOCAL)
OF_VILLAGES = (*(setting for _, setting in BODIES.values()), "village_passing")
NOTE = "已经办理的仍按当时的规定，只是推算。"


def effects(unit: OrgUnit, before: Settings, after: Settings, first: date, last: date) -> Effects | None:
    """How many would have passed by either settings; see `portal.settings.effects.Reckoning`."""
    lines = []
    if _changed(OF_OWNERS, before, after):
        votes = _votes(unit, first, last)
        old, new = ([OwnersCount(each, frozen(rules)) for each in votes] for rules in (before, after))
        lines += [
            Effect("业主表决：按民法典口径通过", _passed(old, 0), _passed(new, 0), "次"),
            Effect("业主表决：按当地口径通过", _passed(old, 1), _passed(new, 1), "次"),
            Effect("业主表决：两个口径不同", sum(each.differ for each in old), sum(each.differ for each in new), "次"),
        ]
    if _changed(OF_VILLAGES, before, after):
        held = _held(unit, first, last)
        lines.append(Effect("村级事项：决议通过", _resolved(held, before), _resolved(held, after), "件"))
    span = f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"
    return Effects(f"按{unit.short_name}上季度（{span}）的实际记录推算。", lines, NOTE) if lines else None


def _changed(names: tuple[str, ...], before: Settings, after: Settings) -> bool:
    return any(before.values[name] != after.values[name] for name in names)


def _votes(unit: OrgUnit, first: date, last: date) -> list[OwnersVote]:
    """Those counted in these days."""
    since, until = (datetime.combine(each, time(), clock.SHANGHAI) for each in (first, last + timedelta(days=1)))
    counted = OwnersVote.counted_at.between(since, until)
    return list(db.session.scalars(select(OwnersVote).where(unit.subtree_of(OwnersVote), counted)))


def _passed(counts: list[OwnersCount], place: int) -> int:
    """By the law (0) or by the local rule (1)."""
    return sum(each.verdicts[place].passed for each in counts if len(each.verdicts) > place)


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
