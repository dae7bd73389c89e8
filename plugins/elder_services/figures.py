"""统计: orders by kind, provider and month, and how they were confirmed."""

from sqlalchemy import Select

from plugins.elder_services.blueprint import bp
from plugins.elder_services.choices import SERVICES
from plugins.elder_services.models import Provider, ServiceOrder
from portal.records.figures import Axis, Count, Figure, Statistics, local_month
from portal.records.statistics import mount_statistics

MONTHS = {number: f"{number}月" for number in range(1, 13)}
done = ServiceOrder.status.in_(("done", "confirmed"))
counted = (
    Count("登记"),
    Count("完成", done),
    Count("确认", ServiceOrder.status == "confirmed"),
    Count("不满意", ServiceOrder.satisfied.is_(False)),
)


def _providers(statement: Select) -> Select:
    return statement.join(Provider, Provider.id == ServiceOrder.provider_id)


STATISTICS = Statistics(
    "为老服务统计",
    ServiceOrder,
    "elder_services.view",
    (
        Figure(
            "month",
            "各月登记",
            Axis("月份", local_month(ServiceOrder.created_at), MONTHS, whole=True),
            counted,
            across=True,
        ),
        Figure("kind", "按项目", Axis("项目", ServiceOrder.kind, SERVICES, whole=True), counted),
        Figure("provider", "按服务单位", Axis("服务单位", Provider.name), counted, of=_providers),
    ),
    when=ServiceOrder.created_at,
)
mount_statistics(
    bp,
    STATISTICS,
    at="/statistics",
    show="elder_services.order",
    ident="order_id",
    crumb=("服务工单", "elder_services.orders"),
)
