"""Forms of the case: registration with parties on two sides, triage, handing on, the result."""

from typing import Any

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import NumberRange

from portal import clock
from portal.cases.agent_fields import AgentFields
from portal.cases.choices import DISPUTE, LEVELS, NATURES, RISKS, SIDES, SOURCES, URGENCIES, USUAL, sides_of
from portal.cases.kinds.field import KindField
from portal.cases.models.enclosing import MOST_FILES
from portal.org.chooser import UnitField
from portal.people.checking import Number
from portal.people.fields import id_type_field
from portal.people.id_types import NONE
from portal.people.known_field import Known
from portal.people.publishing import no_numbers_here
from portal.people.reconciling import NEW
from portal.personal_names import normalise_name
from portal.redaction.numbers import numbers_in
from portal.web.forms import LETTER, Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, Yuan, chosen_files, not_in_future, within_years
from portal.web.forms.plain_words import plain_words

MAX_PARTIES = 20
BY_TELEPHONE = ("phone", "hotline")  # whoever calls may not say who it is
NUMBERS = "证件号码、电话请写到当事人一栏：这段话，能看到事项的人都能看到。"


def numbers_left(description: str) -> str:
    """What is said to whoever has stored a 简要情况 with numbers of people in it; "" where there are none."""
    kinds = "、".join(dict.fromkeys(each.kind for each in numbers_in(description)))
    return f"简要情况里有{kinds}，已照原样存下：请用“更正登记”删去，证件号码、电话填到当事人一栏。" if kinds else ""


class PartyForm(AgentFields):
    """One party. `person_id` holds the resident or organisation that was found and chosen."""

    person_id = HiddenField()
    kind = SelectField("类别", choices={"person": "个人", "organisation": "单位、组织"}, default="person")
    name = StringField("姓名或名称", [Short(60), no_numbers_here])
    id_number = Number("身份证号（单位填信用代码）", [Short(40)], rule="kind")
    id_type = id_type_field(none=True)
    phone = Number("联系电话", [Short(30)], rule="phone")
    ethnicity = StringField("民族", [Short(20)])
    occupation = StringField("职业（单位填法定代表人）", [Short(40)])
    address = StringField("单位或住址", [Short(100), no_numbers_here])
    known = Known(here=("name", "phone", "address", "ethnicity", "occupation", "legal_person"))

    @property
    def number(self) -> str:
        """Of the document or of the organisation; nothing where the reason stands why there is none."""
        return "" if self.is_person and self.id_type.data == NONE else self.id_number.data or ""

    def typed(self) -> dict[str, str]:
        """What was said of the party, by the names of `Person` or `Organisation`."""
        told = {"name": self.name.data, "phone": self.phone.data, "address": self.address.data}
        if not self.is_person:
            return told | {"uscc": self.number, "legal_person": self.occupation.data}
        told |= {"ethnicity": self.ethnicity.data, "occupation": self.occupation.data}
        why = self.id_number.data if self.id_type.data == NONE else ""
        return told | {"id_number": self.number, "id_type": self.id_type.data or "", "id_note": why}

    @property
    def is_person(self) -> bool:
        return self.kind.data == "person"

    @property
    def is_empty(self) -> bool:
        chosen = self.person_id.data != NEW and self.person_id.data
        return not any((chosen, self.name.data, self.id_number.data, self.phone.data))

    def identities(self) -> list[tuple[str, ...]]:
        """What identifies the party: the chosen resident, the document number, or name and phone together."""
        keys = [
            ("chosen", self.kind.data, "" if self.person_id.data == NEW else self.person_id.data),
            ("number", self.number),
            ("called", self.name.data, self.phone.data),
        ]
        return [key for key in keys if all(key)]

    def validate_name(self, field):
        field.data = normalise_name(field.data or "")
        if not field.data and self.person_id.data in (None, "", NEW) and not self.is_empty:
            raise ValidationError("请填写姓名或名称。")


NAMING = {  # another nature calls the parties otherwise: with script the form is asked for them anew
    "data-hx-post": "/cases/new",
    "data-hx-trigger": "change",
    "data-hx-vals": '{"name-sides": "1"}',
    "data-hx-target": "#sides",
    "data-hx-select": "#sides",
    "data-hx-swap": "outerHTML",
}


class People(IntegerField):
    """How many people, in digits."""

    def process_formdata(self, valuelist):
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError("请填数字，例如 3。") from None


class Weighing(Form):
    """How much, how many, how soon, how dangerous."""

    claim_fen = Yuan("诉求金额（元）", [Optional()])
    people_count = People("涉及人数", [Optional(), NumberRange(1, 100_000, "请填写 1 到 100000 之间的人数。")])
    urgency = SelectField("紧急程度", choices=URGENCIES, default=USUAL)
    risk = SelectField("风险等级", choices=RISKS, default="")


