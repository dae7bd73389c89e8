"""Forms of the decisions, and of what follows them: honours, support, visits, rolls, the association and its fund."""

from wtforms import FieldList, FormField, RadioField, SelectField, StringField, TextAreaField

from plugins.heroes.choices import (
    CHOICES,
    FUND_KINDS,
    INCOMING,
    LEVELS,
    OUTCOMES,
    OUTGOING,
    ROLL_CATEGORIES,
    SUPPORTS,
    VISIT_WAYS,
)
from plugins.heroes.models import Hero, PanelVote
from portal.extensions import db
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.plugin.contributions import PartForm
from portal.web.forms import LETTER, Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, Yuan, above_zero, not_before, not_in_future


class VoteForm(PartForm):
    """One member's vote."""

    member = StringField("评审人员", [Short(40), no_numbers_here])
    choice = SelectField("表决", choices=CHOICES)
    opinion = StringField("意见", [Short(200), no_numbers_here])


class ReviewForm(Form):
    """评审会."""

    held_on = Date("评审日期", [Required("请填写评审日期。"), not_in_future])
    votes = FieldList(FormField(VoteForm), label="表决", min_entries=1, max_entries=30)
    opinion = TextAreaField("评审意见", [Required(), Short(1000), no_numbers_here], render_kw={"rows": 3})

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


class AnswerForm(Form):
    """答复异议."""

    upheld = RadioField("调查结果", [Required("请选择。")], choices={"no": "异议不成立", "yes": "异议成立，重新调查"})
    text = TextAreaField("答复", [Required(), Short(LETTER), no_numbers_here], render_kw={"rows": 4})


class DecisionForm(Form):
    """确认."""

    decision = RadioField("决定", [Required("请选择决定。")], choices={"confirm": "确认见义勇为", "reject": "不予确认"})
    reason = TextAreaField(
        "理由和依据", [Required("请写明理由。"), Short(1000), no_numbers_here], render_kw={"rows": 4}
    )


class ReconsiderationForm(Form):
    """申请再确认."""

    applied_on = Date("申请日期", [Required("请填写申请日期。"), not_in_future])
    applicant = StringField("申请人", [Required(), Short(60), no_numbers_here])
    authority = StringField("办理机关", [Required(), Short(80), no_numbers_here])
    reason = TextAreaField("申请理由", [Required(), Short(1000), no_numbers_here], render_kw={"rows": 4})


class RedecisionForm(Form):
    """再确认决定."""

    outcome = RadioField("决定", [Required("请选择决定。")], choices=OUTCOMES)
    reason = TextAreaField(
        "理由和依据", [Required("请写明理由。"), Short(1000), no_numbers_here], render_kw={"rows": 4}
    )


class CommendationForm(Form):
    """表彰."""

    level = RadioField("称号级别", [Required("请选择级别。")], choices=LEVELS)
    on = Date("表彰日期", [Required("请填写表彰日期。"), not_in_future])
    conferred_by = StringField("授予机关", [Required(), Short(80), no_numbers_in_full])


class GrantForm(Form):
    """专项慰问."""

    amount = Yuan("金额", [Required("请填写金额。"), above_zero])
    text = TextAreaField("理由", [Required("请写明理由。"), Short(200), no_numbers_here], render_kw={"rows": 3})


class SupportForm(Form):
    """保障."""

    creates = "一项保障"
    kind = SelectField("保障类型", choices=SUPPORTS)
    content = TextAreaField("内容", [Required(), Short(500), no_numbers_here], render_kw={"rows": 3})
    provider = StringField("落实单位", [Short(80), no_numbers_here])
    amount_fen = Yuan("金额", [Optional(), above_zero], description="没有金额的不填。")
    started_on = Date("开始日期", [Required("请填写开始日期。")])
    until = Date(
        "结束日期",
        [Optional(), not_before("started_on", "结束日期早于开始日期，请核对。")],
        description="长期的不填。",
    )


class VisitForm(Form):
    """回访."""

    creates = "一次回访"
    visited_on = Date("回访日期", [Required("请填写回访日期。"), not_in_future])
    way = RadioField("方式", choices=VISIT_WAYS, default="visit")
    situation = TextAreaField("生活、身体情况", [Required(), Short(1000), no_numbers_here], render_kw={"rows": 3})
    needs = TextAreaField("困难和需要", [Short(500), no_numbers_here], render_kw={"rows": 2})


class RollForm(Form):
    """新建榜单."""

    year = SelectField("年份", coerce=int)
    quarter = RadioField(
        "类别",
        coerce=int,
        choices={1: "第一季度勇士榜", 2: "第二季度勇士榜", 3: "第三季度勇士榜", 4: "第四季度勇士榜", 0: "年度评选"},
    )

    def validate_quarter(self, field):
        if field.data is None:
            raise ValidationError("请选择类别。")


class RollLineForm(Form):
    """上榜."""

    hero_id = SelectField("见义勇为人员", coerce=int)
    name = StringField(
        "姓名", [Short(60), no_numbers_in_full], description="“微行为人员”等没有办理确认的，在这里填写姓名。"
    )
    category = SelectField("类别", choices=ROLL_CATEGORIES)
    citation = StringField("事迹", [Required(), Short(200), no_numbers_in_full])

    def validate_name(self, field):
        if not self.hero_id.data and not (field.data or "").strip():
            raise ValidationError("请选择人员或者填写姓名。")

    def arguments(self) -> dict:
        return {
            "category": self.category.data,
            "citation": self.citation.data,
            "hero": db.session.get(Hero, self.hero_id.data) if self.hero_id.data else None,
            "name": (self.name.data or "").strip(),
        }


class AssociationForm(Form):
    """设立协会."""

    name = StringField("名称", [Required(), Short(80), no_numbers_here])
    founded_on = Date("成立日期", [Optional(), not_in_future])


class MemberForm(Form):
    """会员单位."""

    creates = "一个会员单位"
    name = StringField("单位名称", [Required(), Short(80), no_numbers_here])
    post = SelectField("会内职务", choices=["会员单位", "理事单位", "副会长单位", "会长单位"])
    contact = StringField("联系人", [Short(40), no_numbers_here])
    phone = StringField("联系电话", [Short(30), telephone])
    valid_from = Date("入会日期", [Required("请填写入会日期。"), not_in_future])


class EndMembershipForm(Form):
    """退会."""

    on = Date("退会日期", [Required("请填写退会日期。"), not_in_future])
    reason = StringField(
        "退会原因",
        [Required("请写明退会原因。"), Short(200), no_numbers_here],
        description="例如：单位注销；本单位书面申请。",
    )


class EntryForm(Form):
    """基金收支."""

    creates = "一笔收支"
    kind = SelectField(
        "类别",
        choices={
            "收入": {key: FUND_KINDS[key] for key in INCOMING},
            "支出": {key: FUND_KINDS[key] for key in OUTGOING},
        },
    )
    amount = Yuan("金额", [Required("请填写金额。"), above_zero])
    on = Date("日期", [Required("请填写日期。"), not_in_future])
    counterparty = StringField("对方单位", [Required(), Short(80), no_numbers_here])
    note = StringField("摘要", [Short(200), no_numbers_here])

    def arguments(self) -> dict:
        """In is positive, out negative."""
        kind, amount = self.kind.data, self.amount.data
        return {
            "kind": kind,
            "amount_fen": amount if kind in INCOMING else -amount,
            "on": self.on.data,
            "counterparty": self.counterparty.data,
            "note": self.note.data or "",
        }
