"""统计: batches and visitors of the halls."""

from sqlalchemy import Select

from plugins.family_values.blueprint import bp
from plugins.family_values.choices import PURPOSES
from plugins.family_values.models import CAME, Booking, Hall
from portal.records.figures import Axis, Count, Figure, Statistics, Sum, Table, local_month
from portal.records.statistics import mount_statistics

MONTHS = {number: f"{number}月" for number in range(1, 13)}
came = Booking.status.in_(CAME)
batches, visitors = Count("批次", came), Sum("人次", Booking.came, came, in_fen=False)
counted = (
    batches,
    visitors,
    Sum("党员", Booking.came_party_members, came, in_fen=False),
    Sum("未成年人", Booking.came_minors, came, in_fen=False),
)


def _halls(statement: Select) -> Select:
    return statement.join(Booking.hall)


def summary(tables: list[Table]) -> tuple[list[dict], str]:
    """Batches and visitors of the whole time."""
    months = next(each for each in tables if each.figure.key == "purpose")
    strip = [
        {"label": measure.label, "value": number, "unit": "批" if measure is batches else "人"}
        for measure, number in zip(counted, months.sums, strict=True)
    ]
    return strip, "按到馆的日子统计，只算签到的批次和实到人数。"


STATISTICS = Statistics(
    "家风馆接待统计",
    Booking,
    "family_values.view",
    (
        Figure(
            "month",
            "各月人次",
            Axis("月份", local_month(Booking.arrived_at), MONTHS, whole=True),
            (visitors, batches),
            across=True,
        ),
        Figure("purpose", "按事由", Axis("事由", Booking.purpose, PURPOSES), counted),
        Figure("hall", "按家风馆", Axis("家风馆", Hall.name), counted, of=_halls),
    ),
    when=Booking.arrived_at,
    summary=summary,
)
mount_statistics(
    bp,
    STATISTICS,
    at="/statistics",
    show="family_values.show_booking",
    ident="booking_id",
    crumb=("家风馆预约", "family_values.index"),
)
