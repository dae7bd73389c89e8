"""卷宗: one PDF of a closed case, in the order of its catalogue, with running page numbers."""

import io
from datetime import date

import pikepdf
import pytest
from pypdf import PdfReader
from werkzeug.datastructures import FileStorage

from plugins.mediation.models import Committee, Dispute, Mediator
from portal import clock
from portal.audit.models import AuditEntry
from portal.cases import dossier
from portal.cases.models import Case
from portal.documents import binding
from portal.documents.models import Document, new_check_code
from portal.extensions import db
from portal.files.models import Attachment
from portal.testing import factories
from portal.testing.pictures import photo

BLANK = b"%PDF-1.4"


@pytest.fixture
def case(cast) -> Case:
    """Handed on, answered and closed; with a photo and a scan of two pages."""
    case = factories.case(cast.taixing, by=cast.clerk, title="楼上漏水")
    case.triage(kind="0201", level="minor", by=cast.clerk)
    handed = case.assign(cast.labour_bureau, by=cast.clerk)
    handed.acknowledge(by=cast.department)
    handed.report("修好了。", by=cast.department)
    case.resolve("修好了，双方满意。", by=cast.clerk)
    with pikepdf.new() as made:
        for _ in range(2):
            made.add_blank_page(page_size=(595, 842))
        scan = io.BytesIO()
        made.pages[0].Contents = made.make_stream(b"0 0 100 100 re f")
        made.pages[1].Contents = made.make_stream(b"0 0 50 50 re f")
        made.save(scan)
    for content, name in ((photo(size=(80, 80), kind="PNG"), "现场.png"), (scan.getvalue(), "票据.pdf")):
        Attachment.take_in(FileStorage(io.BytesIO(content), name), subject=case, purpose="材料", by=cast.clerk)
    db.session.commit()
    return case


def outline(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf, pdf.open_outline() as found:
        return [each.title for each in found.root]


def test_what_was_verified_before_it_was_closed_stands_in_the_closing_report(as_user, cast, case):
    """核查 asks nobody whether he is content."""
    other = factories.case(cast.taixing, by=cast.clerk, title="路灯不亮")
    other.triage(kind="0201", level="minor", by=cast.clerk)
    handed = other.assign(cast.labour_bureau, by=cast.clerk)
    handed.acknowledge(by=cast.department)
    handed.report("修好了。", by=cast.department)
    other.verify(way="site", settled="yes", note="看过了，亮了。", by=cast.clerk)
    other.resolve("修好了。", by=cast.clerk)
    db.session.commit()
    answer = as_user("clerk").get(f"/cases/{other.id}/dossier.pdf")
    assert answer.mimetype == "application/pdf"
    assert "看过了，亮了。" in "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)


def test_everything_is_there_in_order_and_the_print_is_in_the_trail(as_user, case):
    clerk = as_user("clerk")
    assert f"/cases/{case.id}/dossier.pdf" in clerk.page(f"/cases/{case.id}").links()
    answer = clerk.get(f"/cases/{case.id}/dossier.pdf")
    assert answer.mimetype == "application/pdf"
    assert outline(answer.data) == [
        *("事项登记表", "办理记录", "事项流转单", "附件：现场.jpg", "附件：票据.pdf", "结案报告"),
    ]
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert len(pdf.pages) == 9  # cover and catalogue, then seven that are numbered
    said = db.session.scalars(db.select(AuditEntry.detail).where(AuditEntry.action == "print")).all()
    assert said == ["卷宗"]


def test_nothing_is_printed_that_is_meant_for_the_printer(as_user, case):
    pages = PdfReader(io.BytesIO(as_user("clerk").get(f"/cases/{case.id}/dossier.pdf").data)).pages
    assert "{" not in "".join(page.extract_text() for page in pages)


def test_the_cover_tells_the_day_and_the_result(as_user, case):
    cover = PdfReader(io.BytesIO(as_user("clerk").get(f"/cases/{case.id}/dossier.pdf").data)).pages[0].extract_text()
    assert (f"{clock.today()}" in cover, "修好了，双方满意" in "".join(cover.split())) == (True, True)


def test_papers_of_a_module_are_bound_for_whoever_may_print_them(app, cast, case):
    committee = Committee.found(unit=cast.street, name="昭君街道调委会", by=None, founded_on=date(2024, 1, 1))
    committee.mediators = [Mediator(name="李秀兰", gender="女", post="chair", valid_from=date(2024, 1, 1))]
    case.reopen("又漏了。", by=cast.clerk)
    dispute = Dispute.receive(case, by=cast.clerk)
    for kind in ("acceptance", "acceptance", "unheard_of"):
        fields = {"check_code": new_check_code(), "title": f"人民调解{kind}"}
        Document.issue(dispute, kind, BLANK, by=cast.director, **fields)
    db.session.commit()
    found = [(each.kind, each.version) for each in dossier._issued(case, cast.director)]
    assert found == [("acceptance", 2)]
    assert dossier._issued(case, cast.clerk) == []


def test_not_before_it_is_closed_and_not_for_the_department(as_user, cast, case):
    opened = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    assert as_user("clerk").get(f"/cases/{opened.id}/dossier.pdf").status_code == 409
    assert as_user("department").get(f"/cases/{case.id}/dossier.pdf").status_code == 403
    assert as_user("outsider").get(f"/cases/{case.id}/dossier.pdf").status_code == 404


def test_what_is_too_large_is_told_with_its_size(as_user, case, monkeypatch):
    monkeypatch.setattr(binding, "MOST_BYTES", 100)
    page = as_user("clerk").page(f"/cases/{case.id}/dossier.pdf")
    assert (page.status, "请分别下载" in page.text) == (422, True)
    monkeypatch.setattr(binding, "MOST_BYTES", 50 << 20)
    monkeypatch.setattr(binding, "MOST_PAGES", 3)
    assert "共 7 页" in as_user("clerk").page(f"/cases/{case.id}/dossier.pdf").text
