"""The states of 督办."""

from portal.records import State, States

STATES = States(
    State("issued", "待答复", "warn", open=True, way="督办", next="被督办单位签收、办理、答复"),
    State("asking", "申请延期", "info", open=True, at="issued", next="督办单位决定准不准延期"),
    State("answered", "待审查", "info", open=True, way="答复", next="督办单位审查答复"),
    State("proposed", "待解除", "info", open=True, way="审查", next="由提请解除以外的人解除"),
    State("lifted", "已解除", "ok", way="解除", final=True),
    State("ended", "随事项终止", "neutral"),
)
UNLIFTED = STATES.open
UNANSWERED = ("issued", "asking")
