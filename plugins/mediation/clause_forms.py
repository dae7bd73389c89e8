"""Forms of model clauses."""

from wtforms import SelectField, StringField, TextAreaField

from plugins.mediation.models.clause import CLAUSE_KINDS, FIELDS
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short

OFFERED = "可以写的字段：" + "、".join(f"{{{each}}}" for each in FIELDS) + "，选用时换成这件纠纷的内容。"


class ClauseForm(Form):
    """示范条款."""

    creates = "一条示范条款"
    kind = SelectField("用于哪类纠纷", choices=CLAUSE_KINDS)
    title = StringField("名称", [Required(), Short(60), no_numbers_here], description="例如：一次付清。")
    text = TextAreaField("条款", [Required(), Short(1500), no_numbers_here], render_kw={"rows": 5}, description=OFFERED)
