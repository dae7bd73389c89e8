"""The subsidy of one meal: integers of 分, no database, no clock.

min(amount of the best category, price − least own share, what is left of day, week and month), never below zero
(docs/domain/elder-care.md). Ages are full years on the day of the meal; of age and categories the higher counts, never both.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

OLD = 60  # 老年人权益保障法 §2
AGE = "age"  # the category of those who are entitled by their age alone


@dataclass(frozen=True)
class Tier:
    """An amount (分) from an age on."""

    from_age: int
    amount_fen: int


@dataclass(frozen=True)
class Limits:
    """What is subsidised at most: meals a day, days a week, 分 a month (0: no limit)."""

    day_meals: int = 1
    week_days: int = 5
    month_fen: int = 0


@dataclass(frozen=True)
class Rules:
    """The rules of one district on one day."""

    tiers: tuple[Tier, ...] = ()
    categories: Mapping[str, int] = field(default_factory=dict)
    category_age: int = 60
    least_own_fen: int = 0
    limits: Limits = Limits()
    sittings: frozenset[str] = frozenset({"lunch"})
    locals_only: bool = True

    def least_age(self, *, category: bool) -> int:
        """From which age somebody may be on the roster: who is old by the law, or reaches a tier or, with a category, its age before."""
        return min(OLD, *(each.from_age for each in self.tiers), *([self.category_age] if category else ()))


@dataclass(frozen=True)
class Diner:
    """Who eats, on the day of the meal. `entitled` is false for who is stopped or missed the yearly review."""

    age: int | None
    categories: tuple[str, ...] = ()
    local: bool | None = True  # None: nobody knows
    entitled: bool = True


@dataclass(frozen=True)
class Standing:
    """What is known of somebody, on whatever day: the days between which each category holds, and since when and until when the
    subsidy is due at all."""

    birth_date: date | None
    local: bool | None
    joined_on: date
    review_due: date
    stopped_on: date | None = None
    categories: tuple[tuple[str, date, date | None], ...] = ()

    def on(self, day: date) -> Diner:
        """The diner that this is on `day`; not entitled before enrolment, once stopped, or with the yearly review missed."""
        born = self.birth_date
        age = day.year - born.year - ((day.month, day.day) < (born.month, born.day)) if born else None
        holding = tuple(name for name, first, last in self.categories if first <= day and (last is None or day <= last))
        entitled = self.joined_on <= day <= self.review_due and (self.stopped_on is None or day < self.stopped_on)
        return Diner(age, holding, self.local, entitled)


@dataclass(frozen=True)
class Used:
    """What was subsidised before: meals on this day, other days of this week, 分 in this month."""

    day_meals: int = 0
    week_days: int = 0
    month_fen: int = 0


@dataclass(frozen=True)
class Share:
    """How the price is shared, by which category, and why it is not more, in Chinese ("" where nothing cut it)."""

    price_fen: int
    subsidy_fen: int
    category: str = ""
    why: str = ""

    @property
    def own_fen(self) -> int:
        return self.price_fen - self.subsidy_fen


def best(rules: Rules, diner: Diner) -> tuple[str, int]:
    """The category with the highest amount and the amount (分); of equals the age."""
    age = diner.age or 0
    reached = [each for each in rules.tiers if age >= each.from_age]
    found = [(AGE, max(reached, key=lambda each: each.from_age).amount_fen if reached else 0)]
    if age >= rules.category_age:
        found += [(each, rules.categories.get(each, 0)) for each in diner.categories]
    name, amount = max(found, key=lambda each: each[1])
    return (name, amount) if amount else ("", 0)


@dataclass
class Tally:
    """What was subsidised of one diner: meals by day, 分 by month."""

    by_day: dict[date, int] = field(default_factory=dict)
    by_month: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, day: date, subsidy_fen: int, portions: int = 1) -> None:
        """A meal, or with −1 its counter-entry, whose subsidy is negative."""
        if subsidy_fen:
            month = day.year, day.month
            self.by_day[day] = self.by_day.get(day, 0) + portions
            self.by_month[month] = self.by_month.get(month, 0) + subsidy_fen

    def used(self, day: date) -> Used:
        """What counts against the limits of a meal on `day`; a week is Monday to Sunday."""
        monday = day - timedelta(days=day.weekday())
        week = (monday + timedelta(days=each) for each in range(7))
        others = sum(self.by_day.get(each, 0) > 0 for each in week if each != day)
        return Used(self.by_day.get(day, 0), others, self.by_month.get((day.year, day.month), 0))

    def take(self, rules: Rules, diner: Diner, day: date, price_fen: int, sitting: str) -> Share:
        """The share of one more meal, which counts from now on."""
        taken = share(rules, diner, self.used(day), price_fen, sitting)
        self.add(day, taken.subsidy_fen)
        return taken


def share(rules: Rules, diner: Diner, used: Used, price_fen: int, sitting: str) -> Share:
    """How the price (分) of a meal is shared between the district and the diner."""
    if why := without_subsidy(rules, diner, used, sitting):
        return Share(price_fen, 0, "", why)
    category, amount = best(rules, diner)
    ceilings = [(amount, ""), (price_fen - rules.least_own_fen, "餐价减最低自付")]
    if rules.limits.month_fen:
        ceilings.append((rules.limits.month_fen - used.month_fen, "本月补贴快到上限"))
    subsidy, why = min(ceilings, key=lambda each: each[0])
    if subsidy <= 0:
        return Share(price_fen, 0, "", "餐价不超过最低自付")
    return Share(price_fen, subsidy, category, why)


def without_subsidy(rules: Rules, diner: Diner, used: Used, sitting: str) -> str:
    """Why nothing is subsidised at that sitting, whatever the price, or ""."""
    if not diner.entitled:
        return "已停止或者年审过期"
    if rules.locals_only and not diner.local:
        return "户籍没有登记，不补" if diner.local is None else "外地户籍不补"
    if sitting not in rules.sittings:
        return "这一餐不补"
    if used.day_meals >= rules.limits.day_meals:
        return f"今天已补 {used.day_meals} 餐"
    if used.day_meals == 0 and used.week_days >= rules.limits.week_days:
        return f"本周已补 {used.week_days} 天"
    if not best(rules, diner)[1]:
        return "年龄和类别都不在补贴范围"
    return "本月补贴已到上限" if 0 < rules.limits.month_fen <= used.month_fen else ""


def left(rules: Rules, used: Used) -> dict[str, int | None]:
    """What is left: meals today, days this week (today included), 分 this month (None: no limit)."""
    month = rules.limits.month_fen
    return {
        "day_meals": max(0, rules.limits.day_meals - used.day_meals),
        "week_days": max(0, rules.limits.week_days - used.week_days),
        "month_fen": max(0, month - used.month_fen) if month else None,
    }
