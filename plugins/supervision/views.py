"""Pages of 督办: opened from a case, raised, answered, reviewed, lifted."""

from flask import abort, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.supervision.blueprint import bp
from plugins.supervision.choices import EXPORT, VIEW, next_levels
from plugins.supervision.forms import AnswerForm, AssessmentForm, MoreTimeForm, OpenForm, RaiseForm, TalkForm
from plugins.supervision.models import Rung, Supervision
from plugins.supervision.models.targets import answering_for
from plugins.supervision.papers import papers
from plugins.supervision.register import orders
from portal import clock
from portal.cases.models import Case
from portal.records.beginning import mount_beginning
from portal.records.forms import NoteForm, PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render


def _offer_units(form: OpenForm, case: Case) -> None:
    form.target_id.choices = {each.id: str(each) for each in answering_for(case)}


def _offer_levels(form: RaiseForm, supervision: Supervision) -> None:
    form.level.choices = next_levels(supervision.level)


def _to_lift(supervision: Supervision) -> dict[str, str]:
    """What stands above the form of 解除督办."""
    return {
        "答复": supervision.answer_text,
        "考评意见": supervision.assessment,
        "当事人": supervision.satisfaction_name,
    }


def _now(supervision: Supervision) -> dict:
    return {"talked_at": clock.now()}


mount_register(bp, orders, at="/orders", endpoint="index", export=EXPORT)
mount_beginning(
    bp,
    Supervision.open_about,
    Ask(
        OpenForm,
        done=lambda supervision: f"{supervision.number}：{supervision.level_name}。",
        button="督办",
        prepare=_offer_units,
        error_at="target_id",
        keeps_draft=True,
    ),
    at="/cases/<int:case_id>/new",
    of=Case,
    show=lambda supervision: url_for("supervision.show", supervision_id=supervision.id),
    back=lambda case: url_for("cases.show", case_id=case.id),
)
steps = mount(
    bp,
    Supervision,
    at="/orders/<int:supervision_id>",
    show="supervision.show",
    steps={
        Supervision.sign_for: Ask(PlainForm, at="receipt", done="已签收。", main=True, icon="check"),
        Supervision.answer: Ask(
            AnswerForm,
            at="answer",
            done="已答复，待审查。",
            main=lambda supervision: supervision.received_at is not None,
            icon="send",
            keeps_draft=True,
        ),
        Supervision.ask_for_time: Ask(MoreTimeForm, at="extension/new", done="已申请，待决定。", icon="clock"),
        Supervision.grant: Ask(
            NoteForm,
            at="extension",
            done="已准予延期。",
            main=True,
            icon="check",
            seen=lambda supervision: {"申请延到": moment(supervision.until)},
        ),
        Supervision.keep_limit: Ask(ReasonForm, at="extension/refusal", done="已登记。", icon="x"),
        Supervision.propose: Ask(
            AssessmentForm,
            at="proposal",
            done="已提请解除，由另一位有权限的人解除。",
            main=True,
            icon="check",
            seen=lambda supervision: {"答复": supervision.answer_text},
        ),
        Supervision.send_back: Ask(ReasonForm, at="return", done="已退回重办。", icon="undo-2", tone="danger"),
        Supervision.lift: Ask(NoteForm, at="lifting", done="已解除。", main=True, icon="circle-check", seen=_to_lift),
        Supervision.hold_on: Ask(ReasonForm, at="lifting/refusal", done="已登记。", icon="x", tone="danger"),
        Supervision.raise_to: Ask(
            RaiseForm,
            at="level",
            done=lambda supervision: f"已升级为{supervision.level_name}。",
            icon="arrow-up",
            tone="danger",
            prepare=_offer_levels,
            explanation="只能因为应受理未受理、应办理未办理、不依法办理升级，一次升一级。",
        ),
    },
)


def _rung(supervision_id: int, rung_id: int) -> Rung:
    """One of a supervision that the reader may see."""
    found = get_or_404(Supervision.visible_to(current_user), supervision_id)
    return next((each for each in found.rungs if each.id == rung_id), None) or abort(404)


rungs = mount(
    bp,
    Rung,
    at="/orders/<int:supervision_id>/rungs/<int:rung_id>",
    show="supervision.show",
    load=_rung,
    prefix="rung_",
    steps={Rung.hold_talk: Ask(TalkForm, at="talk", done="已记录。", icon="pencil", start=_now, keeps_draft=True)},
)


def _facts(supervision: Supervision) -> list[tuple[str, str]]:
    told = [
        ("督办单位", str(supervision.unit)),
        ("被督办单位", str(supervision.target)),
        ("方式", supervision.level_name),
        ("原因", supervision.cause_name),
        ("请求人", supervision.opened_by.name if supervision.opened_by else "超期一倍，自动督办"),
        ("签收", moment(supervision.received_at)),
        ("答复期限", moment(supervision.due_at)),
        ("申请延到", moment(supervision.until)),
        ("挂牌", moment(supervision.listed_at)),
        ("考评意见", supervision.assessment),
        ("当事人", supervision.satisfaction_name if supervision.assessment else ""),
        ("解除", moment(supervision.lifted_at)),
    ]
    return [(label, value) for label, value in told if value]


@bp.get("/orders/<int:supervision_id>")
@requires(VIEW)
def show(supervision_id: int):
    """One supervision: what is asked, rung by rung, and what was answered."""
    found = get_or_404(
        Supervision.visible_to(current_user).options(
            joinedload(Supervision.unit),
            joinedload(Supervision.case),
            joinedload(Supervision.opened_by),
            selectinload(Supervision.rungs).joinedload(Rung.talked_to),
        ),
        supervision_id,
    )
    return render(
        "supervision/show.html",
        **steps.shown(found, ("督办", "supervision.index"), papers),
        rows=[(each, rungs.actions(each, current_user)) for each in reversed(found.rungs)],
        facts=_facts(found),
        due_at=found.due_at if found.open else None,
        now=clock.now(),
        may_open=found.case.allows(current_user, "cases.view"),
    )
