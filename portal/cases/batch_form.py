"""One line of a sheet of cases, with the fields of 登记事项; its labels are the headings of the sheet."""

from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

from portal.cases.choices import DISPUTE, LEVELS, NATURES, SOURCES, URGENCIES, USUAL
from portal.cases.forms import PartyForm, People
from portal.people.checking import Number
from portal.people.id_types import read_document
from portal.people.known_field import Known
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.records.representation import OF_AGE
from portal.web.forms import LETTER, Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future
from portal.web.forms.plain_words import plain_words

MINOR = "按身份证号未满十八周岁，请在页面上单独登记，写明法定代理人。"
KINDS = {"person": "个人", "organisation": "单位"}
APPLICANT, RESPONDENT = "applicant", "respondent"
SIDES_OF = {APPLICANT: 1, RESPONDENT: 2}


class BatchForm(Form):
    """批量登记. Of each side one party; more are added on the page of the case."""

    creates = "一件事项"
    title = StringField("事项名称", [Required("请填写事项名称。"), Short(100), plain_words])
    nature = SelectField("性质", choices=NATURES, default=DISPUTE)
    kind = StringField("事项类型", [Required("请填写事项类型的名称或者编号。"), Short(40)])
    source = SelectField("来源", choices=SOURCES, default="visit")
    happened_on = Date("发生日期", [Optional(), not_in_future])
    level = SelectField("初步分级", choices=LEVELS, default="minor")
    urgency = SelectField("紧急程度", choices=URGENCIES, default=USUAL)
    description = TextAreaField("简要情况", [Required("请填写简要情况。"), Short(LETTER)])
    people_count = People("涉及人数", [Optional(), NumberRange(1, 100_000, "请填写 1 到 100000 之间的人数。")])
    place = StringField("所在社区、网格", [Short(80)])
    location = StringField("具体地点", [Short(100), no_numbers_here])
    applicant = StringField("申请人", [Short(60), no_numbers_here])
    applicant_kind = SelectField("申请人类别", choices=KINDS, default="person")
    applicant_number = Number("申请人证件号码", [Short(40)], rule="applicant_kind")
    applicant_phone = Number("申请人电话", [Short(30)], rule="phone")
    respondent = StringField("被申请人", [Short(60), no_numbers_here])
    respondent_kind = SelectField("被申请人类别", choices=KINDS, default="person")
    respondent_number = Number("被申请人证件号码", [Short(40)], rule="respondent_kind")
    respondent_phone = Number("被申请人电话", [Short(30)], rule="phone")
    known = Known(here=("phone",))

    def validate_applicant(self, field):
        field.data = normalise_name(field.data or "")
        if not field.data and (self.applicant_number.data or self.applicant_phone.data):
            raise ValidationError("请填写姓名或名称。")
        if not field.data and self.nature.data == DISPUTE:
            raise ValidationError("矛盾纠纷请填写申请人。")

    def validate_respondent(self, field):
        field.data = normalise_name(field.data or "")
        if not field.data and (self.respondent_number.data or self.respondent_phone.data):
            raise ValidationError("请填写姓名或名称。")

    def validate_applicant_number(self, field):
        self._of_age(APPLICANT, field)

    def validate_respondent_number(self, field):
        self._of_age(RESPONDENT, field)

    def _of_age(self, side: str, number: Number) -> None:
        age = None if number.errors else party_of(self.data, side).age
        if age is not None and age < OF_AGE:
            raise ValidationError(MINOR)


def party_of(line: dict, side: str) -> PartyForm:
    """The party of the line on one side, as a row of 登记事项."""
    typed = {"kind": line[f"{side}_kind"], "name": line[side], "phone": line[f"{side}_phone"]}
    number = line[f"{side}_number"] or ""
    kind = read_document(number)[0] if number and typed["kind"] == "person" else ""
    return PartyForm(formdata=None, data=typed | {"id_number": number, "id_type": kind})
