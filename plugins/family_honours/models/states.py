"""The way of an honour, from the nomination to the title, and how it may be lost."""

from portal.records import State, States

HONOUR_STATES = States(
    State("nominated", "待核查", "warn", open=True, way="推荐", next="逐项核对负面清单，写明由谁确认，然后核查完毕"),
    State("checked", "待评议", open=True, way="核查", next="社区评议，登记票数和回避的人"),
    State("reviewed", "待审核", open=True, way="评议", next="审核，由没有登记评议的人办理"),
    State("approved", "待公示", open=True, way="审核", next="公示"),
    State("published", "公示中", open=True, way="公示", next="答复异议；公示期满后结束公示"),
    State("cleared", "待命名", open=True, way="期满", next="发文命名，登记文号"),
    State("awarded", "已命名", "ok", way="命名", final=True),
    State("declined", "未通过", "neutral"),
    State("withdrawn", "已撤回", "neutral"),
    State("lapsed", "不再保留", "neutral"),
    State("revoked", "已撤销", "danger"),
)
PASSED = ("approved", "published", "cleared", "awarded")  # what the quota is counted by
BEFORE_AWARD = HONOUR_STATES.open
FAILED = ("declined", "withdrawn", "lapsed", "revoked")
STANDING = (*BEFORE_AWARD, "awarded")
