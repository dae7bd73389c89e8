"""How 核查 and 回访 of a case are asked for."""

from wtforms import RadioField, TextAreaField

from portal.cases.models import Case
from portal.cases.models.checking import ANSWERS, CONTENT, WAYS
from portal.people.publishing import no_numbers_here
from portal.records.mounting import Ask
from portal.web.forms import Form, Required, Short


class VerifyForm(Form):
    """核查."""

    way = RadioField("核查方式", choices=WAYS, default="phone")
    settled = RadioField("问题解决了吗", [Required("请选择。")], choices=ANSWERS)
    note = TextAreaField(
        "核查情况", [Required("请写明核查情况。"), Short(1000), no_numbers_here], render_kw={"rows": 4}
    )


class VisitForm(Form):
    """回访."""

    way = RadioField("回访方式", choices=WAYS, default="phone")
    answered = RadioField("及时回应了吗", [Required("请选择。")], choices=ANSWERS)
    settled = RadioField("问题解决了吗", [Required("请选择。")], choices=ANSWERS)
    content = RadioField("满意吗", [Required("请选择。")], choices=CONTENT)
    note = TextAreaField(
        "回访情况", [Required("请写明回访情况。"), Short(1000), no_numbers_here], render_kw={"rows": 4}
    )


CHECKS = {
    Case.verify: Ask(
        VerifyForm,
        at="verification",
        done=lambda case: "已核查，可以办结。" if case.status == "reported" else "没有解决，已回到本单位，请另行安排。",
        icon="search",
        keeps_draft=True,
        explanation="由承办人以外的人核查。没有解决的，回到“待交办”另行安排，办理时限照常计算。",
    ),
    Case.visit: Ask(
        VisitForm,
        at="visit",
        done="已登记回访。",
        icon="phone",
        keeps_draft=True,
        explanation="由承办人以外的人回访。没有解决的，可以重新办理。",
    ),
}
