"""Of which paper a scan is expected, where scans come in."""

from plugins.mediation.agreement_forms import MaterialForm, SignaturesForm
from plugins.mediation.amendment_forms import AmendedForm
from plugins.mediation.models import Amendment, Dispute
from plugins.mediation.models.amending import AMENDED_SCAN
from plugins.mediation.models.settlement import SIGNED_SCAN
from plugins.mediation.papers import AGREEMENT
from portal.documents.signed_scans import ScansOf


def expect_agreement(form: SignaturesForm, dispute: Dispute) -> None:
    form.scans_of = _agreement(dispute)


def expect_changed(form: AmendedForm, dispute: Dispute, amendment: Amendment) -> None:
    form.scans_of = ScansOf(dispute, [f"amendment-{amendment.id}"], amendment.kind_name)


def expect_materials(form: MaterialForm, dispute: Dispute) -> None:
    """As far as their class tells."""
    changed = ScansOf(dispute, [f"amendment-{each.id}" for each in dispute.amendments], "变更、解除协议")
    expected = {SIGNED_SCAN: _agreement(dispute), AMENDED_SCAN: changed}
    form.scans_of = expected.get(form.purpose.data, ScansOf(dispute))


def _agreement(dispute: Dispute) -> ScansOf:
    earlier = dispute.scans if dispute.agreement else []
    return ScansOf(dispute, [AGREEMENT.kind], AGREEMENT.title, earlier)
