"""统计: supervisions by month, level, reason and unit that is supervised. Units, never persons."""

from sqlalchemy import and_, bindparam, or_

from plugins.supervision.blueprint import bp
from plugins.supervision.choices import LEVELS, REASONS, SATISFACTION, VIEW
from plugins.supervision.models import Supervision
from plugins.supervision.models.states import UNANSWERED
from portal import clock
from portal.org.models import OrgUnit
from portal.records.figures import Axis, Count, Figure, Statistics, by_month
from portal.records.statistics import mount_statistics

LIFTED = Supervision.status == "lifted"
NOW = bindparam("now", callable_=clock.now)  # bound when the figures are read
LATE = Count("没有按时答复", or_(Supervision.late, and_(Supervision.status.in_(UNANSWERED), Supervision.due_at < NOW)))
MEASURES = (
    Count("督办"),
    Count("挂牌", Supervision.listed_at.is_not(None)),
    LATE,
    Count("已解除", LIFTED),
)

FIGURES = Statistics(
    "督办统计",
    Supervision,
    VIEW,
    (
        by_month("各月督办", Supervision.created_at, Count("督办")),
        Figure("level", "按方式", Axis("方式", Supervision.level, LEVELS), MEASURES),
        Figure("cause", "按原因", Axis("原因", Supervision.cause, REASONS), MEASURES),
        Figure(
            "target",
            "按被督办单位",
            Axis("被督办单位", OrgUnit.short_name),
            MEASURES,
            of=lambda found: found.join(Supervision.target),
        ),
        Figure(
            "satisfaction",
            "当事人满意度",
            Axis("当事人", Supervision.satisfaction, SATISFACTION),
            (Count("已解除", LIFTED),),
        ),
    ),
    when=Supervision.created_at,
)
mount_statistics(
    bp,
    FIGURES,
    at="/statistics",
    show="supervision.show",
    ident="supervision_id",
    crumb=("督办", "supervision.index"),
)
