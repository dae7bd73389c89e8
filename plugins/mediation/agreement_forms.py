"""The text of the agreement, and what makes it take effect: signatures, seal and scans."""

from datetime import date, timedelta

from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from plugins.mediation.checking.amounts import uneven
from plugins.mediation.models.agreement import WAYS
from plugins.mediation.models.ending import SATISFACTIONS
from plugins.mediation.models.instalment import HOW
from plugins.mediation.models.settlement import EDITED, PURPOSES
from plugins.mediation.performance_forms import WhoPaid
from portal import clock
from portal.documents.signed_scans import KeepsScans, ScanFiles, why_kept
from portal.money import MoneyError, capitals, format_yuan, parse_capitals
from portal.people.publishing import no_numbers_but_accounts, no_numbers_here
from portal.web.forms import Form, Group, Optional, Required, Short, ValidationError, VersionedForm
from portal.web.forms.fields import Date, Yuan, chosen_files, not_in_future

MAX_TERMS, MAX_INSTALMENTS = 30, 60
FARTHEST = timedelta(days=50 * 366)


class TermForm(Group):
    """One clause."""

    text = TextAreaField("条款", [Short(2000), no_numbers_but_accounts], render_kw={"rows": 2})


class ResponsibilityForm(Group):
    """各方责任 of one party."""

    text = TextAreaField("责任", [Short(1000), no_numbers_but_accounts], render_kw={"rows": 2, "data-width": "half"})


class InstalmentForm(Group):
    """One line of the plan."""

    due_on = Date("到期日")
    amount = Yuan("金额")
    note = StringField("说明", [Short(100), no_numbers_but_accounts])
    payee_id = SelectField("收款人", coerce=int, choices={0: "不写明"}, default=0)

    @property
    def is_empty(self) -> bool:
        typed = (self.due_on, self.amount, self.note)
        return not any(field.raw_data and field.raw_data[0].strip() for field in typed)

    @property
    def payee(self) -> int | None:
        return (self.payee_id.data or None) if self.payee_id else None

    def offer_payees(self, payees: dict[int, str]) -> None:
        """Who may be paid; of two parties that goes without saying."""
        if self.payee_id is None:
            return
        if len(payees) > 2:
            self.payee_id.choices = {0: "不写明"} | payees
        else:
            del self.payee_id

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        if self.is_empty:
            return fits
        if self.due_on.data is None and not self.due_on.errors:
            self.due_on.errors = ["请填写到期日。"]
        if not self.amount.data and not self.amount.errors:
            self.amount.errors = ["请填写大于 0 的金额。"]
        return not self.errors


class AgreementForm(VersionedForm):
    """调解协议书 (人民调解法 §29)."""

    earliest: date | None = None  # nothing is to be performed before the dispute was accepted
    facts = TextAreaField(
        "纠纷的主要事实", [Required(), Short(5000), no_numbers_here], render_kw={"rows": 5, "data-width": "half"}
    )
    issues = TextAreaField(
        "争议事项", [Required(), Short(3000), no_numbers_here], render_kw={"rows": 5, "data-width": "half"}
    )
    responsibilities = FieldList(FormField(ResponsibilityForm), label="各方责任")
    terms = FieldList(FormField(TermForm), label="协议条款", min_entries=1, max_entries=MAX_TERMS)
    amount = Yuan("协议金额", [Optional()], description="没有金额的不填。")
    amount_capitals = StringField("金额大写", [Short(60)], description="可以不填，由系统写出；填写的要与小写一致。")
    way = SelectField("履行方式", choices=WAYS)
    way_note = StringField(
        "履行方式说明", [Short(200), no_numbers_but_accounts], description="例如：转账至申请人银行账户。"
    )
    place = StringField("履行地点", [Short(100), no_numbers_here])
    perform_by = Date("履行期限")
    time_note = StringField("期限说明", [Short(200), no_numbers_here])
    instalments = FieldList(FormField(InstalmentForm), label="分期履行", min_entries=1, max_entries=MAX_INSTALMENTS)
    accelerates = BooleanField("约定：任何一期没有按期足额履行的，其余各期同时到期")
    breach = TextAreaField("违约责任", [Short(1000), no_numbers_but_accounts], render_kw={"rows": 2})

    def clauses(self) -> list[str]:
        """The clauses that have text."""
        return [row.form.text.data.strip() for row in self.terms if (row.form.text.data or "").strip()]

    def plan(self) -> list[tuple]:
        """`(date, fen, note, payee)` of every instalment filled in; payee is the id of a party or None."""
        return [
            (row.form.due_on.data, row.form.amount.data, row.form.note.data or "", row.form.payee)
            for row in self.instalments
            if not row.form.is_empty
        ]

    def validate_amount(self, field):
        if field.data == 0:
            raise ValidationError("没有金额的不填；填写的金额要大于 0。")

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        return all(
            (
                fits,
                self._clauses_written(),
                self._deadline_given(),
                self._dates_fit(),
                self._capitals_agree(),
                self._plan_adds_up(),
            )
        )

    def _clauses_written(self) -> bool:
        if self.clauses():
            return True
        self.terms[0].form.text.errors = ["请至少写一条协议内容。"]
        self.terms.errors = [self.terms[0].errors]
        return False

    def _deadline_given(self) -> bool:
        if self.perform_by.data or (self.time_note.data or "").strip() or self.plan() or self.perform_by.errors:
            return True
        self.perform_by.errors = ["协议要写明履行期限：填日期，或在期限说明里写清楚。"]
        return False

    def _dates_fit(self) -> bool:
        for field in (self.perform_by, *(row.form.due_on for row in self.instalments)):
            if field.data and self.earliest and field.data < self.earliest:
                field.errors = [f"早于受理日期（{self.earliest:%Y-%m-%d}），请核对。"]
            elif field.data and field.data > clock.today() + FARTHEST:
                field.errors = ["期限太远，请核对年份。"]
        self.instalments.errors = [row.errors for row in self.instalments if row.errors]
        return not (self.perform_by.errors or self.instalments.errors)

    def _capitals_agree(self) -> bool:
        written = (self.amount_capitals.data or "").strip()
        if not written or self.amount.errors:
            return not self.amount.errors
        try:
            meant = parse_capitals(written)
        except MoneyError as error:
            self.amount_capitals.errors = [f"{str(error).rstrip('。')}。"]
            return False
        if meant == self.amount.data:
            return True
        right = "请先填写小写金额。" if self.amount.data is None else f"小写金额应写作“{capitals(self.amount.data)}”。"
        self.amount_capitals.errors = [f"大写与小写不一致，{right}"]
        return False

    def _plan_adds_up(self) -> bool:
        if not self.plan() or self.amount.errors or any(row.errors for row in self.instalments):
            return True  # or it was said already
        total = sum(amount for _, amount, *_ in self.plan())
        if total == self.amount.data:
            return True
        none = f"分期合计 {format_yuan(total)} 元，请填写协议金额。"
        self.amount.errors = [none if self.amount.data is None else uneven(total, self.amount.data)]
        return False


