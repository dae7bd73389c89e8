"""统计: deeds and honours by year, kind, level and street, and the money."""

from sqlalchemy import Select
from sqlalchemy.orm import aliased

from plugins.heroes.blueprint import bp
from plugins.heroes.choices import KINDS, LEVELS
from plugins.heroes.models import Deed, Hero, HeroAward, Honour
from plugins.heroes.models.states import RECOGNISED
from portal.org.models import OrgUnit
from portal.records.figures import Axis, Count, Figure, Statistics, Sum, local_year
from portal.records.statistics import mount_statistics

street = aliased(OrgUnit)
kept = HeroAward.cancelled_on.is_(None)
nominated_and_confirmed = (Count("举荐"), Count("确认", Deed.status.in_(RECOGNISED)))


def _streets(statement: Select) -> Select:
    return statement.outerjoin(street, street.id == Deed.township_id)


def _honours(statement: Select) -> Select:
    return statement.join(Deed.heroes).join(Hero.honours)


def _awards(statement: Select) -> Select:
    return statement.join(Deed.heroes).join(Hero.awards)


STATISTICS = Statistics(
    "见义勇为统计",
    Deed,
    "heroes.view",
    (
        Figure(
            "year",
            "按行为年份",
            Axis("年份", local_year(Deed.happened_at), write="{} 年".format),
            nominated_and_confirmed,
        ),
        Figure("kind", "按类型", Axis("类型", Deed.kind, KINDS), nominated_and_confirmed),
        Figure(
            "level",
            "有效称号",
            Axis("级别", Honour.level, LEVELS, whole=True),
            (Count("人数", Honour.revoked_on.is_(None)),),
            of=_honours,
        ),
        Figure(
            "street",
            "按乡镇街道",
            Axis("乡镇街道", street.short_name, write=lambda name: name or "县直"),
            nominated_and_confirmed,
            of=_streets,
        ),
        Figure(
            "money",
            "奖金（元）",
            Axis("年份", local_year(HeroAward.decided_on), write="{} 年".format),
            (
                Sum("核定", HeroAward.amount_fen, kept),
                Sum("已发放", HeroAward.amount_fen, kept & HeroAward.paid_on.is_not(None)),
                Sum("已追缴", HeroAward.amount_fen, HeroAward.recovered_on.is_not(None)),
            ),
            of=_awards,
        ),
    ),
)

mount_statistics(
    bp, STATISTICS, at="/statistics", show="heroes.show", ident="deed_id", crumb=("见义勇为", "heroes.index")
)
