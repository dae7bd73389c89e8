"""电子签名: papers of a district that has a certificate are signed, with the time of an authority where one is set; the check page says what holds."""

import io
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from flask import g
from pyhanko.sign.timestamps import DummyTimeStamper
from pypdf import PdfReader
from sqlalchemy import select

from portal import clock
from portal.documents.binding import Copies, collate
from portal.documents.issuing import issue_or_reprint
from portal.documents.models import Document
from portal.documents.sheet import Sheet
from portal.documents.signing import SigningCertificate, signature_of
from portal.errors import RuleError
from portal.extensions import db
from portal.files import storage
from portal.testing import factories
from portal.testing.core_history import core_back_to, core_to_head

PASSWORD = "seal-2026"


def certified(name: str, *uses, days: int = 400):
    """A key and its certificate, made here."""
    key = rsa.generate_private_key(65537, 2048) if uses else ec.generate_private_key(ec.SECP256R1())
    now = datetime.now(UTC)
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only"), False
    ) | {"digital_signature": True, "content_commitment": True, "decipher_only": False}
    made = x509.CertificateBuilder().subject_name(called).issuer_name(called).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=401))
    made = made.not_valid_after(now + timedelta(days=days)).add_extension(x509.KeyUsage(**usage), critical=True)
    if uses:
        made = made.add_extension(x509.ExtendedKeyUsage(uses), critical=True)
    return key, made.sign(key, hashes.SHA256())


@pytest.fixture(scope="module")
def file() -> bytes:
    key, certificate = certified("达拉特旗司法局")
    return pkcs12.serialize_key_and_certificates(
        b"seal", key, certificate, [], BestAvailableEncryption(PASSWORD.encode())
    )


@pytest.fixture
def case(cast):
    made = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    return made


@contextmanager
def asked(app):
    """In a request that has written nothing yet."""
    db.session.commit()
    with app.test_request_context():
        g.pop("database_writes", None)
        yield


@pytest.fixture
def issue(app, case, cast):
    """`issue()`: a paper of a case, as anybody's is issued."""

    def issued(kind: str = "form") -> Document:
        with asked(app):
            made = issue_or_reprint(
                case,
                kind,
                "documents/base.html",
                lambda check: Sheet(title="登记表", office="昭君街道", number="1", check=check),
                by=cast.clerk,
            )
            db.session.commit()
            return made

    return issued


@pytest.fixture
def authority():
    """A timestamp authority on this machine."""
    key, certificate = certified("时间戳", ExtendedKeyUsageOID.TIME_STAMPING)
    raw = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    stamper = DummyTimeStamper(
        asn1.Certificate.load(certificate.public_bytes(Encoding.DER)), keys.PrivateKeyInfo.load(raw)
    )

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            answer = stamper.request_tsa_response(asked).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_without_a_certificate_papers_are_not_signed(issue, client):
    paper = issue()
    assert signature_of(paper).state == "none"
    assert "没有签名" in client.page(f"/check/{paper.check_code}").text


def test_with_one_they_are_and_the_check_page_says_so(issue, client, case, file):
    SigningCertificate.take_in(case.unit, file, PASSWORD)
    paper = issue()
    assert (signature_of(paper).state, signature_of(paper).stamped_at) == ("valid", None)
    page = client.page(f"/check/{paper.check_code}")
    assert "签名有效，达拉特旗司法局" in page.text
    sent = client.fill(page, file=(io.BytesIO(paper.content), "文书.pdf"))
    assert "完全一致" in sent.text, "byte for byte, the signature included"


def test_the_time_of_the_authority_stands_beside_it(issue, client, case, file, authority):
    SigningCertificate.take_in(case.unit, file, PASSWORD, tsa_url=authority)
    paper = issue()
    assert signature_of(paper).stamped_at is not None
    assert "时间戳 20" in client.page(f"/check/{paper.check_code}").text


def test_an_authority_that_does_not_answer_keeps_no_paper_back(issue, case, file):
    SigningCertificate.take_in(case.unit, file, PASSWORD, tsa_url="http://127.0.0.1:1/")
    assert (signature_of(issue()).state, signature_of(issue()).stamped_at) == ("valid", None)


def test_what_was_changed_afterwards_does_not_pass(issue, client, case, file):
    SigningCertificate.take_in(case.unit, file, PASSWORD)
    paper = issue()
    content = bytearray(paper.content)
    at = content.index(b"/ByteRange") - 2000
    content[at] ^= 1
    paper.sha256 = storage.put(bytes(content))
    db.session.commit()
    assert signature_of(paper).state == "broken"
    assert "校验不通过" in client.page(f"/check/{paper.check_code}").text


def test_one_signed_with_another_certificate_does_not_pass(issue, case, file):
    SigningCertificate.take_in(case.unit, file, PASSWORD)
    paper = issue()
    key, other = certified("达拉特旗司法局")
    strange = pkcs12.serialize_key_and_certificates(None, key, other, [], NoEncryption())
    paper.certificate = SigningCertificate.take_in(case.unit, strange, "")
    assert signature_of(paper).state == "broken"


def test_it_stays_valid_when_the_certificate_has_run_out(issue, case, file):
    SigningCertificate.take_in(case.unit, file, PASSWORD)
    paper = issue()
    with clock.pretend(clock.now() + timedelta(days=500)):
        assert signature_of(paper).state == "valid"
        assert SigningCertificate.in_force(case.unit) is None


