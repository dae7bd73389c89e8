"""Forms of the steps of a dispute, from receipt to its end. The agreement has its own: agreement_forms.py; so have committees: roster_forms.py."""

from werkzeug.datastructures import MultiDict
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from plugins.mediation.models.acceptance import SOURCES
from plugins.mediation.models.authority import ACTS, SCOPES
from plugins.mediation.models.ending import SATISFACTIONS, WAYS
from plugins.mediation.models.instalment import HOW
from plugins.mediation.models.participation import CHOSEN
from plugins.mediation.models.performing import PERFORMANCES
from plugins.mediation.models.session import OUTCOMES, SEPARATORS, Guest
from plugins.mediation.performance_forms import WhoPaid
from portal.people.fields import id_type_field, resident_id, telephone
from portal.people.phone import PhoneError
from portal.people.publishing import no_numbers_here
from portal.records.forms import ReasonForm
from portal.records.representation import ENTRUSTED
from portal.web.forms import Form, Group, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date, Moment, Ticks, chosen_files, not_before, not_in_future

FOLLOWS = {"end": "不能分开，整件不再调解", "apart": "能分开，和其余各方继续调解"}


class ConsentForm(Group):
    """调解意愿 of one party. `line` is sent also where nothing was chosen: else the answers that follow would move up a line."""

    line = HiddenField()
    consent = RadioField("调解意愿", [Required("请选择是否同意调解。")], choices={"yes": "同意调解", "no": "明确拒绝"})


class AcceptedForm(Form):
    """What is written down as a dispute is taken up, besides what the parties say."""

    source = RadioField("案件来源", [Required()], choices=SOURCES, default="application")
    claims = TextAreaField("申请事项", [Short(1000), no_numbers_here], render_kw={"rows": 3}, description="每行一项。")
    mediators = Ticks("人民调解员", coerce=int, description="从本调委会名册中选定一名或数名。")
    chosen_by = RadioField("调解员由谁选定", choices=CHOSEN, default="committee")
    recorder = StringField("记录人", [Short(40), no_numbers_here])
    remark = StringField("备注", [Short(200), no_numbers_here])


class AcceptanceForm(AcceptedForm):
    """受理."""

    all_agree = BooleanField("各方都愿意调解")
    consents = FieldList(FormField(ConsentForm), label="各方调解意愿")
    follows = RadioField("有人拒绝、其余愿意的", choices=FOLLOWS, validate_choice=False)

    def validate_all_agree(self, field):
        """One tick for all: before the lines are looked at, and not against one of them."""
        if not field.data:
            return
        if any(row.form.consent.data == "no" for row in self.consents):
            raise ValidationError("有一方选了“明确拒绝”，请取消勾选，或者改正那一方的选择。")
        for row in self.consents:
            row.form.consent.process(MultiDict({row.form.consent.name: "yes"}))

    def validate_follows(self, field):
        """Nobody but the clerk knows whether what the others want can be settled alone: it is asked, never presumed."""
        said = {row.form.consent.data for row in self.consents}
        if {"yes", "no"} <= said and field.data not in FOLLOWS:
            raise ValidationError("有人拒绝、有人愿意，请选择能不能和其余各方继续调解。")

    def validate_mediators(self, field):
        refusing = any(row.form.consent.data == "no" for row in self.consents)
        goes_on = not refusing or (self.follows and self.follows.data == "apart")
        if not field.data and goes_on:
            raise ValidationError("请至少选定一名人民调解员（人民调解法第十九条）。")


