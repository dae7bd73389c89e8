"""The states of a 下派任务."""

from portal.records import State, States

REGISTER = "duty_lists.register"
STATES = States(
    State("received", "待对照", "warn", open=True, way="登记", next="对照清单：该不该接"),
    State("stopped", "不该承接", "danger", open=True, way="对照清单", next="退回；确属应急的，先办再补批"),
    State("unlisted", "不在清单", "warn", open=True, at="stopped", next="退回，或者提出准入申请"),
    State("applying", "待准入", "info", open=True, at="stopped", next="等准入申请批下来"),
    State("accepted", "承接办理", "info", open=True, way="承接", next="办完登记占用的人次、工时"),
    State("conditioned", "附边界承接", "info", open=True, at="accepted", next="按边界办，办完登记占用的人次、工时"),
    State("urgent", "应急先办待补批", "danger", open=True, at="accepted", next="按时补批，不补批的自动失效"),
    State(
        "urgent_agreed", "应急已补批", "warn", open=True, at="accepted", next="到期自动失效；办完登记占用的人次、工时"
    ),
    State("forced", "强派承接", "danger", open=True, at="accepted", next="办完登记占用的人次、工时"),
    State("done", "已办结", "ok", way="办结", final=True),
    State("returned", "已退回", "neutral", at="stopped"),
    State("lapsed", "应急已失效", "neutral"),
    State("dropped", "已作废", "neutral"),
)
IN_HAND = ("accepted", "conditioned", "urgent", "urgent_agreed", "forced")  # somebody works on it
BARRED = ("stopped", "unlisted")
