"""Forms of the decisions: panel, publication, confirmation, reconsideration, honours."""

from wtforms import FieldList, FileField, FormField, RadioField, SelectField, StringField, TextAreaField

from plugins.heroes.choices import CHOICES, LEVELS, OUTCOMES
from plugins.heroes.forms import above_zero, phone
from plugins.heroes.models import PanelVote
from portal.people.publishing import no_numbers_in_full
from portal.plugin.contributions import PartForm
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, Yuan, not_in_future


class VoteForm(PartForm):
    """One member's vote."""

    member = StringField("评审人员", [Short(40)])
    choice = SelectField("表决", choices=CHOICES)
    opinion = StringField("意见", [Short(200)])


class ReviewForm(Form):
    """评审会."""

    held_on = Date("评审日期", [Required("请填写评审日期。"), not_in_future])
    votes = FieldList(FormField(VoteForm), label="表决", min_entries=1, max_entries=30)
    opinion = TextAreaField("评审意见", [Required(), Short(1000)], render_kw={"rows": 3})

    def arguments(self) -> dict:
        """A line without a name is no vote."""
        rows = [each.form for each in self.votes if (each.form.member.data or "").strip()]
        votes = [
            PanelVote(member=row.member.data.strip(), choice=row.choice.data, opinion=row.opinion.data) for row in rows
        ]
        return {"held_on": self.held_on.data, "opinion": self.opinion.data, "votes": votes}


class PublicationForm(Form):
    """公示."""

    notice = TextAreaField(
        "公示内容",
        [Required(), Short(1500), no_numbers_in_full],
        render_kw={"rows": 8},
        description="对外公开，不要写身份证号、电话和住址。",
    )


class ObjectionForm(Form):
    """收到的异议."""

    creates = "一条异议"
    received_on = Date("收到日期", [Required("请填写收到日期。"), not_in_future])
    objector = StringField("异议人", [Required(), Short(60)])
    phone = StringField("联系电话", [Short(30), phone])
    text = TextAreaField("异议内容", [Required(), Short(1000)], render_kw={"rows": 4})


class AnswerForm(Form):
    """答复异议."""

    upheld = RadioField("调查结果", [Required("请选择。")], choices={"no": "异议不成立", "yes": "异议成立，重新调查"})
    text = TextAreaField("答复", [Required(), Short(1000)], render_kw={"rows": 4})


class DecisionForm(Form):
    """确认."""

    decision = RadioField("决定", [Required("请选择决定。")], choices={"confirm": "确认见义勇为", "reject": "不予确认"})
    reason = TextAreaField("理由和依据", [Required("请写明理由。"), Short(1000)], render_kw={"rows": 4})


class ReconsiderationForm(Form):
    """申请再确认."""

    applied_on = Date("申请日期", [Required("请填写申请日期。"), not_in_future])
    applicant = StringField("申请人", [Required(), Short(60)])
    authority = StringField("办理机关", [Required(), Short(80)])
    reason = TextAreaField("申请理由", [Required(), Short(1000)], render_kw={"rows": 4})


class RedecisionForm(Form):
    """再确认决定."""

    outcome = RadioField("决定", [Required("请选择决定。")], choices=OUTCOMES)
    reason = TextAreaField("理由和依据", [Required("请写明理由。"), Short(1000)], render_kw={"rows": 4})


class CommendationForm(Form):
    """表彰."""

    level = RadioField("称号级别", [Required("请选择级别。")], choices=LEVELS)
    on = Date("表彰日期", [Required("请填写表彰日期。"), not_in_future])
    conferred_by = StringField("授予机关", [Required(), Short(80)])


class PhotoForm(Form):
    """证件照片."""

    upload = FileField("照片", description="JPG、PNG 或 HEIC，不超过 20 MB。")


class GrantForm(Form):
    """专项慰问."""

    amount = Yuan("金额", [Required("请填写金额。"), above_zero])
    text = TextAreaField("理由", [Required("请写明理由。"), Short(200)], render_kw={"rows": 3})


class DayForm(Form):
    """A step with its date."""

    on = Date("日期", [Required("请填写日期。"), not_in_future])
