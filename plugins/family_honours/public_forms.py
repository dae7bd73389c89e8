"""Forms of residents, without account: a nomination, an objection, taking one back."""

from wtforms import BooleanField, RadioField, SelectField, TextAreaField

from plugins.family_honours.forms import CATEGORY
from portal import clock
from portal.people.publishing import no_numbers_here
from portal.records.forms import name_field
from portal.records.people import Contact
from portal.records.public_form import PublicForm, SenderForm
from portal.web.forms import LETTER, Required, Short


class PublicNominationForm(SenderForm):
    """推荐 without an account: one's own family, or another."""

    source = RadioField("推荐谁家", [Required("请选择。")], choices={"self": "我自己家", "resident": "别人家"})
    head = name_field("被推荐家庭的户主姓名", description="推荐别人家的填写。")
    place_id = SelectField("哪个村、社区", coerce=int)
    category = SelectField("类别", choices=CATEGORY)
    story = TextAreaField("主要事迹", [Required("请写明事迹。"), Short(1500), no_numbers_here], render_kw={"rows": 6})
    agreed = BooleanField("我同意用上面的信息办理评选；推荐自己家的，同意参加评选、接受核查和评议")
    by_name = BooleanField("推荐自己家的：同意公示和上光荣榜时公开户主姓名（不勾选只显示姓）")

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        if self.source.data == "resident" and not self.head.data:
            self.head.errors, fits = ["推荐别人家的，请填写户主姓名。"], False
        if not self.agreed.data:
            self.agreed.errors, fits = ["请勾选同意，才能提交。"], False
        return fits

    def arguments(self) -> dict:
        own = self.source.data == "self"
        return {
            "source": self.source.data,
            "head": self.contact() if own else Contact(name=self.head.data),
            "recommender": None if own else self.contact(),
            "agreed": "phone" if own else "",
            "by_name": own and self.by_name.data,
            "category": self.category.data,
            "story": self.story.data,
        }


class PublicObjectionForm(SenderForm):
    """异议 without an account."""

    text = TextAreaField("异议内容", [Required(), Short(LETTER), no_numbers_here], render_kw={"rows": 5})

    def arguments(self) -> dict:
        return {"text": self.text.data, "objector": self.contact(), "received_on": clock.today()}


class WithdrawalForm(PublicForm):
    """Nothing to fill in."""

    def arguments(self) -> dict:
        return {}
