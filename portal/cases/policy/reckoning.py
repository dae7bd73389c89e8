"""How long a case may take: of the nearest unit that decides, its table before its settings, and of the table what says it closest."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import NamedTuple

from portal import clock, decision_cache
from portal.cases.choices import LEVELS
from portal.cases.policy.models import Limit, LimitRow
from portal.cases.policy.statutory import BY_SOURCE, stricter
from portal.cases.settings import KEY
from portal.cases.tables.terms import Terms
from portal.org.models import OrgUnit
from portal.settings import Settings, settings_of
from portal.workdays.period import Period


class Granted(NamedTuple):
    """How long, with how much left it is yellow, and by what rule."""

    period: Period
    warn_percent: int
    basis: str


def to_accept(unit: OrgUnit, case: Terms, start: datetime) -> Granted:
    """How long `case`, registered in `unit` at `start`, may wait to be accepted, by the rules in force that day."""
    return _granted(unit, case, start, "accepting", lambda local: "accept_period")


def to_handle(unit: OrgUnit, case: Terms, start: datetime) -> Granted:
    """How long `case` of `unit` may take that was accepted at `start`, by the rules in force that day."""
    kinds = (case.kind, case.kind[:2])
    return _granted(unit, case, start, "handling", lambda local: local.name_for(f"{case.level}_period", kinds))


def times_in_force(unit: OrgUnit, case: Terms) -> str:
    """How long `case` of `unit` may take from now on at each level, in words for whoever chooses one."""
    now = clock.now()
    times = (f"{name} {to_handle(unit, case._replace(level=level), now).period}" for level, name in LEVELS.items())
    return f"{'，'.join(times)}；改了类型、紧急程度、风险的，时限可能不同。"


def _granted(unit: OrgUnit, case: Terms, start: datetime, stage: str, setting: Callable[[Settings], str]) -> Granted:
    """For `stage` of a case: by the closest rule that says it, else by the `setting` of that name; and never longer than the law has it."""
    day = clock.local(start).date()
    found = _by_rule(unit, case, day, stage, setting)
    law = BY_SOURCE.get(case.source)
    if law is None:
        return found
    kept = stricter(found.period, getattr(law, stage), start)
    return found if kept == found.period else found._replace(period=kept, basis=getattr(law, f"{stage}_by"))


def _by_rule(unit: OrgUnit, case: Terms, day: date, stage: str, setting: Callable[[Settings], str]) -> Granted:
    local = settings_of(KEY, unit, day)
    name = setting(local)
    origin = local.origins[name]
    rule = closest([each for each in LimitRow.rules_for(unit, day) if getattr(each, stage)], case)
    if rule is None or (origin is not None and origin.depth > rule.depth):
        return Granted(local.values[name], local.warn_percent, _basis(local, name))
    percent = local.warn_percent if rule.warn_percent is None else rule.warn_percent
    return Granted(getattr(rule, stage), percent, rule.basis)


def closest(rules: Iterable[Limit], case: Terms) -> Limit | None:
    """Of those that fit `case` the one of the nearest unit that says it closest."""
    fitting = [each for each in rules if each.terms.fits(case)]
    return max(fitting, key=lambda each: (each.depth, each.terms.weight, -each.line), default=None)


def _basis(local: Settings, field: str) -> str:
    """As `portal.settings.basis_of`, without a statement: registering a case sends none for this."""
    origin = local.origins[field]
    if origin is None:
        return "系统默认值，本地未作规定"
    name = decision_cache.kept(("unit of a setting", origin.row_id), lambda: origin.unit.short_name)
    return f"{name}规定，{origin.valid_from} 起执行"
