"""评选活动: the list, planning one, its page with steps and papers; honours of earlier years from Excel."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import func, select

from plugins.family_honours.blueprint import bp
from plugins.family_honours.forms import CampaignForm, PhotosForm, ProlongationForm
from plugins.family_honours.models import HONOUR_STATES, NOMINATE, Campaign, FamilyHonour
from plugins.family_honours.papers import campaign_papers
from plugins.family_honours.register import EARLIER, campaigns
from plugins.family_honours.settings import rules_of
from plugins.family_honours.views.public import nominations
from portal import clock
from portal.extensions import db
from portal.files.models import Attachment
from portal.org.models import OrgUnit
from portal.records.beginning import begin_button, mount_beginning
from portal.records.file_pages import mount_files
from portal.records.forms import ReasonForm, file_form
from portal.records.import_pages import mount_import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, present
from portal.settings import listed
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

AT = "/campaigns/<int:campaign_id>"
FIELDS = (
    "title",
    "kind",
    "authority",
    "document_number",
    "quota",
    "publication_days",
    "nominates_from",
    "nominates_until",
    "criteria",
    "negatives",
)


def _usual(unit: OrgUnit) -> dict:
    """What the unit has laid down for 最美家庭; of another kind it is taken when it is chosen and nothing was changed."""
    rules = rules_of(unit)
    return {
        "criteria": "\n".join(listed(rules.criteria_best)),
        "negatives": "\n".join(listed(rules.negative_family)),
        "publication_days": rules.publication_days,
        "nominates_from": clock.today(),
    }


def _by_kind(form: CampaignForm, unit: OrgUnit) -> dict:
    """The fields; criteria and negative list that were left as proposed are those of the kind."""
    rules, fields = rules_of(unit), {name: form[name].data for name in FIELDS}
    wholly = "village" if form.kind.data == "village" else "family"
    for name, proposed, own in (
        ("criteria", rules.criteria_best, rules.values[f"criteria_{form.kind.data}"]),
        ("negatives", rules.negative_family, rules.values[f"negative_{wholly}"]),
    ):
        if listed(fields[name]) == listed(proposed):
            fields[name] = own
    return fields


mount_register(
    bp,
    campaigns,
    at="/campaigns",
    endpoint="campaigns",
    export="family_honours.export",
    actions=begin_button(Campaign.announce),
)
mount_beginning(
    bp,
    Campaign.announce,
    Ask(
        CampaignForm,
        done=lambda campaign: f"已登记，编号 {campaign.number}。请上传评选通知，然后启动。",
        explanation="条件和负面清单先写着本地规定里最美家庭的；没有改动的，按所选的荣誉换成本地规定。",
        start=_usual,
        args=_by_kind,
        error_at="nominates_until",
        keeps_draft=True,
    ),
    at="/campaigns/new",
    show=lambda campaign: url_for("family_honours.show_campaign", campaign_id=campaign.id),
    back="family_honours.campaigns",
)
campaign_steps = mount(
    bp,
    Campaign,
    at=AT,
    show="family_honours.show_campaign",
    prefix="campaign_",
    steps={
        Campaign.launch: Ask(at="launch", done="已启动。", main=True, icon="check"),
        Campaign.attach: Ask(
            file_form("评选通知"),
            at="document",
            done="已上传。",
            icon="paperclip",
            uploads=True,
            error_at="upload",
            main=lambda campaign: campaign.status == "draft" and not campaign.has_document,
        ),
        Campaign.change: Ask(
            CampaignForm,
            at="details",
            done="已修改。",
            icon="pencil",
            start=present(*FIELDS),
            error_at="nominates_until",
        ),
        Campaign.prolong: Ask(ProlongationForm, at="prolongation", done="已延长。", icon="calendar", error_at="until"),
        Campaign.add_photos: Ask(PhotosForm, at="photos", done="已登记照片。", uploads=True, error_at="uploads"),
        Campaign.finish: Ask(at="ending", done="评选已结束。", icon="circle-check"),
        Campaign.cancel: Ask(ReasonForm, at="cancellation", done="已取消。", icon="x", tone="danger"),
    },
)
mount_import(
    bp,
    EARLIER,
    at=AT,
    load=lambda campaign_id: get_or_404(Campaign.visible_to(current_user), campaign_id),
    back="family_honours.campaigns",
)


@bp.get(AT)
@requires("family_honours.view")
def show_campaign(campaign_id: int):
    """One campaign: by which document, on what conditions, and how far it has come."""
    campaign = get_or_404(Campaign.visible_to(current_user), campaign_id)
    counted = db.session.execute(
        select(FamilyHonour.status, func.count(FamilyHonour.id).label("number"))
        .where(FamilyHonour.campaign_id == campaign.id, FamilyHonour.reach(current_user, "family_honours.view"))
        .group_by(FamilyHonour.status)
    )
    numbers = {row.status: row.number for row in counted}
    return render(
        "family_honours/campaign.html",
        **campaign_steps.shown(campaign, ("评选活动", "family_honours.campaigns"), campaign_papers),
        numbers=[(each.name, numbers[each.key]) for each in HONOUR_STATES if each.key in numbers],
        may_nominate=campaign.status == "running" and campaign.allows(current_user, NOMINATE),
        may_decide=campaign_steps.offers(Campaign.add_photos, campaign, current_user),
        sheet=nominations.url(campaign.unit, campaign.id, what="sheet")
        if campaign.taking and not campaign.of_villages and current_user.can("family_honours.view", campaign)
        else "",
        documents=db.session.scalars(Attachment.of(campaign)).all(),
    )


mount_files(bp, Campaign, at=AT, endpoint="campaign_file")
