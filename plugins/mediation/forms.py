"""Forms of the mediation desk."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.widgets import CheckboxInput, ListWidget

from plugins.mediation.models.agreement import WAYS
from plugins.mediation.models.committee import GRADES, POSTS
from plugins.mediation.models.dispute import PERFORMANCES, SOURCES
from plugins.mediation.models.follow_up import SATISFACTIONS
from plugins.mediation.models.follow_up import WAYS as VISIT_WAYS
from plugins.mediation.models.session import OUTCOMES
from portal.money import MoneyError, capitals, parse_capitals
from portal.people.phone import PhoneError, normalise_phone
from portal.web.fields import Date, Moment, Yuan, not_in_future
from portal.web.forms import Form, Optional, Required, Short, ValidationError

MAX_TERMS = 30


class Ticks(SelectMultipleField):
    """Several of a list, as boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PlainForm(FlaskForm):
    """A group of fields inside a form."""

    class Meta(FlaskForm.Meta):
        csrf = False
        locales = ("zh",)


class ConsentForm(PlainForm):
    """调解意愿 of one party."""

    party_id = HiddenField()
    consent = RadioField("调解意愿", [Required("请选择是否同意调解。")], choices=[("yes", "同意调解"), ("no", "明确拒绝")])


class AcceptanceForm(Form):
    """受理."""

    source = RadioField("案件来源", [Required()], choices=list(SOURCES.items()), default="application")
    consents = FieldList(FormField(ConsentForm), label="各方调解意愿")
    claims = TextAreaField("申请事项", [Short(1000)], render_kw={"rows": 3}, description="每行一项。")
    mediators = Ticks("人民调解员", coerce=int, description="从本调委会名册中选定一名或数名；当事人可以共同选择。")
    recorder = StringField("记录人", [Short(40)])
    remark = StringField("备注", [Short(200)])

    def validate_mediators(self, field):
        refusing = any(row.form.consent.data == "no" for row in self.consents)
        if not field.data and not refusing:
            raise ValidationError("请至少选定一名人民调解员（人民调解法第十九条）。")


class NoticeForm(Form):
    """告知权利义务."""

    on = Date("告知日期", [Required("请填写告知日期。"), not_in_future])


class SessionForm(Form):
    """调解记录."""

    held_at = Moment("开始时间", [Required("请填写开始时间。"), not_in_future], description="例如 2026-11-21 14:30")
    ended_at = Moment("结束时间", [Optional(), not_in_future])
    place = StringField("地点", [Required(), Short(100)])
    present = Ticks("到场的当事人", coerce=int)
    guests = TextAreaField("参加人", [Short(500)], render_kw={"rows": 2}, description="邀请参加须经当事人同意，每行一人：姓名 身份。")
    transcript = TextAreaField("调解经过", [Required(), Short(8000)], render_kw={"rows": 10},
                               description="每行一段，写成“谁：说了什么”，例如“申请人王某：……”。")
    outcome = RadioField("结果", [Required("请选择结果。")], choices=list(OUTCOMES.items()))
    result = TextAreaField("结果说明", [Short(1000)], render_kw={"rows": 3})
    failure_reason = TextAreaField("未达成协议的原因", [Short(500)], render_kw={"rows": 2})

    def validate_ended_at(self, field):
        if field.data and self.held_at.data and field.data < self.held_at.data:
            raise ValidationError("结束时间早于开始时间，请核对。")

    def validate_present(self, field):
        if not field.data:
            raise ValidationError("请勾选到场的当事人。")

    def validate_failure_reason(self, field):
        if self.outcome.data == "failed" and not (field.data or "").strip():
            raise ValidationError("未达成协议的，请写明原因。")


class TermForm(PlainForm):
    """One clause."""

    text = TextAreaField("条款", [Short(2000)], render_kw={"rows": 2})


class ResponsibilityForm(PlainForm):
    """各方责任 of one party."""

    party_id = HiddenField()
    text = TextAreaField("责任", [Short(1000)], render_kw={"rows": 2})


class InstalmentForm(PlainForm):
    """One line of the plan."""

    due_on = Date("到期日")
    amount = Yuan("金额")
    note = StringField("说明", [Short(100)])

    @property
    def is_empty(self) -> bool:
        return not any(field.raw_data and field.raw_data[0].strip() for field in (self.due_on, self.amount))

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        if self.is_empty or not fits:
            return fits
        if self.due_on.data is None:
            self.due_on.errors = ["请填写到期日。"]
        if not self.amount.data:
            self.amount.errors = ["请填写大于 0 的金额。"]
        return not (self.due_on.errors or self.amount.errors)


