"""统计: what was handed down, what became of it, what callers said; by month, kind, category, source, unit. Units, never persons, and no ranking."""

from sqlalchemy import and_, bindparam, or_

from plugins.hotline.blueprint import bp
from plugins.hotline.choices import GROUNDS, NATURES, SOURCES, VIEW, WRONG_UNIT
from plugins.hotline.models import Order
from portal import clock
from portal.org.models import OrgUnit
from portal.records.figures import Axis, Count, Figure, Ratio, Statistics, by_month
from portal.records.rated import three_rates
from portal.records.setting_apart import CONFIRMED
from portal.records.statistics import mount_statistics

STANDS = Order.status != "dropped"
NOW = bindparam("now", callable_=clock.now)  # bound when the figures are read
ANSWERED = Order.stands.is_(True)
CAME = Count("工单", STANDS)
ANSWERS = Count("已回复", ANSWERED)
IN_TIME = Count("按时回复", and_(ANSWERED, Order.in_time.is_(True)))
LATE = Count("超期未回复", and_(Order.status.in_(Order.states.open), Order.stands.is_(False), Order.due_at < NOW))
SPOKEN = and_(
    Order.accepted_at.is_not(None),
    Order.contact_by.is_not(None),
    or_(Order.contacted_at.is_not(None), Order.contact_by < NOW),
)
TO_SPEAK = Count("应联系", SPOKEN)
SPOKE = Count("按时联系", and_(SPOKEN, Order.contacted_at <= Order.contact_by))
COURSE = (
    CAME,
    Count("退单", Order.returned_at.is_not(None)),
    Count("属于别的单位", Order.ground == WRONG_UNIT),
    ANSWERS,
    IN_TIME,
    LATE,
    Count("延期", Order.extended > 0),
    Count("重办", Order.redone > 0),
    TO_SPEAK,
    SPOKE,
)
RATIOS = (Ratio("按时率", IN_TIME, ANSWERS), Ratio("按时联系率", SPOKE, TO_SPEAK))
BY_NATURE = Axis("类型", Order.nature, NATURES)

FIGURES = Statistics(
    "热线转办统计",
    Order,
    VIEW,
    (
        by_month("各月工单", Order.sent_at, CAME),
        Figure("nature", "按类型", BY_NATURE, COURSE, ratios=RATIOS),
        Figure("category", "按分类", Axis("分类", Order.category), COURSE, ratios=RATIOS),
        Figure("source", "按来源", Axis("来源", Order.source, SOURCES), COURSE, ratios=RATIOS),
        Figure(
            "unit",
            "按单位",
            Axis("单位", OrgUnit.short_name),
            COURSE,
            of=lambda found: found.join(OrgUnit, OrgUnit.id == Order.unit_id),
            ratios=RATIOS,
        ),
        Figure(
            "ground",
            "退单理由",
            Axis("理由", Order.ground, GROUNDS),
            (Count("退单"),),
            of=lambda found: found.where(Order.returned_at.is_not(None)),
        ),
        three_rates("rates", "三率（全部）", Order, BY_NATURE, ANSWERED),
        three_rates(
            "rates_apart",
            "三率（剔除没有法律支持的要求以后）",
            Order,
            BY_NATURE,
            and_(ANSWERED, Order.apart != CONFIRMED),
        ),
    ),
    when=Order.sent_at,
)
mount_statistics(
    bp,
    FIGURES,
    at="/statistics",
    show="hotline.show_order",
    ident="order_id",
    crumb=("热线转办", "hotline.orders"),
)
