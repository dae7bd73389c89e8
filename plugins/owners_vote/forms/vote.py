"""业主表决: drawn up, put to the vote, its result."""

from wtforms import RadioField, SelectField, StringField, TextAreaField

from plugins.owners_vote.models.vote import OUTCOMES, SCOPES
from plugins.owners_vote.rules import MATTERS
from portal.people.publishing import no_numbers_in_full
from portal.web.forms import LETTER, Form, Required, Short, ValidationError
from portal.web.forms.fields import Moment


class VoteDetails(Form):
    """What is put to the vote."""

    title = StringField(
        "表决事项",
        [Required("请填写表决事项。"), Short(80), no_numbers_in_full],
        description="例如：3号楼2单元加装电梯",
    )
    matter = SelectField("事项类别", choices=MATTERS, default="other", description="决定须几分之几同意。")
    text = TextAreaField(
        "表决内容",
        [Required("请写明表决内容。"), Short(4000), no_numbers_in_full],
        render_kw={"rows": 6},
        description="方案、费用、分摊，印在公告和表决票上。",
    )
    estate = StringField("小区", [Required("请填写小区。"), Short(40), no_numbers_in_full])
    scope = SelectField(
        "表决范围", choices=SCOPES, default="estate", description="加装电梯按幢还是按单元，由地方规定。"
    )
    part = StringField(
        "哪一幢、哪个单元", [Short(40), no_numbers_in_full], description="整个小区不填。例如：3号楼2单元"
    )
    organiser = StringField(
        "组织者", [Required("请填写组织者。"), Short(80), no_numbers_in_full], description="例如：万豪花园业主委员会"
    )

    def validate_part(self, field):
        field.data = (field.data or "").strip()
        if self.scope.data != "estate" and not field.data:
            raise ValidationError("请写明哪一幢或者哪个单元。")


class VoteForm(VoteDetails):
    """发起."""

    creates = "一次业主表决"
    unit_id = SelectField("所在社区、网格", coerce=int)


class VotingForm(Form):
    """开始投票."""

    until = Moment("截止时间", [Required("请填写截止时间。")], description="例如 2026-12-20 18:00")


class OutcomeForm(Form):
    """公示结果."""

    outcome = RadioField("表决结果", [Required("请选择结果。")], choices=OUTCOMES)
    grounds = TextAreaField(
        "认定理由",
        [Short(500), no_numbers_in_full],
        render_kw={"rows": 3},
        description="两个口径结果不同的必填：按哪个口径，为什么。",
    )


class OwnerObjectionForm(Form):
    """登记异议."""

    door = StringField(
        "哪一户", [Required("请填写哪一户。"), Short(40), no_numbers_in_full], description="只写楼栋门号。"
    )
    text = TextAreaField("异议", [Required("请写明异议。"), Short(LETTER), no_numbers_in_full], render_kw={"rows": 3})
    answer = TextAreaField("答复", [Required("请写明答复。"), Short(LETTER), no_numbers_in_full], render_kw={"rows": 3})