def test_signing_ends_and_what_was_signed_stays(issue, case, file):
    SigningCertificate.take_in(case.unit, file, PASSWORD)
    before = issue()
    SigningCertificate.end(case.unit)
    assert (signature_of(before).state, signature_of(issue("other")).state) == ("valid", "none")


class TestWhatBecameOfTheCertificateSince:
    """Stands on the check page: the paper stays as it was issued."""

    def told(self, client, paper) -> str:
        return client.page(f"/check/{paper.check_code}").text

    def test_that_it_has_run_out(self, issue, client, case, file):
        SigningCertificate.take_in(case.unit, file, PASSWORD)
        paper = issue()
        assert "出具时证书有效" not in self.told(client, paper)
        with clock.pretend(clock.now() + timedelta(days=500)):
            assert "签名有效（出具时证书有效，证书已于" in self.told(client, paper)

    def test_that_signing_was_ended(self, issue, client, case, file):
        SigningCertificate.take_in(case.unit, file, PASSWORD)
        paper = issue()
        SigningCertificate.end(case.unit)
        db.session.commit()
        assert f"证书已于 {clock.today():%Y-%m-%d} 停用" in self.told(client, paper)

    def test_not_that_another_took_its_place(self, issue, client, case, file):
        SigningCertificate.take_in(case.unit, file, PASSWORD)
        paper = issue()
        SigningCertificate.take_in(case.unit, file, PASSWORD)
        db.session.commit()
        assert "出具时证书有效" not in self.told(client, paper)


class TestThePage:
    """设置 → 文书电子签名, of whoever decides on the settings of the county."""

    @pytest.fixture
    def signing(self, cast, file) -> SigningCertificate:
        made = SigningCertificate.take_in(cast.county, file, PASSWORD)
        db.session.commit()
        return made

    def test_shows_what_signs_until_when_and_how_many_papers(self, as_user, signing, issue):
        issue()
        page = as_user("district").page("/signing").text
        assert "达拉特旗司法局" in page
        assert f"至 {clock.local(signing.not_after):%Y-%m-%d}" in page
        assert "1 份" in page
        assert "不经过浏览器" in page

    def test_warns_sixty_days_before_its_end_as_does_the_desk(self, as_user, signing):
        card = "文书电子签名的证书将到期"
        assert card not in as_user("district").page("/").text
        with clock.pretend(signing.not_after - timedelta(days=59)):
            client = as_user("district")
            assert "到期以后出具的文书不再签名" in client.page("/signing").text
            assert card in client.page("/").text
            assert card not in as_user("clerk").page("/").text

    def test_says_where_nothing_is_signed(self, as_user):
        assert "现在不签名" in as_user("district").page("/signing").text


def test_sheets_printed_together_bear_no_signature_that_is_broken(app, issue, case, file):
    SigningCertificate.take_in(case.unit, file, PASSWORD)
    paper = issue()
    assert len(PdfReader(io.BytesIO(paper.content)).get_fields()) == 1
    with asked(app):
        together = PdfReader(io.BytesIO(collate("两份", [Copies(paper.content, 1, ["甲", "乙"])])))
    assert (len(together.pages), together.get_fields()) == (2, None)
    assert [each for page in together.pages for each in page.get("/Annots", [])] == []


def test_the_key_is_kept_encrypted(case, file):
    row = SigningCertificate.take_in(case.unit, file, PASSWORD)
    db.session.commit()
    stored = db.session.connection().exec_driver_sql("SELECT pkcs12 FROM documents_certificate").scalar_one()
    assert row.pkcs12
    assert row.pkcs12 not in stored


@pytest.mark.parametrize(("content", "password"), [(b"no file", ""), (None, "wrong")])
def test_a_file_that_cannot_be_opened_is_refused(case, file, content, password):
    with pytest.raises(RuleError, match="打不开"):
        SigningCertificate.take_in(case.unit, content or file, password)


def test_one_that_has_run_out_is_refused(case):
    key, certificate = certified("旧证书", days=-1)
    old = pkcs12.serialize_key_and_certificates(None, key, certificate, [], NoEncryption())
    with pytest.raises(RuleError, match="不在有效期内"):
        SigningCertificate.take_in(case.unit, old, "")


def test_from_the_command_line(app, case, file, tmp_path):
    path, runner = tmp_path / "seal.pfx", app.test_cli_runner()
    path.write_bytes(file)
    unit = str(case.unit.id)
    said = runner.invoke(args=["signing", "set", str(path), "--unit", unit, "--password", PASSWORD])
    assert "用“达拉特旗司法局”的证书签名" in said.output
    assert "用“达拉特旗司法局”" in runner.invoke(args=["signing", "show", "--unit", unit]).output
    assert "文书不签名" in runner.invoke(args=["signing", "end", "--unit", unit]).output
    wrong = runner.invoke(
        args=["signing", "set", str(path), "--unit", unit, "--password", PASSWORD, "--tsa", "ftp://x"]
    )
    assert wrong.exit_code == 1


@pytest.mark.database
def test_papers_survive_going_back_to_before_they_were_signed(case, cast):
    told = {"title": "登记表", "number": "1", "pages": 2, "fingerprint": ""}
    Document.issue(case, "form", b"%PDF", by=cast.clerk, check_code="ABCD2345EFGH", **told)
    db.session.commit()
    core_back_to("core_0062")
    assert not core_to_head()
    assert [(each.kind, each.pages, each.certificate) for each in db.session.scalars(select(Document))] == [
        ("form", None, None)
    ]