class OralForm(Form):
    """登记口头协议."""

    on = Date("达成协议的日期", [Required("请填写达成协议的日期。"), not_in_future])
    waived = BooleanField("各方当事人都认为不需要制作协议书（人民调解法第二十八条）")

    def validate_waived(self, field):
        if not field.data:
            raise ValidationError("有一方要书面协议的，请定稿、打印协议书；各方都不要的，勾选后再登记。")


FILES = "照片（JPG、PNG、HEIC）或 PDF，可以选多个，每个不超过 20 MB。"


class SignatureForm(Group):
    """One line: who signs (its label), and the day it signed."""

    signed = BooleanField()
    by_agent = BooleanField("代理人代签")
    on = Date("签名日期", [Optional(), not_in_future])


class SignaturesForm(KeepsScans, WhoPaid, VersionedForm):
    """签名、印章和扫描件."""

    day = Date("签名日期", [Optional(), not_in_future], description="打勾的人都记这一天；日期不同的，写在各人后面。")
    complete = BooleanField("各方当事人、调解员都已签名，调委会已盖章")
    parties = FieldList(FormField(SignatureForm), label="当事人签名")
    mediators = FieldList(FormField(SignatureForm), label="调解员签名")
    sealed_on = Date("加盖印章日期", [Optional(), not_in_future])
    scan = ScanFiles("签字盖章后的扫描件", description=FILES)
    kept_because = why_kept()
    performed = BooleanField("协议写的都已当场履行，一并登记履行、回访并结案")
    payer_id = SelectField("付款人", coerce=int)
    payee_id = SelectField("收款人", coerce=int)
    how = RadioField("怎样付的", choices=HOW, validate_choice=False)
    satisfaction = RadioField("满意度", choices=SATISFACTIONS, validate_choice=False)

    def validate_scan(self, field):
        self.check_scans(field)

    def validate_satisfaction(self, field):
        if self.performed.data and field.data not in SATISFACTIONS:
            raise ValidationError("一并结案的，请问清当事人是否满意，再选择。")

    @property
    def pays(self) -> bool:
        return self.performed.data

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        ticked = [row.form for row in (*self.parties, *self.mediators) if row.form.signed.data and not row.form.on.data]
        if (ticked or self.complete.data) and not self.day.data and not self.day.errors:
            self.day.errors = ["请填写打勾的人签名的日期。"]
        return fits and not self.day.errors

    def day_of(self, row: SignatureForm) -> date | None:
        """The day on which `row` says its signer signed: its own, or the common one where it is ticked; None for not yet."""
        return row.on.data or (self.day.data if row.signed.data or self.complete.data else None)

    @property
    def seal_day(self) -> date | None:
        """The day of the seal: its own, or the common one where all is said to be there; None for not yet."""
        return self.sealed_on.data or (self.day.data if self.complete.data else None)


class MaterialForm(KeepsScans, Form):
    """上传材料."""

    creates = "一份材料"
    purpose = RadioField("材料类别", [Required("请选择材料类别。")], choices=PURPOSES)
    files = ScanFiles("文件", description=f"{FILES}在外修改的文书稿上传 .docx。")
    kept_because = why_kept()

    def validate_files(self, field):
        if not chosen_files(field):
            raise ValidationError("请选择要上传的文件。")
        if self.purpose.data != EDITED:
            self.check_scans(field)
