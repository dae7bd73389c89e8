"""补正、受理、不予受理、保密."""

from flask_login import current_user

from plugins.heroes.blueprint import bp, deed_or_404
from plugins.heroes.forms import CorrectionForm, NoteForm, ReasonForm
from plugins.heroes.views.steps import ask, in_state, take
from portal.web.http.guards import requires

ONCE = {"explanation": "补正只能告知一次，请一次写全还缺什么。", "button": "告知补正"}
DECLINE = {"explanation": "不予受理要写明理由，并书面告知申报人。", "tone": "danger"}
SECRECY = {"explanation": "改变保密要求：要求保密的不公示，也不出现在名单、导出和查找结果里；正在公示的立即撤下。"}


@bp.get("/deeds/<int:deed_id>/correction/new")
@requires("heroes.manage")
def new_correction_notice(deed_id: int):
    """告知补正: the form."""
    return ask(in_state(deed_id, "nominated"), ReasonForm(), "告知补正", **ONCE)


@bp.post("/deeds/<int:deed_id>/correction/new")
@requires("heroes.manage")
def ask_correction(deed_id: int):
    """告知补正."""
    deed, form = in_state(deed_id, "nominated"), ReasonForm()
    return take(
        deed, form, "告知补正", lambda: deed.ask_correction(form.text.data, by=current_user), "已告知补正。", **ONCE
    )


@bp.get("/deeds/<int:deed_id>/correction")
@requires("heroes.nominate")
def new_correction(deed_id: int):
    """补正: the form, with what is there."""
    deed = in_state(deed_id, "correcting")
    form = CorrectionForm(data={"story": deed.story, "beneficiary": deed.beneficiary, "losses": deed.losses})
    return ask(deed, form, "补正", keeps_draft=True)


@bp.post("/deeds/<int:deed_id>/correction")
@requires("heroes.nominate")
def correct(deed_id: int):
    """补正."""
    deed, form = in_state(deed_id, "correcting"), CorrectionForm()
    fields = {name: form[name].data for name in ("story", "beneficiary", "losses")}
    return take(
        deed,
        form,
        "补正",
        lambda: deed.correct(form.note.data, by=current_user, **fields),
        "已补正。",
        keeps_draft=True,
    )


@bp.get("/deeds/<int:deed_id>/acceptance")
@requires("heroes.manage")
def new_acceptance(deed_id: int):
    """受理: asks once more."""
    return ask(in_state(deed_id, "nominated"), NoteForm(), "受理")


@bp.post("/deeds/<int:deed_id>/acceptance")
@requires("heroes.manage")
def accept(deed_id: int):
    """受理."""
    deed, form = in_state(deed_id, "nominated"), NoteForm()
    return take(deed, form, "受理", lambda: deed.accept(by=current_user, note=form.text.data or ""), "已受理。")


@bp.get("/deeds/<int:deed_id>/refusal")
@requires("heroes.manage")
def new_refusal(deed_id: int):
    """不予受理: the form."""
    return ask(in_state(deed_id, "nominated", "correcting"), ReasonForm(), "不予受理", **DECLINE)


@bp.post("/deeds/<int:deed_id>/refusal")
@requires("heroes.manage")
def decline(deed_id: int):
    """不予受理."""
    deed, form = in_state(deed_id, "nominated", "correcting"), ReasonForm()
    return take(
        deed, form, "不予受理", lambda: deed.decline(form.text.data, by=current_user), "已登记为不予受理。", **DECLINE
    )


@bp.get("/deeds/<int:deed_id>/secrecy")
@requires("heroes.review")
def new_secrecy(deed_id: int):
    """保密要求: the form."""
    deed = deed_or_404(deed_id)
    return ask(deed, ReasonForm(), "解除保密" if deed.secret else "设为保密", **SECRECY)


@bp.post("/deeds/<int:deed_id>/secrecy")
@requires("heroes.review")
def set_secrecy(deed_id: int):
    """保密要求: turned round."""
    deed, form = deed_or_404(deed_id), ReasonForm()
    wanted = not deed.secret
    return take(
        deed,
        form,
        "解除保密" if deed.secret else "设为保密",
        lambda: deed.set_secret(wanted, form.text.data, by=current_user),
        "保密要求已改变。",
        **SECRECY,
    )
