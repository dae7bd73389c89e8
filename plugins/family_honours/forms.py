"""Forms of campaigns and honours: those of staff. Those of residents: public_forms.py."""

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired, NumberRange

from plugins.family_honours.choices import AGREEMENTS, CATEGORIES, HONOURS
from plugins.family_honours.settings import no_rights
from portal.families.forms import OneFamily, family_phone_field, one_family_field
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.plugin.contributions import PartForm
from portal.records.forms import name_field, phone_field
from portal.records.people import Contact
from portal.web.forms import LETTER, Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, Ticks, chosen_files, not_in_future

MOST_VOTERS, MOST_ASIDE = 500, 10
CATEGORY = {"": "不分类", **CATEGORIES}
BY_STAFF = {key: name for key, name in AGREEMENTS.items() if key != "phone"}


def count(label: str, **more) -> IntegerField:
    """A number of people."""
    fits = [InputRequired("请填写人数。"), NumberRange(0, MOST_VOTERS, f"请填写 0 至 {MOST_VOTERS} 之间的整数。")]
    return IntegerField(label, fits, **more)


class CampaignForm(Form):
    """评选活动."""

    creates = "一次评选"
    title = StringField(
        "名称", [Required(), Short(80), no_numbers_in_full], description="例如：2026 年昭君街道最美家庭评选。"
    )
    kind = SelectField("评选什么", choices=HONOURS)
    authority = StringField("命名机关", [Required(), Short(80), no_numbers_in_full], description="印在证书上。")
    document_number = StringField(
        "评选通知文号", [Short(60), no_numbers_in_full], description="启动前填写，并上传通知。"
    )
    quota = IntegerField("名额", [InputRequired("请填写名额。"), NumberRange(1, 2000, "请填写 1 至 2000。")])
    publication_days = IntegerField("公示天数", [InputRequired("请填写天数。"), NumberRange(1, 60, "请填写 1 至 60。")])
    nominates_from = Date("推荐开始", [Required("请填写日期。")])
    nominates_until = Date("推荐截止", [Required("请填写日期。")])
    criteria = TextAreaField(
        "评选条件",
        [Required(), Short(1500), no_numbers_in_full],
        render_kw={"rows": 5},
        description="一行一条，按通知写。",
    )
    negatives = TextAreaField(
        "负面清单",
        [Required(), Short(1500), no_rights, no_numbers_in_full],
        render_kw={"rows": 5},
        description="一行一项，逐项核查。信访、投诉、诉讼是合法权利，不能写进来。",
    )

    def validate_negatives(self, field):
        if any(len(line) > 100 for line in (field.data or "").splitlines()):
            raise ValidationError("每项不超过 100 字。")


class ProlongationForm(Form):
    """延长推荐."""

    until = Date("延长到", [Required("请填写日期。")])
    reason = StringField("原因", [Required("请写明原因。"), Short(200), no_numbers_here])


class WhichCampaign:
    """In which campaign, and where; first on the form."""

    campaign_id = SelectField("评选活动", coerce=int, render_kw={"data-width": "text"})
    unit_id = SelectField("所在村、社区", coerce=int)


class HeadFields:
    """Which family."""

    head = name_field("户主（本人）姓名", description="评村镇的不填，评的就是所选的村、社区。")
    phone = family_phone_field("家庭联系电话", description="家庭按电话归户；不知道的以后核实。")


class NominationForm(WhichCampaign, HeadFields, OneFamily, Form):
    """推荐, entered by staff."""

    creates = "一件推荐"
    one_family = one_family_field()
    category = SelectField("类别", choices=CATEGORY)
    recommended_by = StringField("推荐单位", [Short(80), no_numbers_here])
    story = TextAreaField("主要事迹", [Required("请写明事迹。"), Short(1500), no_numbers_here], render_kw={"rows": 6})
    agreed = SelectField("本人同意参加", choices={"": "还没有", **BY_STAFF})
    by_name = BooleanField("本人同意公开姓名", render_kw={"data-width": "choice"})

    def validate_by_name(self, field):
        if field.data and not self.agreed.data:
            raise ValidationError("本人还没有同意参加，不能公开姓名。")

    def arguments(self) -> dict:
        rest = ("campaign_id", "category", "recommended_by", "story", "agreed", "by_name", "one_family")
        return {name: self[name].data for name in rest} | {"head": self.member()}

    def member(self) -> Contact | None:
        """The head of the family, where one is put forward."""
        return Contact(name=self.head.data, phone=self.phone.data or None) if self.head.data else None


