"""Papers: 对账单 of an account, 兑换单, 出入库台账 of a good."""

from datetime import date

from plugins.family_points.blueprint import bp
from plugins.family_points.models import Exchange, Good, PointAccount
from portal.extensions import db
from portal.records.papers import Paper, mount_papers


def statement(account: PointAccount) -> dict:
    """对账单: every line, and what holds until when."""
    ends: dict[date | None, int] = {}
    for each in account.lots():
        ends[each.expires_on] = ends.get(each.expires_on, 0) + each.left
    in_order = sorted(ends.items(), key=lambda each: each[0] or date.max)
    return {"lines": db.session.scalars(account.statement).all(), "ends": in_order}


account_papers = mount_papers(
    bp,
    PointAccount,
    (Paper("statement", "家庭积分对账单", needs="family_points.claim", context=statement),),
    at="/accounts/<int:account_id>",
    office=lambda account: account.unit.name,
)
exchange_papers = mount_papers(
    bp,
    Exchange,
    (Paper("exchange_slip", "积分兑换单", needs="family_points.claim"),),
    at="/exchanges/<int:exchange_id>",
    office=lambda exchange: exchange.unit.name,
)
good_papers = mount_papers(
    bp,
    Good,
    (
        Paper(
            "stock",
            "积分超市出入库台账",
            needs="family_points.view",
            context=lambda good: {"movements": good.movements},
            number=lambda good: "",
        ),
    ),
    at="/goods/<int:good_id>",
    office=lambda good: good.unit.name,
)
