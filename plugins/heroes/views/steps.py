"""How each step of a deed is asked for, in the order in which its page offers them."""

from flask_login import current_user

from plugins.heroes.blueprint import bp
from plugins.heroes.choices import LEVELS, OPINIONS
from plugins.heroes.decision_forms import (
    AnswerForm,
    CommendationForm,
    DecisionForm,
    PublicationForm,
    ReconsiderationForm,
    RedecisionForm,
    ReviewForm,
)
from plugins.heroes.forms import ConclusionForm, CorrectionForm, EvidenceForm, OpinionForm, StatementForm
from plugins.heroes.models import Deed
from plugins.heroes.models.decision import PASSES
from plugins.heroes.register import deeds
from plugins.heroes.settings import rules_of
from portal import clock
from portal.money import format_yuan
from portal.records.forms import ObjectionForm, PlainForm, ReasonForm
from portal.records.mounting import Ask, among, mount, today


def _publishing(deed: Deed) -> str:
    if deed.secret:
        return "本人要求保密，依规定免予公示：提交后直接转入确认，下面的内容不会公开。"
    return f"自今天起公示 {rules_of(deed.unit).publication_days} 天，期满自动撤下。"


def _decisions_open(form: DecisionForm, deed: Deed) -> None:
    if Deed.confirm.objection(deed):
        form.decision.choices = {"reject": form.decision.choices["reject"]}


def _opinions_open(form: OpinionForm, deed: Deed) -> None:
    if not deed.allows(current_user, "heroes.manage"):
        form.kind.choices = {kind: name for kind, name in OPINIONS.items() if kind != "county"}


def _levels_open(form: CommendationForm, deed: Deed) -> None:
    form.level.choices = deed.levels_left


def _amounts(deed: Deed) -> str:
    rules = rules_of(deed.unit)
    amounts = "，".join(f"{name} {format_yuan(rules.values[f'award_{key}'] or 0)} 元" for key, name in LEVELS.items())
    return f"奖金按表彰当日的本地规定核定：{amounts}；牺牲、丧失劳动能力的另有特别奖。"


def _by_the_government(deed: Deed) -> dict:
    """That of the county confers, or of the unit where there is no county above."""
    return {"on": clock.today(), "conferred_by": f"{deed.unit.county.name}人民政府"}


