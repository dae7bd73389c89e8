"""交办单 of an order as it was received, and 回复单; their wording stands in templates/hotline/documents."""

from plugins.hotline.blueprint import bp
from plugins.hotline.choices import HANDLE
from plugins.hotline.models import Order
from portal.records.papers import Paper, mount_papers

papers = mount_papers(
    bp,
    Order,
    (
        Paper("assignment", "工单交办单", needs=HANDLE),
        Paper(
            "reply",
            "工单回复单",
            needs=HANDLE,
            unless=lambda order: "" if order.status == "answered" else "填写回复以后才能打印。",
            final=lambda order: order.answered_at,
        ),
    ),
    at="/orders/<int:order_id>",
    office=lambda order: (order.unit.township or order.unit).name,
)
