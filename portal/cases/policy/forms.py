"""The form for a line of 时限表: within how long it is accepted and handled, and when that is yellow."""

from wtforms import IntegerField
from wtforms.validators import NumberRange

from portal.cases.tables.forms import LineForm, line_period
from portal.web.forms import Optional


class LimitForm(LineForm):
    """时限表的一条: the time to accept, to handle, or both."""

    accept_period = line_period("受理时限", "从登记起算。不填按“办理时限和编号”里的。")
    period = line_period(
        "办理时限",
        "从受理起算。写明单位：3 个工作日、30 日、2 小时。“30 日顺延”表示最后一天是休息日的，顺延到下一个工作日。",
    )
    warn_percent = IntegerField(
        "剩余百分之几时变黄",
        [Optional(), NumberRange(1, 90, "请填写 1 至 90 之间的整数。")],
        description="不填按“办理时限和编号”里的；什么时候变红也在那里定。",
    )

    def values(self) -> dict:
        periods = {name: str(self[name].data or "") for name in ("accept_period", "period")}
        return super().values() | periods | {"warn_percent": self.warn_percent.data}
