"""家庭积分: claims, from entry to confirmation, objection and correction."""

from flask import g, request, url_for
from flask_login import current_user
from sqlalchemy import select

from plugins.family_points.blueprint import bp
from plugins.family_points.forms import ClaimForm
from plugins.family_points.models import PointClaim, PointRule
from plugins.family_points.models.account import POINTS
from plugins.family_points.models.claim import STANDING
from plugins.family_points.register import CLAIMS, claims
from portal import clock
from portal.accounts.hands import signature
from portal.extensions import db
from portal.families.forms import asked_for
from portal.files.models import Attachment
from portal.org.models import OrgUnit
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.bulk import Bulk
from portal.records.file_pages import mount_files
from portal.records.forms import ReasonForm, file_form
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

VIEW, EXPORT = "family_points.view", "family_points.export"
PROOF = file_form("证明", "PDF 或者图片，不超过 20 MB。不交也可以确认。")


def _start(unit: OrgUnit) -> dict:
    """Today; and the family from whose page one comes."""
    known = asked_for(request.args, current_user)
    who = {"claimant": known.name, "phone": known.phone_masked} if known else {}
    return {"happened_on": clock.today(), "times": 1} | who


def rules_offered(form, unit: OrgUnit) -> None:
    """Those by which something may be entered in `unit`, each with its points and the proof it asks for."""
    form.unit = unit
    form.rule_id.choices = {
        each.id: f"{each.name}　{each.said}{'　要证明：' if each.proof else ''}{each.proof}"
        for each in db.session.scalars(PointRule.of(unit))
    }
    if not form.rule_id.choices:
        form.rule_id.description = f"{unit.short_name}还没有积分规则，由主任制定。"


def _claim_actions() -> list[Action]:
    found, unit = begin_button(PointClaim.claim)(), current_unit()
    if found and current_user.can(POINTS, unit):
        found.append(Action("从 Excel 导入", url_for("family_points.import_claims", unit_id=unit.id), "files"))
    return found


def _waiting(given) -> bool:
    """Whether the list is filtered to what waits for an answer."""
    return given.get("status") in ("open", "claimed")


def _unit_of_claims(unit_id: int) -> OrgUnit:
    """A unit for which the reader may enter claims; its rules are read before a sheet is checked, which asks the database nothing."""
    unit = get_or_404(select(OrgUnit).where(current_user.reach(OrgUnit, POINTS)), unit_id)
    g.point_rules = {each.name: each.id for each in db.session.scalars(PointRule.of(unit))}
    return unit


mount_register(
    bp,
    claims,
    at="/claims",
    endpoint="claims",
    export=EXPORT,
    bulk=(Bulk(PointClaim.confirm, at="confirmed", when=_waiting, warning="证明已经核对。"),),
    actions=_claim_actions,
)
mount_beginning(
    bp,
    PointClaim.claim,
    Ask(
        ClaimForm,
        done=lambda claim: f"已登记，{claim.points} 分，等待确认。编号 {claim.number}。",
        start=_start,
        prepare=rules_offered,
        error_at="rule_id",
        keeps_draft=True,
    ),
    at="/claims/new",
    show=lambda claim: url_for("family_points.show_claim", claim_id=claim.id),
    back="family_points.claims",
)
claim_steps = mount(
    bp,
    PointClaim,
    at="/claims/<int:claim_id>",
    show="family_points.show_claim",
    prefix="claim_",
    steps={
        PointClaim.confirm: Ask(at="confirmation", done="已确认，积分记入账户。", main=True, icon="check"),
        PointClaim.refuse: Ask(
            ReasonForm,
            at="refusal",
            done="已答复不予确认，请告诉这一户可以提出异议。",
            icon="ban",
            tone="danger",
            explanation="写的理由，这一户凭查询码看得到，也可以提出异议，由另一个人复核。",
        ),
        PointClaim.cancel: Ask(
            ReasonForm,
            at="cancellation",
            done="已撤销。",
            icon="undo-2",
            tone="danger",
            shown=lambda claim: claim.entered_by_id == current_user.id,
            explanation="只用于自己登记错了、还没有确认的。登记和理由都保留，可以重新登记。",
        ),
        PointClaim.add_proof: Ask(
            PROOF, at="proofs/new", done="已上传。", icon="paperclip", uploads=True, error_at="upload"
        ),
        PointClaim.take_appeal: Ask(ReasonForm, at="appeal", done="已登记异议，由答复以外的人复核。", icon="pencil"),
        PointClaim.allow: Ask(ReasonForm, at="allowance", done="已确认，积分记入账户。", main=True, icon="check"),
        PointClaim.uphold: Ask(ReasonForm, at="upholding", done="已维持，请告诉这一户。", icon="ban", tone="danger"),
        PointClaim.correct: Ask(
            ReasonForm,
            at="correction",
            done="已冲正。",
            icon="undo-2",
            tone="danger",
            explanation="只用于登记错了的。原来的登记和分数都保留，账户里记一笔冲正；不能用来处罚。",
        ),
    },
)
mount_import(bp, CLAIMS, at="/claims/units/<int:unit_id>", load=_unit_of_claims, back="family_points.claims")


@bp.get("/claims/<int:claim_id>")
@requires(VIEW)
def show_claim(claim_id: int):
    """One claim: who did what, what shows it, what comes next."""
    claim = get_or_404(PointClaim.visible_to(current_user), claim_id)
    return render(
        "family_points/claim.html",
        **claim_steps.shown(claim, ("家庭积分", "family_points.claims")),
        may_call=claim.allows(current_user, POINTS),
        entered_by=signature(claim, claim.entered_by, PointClaim.claim.declared.verb),
        alike=db.session.scalars(claim.alike()).unique().all() if claim.status in STANDING else [],
        proofs=db.session.scalars(Attachment.of(claim)).all(),
        due_at=claim.due_on if claim.open else None,
        now=clock.now(),
    )


mount_files(bp, PointClaim, at="/claims/<int:claim_id>", endpoint="claim_file")
