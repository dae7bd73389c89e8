"""业主表决: drawn up, its roll, its ballots, its result."""

import re
import unicodedata

from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange

from plugins.consultation.models.owners_ballot import ON_PAPER, WAYS
from plugins.consultation.models.owners_vote import OUTCOMES, SCOPES
from plugins.consultation.owners_rules import MATTERS
from portal.people.fields import resident_id, telephone
from portal.people.publishing import no_numbers_in_full
from portal.personal_names import normalise_name
from portal.records.people import Contact
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Moment

MOST_AREA = 10_000_000  # 100,000 m²
NUMBER = NumberRange(1, 99_999, "请填写票面上的号码。")


class Area(StringField):
    """专有部分面积 in m², typed with at most two decimals; `data` is an integer of 0.01 m², or None."""

    def process_formdata(self, valuelist):
        text = unicodedata.normalize("NFKC", valuelist[0] if valuelist else "")
        text = re.sub(r"[\s,]|平方米|平米|m2|㎡", "", text)
        self.data = None
        if not text:
            return
        match = re.fullmatch(r"([0-9]{1,6})(?:\.([0-9]{1,2}))?", text)
        if not match:
            raise ValueError("面积写得不对，请写成 98.56 这样，最多两位小数。")
        self.data = int(match[1]) * 100 + int((match[2] or "").ljust(2, "0"))

    def _value(self):
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else f"{self.data // 100}.{self.data % 100:02d}"


class VoteDetails(Form):
    """What is put to the vote."""

    title = StringField(
        "表决事项",
        [Required("请填写表决事项。"), Short(80), no_numbers_in_full],
        description="例如：3号楼2单元加装电梯",
    )
    matter = SelectField("事项类别", choices=MATTERS, default="other", description="决定须几分之几同意。")
    text = TextAreaField(
        "表决内容",
        [Required("请写明表决内容。"), Short(4000), no_numbers_in_full],
        render_kw={"rows": 6},
        description="方案、费用、分摊，印在公告和表决票上。",
    )
    estate = StringField("小区", [Required("请填写小区。"), Short(40)])
    scope = SelectField(
        "表决范围", choices=SCOPES, default="estate", description="加装电梯按幢还是按单元，由地方规定。"
    )
    part = StringField("哪一幢、哪个单元", [Short(40)], description="整个小区不填。例如：3号楼2单元")
    organiser = StringField("组织者", [Required("请填写组织者。"), Short(80)], description="例如：万豪花园业主委员会")

    def validate_part(self, field):
        field.data = (field.data or "").strip()
        if self.scope.data != "estate" and not field.data:
            raise ValidationError("请写明哪一幢或者哪个单元。")


class VoteForm(VoteDetails):
    """发起."""

    creates = "一次业主表决"
    unit_id = SelectField("所在社区、网格", coerce=int)


class DoorForm(Form):
    """Which flat."""

    building = StringField("楼栋", [Required("请填写楼栋。"), Short(20)], description="例如：3号楼")
    door = StringField("门号", [Required("请填写门号。"), Short(20)], description="例如：2单元501")


class OwnersForm(DoorForm):
    """Whose it is."""

    owners = StringField("业主", [Short(120)], description="共有的用顿号分开，第一个代表其他人投票。未售的不填。")
    phone = StringField("联系电话", [Short(30), telephone], description="第一个业主的。")
    id_number = StringField("证件号码", [Short(18), resident_id], description="第一个业主的；用来认出同一人的几套房。")
    unsold = BooleanField("开发商未售、未交付")

    @property
    def names(self) -> list[str]:
        return [normalise_name(each) for each in re.split(r"[、,，;；]", self.owners.data or "") if each.strip()]

    def people(self) -> list[Contact]:
        """The owners; telephone and ID number are those of the first."""
        known = {"phone": self.phone.data or None, "id_number": self.id_number.data or None}
        return [Contact(name=each, **(known if place == 0 else {})) for place, each in enumerate(self.names)]

    def validate_owners(self, field):
        if not self.names and not self.unsold.data:
            raise ValidationError("请填写业主；未售、未交付的选“开发商未售”。")
        if any(len(each) > 40 for each in self.names):
            raise ValidationError("姓名不超过 40 个字。")

    def arguments(self) -> dict:
        names = ("building", "door", "unsold")
        return {name: self[name].data for name in names} | {"owners": self.people()}


