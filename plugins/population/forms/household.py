"""Forms about households and the kinds of people."""

from wtforms import SelectField, StringField, TextAreaField

from plugins.population.choices import HEAD, RELATIONS
from plugins.population.forms.place import PlaceFields, PlaceIfKnown
from portal.people.forms import ResidentForm
from portal.people.known_field import Known
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Optional, Required, Short
from portal.web.forms.fields import Date, not_in_future

OTHERS = {each: name for each, name in RELATIONS.items() if each != HEAD}


def begin_field(label: str = "从哪天起") -> Date:
    """The first day of what is registered."""
    return Date(label, [Required("请填写日期。"), not_in_future])


def code_field() -> StringField:
    """户号, which not everybody brings along."""
    return StringField("户号", [Short(20), no_numbers_here], description="户口簿上的户号，没有的可以不填。")


class HouseholdForm(PlaceIfKnown, ResidentForm):
    """登记户: its head, and where it lives."""

    creates = "一户"
    known = Known(lasting="户的登记")
    on = begin_field()
    code = code_field()
    unit_id = SelectField("所属社区、网格", coerce=int)


class MemberForm(ResidentForm):
    """登记成员."""

    known = Known(lasting="户的登记")
    relation = SelectField("和户主的关系", [Required("请选择关系。")], choices={"": "请选择"} | RELATIONS)
    on = begin_field()


class RelationForm(Form):
    """更正关系."""

    relation = SelectField("和户主的关系", choices=OTHERS)


class HeadForm(Form):
    """变更户主."""

    member = SelectField("新户主", coerce=int)
    was = SelectField("原户主是新户主的", choices=OTHERS)


class CorrectionForm(Form):
    """更正 of a household."""

    unit_id = SelectField("所属社区、网格", coerce=int)
    code = code_field()


class SettleForm(PlaceFields, Form):
    """登记住处."""

    on = begin_field()


class CloseForm(Form):
    """注销."""

    on = Date("最后一天", [Required("请填写日期。"), not_in_future])
    reason = StringField(
        "理由", [Required("请写明理由。"), Short(100), no_numbers_here], description="例如：全户迁往外地。"
    )


class GradeForm(Form):
    """定类."""

    grade = SelectField("类别", [Required("请选择类别。")])
    cause = SelectField("理由", [Required("请选择理由。")])
    reason = TextAreaField(
        "情况",
        [Required("请写明情况。"), Short(200), no_numbers_here],
        render_kw={"rows": 3},
        description="只有能看类别的人看得到。不写病情。",
    )
    on = begin_field("定类日期")
    review_on = Date("复核日期", [Optional()], description="不填的按本地规定的天数。")


class KindForm(Form):
    """登记人员类别."""

    creates = "一个人员类别"
    kind = SelectField("类别", [Required("请选择类别。")])
    on = begin_field()
    source = StringField(
        "来源",
        [Required("请写明来源。"), Short(80), no_numbers_here],
        description="例如：户口簿，派出所来文，本人申报。",
    )


class FinishForm(Form):
    """结束 of a kind."""

    on = Date("最后一天", [Required("请填写日期。"), not_in_future])
    note = StringField("说明", [Short(100), no_numbers_here])
