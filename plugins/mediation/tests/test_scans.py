"""签字盖章后的扫描件: which paper by its code, all pages, legible, the right way up. What is certainly wrong is refused; what is doubtful is kept for a reason."""

import io

import pytest

from plugins.mediation.dossiers.contents import AGREEMENT_KEY, ordered
from plugins.mediation.models import Dispute
from portal import clock
from portal.documents.models import Document
from portal.extensions import db
from portal.testing import pictures

CODE, OTHER = "ABCD2345EFGH", "HGFE5432DCBA"


@pytest.fixture
def issue(cast):
    """`issue(dispute, …)`: its agreement, on so many pages, or another paper of it."""

    def issued(dispute, kind="agreement", title="人民调解协议书", code=CODE, pages=2) -> Document:
        told = {"title": title, "number": dispute.number, "pages": pages, "fingerprint": code}
        made = Document.issue(dispute, kind, code.encode(), by=cast.mediator, check_code=code, **told)
        db.session.commit()
        return made

    return issued


@pytest.fixture
def send(as_user, agreed):
    """`send(scan, …)`: the files on the page of the signatures."""
    client, at = as_user("mediator"), f"/mediation/disputes/{agreed.id}/signatures"

    def sent(*contents: bytes, page=None, **more):
        files = [(io.BytesIO(each), f"{number}.jpg") for number, each in enumerate(contents, 1)]
        return client.fill(page or client.page(at), scan=files or None, **more)

    return sent


def kept(dispute) -> list:
    db.session.rollback()
    return db.session.get(Dispute, dispute.id).scans


def both(code: str = CODE, **more) -> bytes:
    return pictures.bound(pictures.scan(code, **more), pictures.scan(**more))


def test_a_good_scan_is_kept_without_a_word(agreed, issue, send):
    issue(agreed)
    assert send(both()).url == f"/mediation/disputes/{agreed.id}"
    (scan,) = kept(agreed)
    assert (scan.check_code, scan.turned, scan.remark) == (CODE, 0, "")


def test_that_of_another_dispute_is_refused_whatever_the_reason(agreed, issue, send, stage):
    from plugins.mediation.samples import DISPUTES

    issue(agreed)
    issue(DISPUTES.bring("agreed", stage), code=OTHER)
    page = send(both(OTHER))
    assert page.status == 422
    assert "是另一件的《人民调解协议书》" in page.text
    assert "仍要保存的原因" not in page.text
    assert send(page=page, kept_because="就是这一件").status == 422
    assert kept(agreed) == []


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        ([both(dpi=100)], "第 1 页不够清楚（每英寸约 100 点，应当不低于 150 点）"),
        ([pictures.bound(pictures.scan(CODE), pictures.scan(empty=True))], "第 2 页是空白的"),
        ([pictures.scan(CODE)], "《人民调解协议书》每份 2 页，这里只有 1 页"),
        ([pictures.scan(CODE), pictures.scan(turned=90)], "“2.jpg”是横着的"),
        ([both(OTHER)], "这是《人民调解记录》，不是《人民调解协议书》"),
    ],
    ids=["coarse", "empty", "too few pages", "across", "another paper"],
)
def test_what_is_doubtful_is_said_at_the_box_and_kept_for_a_reason(agreed, issue, send, contents, said):
    issue(agreed)
    issue(agreed, "record-1", "人民调解记录", OTHER, 1)
    page = send(*contents, sealed_on=f"{clock.today()}")
    assert page.status == 422
    assert said in page.text
    assert "已选：" in page.text, "nothing has to be picked again"
    assert kept(agreed) == []
    assert send(page=page, kept_because="当事人已经离开，原件只有这一份。").status == 200
    assert said in kept(agreed)[0].remark
    assert "仍要保存的原因：当事人已经离开" in kept(agreed)[0].remark


def test_the_reason_bears_no_number_of_a_person(agreed, issue, send):
    page = send(pictures.scan(dpi=90))
    page = send(page=page, kept_because="身份证 152723199003070014 的人走了")
    assert page.status == 422
    assert kept(agreed) == []


def test_an_earlier_version_is_doubtful(agreed, issue, send):
    issue(agreed)
    issue(agreed, code=OTHER)
    assert "第 1 版，后来又出了新的版本" in send(both()).text


def test_the_printed_file_itself_is_no_scan(agreed, issue, send, app):
    from portal.documents.printing import to_pdf
    from portal.documents.qr import data_uri

    issue(agreed)
    printed = f'<img src="{data_uri(f"http://127.0.0.1:8000/check/{CODE}")}" style="width:18mm">'
    with app.test_request_context():
        content = to_pdf(f"<html><body>{printed}<p>协议</p></body></html>", "协议")
    assert "打印用的电子文件，不是签字盖章以后的扫描件" in send(content).text


def test_the_empty_back_of_a_leaf_is_no_page_of_the_paper(agreed, issue, send):
    issue(agreed, pages=1)
    send(pictures.bound(pictures.scan(CODE), pictures.scan(empty=True)))
    assert [each.remark for each in kept(agreed)] == [""]


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_one_that_is_upside_down_stands_upright_in_the_dossier(agreed, issue, send, turned):
    issue(agreed)
    send(both(turned=turned))
    ((file, placed),) = ordered(agreed, kept(agreed))
    assert (placed.turned, file.remark) == (-turned % 360, "")


def test_the_second_page_is_welcome_later(agreed, issue, send):
    issue(agreed)
    page = send(pictures.scan(CODE))
    send(page=page, kept_because="第 2 页明天补。")
    send(pictures.scan())
    assert len(kept(agreed)) == 2


def test_among_the_materials_a_signed_record_finds_its_place_by_its_code(as_user, agreed, issue):
    session = agreed.sessions[0]
    issue(agreed, f"record-{session.id}", "人民调解记录", OTHER, 1)
    client = as_user("mediator")
    page = client.page(f"/mediation/disputes/{agreed.id}/materials/new")
    assert (
        client.fill(page, purpose="other", files=(io.BytesIO(pictures.scan(OTHER, dpi=90)), "记录.jpg")).status == 200
    )
    db.session.rollback()
    dispute = db.session.get(Dispute, agreed.id)
    ((_, placed),) = ordered(dispute, dispute.materials)
    assert placed.at == f"=record-{session.id}"
    assert placed.at != AGREEMENT_KEY


def test_a_signed_agreement_among_the_materials_is_looked_at_the_same(as_user, agreed, issue):
    issue(agreed)
    client = as_user("mediator")
    page = client.page(f"/mediation/disputes/{agreed.id}/materials/new")
    page = client.fill(page, purpose="signed_agreement", files=(io.BytesIO(pictures.scan(CODE)), "协议.jpg"))
    assert page.status == 422
    assert "每份 2 页，这里只有 1 页" in page.text
    assert "仍要保存的原因" in page.text


def test_a_right_one_takes_the_place_of_the_one_that_was_refused(agreed, issue, send):
    issue(agreed)
    page = send(both(dpi=100))
    assert page.status == 422
    assert "去掉这个文件" in page.text
    assert send(both(), page=page).url == f"/mediation/disputes/{agreed.id}"
    assert len(kept(agreed)) == 1


def test_the_missing_page_joins_what_was_sent(agreed, issue, send):
    issue(agreed)
    page = send(pictures.scan(CODE))
    assert page.status == 422
    send(pictures.scan(), page=page)
    assert len(kept(agreed)) == 2
