"""How an order stands."""

from portal.records import State, States

STATES = States(
    State("received", "待签收", "warn", open=True, way="收到", next="签收立为事项；不该本单位办的，在规定时间以内退单"),
    State("accepted", "办理中", open=True, way="签收", next="等事项办结，再填写回复"),
    State("again", "重办中", "danger", open=True, at="accepted", next="事项已经重新办理，办结以后再回复"),
    State("ready", "待回复", "warn", open=True, way="办结", next="填写办理结果，回复平台"),
    State("answered", "已回复", "ok", way="回复", final=True),
    State("returned", "已退单", "neutral"),
    State("dropped", "已作废", "neutral"),
)
UNDER_WAY = ("accepted", "again")
STANDING = tuple(each.key for each in STATES if each.key not in ("returned", "dropped"))  # one of each number
