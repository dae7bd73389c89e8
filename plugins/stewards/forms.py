"""小区, 红管家 and the notes of their rounds."""

from wtforms import FileField, SelectField, StringField, TextAreaField

from plugins.stewards.choices import POSTS, WAYS
from portal.cases.neighbourhood import MATTER_NAMES
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.personal_names import normalise_name
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future


class NeighbourhoodForm(Form):
    """登记小区."""

    creates = "一个小区"
    unit_id = SelectField("所在社区、网格", coerce=int, description="网格员也要用的，选小区所在的网格。")
    name = StringField("小区名称", [Required("请填写小区名称。"), Short(40), no_numbers_in_full])
    founded_on = Date("建立名册日期", [Required("请填写建立名册日期。"), not_in_future])


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


class StewardCorrectionForm(Form):
    """更正红管家."""

    name = StringField("姓名", [Required("请填写姓名。"), Short(40), no_numbers_here])
    post = SelectField("职务", choices=POSTS)
    area = StringField("负责范围", [Required("请填写负责范围。"), Short(60), no_numbers_here])
    phone = StringField("电话", [Short(30), telephone], description="不改的不填。")
    reason = StringField("为什么更正", [Required("请写明为什么更正。"), Short(200), no_numbers_here])

    def validate_name(self, field):
        field.data = normalise_name(field.data)


class RoundForm(Form):
    """及时记: four answers, and what fewer than half of the notes need."""

    creates = "一条巡访记录"
    neighbourhood_id = SelectField("小区", coerce=int)
    title = StringField(
        "什么事", [Required("请写明什么事。"), Short(60), no_numbers_here], description="例如：3号楼2单元楼道灯不亮"
    )
    location = StringField("哪里", [Short(60), no_numbers_here], description="例如：3号楼2单元")
    matter = SelectField("哪一类", choices=MATTER_NAMES, default="other")
    done = StringField("当场办好的，怎么办的", [Short(200), no_numbers_here], description="没有办好不填。")
    way = SelectField("怎么发现的", choices=WAYS, default="patrol")
    text = TextAreaField("补充说明", [Short(1000), no_numbers_here], render_kw={"rows": 2})
    photo = FileField("照片（可不拍）", render_kw={"accept": "image/*"})

    def arguments(self) -> dict:
        """As `Round.note` takes them; the neighbourhood is found by the page."""
        names = ("title", "location", "matter", "done", "way", "text")
        return {name: self[name].data for name in names} | {"photo": self.photo.data or None}


class SettleForm(Form):
    """随手做."""

    result = StringField("怎么办的", [Required("请写明怎么办的。"), Short(200), no_numbers_here])
