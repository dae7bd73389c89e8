"""Papers as Word documents, and what comes back of them: neither is the paper that was issued."""

import io

import pytest
from docx import Document as Word
from sqlalchemy import select

from plugins.mediation.dossiers.contents import contents
from plugins.mediation.models import Dispute
from plugins.mediation.models.settlement import EDITED
from portal import clock
from portal.audit.models import AuditEntry
from portal.documents.editable import MARK
from portal.documents.models import Document
from portal.documents.wordings.models import PaperWording
from portal.extensions import db

pytestmark = pytest.mark.database


def url(dispute: Dispute, kind: str) -> str:
    return f"/mediation/disputes/{dispute.id}/{kind}.pdf?as=docx"


def opened(answer) -> Word:
    assert answer.status_code == 200
    return Word(io.BytesIO(answer.data))


def text_of(document: Word) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([each.text for each in document.paragraphs] + cells)


def edited(dispute: Dispute, client) -> io.BytesIO:
    """The agreement as somebody changed it in Word."""
    document, written = opened(client.get(url(dispute, "agreement"))), io.BytesIO()
    document.add_paragraph("另行赔礼道歉。")
    document.save(written)
    written.seek(0)
    return written


def hand_back(client, dispute: Dispute, file: io.BytesIO, name: str = "协议修改稿.docx", purpose: str = EDITED):
    return client.fill(
        client.page(f"/mediation/disputes/{dispute.id}/materials/new"), purpose=purpose, files=(file, name)
    )


def test_the_agreement_in_word_says_what_the_paper_says(as_user, agreed):
    document = opened(as_user("mediator").get(url(agreed, "agreement")))
    said = text_of(document)
    assert "一、当事人基本情况" in said
    assert all(each.party.name in said for each in agreed.parties)
    assert all(each.text in said for each in agreed.agreement.terms)
    assert document.sections[0].header.paragraphs[0].text == MARK
    assert document.core_properties.author == agreed.committee.name


def test_it_has_the_wording_of_the_district(as_user, agreed, cast):
    PaperWording.decide(
        cast.county, "mediation/documents/agreement.html", "争议事项", "争议的焦点",
        by=None, reason="旗司法局文件", valid_from=clock.today(),
    )  # fmt: skip
    db.session.commit()
    assert "二、" in text_of(opened(as_user("mediator").get(url(agreed, "agreement"))))
    assert "争议的焦点" in text_of(opened(as_user("mediator").get(url(agreed, "agreement"))))


def test_nothing_is_issued_by_it_and_the_trail_says_who_took_it(as_user, agreed, cast):
    as_user("mediator").get(url(agreed, "agreement"))
    assert db.session.scalars(Document.of(agreed)).all() == []
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "print")).one()
    assert (entry.detail, entry.actor_id) == ("人民调解协议书 Word", cast.mediator.id)


@pytest.mark.parametrize(("who", "status"), [("clerk", 403), ("outsider", 404)])
def test_whoever_may_not_print_it_does_not_get_it(as_user, agreed, who, status):
    for address in (url(agreed, "agreement"), url(agreed, "agreement").partition("?")[0]):
        assert as_user(who).open(address).status_code == status


def test_what_may_not_be_printed_yet_is_not_had_in_word_either(as_user, mediating):
    assert as_user("mediator").open(url(mediating, "agreement")).status_code == 409


def test_it_is_offered_beside_the_paper(as_user, agreed):
    page = as_user("mediator").page(f"/mediation/disputes/{agreed.id}")
    assert f"{agreed.id}/agreement.pdf?as=docx" in page.response.get_data(as_text=True)


def test_an_edited_one_comes_back_and_is_called_what_it_is(as_user, agreed):
    client = as_user("mediator")
    page = hand_back(client, agreed, edited(agreed, client))
    assert "协议修改稿.docx" in page.text
    assert "在外修改的文书稿（不是出具的文书）" in page.text
    assert "不代替已经出具的文书" in client.page(f"/cases/{agreed.case_id}").text


def test_it_replaces_no_issued_paper_and_proves_nothing(as_user, agreed):
    client, address = as_user("mediator"), url(agreed, "agreement").partition("?")[0]
    issued = client.get(address).data
    hand_back(client, agreed, edited(agreed, client))
    dispute = db.session.get(Dispute, agreed.id)
    assert client.get(address).data == issued
    assert not dispute.scans
    assert dispute.status == "agreed"
    assert not [scan for leaf in contents(dispute) for scan in leaf.scans]


def test_only_word_comes_back_as_an_edited_paper(as_user, agreed, photo):
    page = hand_back(as_user("mediator"), agreed, io.BytesIO(photo), "照片.jpg")
    assert page.status == 422
    assert "请上传 .docx 文件" in page.text


def test_an_edited_paper_is_no_evidence(as_user, agreed):
    client = as_user("mediator")
    page = hand_back(client, agreed, edited(agreed, client), purpose="evidence")
    assert page.status == 422
    assert "这里不能上传 Word 文件" in page.text
    assert db.session.get(Dispute, agreed.id).uploads == []