class SessionForm(Form):
    """调解记录."""

    creates = "一次调解记录"
    held_at = Moment("开始时间", [Required("请填写开始时间。"), not_in_future], description="例如 2026-11-21 14:30")
    ended_at = Moment(
        "结束时间",
        [Optional(), not_in_future, not_before("held_at", "结束时间早于开始时间，请核对。")],
        day_of="held_at",
        description="只写钟点的，日期同开始时间。",
    )
    place = StringField("地点", [Required(), Short(100), no_numbers_here])
    present = Ticks("到场的当事人", coerce=int)
    agents_present = Ticks("到场的代理人", coerce=int)
    guests = TextAreaField(
        "参加人",
        [Short(500)],
        render_kw={"rows": 2},
        description="受邀参加的人，每行一人：姓名 身份 电话，用空格隔开，身份、电话可以不填。",
    )
    guests_agreed = BooleanField("各方当事人同意以上人员参加（人民调解法第二十条）")
    told = BooleanField("已当面告知到场各方权利义务，《告知书》已签收（人民调解法第二十三、二十四条）")
    transcript = TextAreaField(
        "调解经过",
        [Required(), Short(8000), no_numbers_here],
        render_kw={"rows": 10},
        description="每行一段，写成“谁：说了什么”，例如“申请人王某：……”。",
    )
    outcome = RadioField("结果", [Required("请选择结果。")], choices=OUTCOMES)
    result = TextAreaField("结果说明", [Short(1000), no_numbers_here], render_kw={"rows": 3})
    failure_reason = TextAreaField("未达成协议的原因", [Short(500), no_numbers_here], render_kw={"rows": 2})

    def validate_present(self, field):
        if not (field.data or (self.agents_present and self.agents_present.data)):
            raise ValidationError("请勾选到场的当事人。")

    def validate_failure_reason(self, field):
        field.data = (field.data or "").strip()
        if self.outcome.data == "failed" and not field.data:
            raise ValidationError("未达成协议的，请写明原因。")
        if self.outcome.data in OUTCOMES and self.outcome.data != "failed" and field.data:
            raise ValidationError(f"结果是“{OUTCOMES[self.outcome.data]}”，请不要填写未达成协议的原因。")

    def validate_guests(self, field):
        if any(each in (field.data or "") for each in SEPARATORS):
            raise ValidationError("每行只写一人，姓名、身份、电话用空格隔开，不用顿号、逗号、分号。")
        try:
            Guest.all_in(field.data)
        except PhoneError as error:
            raise ValidationError(f"{error}。") from None

    def validate_guests_agreed(self, field):
        if (self.guests.data or "").strip() and not field.data:
            raise ValidationError("邀请他人参加要先征得当事人同意，同意后再勾选。")


def reason_field() -> TextAreaField:
    """Why something is put right."""
    return TextAreaField("更正的理由", [Required("请写明理由。"), Short(500), no_numbers_here], render_kw={"rows": 2})


class AcceptanceCorrectionForm(AcceptedForm):
    """更正受理."""

    reason = reason_field()


class SessionCorrectionForm(SessionForm):
    """更正调解记录."""

    creates = ""
    told = None
    reason = reason_field()


class AgentForm(Form):
    """代理人 of a party. Numbers that are known are not filled in: left blank they stay."""

    own_work = BooleanField("本人已满十六周岁，以自己的劳动收入为主要生活来源，不需要法定代理人（民法典第十八条）")
    relation = RadioField("与当事人的关系", validate_choice=False)
    name = StringField("姓名", [Short(40), no_numbers_here])
    phone = StringField("联系电话", [Short(30), telephone])
    id_number = StringField("身份证号", [Short(40), resident_id], description="没有可不填。")
    id_type = id_type_field()
    scope = RadioField(
        "委托权限", choices=SCOPES, validate_choice=False, description="委托代理人填写；法定代理人不用选。"
    )
    acts = Ticks("特别授权的事项", choices=ACTS, description="按授权委托书写明的勾选；没有写明的不能代为办理。")
    acts_from = Date("委托期限自", [Optional()])
    acts_until = Date(
        "委托期限至",
        [Optional(), not_before("acts_from", "结束日期早于开始日期，请核对。")],
        description="到调解结束的不填。",
    )
    paper_seen_on = Date(
        "核对授权委托书的日期", [Optional(), not_in_future], description="没有看到委托书的不填，代理人不能代签。"
    )
    papers = MultipleFileField("授权委托书的扫描件", description="照片或 PDF，留存在材料里。")

    def validate_scope(self, field):
        if self.needed and self.relation.data in ENTRUSTED and field.data not in SCOPES:
            raise ValidationError("请选择委托权限：一般代理，还是特别授权。")

    def validate_acts(self, field):
        if self.scope.data == "special" and self.relation.data in ENTRUSTED and not field.data:
            raise ValidationError("特别授权的，请勾选委托书写明的事项；没有写明的按一般代理登记。")
        if self.scope.data == "general" and field.data:
            raise ValidationError("一般代理不能承认、放弃、变更请求，不能和解、签订协议，请不要勾选。")

    def validate_relation(self, field):
        if self.needed and field.data not in dict(field.choices):
            raise ValidationError("请选择与当事人的关系。")

    def validate_name(self, field):
        field.data = (field.data or "").strip()
        if self.needed and not field.data:
            raise ValidationError("请填写代理人的姓名。")

    @property
    def needed(self) -> bool:
        """Whether somebody must be named: not where the party lives on the own work, and nothing else was filled in."""
        return not (self.own_work and self.own_work.data) or any(
            (each.data or "").strip() for each in (self.name, self.phone, self.id_number)
        )

    def arguments(self) -> dict:
        given = {name: self[name].data or "" for name in ("name", "relation", "phone", "id_number")}
        scope = {}
        if self.scope:  # of a child nobody is entrusted
            scope = {name: self[name].data for name in ("acts", "acts_from", "acts_until", "paper_seen_on")}
            scope |= {"scope": self.scope.data or "", "papers": chosen_files(self.papers)}
        return given | scope | {"own_work": bool(self.own_work and self.own_work.data)}


