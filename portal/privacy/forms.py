"""What is asked before a resident is told who looked, and of the requests of residents."""

from wtforms import BooleanField, SelectField, StringField, TextAreaField

from portal.privacy.models import ASKING, LIFT
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, not_in_future
from portal.web.forms.plain_words import plain_words

CHECKED = TextAreaField(
    "怎么核对的身份，为什么",
    [Required("请写明怎么核对的身份，为什么。"), Short(200), plain_words],
    render_kw={"rows": 2},
    description="例如：本人持身份证到窗口书面申请。会记入审计记录。",
)


class SeenForm(Form):
    """谁来问，凭什么问."""

    who = SelectField(
        "谁来问",
        [Required("请选择谁来问。")],
        choices={"": "请选择", **{key: name for key, name in ASKING.items() if key != "office"}},
    )
    reason = TextAreaField(
        "怎么核对的身份，为什么问",
        [Required("请写明怎么核对的身份。"), Short(200), plain_words],
        render_kw={"rows": 2},
        description="例如：本人持身份证到窗口申请。会记入审计记录。",
    )
    archives = BooleanField("已归档的也查", description="逐个核验归档文件的签名，要多等一会儿。")


class RequestForm(Form):
    """谁请求，哪天，为什么. That the office itself asks is possible only to lift a restriction."""

    who = SelectField("谁请求", [Required("请选择谁请求。")])
    asked_on = Date("收到请求的日期", [Required("请填写收到请求的日期。"), not_in_future])
    reason = CHECKED

    def offer(self, kind: str) -> "RequestForm":
        """For a request of this kind."""
        able = {key: name for key, name in ASKING.items() if key != "office" or kind == LIFT}
        self.who.choices = list({"": "请选择", **able}.items())
        return self


class DecideForm(Form):
    """同意: nothing to fill in."""


class RefuseForm(Form):
    """不同意，理由."""

    reason = TextAreaField(
        "不同意的理由",
        [Required("请写明不同意的理由。"), Short(200), plain_words],
        render_kw={"rows": 2},
        description="写进答复书（个人信息保护法第五十条）。",
    )


class AnswerForm(Form):
    """哪天、怎么答复的."""

    on = Date("答复的日期", [Required("请填写答复的日期。"), not_in_future])
    how = StringField(
        "怎么答复的", [Required("请写明怎么答复的。"), Short(60), plain_words], description="例如：当面交给本人。"
    )