class RegisterForm(Weighing):
    """登记事项."""

    creates = "一件事项"
    title = StringField(
        "事项名称", [Required(), Short(100), plain_words], description="一句话说清楚，例如：楼上漏水损坏天花板。"
    )
    nature = RadioField("性质", choices=NATURES, default=DISPUTE, render_kw=NAMING)
    kind = KindField("事项类型", [Required("请选择事项类型。")], render_kw={"required": False})
    source = SelectField("来源", choices=SOURCES)
    happened_on = Date("发生日期", [Optional(), not_in_future])
    level = RadioField("初步分级", choices=LEVELS, default="minor")
    description = TextAreaField("简要情况", [Required(), Short(LETTER)], render_kw={"rows": 5}, description=NUMBERS)
    unit_id = UnitField("所在社区、网格")
    location = StringField("具体地点", [Short(100), no_numbers_here])
    anonymous = BooleanField("匿名，没有留姓名")
    applicants = FieldList(FormField(PartyForm), label=SIDES[1], min_entries=1, max_entries=MAX_PARTIES)
    respondents = FieldList(FormField(PartyForm), label=SIDES[2], min_entries=1, max_entries=MAX_PARTIES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        called = sides_of(self.nature.data)
        for side, rows in self.sides():
            rows.label.text = called[side]

    def sides(self):
        """`(side, list)` of both sides."""
        return ((1, self.applicants), (2, self.respondents))

    def rows(self) -> list[tuple[int, FormField]]:
        """`(side, row)` of every row somebody typed in."""
        return [(side, row) for side, rows in self.sides() for row in rows if not row.form.is_empty]

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        return all([self._says_who(), self._one_row_each(), fits])

    @property
    def may_be_unnamed(self) -> bool:
        """Whether the nature of the matter lets whoever reports it give no name."""
        return sides_of(self.nature.data) != SIDES

    def _says_who(self) -> bool:
        """Somebody asks, or it is said that the name was not given."""
        named = not all(row.form.is_empty for row in self.applicants)
        if named and self.anonymous.data and self.may_be_unnamed:
            self.refuse(self.applicants[0].form.name, "勾选了匿名，又填了反映人：匿名的不填，留了姓名的请取消勾选。")
            return False
        if named or (self.may_be_unnamed and (self.anonymous.data or self.source.data in BY_TELEPHONE)):
            return True
        unnamed = "，没有留姓名的请勾选“匿名”" if self.may_be_unnamed else ""
        self.refuse(self.applicants[0].form.name, f"请至少填写一名{self.applicants.label.text}{unnamed}。")
        return False

    def to_compare(self) -> list:
        """Kind, description and parties identify a case; other fields may differ between two submissions of it."""
        parties = [
            [side, row.form.kind.data, row.form.name.data, row.form.id_number.data, row.form.phone.data]
            for side, row in self.rows()
        ]
        return [self.kind.data, self.description.data.strip(), parties]

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

    urgency = SelectField("紧急程度", choices=URGENCIES, default=USUAL)
    risk = SelectField("风险等级", choices=RISKS, default="")
    kind = KindField("事项类型", [Required("请选择事项类型。")], render_kw={"required": False})
    level = RadioField("分级", choices=LEVELS)
    route = RadioField("怎么办")
    unit_id = UnitField("交给哪个单位", description="选“交办”时填写。")
    due_on = Date("反馈期限", [within_years(3)], description="不填按事项的办理时限。")
    note = TextAreaField("分流意见", [Short(500), plain_words], render_kw={"rows": 3})

    def validate_unit_id(self, field):
        if self.route.data == "assign" and not field.data:
            raise ValidationError("请选择承办单位。")

    def validate_due_on(self, field):
        if field.data and field.data < clock.today():
            raise ValidationError("期限已经过了，请核对。")


class ResultForm(Form):
    """A step that says how it went."""

    text = TextAreaField("办理结果", [Required("请写明办理结果。"), Short(LETTER), plain_words], render_kw={"rows": 4})


class EncloseForm(Form):
    """附材料."""

    uploads = MultipleFileField(
        "照片、材料", description=f"照片、PDF 或者 OFD，一次最多 {MOST_FILES} 份，每份不超过 20 MB。"
    )

    def arguments(self) -> dict[str, Any]:
        return {"uploads": chosen_files(self.uploads)}


class ReportForm(ResultForm):
    """反馈: how it went, and what shows it."""

    uploads = MultipleFileField("照片、材料", description=f"可以不附。照片、PDF 或者 OFD，最多 {MOST_FILES} 份。")

    def arguments(self) -> dict[str, Any]:
        return {"result": self.text.data, "uploads": chosen_files(self.uploads)}


class ResolveForm(ResultForm):
    """办结. `filed` is what its second button sends."""

    filed = BooleanField("归档")
