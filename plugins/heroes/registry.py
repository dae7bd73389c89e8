"""名录: honours given, filtered as the reader asks, as rows for the page, the sheet and the figures alike."""

from sqlalchemy import Select, func, select

from plugins.heroes.choices import KINDS, LEVELS
from plugins.heroes.models import Deed, Hero, HeroAward, Honour
from portal.accounts.models import User
from portal.extensions import db
from portal.org.models import OrgUnit

HEADINGS = (
    "证书编号",
    "姓名",
    "称号",
    "级别",
    "授予日期",
    "授予机关",
    "行为类型",
    "行为日期",
    "发生地",
    "是否牺牲",
    "奖金（元）",
    "状态",
)


def honours(user: User, *, level: str = "", year: str = "", kind: str = "", text: str = "") -> Select:
    """Ids of the honours this reader may see: without secret ones for those without the right."""
    query = select(Honour.id).select_from(Honour).join(Honour.hero).join(Hero.deed).where(Deed.seen_by(user))
    if level in LEVELS:
        query = query.where(Honour.level == level)
    if kind in KINDS:
        query = query.where(Deed.kind == kind)
    if year.isdecimal() and len(year) == 4:
        query = query.where(func.extract("year", Honour.conferred_on) == int(year))
    if text:
        query = query.where(Hero.name.contains(text, autoescape=True))
    return query


def rows(ids: Select | list[int]) -> list:
    """The lines for `ids` of honours, the newest first."""
    paid = (
        select(HeroAward.honour_id, func.sum(HeroAward.amount_fen).label("fen"))
        .where(HeroAward.cancelled_on.is_(None))
        .group_by(HeroAward.honour_id)
        .subquery()
    )
    return db.session.execute(
        select(
            Honour.id,
            Honour.number,
            Honour.title,
            Honour.level,
            Honour.conferred_on,
            Honour.conferred_by,
            Honour.revoked_on,
            Hero.id.label("hero_id"),
            Hero.name,
            Hero.condition,
            Deed.kind,
            Deed.happened_at,
            Deed.secret,
            OrgUnit.short_name.label("unit"),
            paid.c.fen,
        )
        .join(Honour.hero)
        .join(Hero.deed)
        .join(OrgUnit, OrgUnit.id == Deed.unit_id)
        .outerjoin(paid, paid.c.honour_id == Honour.id)
        .where(Honour.id.in_(ids))
        .order_by(Honour.conferred_on.desc(), Honour.id.desc())
    ).all()
