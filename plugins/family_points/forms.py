"""Forms of family points: rules, claims, exchanges, goods; those of staff, and those of residents."""

from flask import g
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

from plugins.family_points.choices import PERIODS, POINT_KINDS
from plugins.family_points.law import breach
from portal.families.forms import OneFamily, family_phone_field, one_family_field
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.records.forms import name_field
from portal.records.people import Contact
from portal.records.public_form import PublicForm, SenderForm
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future


def lawful(form, field) -> None:
    """A text of a rule or a good: nothing that family points must not be used for."""
    if said := breach(field.data):
        raise ValidationError(said)


def _lawful(label: str, most: int, *checks, **given) -> StringField:
    """A text of a rule or a good, of at most so many signs."""
    return StringField(label, [*checks, Short(most), lawful, no_numbers_in_full], **given)


def _whole(label: str, most: int, *, least: int = 1, **given) -> IntegerField:
    """A whole number from `least` to `most`."""
    said = f"请填写 {least} 至 {most:,} 的整数。"
    return IntegerField(label, [Required(said), NumberRange(least, most, said)], **given)


class RuleForm(Form):
    """积分规则."""

    creates = "一条积分规则"
    name = _lawful("事项", 60, Required(), description="例如：参加小区志愿服务。")
    kind = SelectField("类别", choices=POINT_KINDS)
    points = _whole("分值", 1000, description="只奖不罚，只能是加分。")
    measure = _lawful("按什么算", 8, Required(), default="次", description="次、小时、件。")
    most = _whole("每户最多", 10_000, description="一期之内最多得多少分。")
    period = SelectField("一期", choices=PERIODS, default="year")
    proof = _lawful("要什么证明", 100, description="例如：志愿服务时长证明编号。不需要的留空。")
    source = StringField(
        "依据", [Required("请写明依据的文件。"), Short(100), no_numbers_in_full], description="文件名和文号，照原样写。"
    )
    valid_from = Date("从哪天起", [Required("请填写日期。")])

    def validate_most(self, field):
        if self.points.data and field.data and field.data < self.points.data:
            raise ValidationError(f"少于一次的 {self.points.data} 分，请核对。")


class ClaimFields:
    """What was done, when, how often, and what shows it."""

    rule_id = SelectField("事项", coerce=int, render_kw={"data-width": "text"})
    happened_on = Date("哪天做的", [Required("请填写日期。"), not_in_future])
    times = _whole("几次（小时、件）", 1000, default=1)
    proof = TextAreaField(
        "证明",
        [Short(300), no_numbers_here],
        description="谁可以证明，或者证明的编号。照片可以不交。",
        render_kw={"rows": 2},
    )

    def done(self) -> dict:
        """Those as the step takes them."""
        done = {name: self[name].data for name in ("rule_id", "happened_on", "times")}
        return done | {"proof": self.proof.data or ""}


class ClaimForm(ClaimFields, OneFamily, Form):
    """积分登记, by staff."""

    creates = "一件积分登记"
    claimant = name_field("家里谁做的", Required("请填写姓名。"))
    phone = family_phone_field("家庭联系电话", Required("请填写电话。"), description="同一个电话记在同一户。")
    one_family = one_family_field()

    def arguments(self) -> dict:
        return self.done() | {"claimant": self.member(), "one_family": self.one_family.data}

    def member(self) -> Contact:
        return Contact(name=self.claimant.data, phone=self.phone.data)


class ClaimRowForm(ClaimForm):
    """A row of a sheet: the rule by its name."""

    rule_id = StringField("事项", [Required("请填写事项。"), Short(80)])

    def validate_rule_id(self, field):
        """By the rules that were read before: checking a sheet asks the database nothing."""
        known = g.get("point_rules")
        if known is not None and field.data and field.data.strip() not in known:
            raise ValidationError(f"没有“{field.data.strip()[:20]}”这条规则，请照积分规则里的写。")


class PublicClaimForm(ClaimFields, SenderForm):
    """积分申报, by the family."""

    def arguments(self) -> dict:
        return self.done() | {"claimant": self.contact()}


class AppealForm(PublicForm):
    """异议, by the family."""

    reason = TextAreaField("异议理由", [Required("请写明理由。"), Short(500), no_numbers_here], render_kw={"rows": 3})


class ExchangeForm(Form):
    """兑换."""

    creates = "一笔兑换"
    good_id = SelectField("物品", coerce=int, render_kw={"data-width": "text"})
    quantity = _whole("数量", 1000, default=1)


class WhatFields:
    """What is offered; first on the form."""

    name = _lawful("名称", 60, Required(), description="写明规格，例如：大米 5 公斤。")
    measure = _lawful("单位", 8, Required(), default="件", description="件、袋、瓶。")


class PriceForm(Form):
    """改分值."""

    points = _whole("兑换分值", 100_000)
    least = _whole("最低库存", 10_000, least=0, default=0, description="低于它，工作台提醒进货。")


class GoodForm(WhatFields, PriceForm):
    """兑换物品."""

    creates = "一种物品"
    valid_from = Date("从哪天起", [Required("请填写日期。")])


class ReceiptForm(Form):
    """入库."""

    creates = "一笔入库"
    quantity = _whole("数量", 100_000)
    document = StringField(
        "来源和单据",
        [Required("请写明来源和单据号。"), Short(150)],
        description="例如：采购，发票 12345678；或者某某超市捐赠。",
    )


class CountForm(Form):
    """盘点."""

    found = _whole("实盘数量", 1_000_000, least=0)
    reason = StringField("不一致的原因", [Short(150), no_numbers_here], description="和账面一致的不用填。")