class AgreementForm(Form):
    """调解协议书 (人民调解法 §29)."""

    version = HiddenField()
    facts = TextAreaField("纠纷的主要事实", [Required(), Short(5000)], render_kw={"rows": 6})
    issues = TextAreaField("争议事项", [Required(), Short(3000)], render_kw={"rows": 3})
    responsibilities = FieldList(FormField(ResponsibilityForm), label="各方责任")
    terms = FieldList(FormField(TermForm), label="协议条款", min_entries=1, max_entries=MAX_TERMS)
    amount = Yuan("协议金额", [Optional()], description="没有金额的不填。")
    amount_capitals = StringField("金额大写", [Short(60)], description="可以不填，由系统写出；填写的要与小写一致。")
    way = SelectField("履行方式", choices=list(WAYS.items()))
    way_note = StringField("履行方式说明", [Short(200)], description="例如：转账至申请人银行账户。")
    place = StringField("履行地点", [Short(100)])
    perform_by = Date("履行期限")
    time_note = StringField("期限说明", [Short(200)])
    instalments = FieldList(FormField(InstalmentForm), label="分期履行", min_entries=1, max_entries=60)
    breach = TextAreaField("违约责任", [Short(1000)], render_kw={"rows": 2})

    def clauses(self) -> list[str]:
        """The clauses that have text."""
        return [row.form.text.data.strip() for row in self.terms if (row.form.text.data or "").strip()]

    def plan(self) -> list[tuple]:
        """`(date, fen, note)` of every instalment filled in."""
        return [(row.form.due_on.data, row.form.amount.data, row.form.note.data or "")
                for row in self.instalments if not row.form.is_empty]

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        if not self.clauses():
            self.terms[0].form.text.errors = ["请至少写一条协议内容。"]
            fits = False
        return self._deadline_given() and self._amounts_agree() and fits

    def _deadline_given(self) -> bool:
        if self.perform_by.data or (self.time_note.data or "").strip() or self.plan() or self.perform_by.errors:
            return True
        self.perform_by.errors = ["协议要写明履行期限：填日期，或在期限说明里写清楚。"]
        return False

    def _amounts_agree(self) -> bool:
        if self.amount.errors or any(row.form.errors for row in self.instalments):
            return False
        written = (self.amount_capitals.data or "").strip()
        if written:
            try:
                same = self.amount.data is not None and parse_capitals(written) == self.amount.data
            except MoneyError as error:
                self.amount_capitals.errors = [f"{str(error).rstrip('。')}。"]
                return False
            if not same:
                right = f"小写金额应写作“{capitals(self.amount.data)}”。" if self.amount.data is not None else "请先填写小写金额。"
                self.amount_capitals.errors = [f"大写与小写不一致，{right}"]
                return False
        total = sum(amount for _, amount, _ in self.plan())
        if self.plan() and total != (self.amount.data or 0):
            self.amount.errors = [f"分期合计 {total / 100:.2f} 元，与协议金额不一致，请核对。"]
            return False
        return True


class SignaturesForm(Form):
    """签名、印章和扫描件."""

    parties = FieldList(FormField(type("PartySignForm", (PlainForm,), {
        "party_id": HiddenField(), "on": Date("签名日期", [Optional(), not_in_future])})), label="当事人签名")
    mediators = FieldList(FormField(type("MediatorSignForm", (PlainForm,), {
        "mediator_id": HiddenField(), "on": Date("签名日期", [Optional(), not_in_future])})), label="调解员签名")
    sealed_on = Date("加盖印章日期", [Optional(), not_in_future])
    scan = FileField("签字盖章后的扫描件", description="照片（JPG、PNG、HEIC）或 PDF，不超过 20 MB。")


class FollowUpForm(Form):
    """回访记录."""

    visited_at = Moment("回访时间", [Required("请填写回访时间。"), not_in_future])
    way = RadioField("回访方式", choices=list(VISIT_WAYS.items()), default="visit")
    interviewee = StringField("被回访人", [Required(), Short(60)])
    performance = TextAreaField("履行情况", [Required(), Short(1000)], render_kw={"rows": 3})
    satisfaction = RadioField("满意度", [Required("请选择满意度。")], choices=list(SATISFACTIONS.items()))
    lawsuit = StringField("是否起诉及判决结果", [Short(200)])
    wrong_mediation = StringField("有无错误调解", [Short(200)])
    new_risk = StringField("有无激化或新隐患", [Short(200)])
    measures = TextAreaField("采取措施", [Short(500)], render_kw={"rows": 2})


class TerminationForm(Form):
    """终止调解."""

    reason = TextAreaField("终止原因", [Required("请写明原因。"), Short(1000)], render_kw={"rows": 4})
    told = BooleanField("已告知当事人可以依法通过仲裁、行政、司法等途径维护权利（人民调解法第二十六条）")

    def validate_told(self, field):
        if not field.data:
            raise ValidationError("终止调解必须告知当事人其他途径，告知后再勾选。")


class ClosureForm(Form):
    """结案."""

    performance = RadioField("履行情况", [Required("请选择履行情况。")], choices=list(PERFORMANCES.items()))
    note = TextAreaField("说明", [Short(1000)], render_kw={"rows": 3})


class PaymentForm(Form):
    """登记一期履行."""

    on = Date("履行日期", [Required("请填写履行日期。"), not_in_future])


class CommitteeForm(Form):
    """设立调委会."""

    name = StringField("调委会名称", [Required(), Short(80)])


class MediatorForm(Form):
    """名册."""

    name = StringField("姓名", [Required(), Short(40)])
    gender = RadioField("性别", choices=[("男", "男"), ("女", "女")], default="男")
    post = SelectField("职务", choices=list(POSTS.items()), default="member")
    grade = SelectField("等级", choices=list(GRADES.items()))
    full_time = BooleanField("专职")
    phone = StringField("电话", [Short(20)])
    valid_from = Date("任期开始", [Required("请填写任期开始日期。")])
    valid_until = Date("任期结束")

    def validate_phone(self, field):
        if (field.data or "").strip():
            try:
                field.data = normalise_phone(field.data)
            except PhoneError as error:
                raise ValidationError(f"{error}。") from None

    def validate_valid_until(self, field):
        if field.data and self.valid_from.data and field.data < self.valid_from.data:
            raise ValidationError("任期结束早于开始，请核对。")
