"""Forms of the case: registration with parties on two sides, triage, handing on, the result."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from portal.cases.choices import KINDS, LEVELS, SOURCES, subkind_choices
from portal.org.chooser import UnitField
from portal.people.checking import Number
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future

MAX_PARTIES = 20


def kind_choices() -> dict[str, dict[str, str]]:
    """Both levels of the list, grouped."""
    return {name: subkind_choices(code) or {code: name} for code, name in KINDS.items()}


class PartyForm(FlaskForm):
    """One party. `person_id` holds the resident or organisation that was found and chosen."""

    class Meta(FlaskForm.Meta):
        csrf = False
        locales = ("zh",)

    person_id = HiddenField()
    kind = SelectField("类别", choices={"person": "个人", "organisation": "单位、组织"}, default="person")
    name = StringField("姓名或名称", [Short(60), no_numbers_here])
    id_number = Number("身份证号（单位填信用代码）", [Short(40)], rule="kind")
    phone = Number("联系电话", [Short(30)], rule="phone")
    ethnicity = StringField("民族", [Short(20)])
    occupation = StringField("职业（单位填法定代表人）", [Short(40)])
    address = StringField("单位或住址", [Short(100), no_numbers_here])

    @property
    def is_person(self) -> bool:
        return self.kind.data == "person"

    @property
    def is_empty(self) -> bool:
        return not any((self.person_id.data, self.name.data, self.id_number.data, self.phone.data))

    def identities(self) -> list[tuple[str, ...]]:
        """What identifies the party: the chosen resident, the document number, or name and phone together."""
        keys = [
            ("chosen", self.kind.data, self.person_id.data),
            ("number", self.id_number.data),
            ("called", self.name.data, self.phone.data),
        ]
        return [key for key in keys if all(key)]

    def validate_name(self, field):
        field.data = normalise_name(field.data or "")
        if not field.data and not self.person_id.data and not self.is_empty:
            raise ValidationError("请填写姓名或名称。")


class RegisterForm(Form):
    """登记事项."""

    creates = "一件事项"
    title = StringField("事项名称", [Required(), Short(100)], description="一句话说清楚，例如：楼上漏水损坏天花板。")
    kind = SelectField(
        "纠纷类型",
        [Required("请选择纠纷类型。")],
        choices=lambda: {"请选择": {"": "请选择"}} | kind_choices(),
        render_kw={"required": False},
    )  # HTML wants a first option outside groups
    source = SelectField("来源", choices=SOURCES)
    happened_on = Date("发生日期", [Optional(), not_in_future])
    level = RadioField("初步分级", choices=LEVELS, default="minor")
    description = TextAreaField("简要情况", [Required(), Short(2000)], render_kw={"rows": 5})
    unit_id = UnitField("所在社区、网格")
    location = StringField("具体地点", [Short(100)])
    applicants = FieldList(FormField(PartyForm), label="申请人", min_entries=1, max_entries=MAX_PARTIES)
    respondents = FieldList(FormField(PartyForm), label="被申请人", min_entries=1, max_entries=MAX_PARTIES)

    def sides(self):
        """`(side, list)` of both sides."""
        return ((1, self.applicants), (2, self.respondents))

    def rows(self) -> list[tuple[int, FormField]]:
        """`(side, row)` of every row somebody typed in."""
        return [(side, row) for side, rows in self.sides() for row in rows if not row.form.is_empty]

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        if all(row.form.is_empty for row in self.applicants):
            self.refuse(self.applicants[0].form.name, "请至少填写一名申请人。")
            fits = False
        return self._one_row_each() and fits

    def content(self) -> list:
        """Kind, description and parties identify a case; other fields may differ between two submissions of it."""
        parties = [
            [side, row.form.kind.data, row.form.name.data, row.form.id_number.data, row.form.phone.data]
            for side, row in self.rows()
        ]
        return [self.kind.data, self.description.data.split(), parties]

    def refuse(self, field, message: str) -> None:
        """Say at a field of a party what is wrong with it, so that the summary on top tells it too."""
        field.errors = [*field.errors, message]
        for _, rows in self.sides():
            rows.errors = [row.errors for row in rows if row.errors]

    def _one_row_each(self) -> bool:
        """One and the same person must not stand in two rows, above all not on both sides."""
        seen: dict[tuple, int] = {}
        fits = True
        for side, row in self.rows():
            form = row.form
            for key in form.identities():
                if key in seen:
                    where = "另一方" if seen[key] != side else "本方"
                    self.refuse(form.name, f"这个人已登记在{where}，不能重复。")
                    fits = False
                seen[key] = side
        return fits


class TriageForm(Form):
    """受理分流."""

    kind = SelectField("纠纷类型", choices=kind_choices)
    level = RadioField("分级", choices=LEVELS)
    route = RadioField("怎么办")
    unit_id = SelectField("交给哪个单位", coerce=int, description="选“交办”时填写。")
    note = TextAreaField("分流意见", [Short(500)], render_kw={"rows": 3})

    def validate_unit_id(self, field):
        if self.route.data == "assign" and not field.data:
            raise ValidationError("请选择承办单位。")


class AssignForm(Form):
    """交办. `as_well` is asked only while somebody has the case in hand: the units `in_hands`, who do not get it again."""

    in_hands: frozenset[int] = frozenset()
    unit_id = SelectField("承办单位", coerce=int)
    note = TextAreaField("要求", [Short(500)], render_kw={"rows": 3})
    as_well = BooleanField("确认再交给一个单位，同时办理")

    def validate_unit_id(self, field):
        if not field.data:
            raise ValidationError("请选择承办单位。")

    def validate_as_well(self, field):
        if not field.data and self.unit_id.data not in self.in_hands:
            raise ValidationError("前面交办的还没有反馈，还要再交给一个单位的，请勾选确认。")


class ResultForm(Form):
    """A step that says how it went."""

    text = TextAreaField("办理结果", [Required("请写明办理结果。"), Short(1000)], render_kw={"rows": 4})
