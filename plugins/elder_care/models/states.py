"""The states of a member (就餐老人)."""

from portal.records import State, States

MEMBER_STATES = States(
    State("active", "在册", "ok", way="登记"),
    State("stopped", "已停止", "neutral", way="停止"),
)
