"""The data page of a 研判: taken once, and kept as it was."""

from datetime import date, timedelta
from typing import Any

from plugins.briefs.period import Period
from plugins.briefs.settings import rules_of, season_of
from portal.accounts.models import User
from portal.cases.briefing import (
    FIGURES,
    Group,
    figures_of,
    kinds_by_place,
    lines_of,
    pressed,
    pressing,
    red_name,
    repeated,
    same_party,
    same_place,
)
from portal.org.models import OrgUnit


def take(unit: OrgUnit, period: Period, as_of: date, by: User | None) -> dict[str, Any]:
    """What is known of `unit` in `period` at the end of the day `as_of`, as plain values: it is frozen so. What presses is that of the moment."""
    rules = rules_of(unit)
    spans = [each.span for each in (period, period.before, period.year_ago)]
    now, before, year_ago = figures_of(unit, spans, as_of)
    columns, kinds = kinds_by_place(unit, period.span, as_of)
    lines, failed = lines_of(unit, (period.first, as_of), by)
    return {
        "figures": [[name, now[key], before[key], year_ago[key]] for key, name in FIGURES.items()],
        "columns": columns,
        "kinds": kinds,
        "pressed": list(pressed(unit)),
        "red": red_name(unit),
        "pressing": [list(each) for each in pressing(unit)],
        "repeated": _plain(repeated(unit, period.span, rules.repeated)),
        "parties": _plain(same_party(unit, _until(as_of, rules.party_days), rules.party_cases)),
        "places": _plain(same_place(unit, _until(as_of, rules.place_days), rules.place_cases)),
        "party_days": rules.party_days,
        "place_days": rules.place_days,
        "lines": [list(each) for each in lines],
        "failed": failed,
        "season": season_of(rules, period.last.month),
    }


def _until(day: date, days: int) -> tuple[date, date]:
    """So many days, the last of which is `day`."""
    return day - timedelta(days=days - 1), day


def _plain(groups: list[Group]) -> list[list]:
    return [[each.what, [list(case) for case in each.cases]] for each in groups]


def drafted(data: dict[str, Any], period: Period) -> str:
    """What the data say, in sentences for the author to edit."""
    told = {name: (now, before) for name, now, before, _ in data["figures"]}
    came, settled = told["新增"], told["化解"]
    red, yellow = data["pressed"]
    sentences = [
        f"{period.name}新增 {came[0]} 件（上期 {came[1]} 件），化解 {settled[0]} 件（上期 {settled[1]} 件），"
        f"存量 {told['存量'][0]} 件，其中超期 {told['超期'][0]} 件。",
        f"取数时红色（{data['red']}）{red} 件、黄色（快到期）{yellow} 件。" if red or yellow else "",
        f"反映两次以上的 {len(data['repeated'])} 件。" if data["repeated"] else "",
        f"{len(data['parties'])} 名当事人在 {data['party_days']} 日内涉及多件。" if data["parties"] else "",
        *(f"{place} {data['place_days']} 日内 {len(cases)} 件。" for place, cases in data["places"]),
    ]
    return "".join(sentences)