class FollowUpForm(WhoPaid, Form):
    """回访记录."""

    creates = "一次回访"
    visited_at = Moment("回访时间", [Required("请填写回访时间。"), not_in_future])
    way = RadioField("回访方式", choices=WAYS, default="visit")
    interviewee = StringField("被回访人", [Required(), Short(100), no_numbers_here])
    performance = TextAreaField("履行情况", [Required(), Short(1000), no_numbers_here], render_kw={"rows": 3})
    satisfaction = RadioField("满意度", [Required("请选择满意度。")], choices=SATISFACTIONS)
    lawsuit = StringField("是否起诉及判决结果", [Short(200), no_numbers_here])
    wrong_mediation = StringField("有无错误调解", [Short(200), no_numbers_here])
    new_risk = StringField("有无激化或新隐患", [Short(200), no_numbers_here])
    measures = TextAreaField("采取措施", [Short(500), no_numbers_here], render_kw={"rows": 2})
    paid = Ticks("已经履行的", coerce=int, description="勾选的记为回访当天履行。不是这一天的，在纠纷的页面上逐期登记。")
    payer_id = SelectField("付款人", coerce=int)
    payee_id = SelectField("收款人", coerce=int)
    how = RadioField("怎样付的", choices=HOW, validate_choice=False)
    closes = RadioField("结案", choices={"": "先不结案"} | PERFORMANCES, default="")

    @property
    def pays(self) -> bool:
        return bool(self.paid and self.paid.data)


class TerminationForm(Form):
    """终止调解."""

    reason = TextAreaField("终止原因", [Required("请写明原因。"), Short(1000), no_numbers_here], render_kw={"rows": 4})
    told = BooleanField("已告知当事人可以依法通过仲裁、行政、司法等途径维护权利（人民调解法第二十六条）")

    def validate_told(self, field):
        if not field.data:
            raise ValidationError("终止调解必须告知当事人其他途径，告知后再勾选。")


class WaysOutForm(ReasonForm):
    """不予受理: the reason, and the other ways."""

    told = BooleanField("已告知当事人可以依法通过仲裁、行政、司法等途径维护权利")

    def validate_told(self, field):
        if not field.data:
            raise ValidationError("请先告知当事人其他途径，告知后再勾选。")


class LeavingForm(Form):
    """不愿继续调解."""

    on = Date("表示的日期", [Required("请填写日期。"), not_in_future])
    follows = RadioField("接下来", [Required("请选择能不能和其余各方继续调解。")], choices=FOLLOWS)
    told = BooleanField("已告知当事人可以依法通过仲裁、行政、司法等途径维护权利（人民调解法第二十六条）")

    def validate_told(self, field):
        if not field.data:
            raise ValidationError("请先告知当事人其他途径，告知后再勾选。")

    def arguments(self) -> dict:
        return {"on": self.on.data, "apart": bool(self.follows and self.follows.data == "apart")}


class ClosureForm(Form):
    """结案."""

    performance = RadioField("履行情况", [Required("请选择履行情况。")], choices=PERFORMANCES)
    note = TextAreaField("说明", [Short(1000), no_numbers_here], render_kw={"rows": 3})