deed_steps = mount(
    bp,
    Deed,
    at="/deeds/<int:deed_id>",
    show="heroes.show",
    line=deeds.line,
    steps={
        Deed.accept: Ask(at="acceptance", done="已受理。", main=True, icon="check"),
        Deed.ask_correction: Ask(
            ReasonForm,
            at="correction/new",
            done="已告知补正。",
            explanation="补正只能告知一次，请一次写全还缺什么。",
            args=lambda form, deed: {"what": form.text.data},
        ),
        Deed.hold_review: Ask(
            ReviewForm,
            at="reviews/new",
            done="已登记评审结果。",
            title="登记评审",
            button="保存评审结果",
            main=True,
            icon="scale",
            explanation=lambda deed: f"{PASSES}调查结论：{deed.findings}",
            start=lambda deed: {"held_on": clock.today(), "votes": [{}] * rules_of(deed.unit).panel_members},
            groups=("votes",),
            template="heroes/review.html",
        ),
        Deed.publish: Ask(
            PublicationForm,
            at="publication",
            done=lambda deed: "依规定免予公示，转入确认。" if deed.secret else "已开始公示。",
            title=lambda deed: "免予公示" if deed.secret else "公示",
            main=True,
            icon="file-text",
            explanation=_publishing,
            start=lambda deed: {"notice": deed.suggested_notice},
            keeps_draft=True,
        ),
        Deed.object: Ask(ObjectionForm, at="objections/new", done="已登记异议。", start=today("received_on")),
        Deed.answer_objection: Ask(
            AnswerForm,
            at="objections/<int:objection_id>/answer",
            done="已答复异议。",
            row=among("objections"),
            explanation=lambda deed, objection: objection.text,
            args=lambda form, deed: {"answer": form.text.data, "upheld": form.upheld.data == "yes"},
        ),
        Deed.end_publication: Ask(
            PlainForm, at="publication/end", done="公示已结束，转入确认。", title="结束公示", main=True, icon="check"
        ),
        (Deed.confirm, Deed.reject): Ask(
            DecisionForm,
            at="confirmation",
            done="已作出决定。",
            title="作出决定",
            main=True,
            icon="circle-check",
            prepare=_decisions_open,
            choose=lambda deed, form: Deed.confirm if form.decision.data == "confirm" else Deed.reject,
        ),
        Deed.decide_again: Ask(
            RedecisionForm, at="reconsiderations/decision", done="已登记再确认决定。", main=True, icon="scale"
        ),
        Deed.commend: Ask(
            CommendationForm,
            at="commendation",
            done="已登记表彰。",
            main=lambda deed: deed.status == "confirmed",
            icon="award",
            explanation=_amounts,
            start=_by_the_government,
            prepare=_levels_open,
        ),
        Deed.correct: Ask(
            CorrectionForm,
            at="correction",
            done="已补正。",
            main=True,
            icon="pencil",
            start=lambda deed: {"story": deed.story, "beneficiary": deed.beneficiary, "losses": deed.losses},
            keeps_draft=True,
        ),
        Deed.take_statement: Ask(
            StatementForm,
            at="statements/new",
            done="已保存笔录。",
            button="保存笔录",
            main=lambda deed: not deed.statements,
            icon="pencil",
            start=lambda deed: {"held_at": clock.now(), "recorder": current_user.name},
            keeps_draft=True,
        ),
        Deed.add_evidence: Ask(
            EvidenceForm,
            at="evidence/new",
            done="已登记证据。",
            main=lambda deed: deed.status == "investigating" and not deed.evidence,
            icon="paperclip",
            start=today("obtained_on"),
            uploads=True,
        ),
        Deed.conclude: Ask(
            ConclusionForm,
            at="conclusion",
            done="调查终结，转入评审。",
            main=True,
            icon="check",
            explanation="请逐项核对法律规定的不予认定情形；有一项为“是”的，评审不能拟确认。",
            keeps_draft=True,
        ),
        Deed.give_opinion: Ask(
            OpinionForm, at="opinions/new", done="已登记意见。", start=today("signed_on"), prepare=_opinions_open
        ),
        (Deed.pause, Deed.resume): Ask(
            ReasonForm,
            at="pause",
            done=lambda deed: "已中止计时。" if deed.term("review").paused_on else "已恢复计时。",
            icon="clock",
            explanation="鉴定时间不计入调查评审期限：送鉴定时中止计时，取得鉴定意见后恢复。",
        ),
        Deed.extend: Ask(ReasonForm, at="extension", done="已延长期限。", icon="clock"),
        Deed.apply_again: Ask(
            ReconsiderationForm,
            at="reconsiderations/new",
            done="已登记再确认申请。",
            title="登记再确认申请",
            start=today("applied_on"),
        ),
        Deed.decline: Ask(
            ReasonForm,
            at="refusal",
            done="已登记为不予受理。",
            icon="x",
            tone="danger",
            explanation="不予受理要写明理由，并书面告知申报人。",
        ),
        Deed.revoke: Ask(
            ReasonForm,
            at="revocation",
            done="已撤销。",
            icon="x",
            tone="danger",
            explanation="撤销后称号作废，未发的奖金取消，已发的要追缴，保障和回访停止。",
        ),
        Deed.set_secret: Ask(
            ReasonForm,
            at="secrecy",
            done="保密要求已改变。",
            title=lambda deed: "解除保密" if deed.secret else "设为保密",
            icon="eye",
            explanation="要求保密的不公示，也不出现在名单、导出和查找结果里；正在公示的立即撤下。",
            args=lambda form, deed: {"secret": not deed.secret, "reason": form.text.data},
        ),
    },
)
