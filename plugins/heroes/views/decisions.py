"""评审、公示、确认、再确认."""

from flask import url_for
from flask_login import current_user

from plugins.heroes.blueprint import bp
from plugins.heroes.decision_forms import DecisionForm, PublicationForm, ReconsiderationForm, RedecisionForm, ReviewForm
from plugins.heroes.models import Deed, PanelVote
from plugins.heroes.notice import suggested_notice
from plugins.heroes.settings import rules_of
from plugins.heroes.views.steps import ask, attempt, in_state, take
from portal import clock
from portal.web.forms.idempotency import saved
from portal.web.forms.repeating_fields import resize
from portal.web.http.guards import requires
from portal.web.pages.rendering import render


@bp.get("/deeds/<int:deed_id>/reviews/new")
@requires("heroes.manage")
def new_review(deed_id: int):
    """评审: the form, with as many rows as the rules ask for members."""
    deed = in_state(deed_id, "review")
    rows = [{} for _ in range(rules_of(deed.unit).panel_members)]
    return _review_page(deed, ReviewForm(data={"held_on": clock.today(), "votes": rows}))


@bp.post("/deeds/<int:deed_id>/reviews/new")
@requires("heroes.manage")
def hold_review(deed_id: int):
    """评审."""
    deed, form = in_state(deed_id, "review"), ReviewForm()
    if resize(form.votes):
        return _review_page(deed, form)
    if not form.validate():
        return _review_page(deed, form, 422)
    votes = [
        PanelVote(member=row.form.member.data.strip(), choice=row.form.choice.data, opinion=row.form.opinion.data)
        for row in form.votes
        if (row.form.member.data or "").strip()
    ]
    refused = attempt(
        lambda: deed.hold_review(held_on=form.held_on.data, votes=votes, opinion=form.opinion.data, by=current_user)
    )
    if refused:
        form.form_errors.append(refused)
        return _review_page(in_state(deed_id, "review"), form, 422)
    return saved(url_for("heroes.show", deed_id=deed_id), "已登记评审结果。")


def _review_page(deed: Deed, form: ReviewForm, status: int = 200):
    return render("heroes/review.html", status=status, deed=deed, form=form)


@bp.get("/deeds/<int:deed_id>/publication")
@requires("heroes.manage")
def new_publication(deed_id: int):
    """公示: the text as suggested; a secret deed is exempt."""
    deed = in_state(deed_id, "proposed")
    return ask(
        deed, PublicationForm(data={"notice": suggested_notice(deed)}), "公示", keeps_draft=True, **_publishing(deed)
    )


@bp.post("/deeds/<int:deed_id>/publication")
@requires("heroes.manage")
def publish(deed_id: int):
    """公示."""
    deed, form = in_state(deed_id, "proposed"), PublicationForm()
    return take(
        deed,
        form,
        "公示",
        lambda: deed.publish(form.notice.data, by=current_user),
        "依规定免予公示，转入确认。" if deed.secret else "已开始公示。",
        keeps_draft=True,
        **_publishing(deed),
    )


def _publishing(deed: Deed) -> dict:
    if deed.secret:
        return {"explanation": "本人要求保密，依规定免予公示：提交后直接转入确认，下面的内容不会公开。"}
    return {"explanation": f"自今天起公示 {rules_of(deed.unit).publication_days} 天，期满自动撤下。"}


@bp.get("/deeds/<int:deed_id>/confirmation")
@requires("heroes.manage")
def new_confirmation(deed_id: int):
    """确认或不予确认: the form."""
    return ask(in_state(deed_id, "awaiting"), DecisionForm(), "作出决定")


@bp.post("/deeds/<int:deed_id>/confirmation")
@requires("heroes.manage")
def decide(deed_id: int):
    """确认或不予确认."""
    deed, form = in_state(deed_id, "awaiting"), DecisionForm()
    return take(
        deed,
        form,
        "作出决定",
        lambda: (deed.confirm if form.decision.data == "confirm" else deed.reject)(form.text.data, by=current_user),
        "已作出决定。",
    )


@bp.get("/deeds/<int:deed_id>/reconsiderations/new")
@requires("heroes.manage")
def new_reconsideration(deed_id: int):
    """申请再确认: the form."""
    deed = in_state(deed_id, "confirmed", "rejected")
    return ask(deed, ReconsiderationForm(data={"applied_on": clock.today()}), "登记再确认申请")


@bp.post("/deeds/<int:deed_id>/reconsiderations/new")
@requires("heroes.manage")
def apply_again(deed_id: int):
    """申请再确认."""
    deed, form = in_state(deed_id, "confirmed", "rejected"), ReconsiderationForm()
    fields = {name: form[name].data for name in ("applied_on", "applicant", "authority", "reason")}
    return take(deed, form, "登记再确认申请", lambda: deed.apply_again(by=current_user, **fields), "已登记再确认申请。")


@bp.get("/deeds/<int:deed_id>/reconsiderations/decision")
@requires("heroes.manage")
def new_redecision(deed_id: int):
    """再确认决定: the form."""
    return ask(in_state(deed_id, "reconsidering"), RedecisionForm(), "再确认决定")


@bp.post("/deeds/<int:deed_id>/reconsiderations/decision")
@requires("heroes.manage")
def decide_again(deed_id: int):
    """再确认决定."""
    deed, form = in_state(deed_id, "reconsidering"), RedecisionForm()
    return take(
        deed,
        form,
        "再确认决定",
        lambda: deed.decide_again(form.outcome.data, form.text.data, by=current_user),
        "已登记再确认决定。",
    )
