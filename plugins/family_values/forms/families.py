"""Forms of families."""

from wtforms import StringField

from portal.people.fields import telephone
from portal.personal_names import normalise_name
from portal.web.forms import Form, Required, Short


class FamilyForm(Form):
    """登记家庭."""

    creates = "一户家庭"
    name = StringField("联系人姓名", [Required(), Short(40)], filters=[lambda text: normalise_name(text or "")])
    phone = StringField(
        "电话", [Required(), Short(30), telephone], description="一个电话一户，报名、积分、评选都按它归户。"
    )
