"""司法确认: what its forms offer and begin with."""

from plugins.mediation.confirmation_forms import ConfirmationForm, ProgressForm
from plugins.mediation.models import Confirmation, Dispute
from plugins.mediation.models.confirming import AFTERWARDS, FOLLOWING, RULED, STAGES, TURNED_DOWN
from plugins.mediation.settings import KEY
from portal.records.mounting import Ask, among, today
from portal.settings import settings_of
from portal.web.pages.formatting import day

TOGETHER = (
    "各方当事人自协议生效之日起三十日内，共同向有管辖权的人民法院申请（人民调解法第三十三条，民事诉讼法第二百零五条）。"
)


def usual(dispute: Dispute) -> dict:
    """As a rule the court of the place where the committee is."""
    return {"basis": "seat", "court": settings_of(KEY, dispute.unit).court}


def until(dispute: Dispute) -> str:
    return f"{TOGETHER}申请截止：{day(dispute.agreement.confirm_by)}。"


def offer_stages(form: ProgressForm, dispute: Dispute, confirmation: Confirmation) -> None:
    """What may follow."""
    following = FOLLOWING.get(confirmation.stage, ())
    form.stage.choices = {each: STAGES[each] for each in following}
    if not set(following) & {*RULED}:
        del form.ruling, form.told


def progress(form: ProgressForm, dispute: Dispute) -> dict:
    given = {name: form[name].data for name in ("stage", "on", "reason")}
    return given | {"ruling": (form.ruling.data or "").strip() if form.ruling else ""}


def told(dispute: Dispute, confirmation: Confirmation) -> str:
    if confirmation.stage in TURNED_DOWN:
        further = "各方同意的，点“变更、解除协议”。" if dispute.status == "effective" else ""
        return f"已登记。{AFTERWARDS[confirmation.stage]}{further}"
    return f"已登记：{confirmation.stage_name}。"


STEPS = {
    Dispute.draw_confirmation: Ask(
        ConfirmationForm,
        at="confirmations/new",
        done="已登记，请打印《司法确认申请书》，由各方当事人签名，在期限内递交。",
        icon="plus",
        explanation=until,
        start=usual,
        error_at="court",
    ),
    Dispute.follow_confirmation: Ask(
        ProgressForm,
        at="confirmations/<int:confirmation_id>/progress",
        done=told,
        row=among("confirmations"),
        start=today("on"),
        prepare=offer_stages,
        args=progress,
        error_at="stage",
    ),
}
