"""The states of a dispute."""

from portal.records import State, States

STATES = States(
    State("pending", "待受理", open=True, way="受理"),
    State("mediating", "调解中", open=True, way="调解"),
    State("agreed", "待生效", "warn", open=True, way="签署生效"),
    State("effective", "履行中", open=True, way="履行回访"),
    State("closed", "已结案", "ok", way="结案", final=True),
    State("terminated", "调解终止", "neutral"),
    State("refused", "当事人拒绝", "neutral"),
)
