"""What a change of the rules would have meant for the votes of the last quarter."""

from datetime import date, timedelta

from sqlalchemy import select

from plugins.owners_vote.models import OwnersVote
from plugins.owners_vote.models.count import OwnersCount
from plugins.owners_vote.rules import FROZEN, FROZEN_LOCAL, frozen
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings import Effect, Effects, Settings


def effects(unit: OrgUnit, before: Settings, after: Settings, first: date, last: date) -> Effects | None:
    """How many would have passed by either settings; see `portal.settings.effects.Reckoning`."""
    if all(before.values[name] == after.values[name] for name in (*FROZEN, *FROZEN_LOCAL)):
        return None
    votes = _counted(unit, first, last)
    old, new = ([OwnersCount(each, frozen(rules)) for each in votes] for rules in (before, after))
    lines = [
        Effect("业主表决：按民法典口径通过", _passed(old, 0), _passed(new, 0), "次"),
        Effect("业主表决：按当地口径通过", _passed(old, 1), _passed(new, 1), "次"),
        Effect("业主表决：两个口径不同", sum(each.differ for each in old), sum(each.differ for each in new), "次"),
    ]
    return Effects.of_records(unit, first, last, lines)


def _counted(unit: OrgUnit, first: date, last: date) -> list[OwnersVote]:
    """Those counted in these days."""
    since, until = (clock.begin_of(each) for each in (first, last + timedelta(days=1)))
    counted = OwnersVote.counted_at.between(since, until)
    return list(db.session.scalars(select(OwnersVote).where(unit.subtree_of(OwnersVote), counted)))


def _passed(counts: list[OwnersCount], place: int) -> int:
    """By the law (0) or by the local rule (1)."""
    return sum(each.verdicts[place].passed for each in counts if len(each.verdicts) > place)