class IdentityForm(OneFamily, Form):
    """核实家庭."""

    name = name_field("户主（本人）姓名", Required())
    phone = phone_field("家庭联系电话", Required("请填写电话。"))
    one_family = one_family_field()

    def member(self) -> Contact:
        """Whoever was recommended."""
        return Contact(name=self.name.data, phone=self.phone.data)


class ConsentForm(Form):
    """登记本人意见."""

    agreed = RadioField("本人怎样同意参加", [Required("请选择。")], choices=BY_STAFF)
    by_name = BooleanField("本人同意公开姓名", render_kw={"data-width": "choice"})


class CheckedItems:
    """Which items of the negative list; first on the form."""

    items = Ticks("确认没有的", coerce=int)


class ConfirmedFields:
    """Who confirmed it, and when."""

    confirmed_by = StringField(
        "由谁确认", [Required("请填写单位。"), Short(80), no_numbers_here], description="例如：昭君派出所。"
    )
    confirmed_on = Date("确认日期", [Required("请填写日期。"), not_in_future])


class CheckForm(CheckedItems, ConfirmedFields, Form):
    """核对负面清单."""


class FailureForm(ConfirmedFields, Form):
    """不符合."""

    finding = TextAreaField(
        "查到什么", [Required("请写明。"), Short(500)], render_kw={"rows": 3}, description="加密保存，不进入办理记录。"
    )


class AsideForm(PartForm):
    """回避."""

    name = name_field("姓名")
    relation = StringField("与参评家庭的关系", [Short(40), no_numbers_here])

    def validate_relation(self, field):
        if self.name.data and not (field.data or "").strip():
            raise ValidationError("请写明关系。")


class DeliberationForm(Form):
    """社区评议."""

    held_on = Date("评议日期", [Required("请填写日期。"), not_in_future])
    present = count("到会评议人员", description="包括回避的人。")
    agreed = count("同意票")
    against = count("不同意票", default=0)
    aside = FieldList(FormField(AsideForm), label="回避的人", min_entries=1, max_entries=MOST_ASIDE)

    def validate_aside(self, field):
        names = [each["name"] for each in field.data if each["name"]]
        if len(set(names)) < len(names):
            raise ValidationError("同一个人写了两次。")


class AwardForm(Form):
    """命名."""

    awarded_on = Date("命名日期", [Required("请填写日期。"), not_in_future])
    document_number = StringField("命名文号", [Required(), Short(60), no_numbers_in_full])
    conferred_by = StringField("命名机关", [Required(), Short(80), no_numbers_in_full])


class RenewalForm(Form):
    """复查保留."""

    on = Date("复查日期", [Required("请填写日期。"), not_in_future])
    confirmed_by = StringField("由谁复核负面清单", [Required("请填写单位。"), Short(80), no_numbers_here])
    note = StringField("说明", [Short(200), no_numbers_here])


class RevocationForm(Form):
    """撤销称号."""

    decision = StringField("决定文号", [Required(), Short(60), no_numbers_here])
    decided_by = StringField("决定机关", [Required(), Short(80), no_numbers_here])
    reason = TextAreaField("理由", [Required("请写明理由。"), Short(500), no_numbers_here], render_kw={"rows": 4})


class ReplyForm(Form):
    """答复异议."""

    upheld = RadioField("调查结果", [Required("请选择。")], choices={"no": "异议不成立", "yes": "异议成立，退回审核"})
    answer = TextAreaField("答复", [Required(), Short(LETTER), no_numbers_here], render_kw={"rows": 4})

    def arguments(self) -> dict:
        return {"answer": self.answer.data, "upheld": self.upheld.data == "yes"}


class EarlierForm(Form):
    """历届荣誉, one row of the sheet."""

    name = name_field("户主姓名", description="评村镇的不填。")
    place = StringField("村社区", [Short(80)])
    phone = phone_field()
    one_family = one_family_field()
    category = SelectField("类别", choices=CATEGORY, default="")
    awarded_on = Date("命名日期", [Required("请填写日期。"), not_in_future])
    document_number = StringField("命名文号", [Short(60)])
    certificate = StringField("证书编号", [Short(60)])
    by_name = BooleanField("同意公开姓名", render_kw={"data-width": "choice"})
    story = StringField("主要事迹", [Short(500), no_numbers_here])


class PhotosForm(Form):
    """照片, many at once."""

    uploads = MultipleFileField("照片", description="文件名写证书编号、推荐编号或者户主姓名，例如：王桂兰.jpg。")

    def arguments(self) -> dict:
        return {"uploads": chosen_files(self.uploads)}
