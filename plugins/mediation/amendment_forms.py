"""Forms of how an agreement is changed, ended or undone."""

from wtforms import BooleanField, FieldList, FormField, RadioField, StringField, TextAreaField

from plugins.mediation.agreement_forms import FILES, MAX_INSTALMENTS, MAX_TERMS, InstalmentForm
from plugins.mediation.models.amending import KINDS, RULINGS, TOO_EARLY
from portal import clock
from portal.documents.signed_scans import KeepsScans, ScanFiles, why_kept
from portal.people.publishing import no_numbers_but_accounts, no_numbers_here
from portal.web.forms import Form, Group, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, Ticks, Yuan, chosen_files, not_in_future


class ClauseForm(Group):
    """One clause of a 变更协议."""

    text = TextAreaField("条款", [Short(2000), no_numbers_but_accounts], render_kw={"rows": 2})


class DueForm(InstalmentForm):
    """One line of what is still to be paid."""

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        if self.due_on.data and self.due_on.data < clock.today():
            self.due_on.errors = [TOO_EARLY]
        return fits and not self.errors


class AmendmentForm(Form):
    """变更、解除协议."""

    kind = RadioField("办什么", [Required("请选择变更还是解除。")], choices=KINDS, default="change")
    together = BooleanField("各方当事人都同意")
    reason = TextAreaField("理由", [Required("请写明理由。"), Short(500), no_numbers_here], render_kw={"rows": 2})
    replaces = Ticks("改掉的条款", description="勾选的条款由下面的内容代替；没有勾的继续有效。")
    perform_by = Date(
        "变更后的履行期限",
        [Optional()],
        description="不变的不填。只有一期没有付的，一起改到这一天；有几期的，在下面写明每期哪天付。",
    )
    amount = Yuan(
        "变更后的协议金额",
        [Optional()],
        description="总数，已经付的也算在内；不变的不填。改了的，在下面写明还没有付的怎样付。",
    )
    clauses = FieldList(FormField(ClauseForm), label="变更后的内容", min_entries=1, max_entries=MAX_TERMS)
    plan = FieldList(FormField(DueForm), label="还没有付的改为", min_entries=1, max_entries=MAX_INSTALMENTS)

    def validate_together(self, field):
        if not field.data:
            raise ValidationError("变更、解除协议要各方当事人都同意。")

    def arguments(self) -> dict:
        texts = ((row.form.text.data or "").strip() for row in self.clauses)
        lines = [row.form for row in self.plan if not row.form.is_empty]
        return {
            "kind": self.kind.data,
            "reason": self.reason.data,
            "replaces": self.replaces.data or [],
            "perform_by": self.perform_by.data,
            "amount_fen": self.amount.data,
            "clauses": [each for each in texts if each],
            "plan": [(each.due_on.data, each.amount.data, each.note.data or "", each.payee) for each in lines],
        }


class AmendedForm(KeepsScans, Form):
    """登记变更生效."""

    on = Date("签署日期", [Required("请填写签署日期。"), not_in_future])
    complete = BooleanField("各方当事人、调解员都已签名，调委会已盖章")
    files = ScanFiles("签字盖章后的扫描件", description=FILES)
    kept_because = why_kept()

    def validate_complete(self, field):
        if not field.data:
            raise ValidationError("有一方没有签名或者没有盖章的，变更不生效。")

    def validate_files(self, field):
        if not chosen_files(field):
            raise ValidationError("请选择签字盖章后的扫描件。")
        self.check_scans(field)

    def arguments(self) -> dict:
        return {"on": self.on.data, "files": self.files.taken}


class RevocationForm(Form):
    """登记判决撤销、无效."""

    how = RadioField("判决", [Required("请选择。")], choices=RULINGS)
    on = Date("判决生效日期", [Required("请填写日期。"), not_in_future])
    number = StringField("判决书文号", [Required("请填写文号。"), Short(60), no_numbers_here])
    reason = TextAreaField("说明", [Short(500), no_numbers_here], render_kw={"rows": 3})

    def arguments(self) -> dict:
        return {name: self[name].data or "" for name in ("how", "number", "reason")} | {"on": self.on.data}
