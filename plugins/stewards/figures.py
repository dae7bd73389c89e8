"""统计: notes of rounds by month, neighbourhood, kind, how they were found, and what became of them."""

from plugins.stewards.blueprint import bp
from plugins.stewards.choices import WAYS
from plugins.stewards.models import Neighbourhood, Round
from portal.cases.neighbourhood import MATTER_NAMES
from portal.records.figures import Axis, Count, Figure, Statistics, by_month
from portal.records.statistics import mount_statistics

STANDS = Round.status != "dropped"
NOTES = (
    Count("记录", STANDS),
    Count("随手做完", Round.status == "settled"),
    Count("转为事项", Round.case_id.is_not(None)),
    Count("还没有结果", Round.status.in_(Round.states.open)),
)

ROUND_FIGURES = Statistics(
    "巡访统计",
    Round,
    "stewards.view",
    (
        by_month("各月记录", Round.noted_at, Count("记录", STANDS)),
        Figure(
            "neighbourhood",
            "按小区",
            Axis("小区", Neighbourhood.name),
            NOTES,
            of=lambda found: found.join(Round.neighbourhood),
        ),
        Figure("matter", "按类别", Axis("类别", Round.matter, MATTER_NAMES), NOTES),
        Figure("way", "怎么发现的", Axis("怎么发现的", Round.way, WAYS), NOTES),
    ),
    when=Round.noted_at,
)
mount_statistics(
    bp,
    ROUND_FIGURES,
    at="/statistics/rounds",
    show="stewards.show_round",
    ident="round_id",
    crumb=("巡访", "stewards.rounds"),
    endpoint="round_statistics",
)
