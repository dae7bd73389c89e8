"""成套打印: one press prints all that a moment needs, in the copies each party and the committee get."""

import io

import pymupdf
import pytest
from pypdf import PdfReader

from plugins.mediation.samples import DISPUTES
from portal.audit.models import AuditEntry
from portal.documents.models import Document
from portal.extensions import db


def marks(content: bytes) -> list[str]:
    """What stands at the top left of each page that says whose it is."""
    with pymupdf.open(stream=content) as pdf:
        found = [page.get_text("text", clip=pymupdf.Rect(60, 0, 400, 60)).split() for page in pdf]
    return [each for words in found for each in words if each.startswith("交") or each.endswith("存卷")]


@pytest.fixture
def set_of(as_user):
    """`set_of(dispute, "acceptance")`: the file."""
    client = as_user("mediator")

    def fetch(dispute, moment: str) -> bytes:
        answer = client.get(f"/mediation/disputes/{dispute.id}/sets/{moment}.pdf")
        assert answer.mimetype == "application/pdf", answer.text
        return answer.data

    return fetch


def test_each_party_and_the_committee_get_the_agreement_with_their_name_on_it(agreed, set_of):
    content = set_of(agreed, "agreement")
    names = [f"交{each.party.side_name}{each.party.name}" for each in agreed.parties]
    assert list(dict.fromkeys(marks(content))) == [*names, "调委会存卷"]
    own = db.session.scalars(db.select(Document).where(Document.kind == "agreement")).one()
    assert len(marks(content)) == len(PdfReader(io.BytesIO(own.content)).pages)


def test_what_the_acceptance_needs_is_one_file_and_each_paper_stands_in_the_trail(mediating, set_of):
    content = set_of(mediating, "acceptance")
    with pymupdf.open(stream=content) as pdf:
        said = "".join("".join(page.get_text().split()) for page in pdf)
    order = [said.index(each) for each in ("人民调解申请书", "人民调解受理登记表", "人民调解权利义务告知书")]
    assert order == sorted(order)
    printed = db.session.scalars(db.select(AuditEntry.detail).where(AuditEntry.action == "print")).all()
    assert printed == ["人民调解申请书", "人民调解受理登记表", "人民调解权利义务告知书", "当事人身份证明核对表"]


def test_the_notice_of_rights_is_for_everybody_and_the_registration_for_the_committee(mediating, set_of):
    content = set_of(mediating, "acceptance")
    for party in mediating.parties:
        assert f"交{party.party.side_name}{party.party.name}" in marks(content)
    assert "调委会存卷" in marks(content)


def test_a_draft_is_in_no_set(as_user, written):
    assert as_user("mediator").get(f"/mediation/disputes/{written.id}/sets/agreement.pdf").status_code == 422


def test_several_disputes_chosen_from_a_list_are_one_file(as_user, mediating, stage):
    other = DISPUTES.bring("mediating", stage)
    db.session.commit()
    client = as_user("mediator")
    page = client.page("/mediation/sets?moment=acceptance")
    assert all(each.title in page.text for each in (mediating, other))
    answer = client.get(f"/mediation/sets/acceptance.pdf?chosen={mediating.id}&chosen={other.id}")
    with pymupdf.open(stream=answer.data) as pdf:
        said = "".join("".join(page.get_text().split()) for page in pdf)
    assert mediating.number in said
    assert other.number in said


def test_choosing_nothing_is_told(as_user, mediating):
    page = as_user("mediator").page("/mediation/sets/acceptance.pdf")
    assert (page.status, "请先选要打印的纠纷" in page.text) == (422, True)


def test_the_page_of_a_dispute_offers_the_set(as_user, mediating):
    page = as_user("mediator").page(f"/mediation/disputes/{mediating.id}")
    assert f"/mediation/disputes/{mediating.id}/sets/acceptance.pdf" in page.links()
    assert "一次打印" not in as_user("clerk").page(f"/mediation/disputes/{mediating.id}").text
