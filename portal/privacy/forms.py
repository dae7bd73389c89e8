"""What is asked before a resident is told who looked."""

from wtforms import SelectField, TextAreaField

from portal.web.forms import Form, Required, Short
from portal.web.forms.plain_words import plain_words

ASKING = {"": "请选择", "self": "本人", "guardian": "监护人", "agent": "受托人"}


class SeenForm(Form):
    """谁来问，凭什么问."""

    who = SelectField("谁来问", [Required("请选择谁来问。")], choices=ASKING)
    reason = TextAreaField(
        "怎么核对的身份，为什么问",
        [Required("请写明怎么核对的身份。"), Short(200), plain_words],
        render_kw={"rows": 2},
        description="例如：本人持身份证到窗口申请。会记入审计记录。",
    )
