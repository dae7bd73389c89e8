"""卷宗 of a dispute whose agreement was changed; and that each paper and each class of uploads has its place there."""

import io

import pytest
from werkzeug.datastructures import FileStorage

from plugins.mediation.dossiers.contents import BEHIND, contents, originals
from plugins.mediation.dossiers.lacking import lacking
from plugins.mediation.dossiers.sets import MOMENTS
from plugins.mediation.models import Dispute
from plugins.mediation.models.amending import AMENDED_SCAN
from plugins.mediation.models.participation import AUTHORITY
from plugins.mediation.models.settlement import EDITED, PURPOSES, SIGNED_SCAN
from plugins.mediation.papers import PAPERS
from plugins.mediation.samples import DISPUTES
from plugins.mediation.settings import MediationSettings
from portal.extensions import db
from portal.files.models import Attachment
from portal.testing.pictures import photo

TITLE = "人民调解变更协议书"


@pytest.fixture
def changed(effective, stage) -> Dispute:
    """A change was signed by all and scanned."""
    DISPUTES.take(Dispute.sign_amendment, effective, stage)
    db.session.commit()
    return effective


def names(dispute: Dispute) -> list[str]:
    return [each.name for each in contents(dispute)]


class TestTheChange:
    def test_stands_behind_the_agreement_by_the_title_of_its_paper_as_signed(self, changed):
        there = names(changed)
        assert there.index(TITLE) == there.index("人民调解协议书") + 1
        [leaf] = [each for each in contents(changed) if each.name == TITLE]
        assert [scan.file.purpose for scan in leaf.scans] == [AMENDED_SCAN]
        assert TITLE not in "".join(lacking(changed, contents(changed)).by_custom)

    def test_of_which_no_scan_is_there_is_said_to_be_missing(self, changed):
        for each in changed.materials:
            if each.purpose == AMENDED_SCAN:
                db.session.delete(each)
        db.session.flush()
        assert TITLE in "".join(lacking(changed, contents(changed)).by_custom)

    def test_may_be_chosen_as_what_a_scan_shows(self, as_user, changed):
        assert TITLE in [each.name for each in originals(changed)]
        assert f"签署的《{TITLE}》" in as_user("mediator").page(f"/mediation/disputes/{changed.id}/dossier/order").text

    def test_of_several_each_has_its_own_scan(self, changed, stage):
        DISPUTES.take(Dispute.sign_amendment, changed, stage, {Dispute.draw_amendment: {"replaces": []}})
        found = [each for each in contents(changed) if TITLE in each.name]
        assert [each.name for each in found] == [f"{TITLE}（第 1 份）", f"{TITLE}（第 2 份）"]
        assert [len(each.scans) for each in found] == [1, 1]

    @pytest.mark.parametrize("step", [Dispute.draw_amendment, Dispute.drop_amendment])
    def test_that_nobody_signed_is_not_bound(self, effective, stage, step):
        DISPUTES.take(step, effective, stage)
        db.session.commit()
        assert not any("变更协议书" in each for each in names(effective))

    def test_that_nobody_signed_is_not_printed_any_more(self, as_user, effective, stage):
        DISPUTES.take(Dispute.drop_amendment, effective, stage)
        db.session.commit()
        address = f"/mediation/disputes/{effective.id}/amendments/{effective.amendments[0].id}.pdf"
        assert as_user("mediator").get(address).status_code == 409

    def test_is_printed_in_the_copies_of_the_agreement(self, as_user, effective, stage):
        DISPUTES.take(Dispute.draw_amendment, effective, stage)
        db.session.commit()
        page = as_user("mediator").page(f"/mediation/disputes/{effective.id}").text
        assert f"变更、解除协议：一次打印 1 种 {effective.copies} 份" in page


def test_a_scan_of_the_authority_stands_behind_its_paper(mediating, stage, cast):
    DISPUTES.take(Dispute.name_agent, mediating, stage)
    sent = FileStorage(io.BytesIO(photo()), "委托书.jpg")
    Attachment.take_in(sent, subject=mediating, purpose=AUTHORITY, by=cast.mediator)
    there = names(mediating)
    paper = next(at for at, each in enumerate(there) if each.endswith("的授权委托书"))
    assert there[paper + 1] == "授权委托书：委托书"


class TestEveryKind:
    def test_of_paper_is_looked_for_as_signed_but_what_the_office_alone_vouches_for(self):
        unsigned = {each.kind for each in PAPERS if not each.signed}
        assert unsigned == {"identity", "evidence", "certificate", "dossier", "inspection"}

    def test_of_signed_paper_is_printed_with_a_set_but_those_that_are_printed_alone(self):
        in_sets = {kind for moment in MOMENTS.values() for kind in moment.kinds}
        assert {each.kind for each in PAPERS if each.signed} - in_sets <= {"inquiry", "confirmation"}

    def test_of_setting_for_copies_belongs_to_a_paper_of_a_set(self):
        settings = {each.removeprefix("copies_") for each in dir(MediationSettings) if each.startswith("copies_")}
        assert settings <= {kind for moment in MOMENTS.values() for kind in moment.kinds}

    def test_of_upload_has_its_place(self):
        own = {SIGNED_SCAN, AMENDED_SCAN}  # in place of the paper that they show
        assert set(BEHIND) == set(PURPOSES) - own - {"other", EDITED}
