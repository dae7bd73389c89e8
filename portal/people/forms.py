"""Forms about residents."""

from wtforms import StringField, TextAreaField

from portal.web.forms import Form, Required, Short


class RevealForm(Form):
    """Why somebody needs to see the full data of a resident (DOMAIN §F: reason and audit)."""

    reason = TextAreaField("查看理由", [Required("请写明查看理由。"), Short(200)], render_kw={"rows": 2},
                           description="例如：电话核实调解时间。理由会记入审计记录。")


class ErasureForm(Form):
    """Why the data of a resident is deleted (个人信息保护法 §47)."""

    reason = TextAreaField("理由", [Required("请写明理由。"), Short(200)], render_kw={"rows": 2},
                           description="例如：本人书面申请，处理目的已实现。理由会记入审计记录。")


class SearchForm(Form):
    """Finding a resident."""

    q = StringField("姓名、拼音、身份证号、手机号、证件后四位")
