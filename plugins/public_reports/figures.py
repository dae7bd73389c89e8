"""统计: what came in, what became of it, how long it took, what whoever reported said; by month, kind, label, channel. Never by person."""

from sqlalchemy import and_, or_

from plugins.public_reports.blueprint import bp
from plugins.public_reports.choices import CHANNELS
from plugins.public_reports.models import Label, Report
from plugins.public_reports.models.label import VIEW
from portal.cases.neighbourhood import MATTER_NAMES
from portal.records.figures import Axis, Count, Figure, Ratio, Statistics, Sum, by_month, local_hour
from portal.records.rated import three_rates
from portal.records.setting_apart import CONFIRMED
from portal.records.statistics import mount_statistics

REPEATED = or_(Report.into_id.is_not(None), and_(Report.case_id.is_not(None), Report.accepted_at.is_(None)))
ANSWERED = Report.answered_at.is_not(None)
DONE = and_(ANSWERED, Report.status.not_in(("declined", "referred")))  # what can be rated
KEPT = and_(DONE, Report.apart != CONFIRMED)

CAME = Count("来件")
ANSWERS = Count("已答复", ANSWERED)
IN_TIME = Count("按时答复", Report.in_time.is_(True))
TIME = Sum("答复用时合计（分钟）", Report.minutes, ANSWERED, in_fen=False)
COURSE = (
    CAME,
    Count("受理", Report.accepted_at.is_not(None)),
    Count("不予受理", Report.status == "declined"),
    Count("重复", REPEATED),
    ANSWERS,
    IN_TIME,
    TIME,
)


def in_hours(minutes: float) -> str:
    """A mean time, in words."""
    return f"{minutes / 60:.1f} 小时"


SPAN = 3  # hours
PARTS_OF_DAY = {start: f"{start}—{start + SPAN} 点" for start in range(0, 24, SPAN)}
COURSE_RATIOS = (Ratio("按时率", IN_TIME, ANSWERS), Ratio("平均用时", TIME, ANSWERS, in_hours))


BY_MATTER = Axis("类别", Report.matter, MATTER_NAMES)
REPORT_FIGURES = Statistics(
    "群众反映统计",
    Report,
    VIEW,
    (
        by_month("各月来件", Report.created_at, CAME),
        Figure("matter", "按类别", BY_MATTER, COURSE, ratios=COURSE_RATIOS),
        Figure(
            "label",
            "按收件码",
            Axis("点位", Label.title),
            COURSE,
            of=lambda found: found.join(Report.label),
            ratios=COURSE_RATIOS,
        ),
        Figure(
            "hour",
            "按时段",
            Axis("时段", local_hour(Report.created_at), PARTS_OF_DAY, fold=lambda hour: hour // SPAN * SPAN),
            (CAME, ANSWERS),
        ),
        Figure("channel", "按渠道", Axis("渠道", Report.channel, CHANNELS), COURSE, ratios=COURSE_RATIOS),
        three_rates("rates", "三率（全部）", Report, BY_MATTER, DONE),
        three_rates("rates_apart", "三率（剔除没有法律支持的要求以后）", Report, BY_MATTER, KEPT),
        Figure(
            "signs",
            "自报自办等情况（只列出，不扣分）",
            BY_MATTER,
            (
                ANSWERS,
                Count("登记人、反映人就是办结人", Report.signs.contains("own")),
                Count("受理后几分钟办结", Report.signs.contains("fast")),
                Count("照片和以前相同", Report.signs.contains("picture")),
            ),
        ),
    ),
    when=Report.created_at,
)
mount_statistics(
    bp,
    REPORT_FIGURES,
    at="/statistics",
    show="public_reports.show_report",
    ident="report_id",
    crumb=("群众反映", "public_reports.reports"),
)
