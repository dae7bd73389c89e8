"""Forms of what is found out besides the sittings, of the term, and of the risk."""

from wtforms import BooleanField, IntegerField, MultipleFileField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from plugins.mediation.agreement_forms import FILES
from plugins.mediation.forms import reason_field
from plugins.mediation.models.investigation import KINDS
from plugins.mediation.models.time_limit import RISKS
from portal.people.publishing import no_numbers_here
from portal.records.forms import name_field, phone_field
from portal.web.forms import Form, Optional, Required, Short
from portal.web.forms.fields import Date, Moment, chosen_files, not_in_future

OF_EVIDENCE = ("name", "kind", "source", "copies", "pages", "original", "proves", "received_on")


class InquiryForm(Form):
    """调查记录."""

    creates = "一份调查记录"
    held_at = Moment("时间", [Required("请填写时间。"), not_in_future])
    place = StringField("地点", [Required(), Short(100), no_numbers_here])
    asked = name_field("被调查人", Required())
    gender = RadioField("性别", choices={"": "不填", "男": "男", "女": "女"}, default="")
    age = IntegerField("年龄", [Optional(), NumberRange(0, 150, "年龄在 0 到 150 之间，请核对。")])
    ethnicity = StringField("民族", [Short(20), no_numbers_here])
    workplace = StringField("工作单位", [Short(100), no_numbers_here])
    phone = phone_field()
    address = StringField("住址", [Short(100), no_numbers_here])
    relation = StringField("和当事人的关系", [Short(60), no_numbers_here])
    inquirer = name_field("调查人", Required())
    recorder = name_field("记录人")
    transcript = TextAreaField(
        "问答",
        [Required(), Short(8000), no_numbers_here],
        render_kw={"rows": 10},
        description="一问一答各一行，写成“问：……”“答：……”。",
    )


class InquiryCorrectionForm(InquiryForm):
    """更正调查记录. Number and address are not filled in: left blank they stay."""

    creates = ""
    phone = phone_field(description="不改的不填，原来登记的不变。")
    address = StringField("住址", [Short(100), no_numbers_here], description="不改的不填，原来登记的不变。")
    reason = reason_field()


def _count(label: str) -> IntegerField:
    said = f"请填写{label}，1 至 9999。"
    return IntegerField(label, [InputRequired(said), NumberRange(1, 9999, said)], default=1)


class EvidenceForm(Form):
    """证据."""

    creates = "一项证据"
    name = StringField("名称", [Required(), Short(100), no_numbers_here])
    kind = SelectField("种类", choices=KINDS, default="document")
    party_id = SelectField("提交人", coerce=int)
    source = StringField("来源", [Short(100), no_numbers_here])
    copies = _count("份数")
    pages = _count("页数")
    original = BooleanField("已与原件核对")
    proves = StringField("证明事项", [Short(200), no_numbers_here])
    received_on = Date("收到日期", [Required("请填写收到日期。"), not_in_future])
    files = MultipleFileField("文件", description=FILES)

    def arguments(self) -> dict:
        given = {name: self[name].data for name in OF_EVIDENCE}
        return given | {"party_id": self.party_id.data or None, "files": chosen_files(self.files)}


class EvidenceCorrectionForm(EvidenceForm):
    """更正证据."""

    creates = ""
    files = None
    reason = reason_field()

    def arguments(self) -> dict:
        given = {name: self[name].data for name in OF_EVIDENCE}
        return given | {"party_id": self.party_id.data or None, "reason": self.reason.data}


class LaterCorrectionForm(Form):
    """更正说明."""

    creates = "一处更正说明"
    paper = SelectField("哪份文书", validate_choice=False)
    was = TextAreaField("原来写的", [Required(), Short(1000), no_numbers_here], render_kw={"rows": 2})
    should = TextAreaField("更正为", [Required(), Short(1000), no_numbers_here], render_kw={"rows": 2})
    reason = reason_field()


class ExtensionForm(Form):
    """延长期限."""

    until = Date("延长至", [Required("请填写日期。")])
    agreed = BooleanField("各方当事人都同意延长")
    reason = TextAreaField("理由", [Required("请写明理由。"), Short(500), no_numbers_here], render_kw={"rows": 3})


class RiskForm(Form):
    """登记风险."""

    kind = RadioField("风险", [Required("请选择是哪一种。")], choices=RISKS)
    on = Date("日期", [Required("请填写日期。"), not_in_future])
    office = StringField("报告给哪个机关", [Short(60), no_numbers_here], description="例如：昭君街道派出所。")
    measures = TextAreaField("情况和采取的措施", [Required(), Short(500), no_numbers_here], render_kw={"rows": 3})
