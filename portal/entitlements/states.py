"""The way of a settlement, and the rights it needs."""

from typing import NamedTuple

from portal.records import State, States

STATES = States(
    State("open", "编制中", open=True, way="编制", next="核对明细，提交初核"),
    State("submitted", "待初核", open=True, way="提交", next="处理核查疑点，初核"),
    State("checked", "待复核", open=True, way="初核", next="复核，须与提交人、初核人不同"),
    State("reviewed", "待公示", open=True, way="复核", next="公示人数和金额"),
    State("published", "公示中", "warn", open=True, way="公示", next="答复异议，公示期满后结算"),
    State("settled", "待发放", "warn", open=True, way="结算", next="按支付清单发放，登记回单"),
    State("paid", "已发放", "ok", way="发放", final=True),
)

UNDER_WAY = ("submitted", "checked", "reviewed", "published")  # its lines are frozen, its list is not made yet

MAKER = {"maker_id": "提交人"}  # who does not check, nor pay
BOTH = MAKER | {"checker_id": "初核人"}  # who do not review, publish and settle


class Rights(NamedTuple):
    """Permissions by what they are needed for: to draw up and submit; for 初核; for 复核, publication and settlement; to pay.

    The first three are held by different people for one settlement, so they must be different permissions.
    """

    make: str
    check: str
    review: str
    pay: str
