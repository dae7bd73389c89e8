"""回复文件: the answers that are not on the platform yet, as a workbook with the columns of its template."""

from collections.abc import Iterator

from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.hotline.blueprint import bp
from plugins.hotline.choices import HANDLE, PLATFORM
from plugins.hotline.columns import AnswerColumn, columns_of
from plugins.hotline.models import Order
from plugins.hotline.register import TO_UPLOAD
from plugins.hotline.settings import rules_of
from portal.database import records
from portal.errors import WrongState
from portal.extensions import db
from portal.plugin.context import current_unit
from portal.records.columns import Column
from portal.records.exports import hand_over
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment

SAID = {True: "是", False: "否", None: ""}


@bp.get("/answers.xlsx")
@requires(HANDLE)
@records
def answers():
    """The workbook; whoever has uploaded it says so in the list (登记已报平台)."""
    columns = columns_of(rules_of(current_unit()).answer_columns)
    mine = Order.visible_to(current_user).where(Order.reach(current_user, HANDLE), TO_UPLOAD, Order.source == PLATFORM)
    found = db.session.scalars(mine.options(joinedload(Order.unit)).order_by(Order.answered_at)).unique().all()
    if not found:
        raise WrongState("没有等着报平台的回复。")
    headings = [Column(f"c{place}", each.heading, width=24) for place, each in enumerate(columns)]
    lines, many = _lines(found, columns), len(found)
    return hand_over(
        "平台回复", headings, lines, form="xlsx", count=many, counter="件", headed=False, purpose="报热线平台"
    )


def _lines(found: list[Order], columns: list[AnswerColumn]) -> Iterator[list[str]]:
    for order in found:
        told = {
            "outside_number": order.outside_number,
            "result": order.result,
            "answered_at": moment(order.answered_at),
            "reached": SAID[order.reached],
            "resolved": SAID[order.resolved],
            "unresolved_reason": order.unresolved_reason,
            "unit": order.unit.name,
            "extended": SAID[order.extended > 0],
        }
        yield [told.get(each.name, "") for each in columns]