class FlatForm(OwnersForm):
    """登记房屋: its labels are the headings of the sheet."""

    creates = "一套房屋"
    area = Area(
        "专有部分面积",
        [Required("请填写面积。")],
        description="平方米，按不动产登记簿；没有登记的按实测、合同。",
        render_kw={"data-width": "number"},
    )

    def validate_area(self, field):
        if field.data is not None and not 0 < field.data <= MOST_AREA:
            raise ValidationError("面积应在 0.01 至 100,000 平方米之间。")

    def arguments(self) -> dict:
        return {**super().arguments(), "area": self.area.data}


class TransferForm(OwnersForm):
    """变更业主."""

    reason = StringField("依据", [Required("请写明依据。"), Short(200)], description="例如：不动产权证、继承公证")

    def arguments(self) -> dict:
        return {**super().arguments(), "reason": self.reason.data}


class VotingForm(Form):
    """开始投票."""

    until = Moment("截止时间", [Required("请填写截止时间。")], description="例如 2026-12-20 18:00")


class PaperBallotForm(Form):
    """录入表决票: three keys a ballot."""

    number = IntegerField("票号", [Required("请填写票面上的号码。"), NUMBER], render_kw={"autofocus": True})
    choice = RadioField("意见", [Required("请选择一项。")], choices=ON_PAPER)
    agent = StringField("代理人", [Short(40)], description="本人投票的不填。")
    authorised = BooleanField("收到业主的书面委托")

    def validate_authorised(self, field):
        if (self.agent.data or "").strip() and not field.data:
            raise ValidationError("代理投票须有业主的书面委托。")

    def arguments(self) -> dict:
        name = normalise_name(self.agent.data or "")
        return {
            "number": self.number.data,
            "choice": self.choice.data,
            "agent": Contact(name=name) if name else None,
        }


class WithdrawForm(Form):
    """撤销一张票."""

    number = IntegerField("票号", [Required("请填写票面上的号码。"), NUMBER])
    way = RadioField("哪一张", choices=WAYS, default="paper")
    reason = StringField(
        "为什么撤销", [Required("请写明理由。"), Short(200), no_numbers_in_full], description="例如：录错，票面是反对"
    )


class ConfirmForm(Form):
    """确认撤销."""

    agreed = RadioField(
        "核对结果",
        [Required("请选择核对结果。")],
        choices={"yes": "确认撤销，这张票不再计", "no": "不撤销，这张票有效"},
    )
    note = StringField("说明", [Short(200), no_numbers_in_full])

    def arguments(self) -> dict:
        return {"agreed": self.agreed.data == "yes", "note": self.note.data or ""}


class OutcomeForm(Form):
    """公示结果."""

    outcome = RadioField("表决结果", [Required("请选择结果。")], choices=OUTCOMES)
    grounds = TextAreaField(
        "认定理由",
        [Short(500), no_numbers_in_full],
        render_kw={"rows": 3},
        description="两个口径结果不同的必填：按哪个口径，为什么。",
    )


class OwnerObjectionForm(Form):
    """登记异议."""

    door = StringField(
        "哪一户", [Required("请填写哪一户。"), Short(40), no_numbers_in_full], description="只写楼栋门号。"
    )
    text = TextAreaField("异议", [Required("请写明异议。"), Short(1000), no_numbers_in_full], render_kw={"rows": 3})
    answer = TextAreaField("答复", [Required("请写明答复。"), Short(1000), no_numbers_in_full], render_kw={"rows": 3})
