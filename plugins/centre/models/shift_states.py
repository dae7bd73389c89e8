"""How a shift stands."""

from portal.records import State, States

SHIFT_STATES = States(
    State("planned", "已排班"),
    State("awaited", "待到岗", "info", open=True, way="排班", next="值班的人到窗口后，在窗口的页面按“到岗”"),
    State("staffed", "已到岗", "ok", way="到岗", final=True),
    State("empty", "空岗", "danger"),
    State("cancelled", "已取消", "neutral"),
)
STANDING = ("planned", "awaited")  # still to be held
TAKES_TIME = (*STANDING, "staffed")  # in which somebody cannot be elsewhere
