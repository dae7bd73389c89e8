"""家庭积分: the tables, one capability a file."""

from plugins.family_points.models.account import POINTS, PointAccount, PointLine
from plugins.family_points.models.claim import CLAIM_STATES, CONFIRM, PointClaim, PointClaimEvent
from plugins.family_points.models.goods import EXCHANGE_STATES, Exchange, ExchangeEvent, Good, StockLine
from plugins.family_points.models.rule import MANAGE, PointRule

__all__ = [
    "CLAIM_STATES",
    "CONFIRM",
    "EXCHANGE_STATES",
    "MANAGE",
    "POINTS",
    "Exchange",
    "ExchangeEvent",
    "Good",
    "PointAccount",
    "PointClaim",
    "PointClaimEvent",
    "PointLine",
    "PointRule",
    "StockLine",
]
