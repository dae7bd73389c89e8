"""调查核实: evidence, statements, opinions, the clock, the conclusion."""

from flask import request
from flask_login import current_user

from plugins.heroes.blueprint import bp
from plugins.heroes.forms import ConclusionForm, EvidenceForm, OpinionForm, ReasonForm, StatementForm
from plugins.heroes.views.steps import ask, in_state, take
from portal import clock
from portal.web.forms import with_files
from portal.web.http.guards import requires

EVIDENCE = ("kind", "content", "provider", "obtained_on")
STATEMENT = (
    "held_at",
    "ended_at",
    "place",
    "witness",
    "role",
    "gender",
    "id_number",
    "phone",
    "address",
    "askers",
    "recorder",
    "transcript",
)
BEFORE_DECISION = ("nominated", "correcting", "investigating", "review", "proposed", "published", "awaiting")
COLLECTING = ("nominated", "correcting", "investigating")
CLOCK = {"explanation": "鉴定时间不计入调查评审期限：送鉴定时中止计时，取得鉴定意见后恢复。"}


@bp.get("/deeds/<int:deed_id>/evidence/new")
@requires("heroes.review")
def new_evidence(deed_id: int):
    """证据: the form."""
    return ask(
        in_state(deed_id, *COLLECTING), EvidenceForm(data={"obtained_on": clock.today()}), "登记证据", uploads=True
    )


@bp.post("/deeds/<int:deed_id>/evidence/new")
@requires("heroes.review")
def add_evidence(deed_id: int):
    """证据."""
    deed, form = in_state(deed_id, *COLLECTING), EvidenceForm(with_files())
    return take(
        deed,
        form,
        "登记证据",
        lambda: deed.add_evidence(
            by=current_user, upload=request.files.get("upload"), **{name: form[name].data for name in EVIDENCE}
        ),
        "已登记证据。",
        uploads=True,
    )


@bp.get("/deeds/<int:deed_id>/statements/new")
@requires("heroes.review")
def new_statement(deed_id: int):
    """调查笔录: the form."""
    deed = in_state(deed_id, "investigating")
    form = StatementForm(data={"held_at": clock.now(), "recorder": current_user.name})
    return ask(deed, form, "调查笔录", button="保存笔录", keeps_draft=True)


@bp.post("/deeds/<int:deed_id>/statements/new")
@requires("heroes.review")
def take_statement(deed_id: int):
    """调查笔录."""
    deed, form = in_state(deed_id, "investigating"), StatementForm()
    return take(
        deed,
        form,
        "调查笔录",
        lambda: deed.take_statement(by=current_user, **{name: form[name].data for name in STATEMENT}),
        "已保存笔录。",
        button="保存笔录",
        keeps_draft=True,
    )


@bp.get("/deeds/<int:deed_id>/opinions/new")
@requires("heroes.review")
def new_opinion(deed_id: int):
    """意见: the form."""
    return ask(in_state(deed_id, *BEFORE_DECISION), OpinionForm(data={"signed_on": clock.today()}), "签署意见")


@bp.post("/deeds/<int:deed_id>/opinions/new")
@requires("heroes.review")
def give_opinion(deed_id: int):
    """意见."""
    deed, form = in_state(deed_id, *BEFORE_DECISION), OpinionForm()
    return take(
        deed,
        form,
        "签署意见",
        lambda: deed.give_opinion(
            form.kind.data, form.text.data, form.signer.data, form.signed_on.data, by=current_user
        ),
        "已登记意见。",
    )


@bp.get("/deeds/<int:deed_id>/pause")
@requires("heroes.review")
def new_pause(deed_id: int):
    """鉴定: stop or go on counting."""
    deed = in_state(deed_id, "investigating")
    return ask(deed, ReasonForm(), "恢复计时" if deed.term("review").paused_on else "中止计时", **CLOCK)


@bp.post("/deeds/<int:deed_id>/pause")
@requires("heroes.review")
def pause(deed_id: int):
    """鉴定: turned round."""
    deed, form = in_state(deed_id, "investigating"), ReasonForm()
    paused = deed.term("review").paused_on
    act = deed.resume if paused else deed.pause
    return take(
        deed,
        form,
        "恢复计时" if paused else "中止计时",
        lambda: act(form.text.data, by=current_user),
        "已恢复计时。" if paused else "已中止计时。",
        **CLOCK,
    )


@bp.get("/deeds/<int:deed_id>/extension")
@requires("heroes.manage")
def new_extension(deed_id: int):
    """延长: the form."""
    return ask(in_state(deed_id, "investigating", "review"), ReasonForm(), "延长期限")


@bp.post("/deeds/<int:deed_id>/extension")
@requires("heroes.manage")
def extend(deed_id: int):
    """延长."""
    deed, form = in_state(deed_id, "investigating", "review"), ReasonForm()
    return take(deed, form, "延长期限", lambda: deed.extend(form.text.data, by=current_user), "已延长期限。")


@bp.get("/deeds/<int:deed_id>/conclusion")
@requires("heroes.review")
def new_conclusion(deed_id: int):
    """调查终结: findings and the checklist."""
    return ask(
        in_state(deed_id, "investigating"),
        ConclusionForm(),
        "调查终结",
        keeps_draft=True,
        explanation="请逐项核对法律规定的不予认定情形；有一项为“是”的，评审不能拟确认。",
    )


@bp.post("/deeds/<int:deed_id>/conclusion")
@requires("heroes.review")
def conclude(deed_id: int):
    """调查终结."""
    deed, form = in_state(deed_id, "investigating"), ConclusionForm()
    return take(
        deed,
        form,
        "调查终结",
        lambda: deed.conclude(form.findings.data, form.bars(), by=current_user),
        "调查终结，转入评审。",
        keeps_draft=True,
    )
