"""Forms of enrolments: those of staff, and those of residents."""

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from plugins.family_courses.choices import CONSENTS, RATINGS
from plugins.family_courses.models.course import CONSENT_BELOW
from portal import clock
from portal.families.forms import OneFamily, family_phone_field, one_family_field
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.records.people import Contact
from portal.records.public_form import PublicForm, SenderForm
from portal.records.representation import OF_AGE
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future
from portal.workdays.arithmetic import full_years

OLDEST = 120  # years
BY_STAFF = {key: name for key, name in CONSENTS.items() if key != "phone"}


class WhichCourse:
    """For which course; first on the form."""

    course_id = SelectField("课程", coerce=int, render_kw={"data-width": "text"})


class LearnerFields:
    """Who learns; of those under 18 the birth date, of children under 14 the guardian with the consent."""

    learner = StringField("学员姓名", [Required("请填写学员姓名。"), Short(40), no_numbers_here])
    grown = BooleanField("学员已满 18 岁", render_kw={"data-width": "choice"})
    born = Date(
        "学员出生日期",
        [Optional(), not_in_future],
        description="不满 18 岁的填写，只用来算周岁，不保存。",
        render_kw={"data-width": "name", "placeholder": "如 2016-05-01", "inputmode": "numeric", "autocomplete": "off"},
    )

    def validate_born(self, field):
        if field.errors:
            return
        if field.data and clock.today().year - field.data.year > OLDEST:
            raise ValidationError("日期太早，请核对年份。")
        if field.data and self.grown.data and full_years(field.data, clock.today()) < OF_AGE:
            raise ValidationError("按出生日期不满 18 岁，与勾选的“已满 18 岁”不一致，请核对。")

    def known_age(self) -> bool:
        """Whether the age is told; says at the field what is missing."""
        if self.grown.data or self.born.data or self.born.errors:
            return True
        self.born.errors = ["请填写出生日期，或者勾选“学员已满 18 岁”。"]
        return False


class StaffFields(LearnerFields, OneFamily):
    """What staff enter of a learner, one by one or in a sheet."""

    phone = family_phone_field("联系电话", Required("请填写电话。"), description="有监护人的填监护人的。")
    guardian = StringField("监护人姓名", [Short(40), no_numbers_here], description="不满 14 岁的必须填写。")
    consent = SelectField(
        "监护人同意", choices={"": "没有", **BY_STAFF}, description="不满 14 岁的必须有（个人信息保护法第三十一条）。"
    )
    one_family = one_family_field()

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        return self.known_age() and fits

    def member(self) -> Contact:
        """The grown-up whose telephone it is."""
        return Contact(name=normalise_name(self.guardian.data or self.learner.data or ""), phone=self.phone.data)

    def arguments(self) -> dict:
        guardian = self.member() if normalise_name(self.guardian.data or "") else None
        return {
            "learner": Contact(name=normalise_name(self.learner.data)) if guardian else self.member(),
            "guardian": guardian,
            "born": None if self.grown.data else self.born.data,
            "consent": self.consent.data if guardian else "",
            "one_family": self.one_family.data,
        }


class EnrolmentForm(WhichCourse, StaffFields, Form):
    """报名, entered by staff."""

    creates = "一个报名"

    def arguments(self) -> dict:
        return super().arguments() | {"course_id": self.course_id.data}


class RosterForm(StaffFields, Form):
    """One row of a sheet of learners; how old a child is on the day of the lesson is reckoned when it is entered."""

    def validate_consent(self, field):
        """Said while the sheet is looked through."""
        young = not self.grown.data and self.born.data and full_years(self.born.data, clock.today()) < CONSENT_BELOW
        if young and not (self.guardian.data and field.data):
            raise ValidationError("不满 14 周岁的须有监护人同意，请填写监护人并登记同意。")


class PublicEnrolmentForm(LearnerFields, SenderForm):
    """报名 without an account, by the learner or a guardian."""

    agreed = BooleanField(
        "我是孩子的监护人，同意孩子报名参加，同意用上面的信息办理报名和签到（不满 18 岁的由监护人填写并勾选）"
    )

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        fits = self.known_age() and fits
        if not self.grown.data and self.born.data and not self.agreed.data:
            self.agreed.errors = ["不满 18 岁的，请由监护人填写并勾选。"]
            return False
        return fits

    def arguments(self) -> dict:
        learner = normalise_name(self.learner.data)
        if self.grown.data:
            return {"learner": Contact(name=learner, phone=self.phone.data)}
        return {
            "learner": Contact(name=learner),
            "guardian": self.contact(),
            "born": self.born.data,
            "consent": "phone",
        }


class DoorForm(PublicForm):
    """签到 by telephone."""

    door = StringField(
        "签到码",
        [Required("请填写教室门口的签到码。"), Short(8)],
        render_kw={"inputmode": "numeric", "data-width": "name"},
    )


class RatingForm(PublicForm):
    """评价."""

    rating = RadioField("满意吗", [Required("请选择。")], choices=RATINGS)
    opinion = TextAreaField("意见建议", [Short(500), no_numbers_here], render_kw={"rows": 3})
