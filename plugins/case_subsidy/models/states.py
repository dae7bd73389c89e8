"""The way of an award."""

from portal.records import State, States

STATES = States(
    State("found", "待申报", open=True, way="待申报", next="选等级、写理由，申报；不申报的写明原因"),
    State("declared", "待审定", "warn", open=True, way="申报", next="审定等级，须与申报人不同"),
    State("approved", "已审定", "ok", way="审定", final=True),
    State("waived", "不申报", "neutral"),
    State("refused", "不予补贴", "neutral"),
    State("cancelled", "已取消", "danger"),
)
