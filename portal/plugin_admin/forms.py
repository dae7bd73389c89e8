"""Forms of the plugin administration."""

from wtforms import BooleanField, HiddenField, RadioField, SelectField, TextAreaField

from portal.plugin.models import STATES
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date
from portal.web.forms.plain_words import plain_words


class SwitchForm(Form):
    """开关功能模块. `confirmed` is set by the preview page."""

    unit_id = SelectField(
        "单位", coerce=int, description="所选单位及其下级单位。下级单位自己作过的决定不受影响，除非锁定。"
    )
    state = RadioField(
        "状态", choices=STATES, description="停用：页面和入口全部消失，数据保留。只读：可以查看和打印，不能新增。"
    )
    locked = BooleanField("锁定：下级单位不能更改")
    valid_from = Date("开始日期", description="不填从今天开始。")
    valid_until = Date("结束日期", description="不填长期有效；到期后恢复为原来的状态。")
    reason = TextAreaField("理由", [Required("请写明理由。"), Short(200), plain_words], render_kw={"rows": 2})
    confirmed = HiddenField()


class RoleForm(Form):
    """调整角色权限. `confirmed` is what was asked about before it is taken away."""

    role = SelectField("角色")
    permission = SelectField("权限")
    granted = RadioField("调整", choices={"1": "给予", "0": "收回"}, default="1")
    reason = TextAreaField("理由", [Required("请写明理由。"), Short(200), plain_words], render_kw={"rows": 2})
    confirmed = HiddenField()
