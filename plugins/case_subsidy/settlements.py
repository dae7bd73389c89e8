"""季结: everything about it is mounted by the kit."""

from flask import url_for

from plugins.case_subsidy.blueprint import bp
from plugins.case_subsidy.choices import EXPORT, SETTLE
from plugins.case_subsidy.models import AwardFinding, AwardSettlement
from portal.entitlements.pages import mount_settlement


def _award(settlement: AwardSettlement, finding: AwardFinding) -> str:
    """The address of the award that a finding is about."""
    return url_for("case_subsidy.award", award_id=finding.award_id) if finding.award_id else ""


settlements = mount_settlement(
    bp, AwardSettlement, at="/settlements", export=EXPORT, order=67, names=SETTLE, evidence=_award
)
