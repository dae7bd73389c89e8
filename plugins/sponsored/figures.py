"""统计: sponsorships by month, grade, responsible unit and result. By leader only which contacts are overdue, only for whoever appoints leaders, in
the order of a Chinese list: nobody is ranked (国办函〔2026〕12号)."""

from sqlalchemy import Date, and_, bindparam

from plugins.sponsored.blueprint import bp
from plugins.sponsored.choices import APPROVE, GRADES, RESULTS, VIEW
from plugins.sponsored.models import IN_HAND, MET_IN, Sponsorship
from portal import clock
from portal.accounts.models import User
from portal.org.models import OrgUnit
from portal.records.figures import Axis, Count, Figure, Ratio, Statistics, Sum, by_month
from portal.records.statistics import mount_statistics

TODAY = bindparam("today", callable_=clock.today, type_=Date())  # bound when the figures are read
STRUCK = Sponsorship.struck_at.is_not(None)
UNDER_WAY = Sponsorship.status.in_(IN_HAND)
OVERDUE = and_(UNDER_WAY, Sponsorship.due_on < TODAY)
SPONSORED = Count("包案", Sponsorship.approved_at.is_not(None))
OWED = Count("应销", STRUCK | OVERDUE)
DONE = Count("销号", STRUCK)
DAYS = Sum("用时（日）", Sponsorship.took_days, STRUCK, in_fen=False)
RELAPSED = Count("反弹", Sponsorship.relapsed_at.is_not(None))
MEASURES = (SPONSORED, Count("在包", UNDER_WAY), OWED, DONE, Count("超期", OVERDUE | Sponsorship.late), DAYS, RELAPSED)
RATIOS = (
    Ratio("化解率", DONE, OWED),
    Ratio("平均用时（日）", DAYS, DONE, lambda days: f"{days:.0f}"),
    Ratio("反弹率", RELAPSED, DONE),
)
CRUMB = ("包案", "sponsored.index")

FIGURES = Statistics(
    "包案统计",
    Sponsorship,
    VIEW,
    (
        by_month("各月拟包", Sponsorship.created_at, Count("拟包")),
        Figure("grade", "按定级", Axis("定级", Sponsorship.grade, GRADES), MEASURES, ratios=RATIOS),
        Figure(
            "responsible",
            "按责任单位",
            Axis("责任单位", OrgUnit.short_name),
            MEASURES,
            of=lambda found: found.join(OrgUnit, OrgUnit.id == Sponsorship.responsible_id),
            ratios=RATIOS,
        ),
        Figure("result", "按结果", Axis("结果", Sponsorship.result, RESULTS | {"": "没有销号"}), (SPONSORED, DONE)),
    ),
    when=Sponsorship.created_at,
)
LEADERS = Statistics(
    "见面超期的包案",
    Sponsorship,
    APPROVE,
    (
        Figure(
            "leader",
            "按包案领导",
            Axis("包案领导", User.name),
            (Count("见面超期", and_(Sponsorship.status.in_(MET_IN), Sponsorship.next_contact_on < TODAY)),),
            of=lambda found: found.join(User, User.id == Sponsorship.leader_id),
        ),
    ),
)
mount_statistics(bp, FIGURES, at="/statistics", show="sponsored.show", ident="sponsorship_id", crumb=CRUMB)
mount_statistics(
    bp, LEADERS, at="/leaders", show="sponsored.show", ident="sponsorship_id", crumb=CRUMB, endpoint="leaders"
)
