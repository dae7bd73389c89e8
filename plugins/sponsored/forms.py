"""包案: drafted, met, given more time, struck off, followed up, handed over."""

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField

from plugins.sponsored.candidates import handlers_in, leaders_for, partners_for
from plugins.sponsored.choices import ATTITUDES, CONFIRMED, GRADES, RESULTS, VERDICTS, WAYS
from portal.accounts.models import User
from portal.cases.models import Case, Party
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.publishing import no_numbers_here
from portal.records.forms import ReasonForm
from portal.web.forms import Form, Required, Short
from portal.web.forms.fields import Date, Ticks, not_in_future, within_years


def _text(label: str, missing: str = "", rows: int = 4, **more) -> TextAreaField:
    needed = [Required(missing)] if missing else []
    return TextAreaField(label, [*needed, Short(1000), no_numbers_here], render_kw={"rows": rows}, **more)


class LeaderForm(Form):
    """定包案领导."""

    leader_id = SelectField("包案领导", [Required("请选择包案领导。")])

    def offer_leaders(self, unit: OrgUnit) -> None:
        """Let those be chosen who may lead in `unit`."""
        self.leader_id.choices = {"": "请选择"} | leaders_for(unit)

    @property
    def leader(self) -> User:
        return db.session.get_one(User, int(self.leader_id.data))


class HandlerForm(Form):
    """定责任单位、责任人: a person in the office by which they handle."""

    handler = SelectField(
        "责任单位、责任人", [Required("请选择责任人。")], description="没有列出的，先给那个单位开通账号。"
    )

    def offer_handlers(self, unit: OrgUnit) -> None:
        """Let those be chosen who may handle what lies in `unit`."""
        self.handler.choices = {"": "请选择"} | handlers_in(unit)

    @property
    def chosen(self) -> dict:
        """The arguments `handler` and `responsible`."""
        unit, user = map(int, self.handler.data.split("-"))
        return {"handler": db.session.get_one(User, user), "responsible": db.session.get_one(OrgUnit, unit)}


class DraftForm(LeaderForm, HandlerForm):
    """拟包: 五定."""

    creates = "一件包案"
    grade = RadioField("定级", [Required("请选择定级。")], choices=GRADES)
    partners = Ticks("配合单位", coerce=int)
    focus = _text("诉求和争议焦点", rows=3, description="当事人要什么，卡在哪里。")
    measures = _text("措施", "请写明措施。", description="怎么见面听取诉求、怎么帮助解决、怎么引导走法律程序。")
    goal = _text("目标", rows=2)
    due_on = Date("期限", [Required("请填写期限。"), within_years(3)])

    def offer(self, case: Case) -> None:
        """The people and units that may be chosen for `case`."""
        self.offer_leaders(case.unit)
        self.offer_handlers(case.unit)
        self.partners.choices = partners_for(case.unit)

    def arguments(self) -> dict:
        told = {name: self[name].data for name in ("grade", "focus", "measures", "goal", "due_on")}
        partners = [db.session.get_one(OrgUnit, ident) for ident in self.partners.data]
        return {"leader": self.leader, "partners": partners} | self.chosen | told


class ChangeLeaderForm(ReasonForm, LeaderForm):
    """换包案领导."""

    def arguments(self) -> dict:
        return {"leader": self.leader, "reason": self.text.data}


class ChangeHandlerForm(ReasonForm, HandlerForm):
    """换责任人."""

    def arguments(self) -> dict:
        return self.chosen | {"reason": self.text.data}


class RaiseForm(ReasonForm):
    """升级."""

    gives = {"grade": "grade", "reason": "text"}
    grade = RadioField("升为", [Required("请选择升到哪一级。")])


class PartyForm(Form):
    """Who was met, when and how, what they said and what was done."""

    party_id = SelectField("见了谁", [Required("请选择见了谁。")], coerce=int)
    on = Date("日期", [Required("请填写日期。"), not_in_future])
    way = RadioField("方式", [Required("请选择方式。")], choices=WAYS)
    said = _text("当事人说了什么", "请写明当事人说了什么。")
    done = _text("答复了什么、办了什么", "请写明答复了什么、办了什么。", 3)

    def offer_parties(self, case: Case) -> None:
        """Let one of the parties of `case` be chosen."""
        self.party_id.choices = {each.id: f"{each.role_name} {each.name}" for each in case.parties}

    def arguments(self) -> dict:
        told = {name: self[name].data for name in ("on", "way", "said", "done")}
        return {"party": db.session.get_one(Party, self.party_id.data)} | told


class ContactForm(PartyForm):
    """登记见面."""

    with_leader = BooleanField("包案领导参加")

    def arguments(self) -> dict:
        return super().arguments() | {"with_leader": self.with_leader.data}


class MoreTimeForm(ReasonForm):
    """申请延期."""

    gives = {"until": "until", "reason": "text"}
    until = Date("延到", [Required("请填写延到哪一天。"), within_years(3)])


class StrikeForm(Form):
    """申请销号."""

    result = RadioField("结果", [Required("请选择结果。")], choices=RESULTS)
    account = _text("化解经过", "请写明化解经过。", 6)
    attitude = RadioField("当事人态度", [Required("请选择当事人态度。")], choices=ATTITUDES)
    confirmed = RadioField(
        "当事人怎样确认的", [Required("没有当事人签字、电话核实或者录音的，不能销号。")], choices=CONFIRMED
    )
    proofs = _text("佐证目录", "请写明有哪些佐证材料。", description="一行一份，如：调解协议书、付款凭证、回访录音。")
    meetings = StringField("会商记录", [Short(200), no_numbers_here], description="开过会商的，写会议记录的编号。")


class OpinionForm(Form):
    """复核意见."""

    opinion = _text("复核意见", "请写明复核意见。")


class RelapseForm(ReasonForm):
    """认定反弹."""

    case_id = SelectField("哪一件", coerce=int)
    verdict = RadioField("认定", [Required("请选择是不是反弹。")], choices=VERDICTS)

    def arguments(self) -> dict:
        case = db.session.get_one(Case, self.case_id.data)
        return {"case": case, "verdict": self.verdict.data, "reason": self.text.data}


class HandoverForm(Form):
    """登记交接."""

    told = _text("已经做了什么", "请写明已经做了什么。")
    open_points = _text("还有什么没有办", "请写明还有什么没有办，没有的写“没有”。")
