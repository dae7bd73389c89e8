"""Switching a plugin asks for a reason."""

from wtforms import RadioField, TextAreaField

from portal.plugin.models import STATES
from portal.web.forms import Form, Required, Short


class SwitchForm(Form):
    """开关功能模块."""

    state = RadioField("状态", choices=list(STATES.items()), description="停用后页面和入口全部消失，数据保留；只读时可以查看和打印，不能新增。")
    reason = TextAreaField("理由", [Required("请写明理由。"), Short(200)], render_kw={"rows": 2})
