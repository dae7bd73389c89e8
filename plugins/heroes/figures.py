"""统计: deeds and honours by year, kind, level and street, and the money, of what the reader may see."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from plugins.heroes.choices import KINDS, LEVELS, RECOGNISED
from plugins.heroes.models import Deed, Hero, HeroAward, Honour
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit


@dataclass(frozen=True)
class Table:
    """One table of figures; the last row is the sum where there is one."""

    title: str
    headings: tuple[str, ...]
    lines: list[tuple]


def tables(user: User) -> list[Table]:
    """All figures, each in one statement."""
    return [_by_year(user), _by_kind(user), _by_level(user), _by_street(user), _money(user)]


def _by_year(user: User) -> Table:
    year = func.extract("year", Deed.happened_at)
    found = _counted(user, year).order_by(year.desc())
    return Table(
        "按行为年份",
        ("年份", "举荐", "确认"),
        [(f"{int(row[0])} 年", row[1], row[2]) for row in db.session.execute(found)],
    )


def _by_kind(user: User) -> Table:
    found = {row[0]: row for row in db.session.execute(_counted(user, Deed.kind))}
    return Table(
        "按类型", ("类型", "举荐", "确认"), [(name, *found[key][1:]) for key, name in KINDS.items() if key in found]
    )


def _by_street(user: User) -> Table:
    street = aliased(OrgUnit)
    name = func.coalesce(street.short_name, "县直")
    found = _counted(user, name).outerjoin(street, street.id == Deed.township_id).order_by(func.count().desc())
    return Table("按乡镇街道", ("乡镇街道", "举荐", "确认"), [tuple(row) for row in db.session.execute(found)])


def _counted(user: User, by):
    confirmed = func.count().filter(Deed.status.in_(RECOGNISED))
    return select(by, func.count(), confirmed).select_from(Deed).where(Deed.seen_by(user)).group_by(by)


def _by_level(user: User) -> Table:
    found = dict(
        db.session.execute(
            select(Honour.level, func.count())
            .join(Honour.hero)
            .join(Hero.deed)
            .where(Deed.seen_by(user), Honour.revoked_on.is_(None))
            .group_by(Honour.level)
        ).all()
    )
    return Table("有效称号", ("级别", "人数"), [(name, found.get(key, 0)) for key, name in LEVELS.items()])


def _money(user: User) -> Table:
    year = func.extract("year", HeroAward.decided_on)
    fen = func.sum(HeroAward.amount_fen)
    kept = HeroAward.cancelled_on.is_(None)
    found = db.session.execute(
        select(
            year,
            fen.filter(kept),
            fen.filter(kept & HeroAward.paid_on.is_not(None)),
            fen.filter(HeroAward.recovered_on.is_not(None)),
        )
        .select_from(HeroAward)
        .join(HeroAward.hero)
        .join(Hero.deed)
        .where(Deed.seen_by(user))
        .group_by(year)
        .order_by(year.desc())
    )
    return Table(
        "奖金（元）",
        ("年份", "核定", "已发放", "已追缴"),
        [(f"{int(row[0])} 年", *((fen or 0) / 100 for fen in row[1:])) for row in found],
    )
