"""Checks that ask who ate: at several places, above the limits, after death, off the roster, in an institution. Two statements for all:
what these members ate day by day, and who of them should not have eaten."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from plugins.elder_care.checks.looking import Hit, Looked, day
from plugins.elder_care.choices import STOPS
from portal.money import format_yuan


def at_several_places(looked: Looked) -> Iterator[Hit]:
    """同人同日多站点: on the days on which somebody ate here, wherever the others are."""
    least = looked.rules.check_places
    for each in looked.eaten:
        if each.here and each.places >= least:
            text = f"{each.number} 号老人{day(each.eaten_on)}在 {each.places} 个助餐点就餐（{least} 个起提示）。"
            yield Hit(f"{each.id} {each.eaten_on}", text, each.id)


def above_the_limits(looked: Looked) -> Iterator[Hit]:
    """超次: above what a day, a week and a month allow, at all canteens together."""
    rules, span = looked.rules, looked.span
    weeks: dict[tuple[int, str, date], int] = Counter()
    months: dict[tuple[int, str], int] = defaultdict(int)
    for each in looked.eaten:
        if not each.subsidised:
            continue
        who = each.id, each.number
        weeks[*who, each.eaten_on - timedelta(days=each.eaten_on.weekday())] += 1
        if not span.first <= each.eaten_on <= span.last:
            continue
        months[who] += int(each.fen)
        if each.subsidised > rules.day_meals:
            text = f"{each.number} 号老人{day(each.eaten_on)}补贴 {each.subsidised} 餐，每天最多 {rules.day_meals} 餐。"
            yield Hit(f"{each.id} {each.eaten_on}", text, each.id)
    for (ident, number, monday), days in weeks.items():
        if days > rules.week_days:
            text = f"{number} 号老人{day(monday)}起的一周补贴 {days} 天，每周最多 {rules.week_days} 天。"
            yield Hit(f"{ident} w{monday}", text, ident)
    for (ident, number), fen in months.items():
        if rules.month_cap and fen > rules.month_cap:
            most = format_yuan(rules.month_cap)
            yield Hit(f"{ident} m", f"{number} 号老人本月补贴 {format_yuan(fen)} 元，每月最多 {most} 元。", ident)


def after_death(looked: Looked) -> Iterator[Hit]:
    """死亡次日起就餐."""
    for each in looked.barred:
        if each.died:
            yield Hit(
                f"{each.id}",
                f"{_who(each)} {each.stopped_on} 去世，{day(each.first_died)}起仍有 {each.died} 餐。",
                each.id,
            )


def in_an_institution(looked: Looked) -> Iterator[Hit]:
    """入住养老机构或住院期间."""
    for each in looked.barred:
        if each.home:
            since = f"{each.stopped_on} 起{STOPS[each.stop_reason]}"
            yield Hit(f"{each.id}", f"{_who(each)} {since}，{day(each.first_home)}起仍有 {each.home} 餐。", each.id)


def not_on_the_roster(looked: Looked) -> Iterator[Hit]:
    """Not yet or no longer on the roster, yearly review missed, or registered elsewhere."""
    for each in looked.barred:
        if each.other:
            since = f"{each.stopped_on} 起停止（{STOPS[each.stop_reason]}）"
            yield Hit(f"{each.id}", f"{_who(each)} {since}，{day(each.first_other)}起仍有 {each.other} 餐。", each.id)
        if each.outside:
            text = f"{_who(each)}没有登记或者年审已过期，{day(each.first_outside)}起有 {each.outside} 餐享受补贴。"
            yield Hit(f"{each.id} r", text, each.id)
        if each.elsewhere and looked.rules.whom == "local":
            yield Hit(f"{each.id} h", f"{_who(each)}是外地户籍，本月有 {each.elsewhere} 餐享受补贴。", each.id)


def _who(row) -> str:
    return f"{row.number} 号老人"
