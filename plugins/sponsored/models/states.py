"""The states of a sponsorship."""

from portal.records import State, States

STATES = States(
    State("drafted", "待批准", "warn", open=True, way="拟包", next="由拟包以外的人批准"),
    State("active", "在办", open=True, way="在办", next="责任人按期见面、落实措施；化解了，申请销号"),
    State("asking", "申请延期", "info", open=True, at="active", next="批准人决定准不准延期"),
    State("reviewing", "待复核", "info", open=True, way="复核", next="由责任单位以外、承办人以外的人复核"),
    State(
        "struck", "已销号，回访中", "ok", open=True, way="销号", next="到日子回访；同一当事人再次来访的，认定是不是反弹"
    ),
    State("followed", "已回访", "ok", way="回访", final=True),
    State("refused", "未批准", "neutral"),
    State("ended", "随事项终止", "neutral"),
)
MET_IN = ("active", "asking")  # somebody is met, and may be replaced, while it stands there
IN_HAND = ("active", "asking", "reviewing")  # approved, and not struck off
BEFORE_STRUCK = ("drafted", *IN_HAND)
