"""How a report stands."""

from portal.records import State, States

STATES = States(
    State("received", "待看", "warn", open=True, way="收到", next="首次查看"),
    State("seen", "待定", "warn", open=True, way="查看", next="受理，或者告知不予受理、请反映人补充、合并、紧急外转"),
    State("asked", "等补充", "info", open=True, at="seen", next="等反映人补充；过期可以按已有的内容办"),
    State("accepted", "办理中", "info", open=True, way="受理", next="等事项办结，结果自动答复"),
    State("again", "要求再办", "danger", open=True, at="accepted", next="重新办理"),
    State("answered", "已答复", "ok", way="答复", final=True),
    State("merged", "已合并", "neutral"),
    State("declined", "不予受理", "neutral"),
    State("referred", "已紧急外转", "neutral"),
    State("withdrawn", "已撤回", "neutral"),
)
UNDECIDED = ("received", "seen", "asked")
