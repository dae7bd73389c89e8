"""村级事项: a matter, its meetings, its publications."""

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from plugins.village_affairs.models.matter_states import KINDS, ORIGINS
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.web.forms import LETTER, Form, Required, Short
from portal.web.forms.fields import Date, Yuan, not_in_future

COUNT = (InputRequired("请填写人数。"), NumberRange(0, 99_999, "请填写 0 以上的整数。"))


class AgainForm(Form):
    """What is proposed."""

    title = StringField("事项", [Required("请填写事项。"), Short(80), no_numbers_in_full])
    text = TextAreaField(
        "说明", [Required("请写明要办什么、为什么办。"), Short(2000), no_numbers_in_full], render_kw={"rows": 4}
    )


class MatterDetails(AgainForm):
    """更正."""

    unit_id = SelectField("所在村、社区", coerce=int, description="村按村民委员会组织法，社区按城市居民委员会组织法。")
    origin = SelectField("动议事由", choices=ORIGINS, default="villagers")
    kind = SelectField(
        "类别", choices=KINDS, default="other", description="村的前九类须经村民会议（或者其授权的代表会议）决定。"
    )
    villagers_only = BooleanField("须由村民会议、居民会议决定", description="勾选以后，村民代表会议不能决议。")
    budget_fen = Yuan("预算（元）", description="没有不填。")


class MatterForm(MatterDetails):
    """登记村级事项."""

    creates = "一件村级事项"


class HeldForm(Form):
    """开会的一联."""

    on = Date("开会日期", [Required("请填写开会日期。"), not_in_future])
    venue = StringField("地点", [Required("请填写地点。"), Short(80), no_numbers_in_full])
    expected = IntegerField("应到", COUNT)
    present = IntegerField("实到", COUNT, description="书面委托的算在内。")
    agreed = IntegerField("同意", COUNT)
    against = IntegerField("反对", COUNT, default=0)
    abstained = IntegerField("弃权", COUNT, default=0)
    text = TextAreaField(
        "内容和意见", [Required("请写明讨论情况。"), Short(4000), no_numbers_in_full], render_kw={"rows": 4}
    )
    observers = StringField("乡镇列席", [Short(80), no_numbers_in_full], description="写单位和职务。")
    opinion = StringField("监督意见", [Short(200), no_numbers_in_full], description="村务监督委员会的意见，没有不填。")


class CorrectionForm(HeldForm):
    """更正联单."""

    reason = StringField(
        "为什么更正",
        [Required("请写明为什么更正。"), Short(200), no_numbers_here],
        description="和原来的数字一起印在联单上。",
    )


class NoticeForm(Form):
    """通知会议."""

    body = SelectField("由谁决议")
    meeting_on = Date("开会日期", [Required("请填写开会日期。")])


class PostForm(Form):
    """公开的一联."""

    text = TextAreaField(
        "公开内容", [Required("请填写公开内容。"), Short(2000), no_numbers_in_full], render_kw={"rows": 4}
    )
    venue = StringField(
        "公开地点",
        [Required("请填写公开地点。"), Short(80), no_numbers_in_full],
        description="例如：村务公开栏、居务公开栏",
    )
    opinion = StringField("监督意见", [Short(200), no_numbers_in_full])


class VillageObjectionForm(Form):
    """异议."""

    text = TextAreaField("异议", [Required("请写明异议。"), Short(LETTER), no_numbers_in_full], render_kw={"rows": 3})


class AnswerForm(Form):
    """答复."""

    text = TextAreaField("答复", [Required("请写明答复。"), Short(LETTER), no_numbers_in_full], render_kw={"rows": 3})


class CarryOutForm(Form):
    """交付实施."""

    responsible = StringField(
        "责任人", [Required("请填写责任人。"), Short(80), no_numbers_in_full], description="写职务，例如：村委会副主任"
    )
    due_on = Date("完成期限", [Required("请填写期限。")])
