"""设置 → 文书电子签名: which certificate signs the papers of a unit, until when, and what became of those before. Keys come in on the server alone (`flask signing`)."""

from datetime import datetime, timedelta

from flask import Blueprint
from sqlalchemy import Select, exists, select
from sqlalchemy.orm import aliased, joinedload

from portal import clock
from portal.accounts.reader import Reader
from portal.documents.models import Document
from portal.documents.signing import SigningCertificate
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.context import current_unit
from portal.plugin.contributions import Queue
from portal.settings.sections import FURTHER
from portal.web.http.guards import permitted, requires
from portal.web.pages.rendering import render

bp = Blueprint("signing", __name__, url_prefix="/signing")
TITLE, MANAGE = "文书电子签名", "settings.manage"
FURTHER.append((TITLE, "/signing"))
ENDS_SOON = 60  # days before the end of a certificate from which it is told
MOST = 1000  # papers that are counted


@bp.get("")
@requires(MANAGE)
def index():
    """The one in use in the unit worked in, and all that were set for it or above."""
    unit = permitted(current_unit())
    rows = select(SigningCertificate).where(SigningCertificate.unit_id.in_(unit.ancestor_ids))
    rows = rows.options(joinedload(SigningCertificate.unit)).order_by(SigningCertificate.id.desc())
    used = SigningCertificate.in_force(unit)
    return render(
        "records/certificates.html",
        unit=unit,
        used=used,
        signed=_signed_with(used) if used else "",
        ends_soon=used is not None and used.not_after is not None and used.not_after <= _soon(unit, clock.now()),
        found=db.session.scalars(rows).all(),
        crumbs=[("各项设置", "/settings"), (TITLE, "")],
    )


def _signed_with(certificate: SigningCertificate) -> str:
    """How many papers."""
    some = select(Document.id).where(Document.certificate_id == certificate.id).limit(MOST + 1)
    found = len(db.session.scalars(some).all())
    return f"{MOST} 份以上" if found > MOST else f"{found} 份"


def _soon(_: OrgUnit, now: datetime) -> datetime:
    return now + timedelta(days=ENDS_SOON)


def _ending(reader: Reader) -> Select | None:
    """Certificates in use that end soon, or did, of units whose settings the reader decides on; one that another followed is not in use."""
    own = [each.id for each in reader.units_with(MANAGE)]
    if not own:
        return None
    later, ends = aliased(SigningCertificate), SigningCertificate.not_after
    followed = exists().where(later.unit_id == SigningCertificate.unit_id, later.id > SigningCertificate.id)
    return (
        select(SigningCertificate.id, SigningCertificate.holder.label("text"), ends.label("due"))
        .where(SigningCertificate.unit_id.in_(own), SigningCertificate.pkcs12 != "", ~followed)
        .where(ends <= reader.then(_soon))
        .order_by(ends)
    )


QUEUE = Queue(
    "signing-ending",
    "文书电子签名的证书将到期",
    "/signing",
    "/signing",
    _ending,
    "warn",
    order=64,
    task="申领新的证书，交系统运行人员启用",
)
