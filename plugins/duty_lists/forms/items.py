"""清单 and their rows: each of the five has fields of its own (the labels are the headings of its sheet)."""

from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from plugins.duty_lists.choices import ACTIONS, LISTS
from portal.people.publishing import no_numbers_in_full
from portal.web.forms import LETTER, Form, Required, Short
from portal.web.forms.fields import Date, not_before, within_years


def line(label: str, most: int, *checks, **more) -> StringField:
    """A line of a list, which everybody reads."""
    return StringField(label, [*checks, Short(most), no_numbers_in_full], **more)


def lines(label: str, *checks, **more) -> TextAreaField:
    """Several lines of a list, which everybody reads."""
    return TextAreaField(label, [*checks, Short(LETTER), no_numbers_in_full], render_kw={"rows": 2}, **more)


class EditionForm(Form):
    """编制清单."""

    creates = "一版清单"
    unit_id = SelectField("哪个单位的清单", coerce=int, description="旗县的对下面所有乡镇、社区适用。")
    kind = SelectField("哪一张清单", choices=LISTS)
    title = line("名称", 80, Required("请填写名称。"), description="例如：达拉特旗收回事项清单（2026 年版）")
    document = line("发文字号", 80, description="公布时必填，现在可以不填。")
    copies = BooleanField("复制现行的一版，再修改")


class EnactForm(Form):
    """公布施行."""

    valid_from = Date("从哪天起施行", [Required("请填写施行日期。"), within_years(3)])
    document = line("发文字号", 80, Required("请填写发文字号。"))


class ItemForm(Form):
    """What all rows have."""

    creates = "一条"
    serial = IntegerField("序号", [InputRequired("请填写序号。"), NumberRange(1, 9999, "序号应在 1 到 9999 之间。")])
    area = line("领域", 40)
    title = line("事项", 120, Required("请填写事项。"))


class Dated(Form):
    """Basis, place and days, which all rows have."""

    basis = line("依据", 200)
    basis_number = line("文号", 60)
    region = line("适用地区", 60)
    valid_from = Date("起", [within_years(20)])
    valid_until = Date("止", [within_years(20), not_before("valid_from", "止日早于起日，请核对。")])


class BasicForm(Dated, ItemForm):
    """基本履职: 序号、领域、事项、责任办、法源."""

    department = line("责任办", 60)


class AssistForm(Dated, ItemForm):
    """配合履职: both duties, the boundary, whether money comes with it."""

    department = line("上级部门", 60, Required("请填写上级部门。"))
    superior_duty = lines("上级职责", Required("请填写上级职责。"))
    own_duty = lines("本级配合职责", Required("请填写本级配合职责。"))
    boundary = lines("边界说明")
    funded = BooleanField("随附经费")


class WithdrawnForm(Dated, ItemForm):
    """收回: who takes it, how, and until when the transition lasts."""

    department = line("承接部门", 60, Required("请填写承接部门。"))
    takeover = lines("承接方式", Required("请填写承接方式。"))
    transition_until = Date("过渡止", [within_years(10)])


class GridForm(Dated, ItemForm):
    """网格事项: what a grid worker does, how often, for whom."""

    doing = SelectField("动作", choices={**ACTIONS, "": "未定"}, default="")
    frequency = line("频次", 40)
    standard = lines("标准")
    department = line("报送对象", 60)
    enters_homes = BooleanField("需入户")
    admission_number = line("准入批号", 60)
    exit_terms = lines("退出条件")


class NegativeForm(Dated, ItemForm):
    """负面清单: 条目、依据、适用地区."""


ITEM_FORMS = {
    "basic": BasicForm,
    "assist": AssistForm,
    "withdrawn": WithdrawnForm,
    "grid": GridForm,
    "negative": NegativeForm,
}
