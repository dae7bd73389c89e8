"""What a change of the rules would have meant: the allowances of the last quarter, reckoned by the old rules and the new."""

from datetime import date

from sqlalchemy import select

from plugins.great_age.allowance import amount, tiers_of
from plugins.great_age.models import GreatAge
from plugins.great_age.settings import GreatAgeSettings
from portal.entitlements import Span
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.settings import Effect, Effects, Settings
from portal.workdays.arithmetic import months_after

OF_MONEY = {name for each in GreatAgeSettings.examples for name in each.of}


def effects(unit: OrgUnit, before: Settings, after: Settings, first: date, last: date) -> Effects | None:
    """The table that is shown before a change is saved: everybody who was entitled, in the months from `first` to `last`. None where it
    is of no consequence for money."""
    if all(before.values[name] == after.values[name] for name in OF_MONEY):
        return None
    months = [Span.around("month", months_after(first, each)) for each in range(3)]
    entitled = select(GreatAge.born_month, GreatAge.valid_from, GreatAge.valid_until).where(unit.subtree_of(GreatAge))
    rows = db.session.execute(entitled).all()
    if not rows:
        return None

    def reckoned(rules: Settings) -> tuple[int, int]:
        given = [
            amount(tiers_of(rules), row.born_month, span, rules.begins)
            for row in rows
            for span in months
            if row.valid_from <= span.last and (row.valid_until is None or row.valid_until >= span.first)
        ]
        return sum(each > 0 for each in given), sum(given)

    old, new = reckoned(before), reckoned(after)
    lines = [Effect("高龄津贴人月数", old[0], new[0], "人月"), Effect("高龄津贴", old[1], new[1], fen=True)]
    return Effects.of_records(unit, first, last, lines, note="")
