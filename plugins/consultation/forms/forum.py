"""议事坊, 红管家 and the notes of their rounds."""

from wtforms import FileField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

from plugins.consultation.choices import MATTER_NAMES, POSTS, WAYS
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.personal_names import normalise_name
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future


class ForumDetails(Form):
    """What may change."""

    households = IntegerField("户数", [Optional(), NumberRange(1, 20000, "请填写 1 至 20000 之间的整数。")])
    venue = StringField("议事地点", [Short(80), no_numbers_in_full], description="例如：党群服务中心二楼")
    convener = StringField("召集人", [Short(40), no_numbers_here])


class ForumForm(ForumDetails):
    """设立议事坊."""

    creates = "一个议事坊"
    unit_id = SelectField("所在社区、网格", coerce=int, description="网格员也要用的，选小区所在的网格。")
    name = StringField("小区名称", [Required("请填写小区名称。"), Short(40), no_numbers_in_full])
    founded_on = Date("设立日期", [Required("请填写设立日期。"), not_in_future])


class StewardForm(Form):
    """名册: its labels are the headings of the sheet."""

    creates = "一名红管家"
    name = StringField("姓名", [Required("请填写姓名。"), Short(40), no_numbers_here])
    post = SelectField("职务", choices=POSTS, default="unit")
    area = StringField(
        "负责范围", [Required("请填写负责范围。"), Short(60), no_numbers_here], description="例如：3号楼2单元"
    )
    phone = StringField("电话", [Short(30), telephone])
    valid_from = Date("任期开始", [Required("请填写任期开始日期。")])
    valid_until = Date("任期结束")

    def validate_name(self, field):
        field.data = normalise_name(field.data)

    def validate_valid_until(self, field):
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError("任期结束早于开始，请核对。")


class RoundForm(Form):
    """及时记: four answers, and what fewer than half of the notes need."""

    creates = "一条巡访记录"
    forum_id = SelectField("小区", coerce=int)
    title = StringField(
        "什么事", [Required("请写明什么事。"), Short(60), no_numbers_in_full], description="例如：3号楼2单元楼道灯不亮"
    )
    location = StringField("哪里", [Short(60), no_numbers_in_full], description="例如：3号楼2单元")
    matter = SelectField("哪一类", choices=MATTER_NAMES, default="other")
    done = StringField("当场办好的，怎么办的", [Short(200), no_numbers_here], description="没有办好不填。")
    way = SelectField("怎么发现的", choices=WAYS, default="patrol")
    text = TextAreaField("补充说明", [Short(1000), no_numbers_here], render_kw={"rows": 2})
    photo = FileField("照片（可不拍）", render_kw={"accept": "image/*"})

    def arguments(self) -> dict:
        """As `Round.note` takes them; the forum is found by the page."""
        names = ("title", "location", "matter", "done", "way", "text")
        return {name: self[name].data for name in names} | {"photo": self.photo.data or None}


class SettleForm(Form):
    """随手做."""

    result = StringField("怎么办的", [Required("请写明怎么办的。"), Short(200), no_numbers_here])
