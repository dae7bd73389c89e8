"""电子签名 of papers with the certificate of a district, and a timestamp where an authority for it is set (PAdES; docs/adr/0099).

The key never leaves the portal: it is kept by the keyring and read only while a paper is signed.
"""

import base64
import io
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Optional

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.database import nobody_waits
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.protection import EncryptedText

if TYPE_CHECKING:
    from portal.documents.models import Document

FIELD = "PortalSeal"
TSA_SECONDS = 5  # for which a timestamp is waited
log = logging.getLogger(__name__)


class SigningCertificate(db.Model):  # type: ignore[name-defined]
    """The certificate with which papers of a unit and of what lies below it are signed. Append-only; the newest of the nearest unit is in use. `pkcs12` is "" where
    the unit ends signing. `tsa_url`: the authority that puts the time to it, "" for none."""

    __tablename__ = "documents_certificate"

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("org_unit.id"), index=True)
    holder: Mapped[str] = mapped_column(String(200), default="")
    not_before: Mapped[datetime | None]
    not_after: Mapped[datetime | None]
    pkcs12: Mapped[str] = mapped_column(EncryptedText("documents_certificate.pkcs12"), default="")
    tsa_url: Mapped[str] = mapped_column(String(200), default="")
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    unit: Mapped[OrgUnit] = relationship()
    actor: Mapped[User | None] = relationship()

    @classmethod
    def take_in(
        cls, unit: OrgUnit, content: bytes, password: str, *, tsa_url: str = "", by: User | None = None
    ) -> "SigningCertificate":
        """Sign with the PKCS#12 file `content` from now on. Raises RuleError in Chinese for one that cannot sign."""
        try:
            found = pkcs12.load_pkcs12(content, password.encode() or None)
        except ValueError as error:
            raise RuleError("证书文件打不开，请核对文件（.pfx、.p12）和密码。") from error
        if found.cert is None or not isinstance(found.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
            raise RuleError("证书文件里没有能签名的证书和私钥（只能用 RSA、ECDSA，不能用国密 SM2）。")
        certificate = found.cert.certificate
        if not certificate.not_valid_before_utc <= clock.now() <= certificate.not_valid_after_utc:
            raise RuleError(f"证书不在有效期内（到 {certificate.not_valid_after_utc:%Y-%m-%d}），请换新的证书。")
        others = [each.certificate for each in found.additional_certs]
        bare = pkcs12.serialize_key_and_certificates(None, found.key, certificate, others, NoEncryption())
        names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
        row = cls(
            unit=unit,
            holder=str(names[0].value if names else certificate.subject.rfc4514_string())[:200],
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
            pkcs12=base64.b64encode(bare).decode(),
            tsa_url=tsa_url,
            actor=by,
        )
        return _entered(row, f"文书电子签名：启用“{row.holder}”的证书，有效期到 {row.not_after:%Y-%m-%d}")

    @classmethod
    def end(cls, unit: OrgUnit, *, by: User | None = None) -> "SigningCertificate":
        """Papers of `unit` are not signed any more; what was signed stays so."""
        return _entered(cls(unit=unit, actor=by), "文书电子签名：停用")

    @classmethod
    def in_force(cls, unit: OrgUnit) -> Optional["SigningCertificate"]:
        """With which papers of `unit` are signed now; None where they are not, or it has run out."""
        rows = db.session.scalars(select(cls).where(cls.unit_id.in_(unit.ancestor_ids))).all()
        newest = max(rows, key=lambda each: (unit.ancestor_ids.index(each.unit_id), each.id), default=None)
        return newest if newest and newest.pkcs12 and newest.not_after > clock.now() else None

    @property
    def ended(self) -> str:
        """That it has run out, or that its unit ended signing since, in Chinese; "" while it is in use, or another took its place."""
        if self.not_after and self.not_after <= clock.now():
            return f"证书已于 {clock.local(self.not_after):%Y-%m-%d} 到期"
        own = type(self)
        later = select(own).where(own.unit_id == self.unit_id, own.id > self.id).order_by(own.id).limit(1)
        last = db.session.scalar(later)
        return f"证书已于 {clock.local(last.at):%Y-%m-%d} 停用" if last and not last.pkcs12 else ""

    @property
    def content(self) -> bytes:
        return base64.b64decode(self.pkcs12)


def _entered(row: SigningCertificate, told: str) -> SigningCertificate:
    db.session.add(row)
    db.session.flush()
    trail.record("settings_change", subject=row, unit=row.unit, actor=row.actor, detail=told)
    return row


@dataclass(frozen=True)
class Signature:
    """What is found of the signature of a paper: `state` is valid, none or broken; `stamped_at`: the time an authority put to it."""

    state: str
    holder: str = ""
    stamped_at: datetime | None = None


def signed(content: bytes, certificate: SigningCertificate) -> bytes:
    """A PDF that was made here, with the signature of the district. An authority that does not answer keeps nobody waiting: the paper then has no timestamp."""
    nobody_waits("a paper is signed")
    if certificate.tsa_url:
        try:
            return _sign(content, certificate, certificate.tsa_url)
        except Exception as error:  # noqa: BLE001  whatever an authority answers
            log.warning("no timestamp from %s: %s", certificate.tsa_url, type(error).__name__)
    return _sign(content, certificate)


def _sign(content: bytes, certificate: SigningCertificate, tsa_url: str = "") -> bytes:
    # Where no district signs, nobody waits for these to be loaded.
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
    from pyhanko.sign.timestamps import HTTPTimeStamper

    told = PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    stamper = HTTPTimeStamper(tsa_url, timeout=TSA_SECONDS) if tsa_url else None
    signer = PdfSigner(told, SimpleSigner.load_pkcs12_data(certificate.content, []), timestamper=stamper)
    return signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(content))).getvalue()


def signature_of(document: "Document") -> Signature:
    """Whether the stored paper bears the signature of its district, whole, over all of it."""
    certificate = document.certificate
    if certificate is None:
        return Signature("none")
    from pyhanko.keys import load_certs_from_pemder_data
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    broken = Signature("broken", certificate.holder)
    try:
        own = pkcs12.load_pkcs12(certificate.content, None).cert.certificate
        trusted = ValidationContext(
            trust_roots=list(load_certs_from_pemder_data(own.public_bytes(Encoding.DER))),
            allow_fetching=False,
            moment=document.issued_at,
        )
        uses = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
        (embedded,) = PdfFileReader(io.BytesIO(document.content)).embedded_signatures
        found = validate_pdf_signature(embedded, trusted, ts_validation_context=trusted, key_usage_settings=uses)
    except Exception:  # noqa: BLE001  a file that was changed may break anywhere
        return broken
    whole = found.coverage == SignatureCoverageLevel.ENTIRE_FILE
    if not (found.intact and found.valid and found.trusted and whole):
        return broken
    stamp = found.timestamp_validity
    return Signature("valid", certificate.holder, stamp.timestamp if stamp and stamp.intact and stamp.valid else None)
