"""Issues a document once and reprints the stored version, until the data it is made from changes."""

import hashlib
import io
from collections.abc import Callable

import pikepdf
from flask import render_template

from portal.accounts.models import User
from portal.database import begin_writing
from portal.documents.models import Document, new_check_code
from portal.documents.printing import to_pdf
from portal.documents.qr import absolute
from portal.documents.sheet import CheckMark, Sheet
from portal.documents.signing import SigningCertificate, signed
from portal.documents.wordings.in_use import worded_for


def issue_or_reprint(
    subject,
    kind: str,
    template: str,
    sheet: Callable[[CheckMark | None], Sheet],
    *,
    by: User,
    copies: int = 1,
    **context,
) -> Document:
    """The document `kind` of `subject` (a scoped row): the stored version if its content is unchanged, else a new one.

    `sheet` makes the frame for a check mark. Raises RuleError when it cannot be rendered. Other wording of its unit is no other content:
    what was issued stays as it was issued.
    """
    blank = sheet(None)
    fingerprint = hashlib.sha256(render_template(template, sheet=blank, **context).encode()).hexdigest()
    latest = Document.latest(subject, kind)
    if latest is not None and latest.fingerprint == fingerprint:
        return latest
    code = new_check_code()
    marked = sheet(CheckMark(address=check_address(code), code=code))
    with worded_for(subject.unit):
        html = render_template(template, sheet=marked, **context)
    content = to_pdf(html, blank.title, copies)
    pages = pages_of(content) // copies
    certificate = SigningCertificate.in_force(subject.unit)
    content = signed(content, certificate) if certificate else content
    begin_writing()
    meanwhile = Document.latest(subject, kind)
    if meanwhile is not None and meanwhile.fingerprint == fingerprint:
        return meanwhile
    return Document.issue(
        subject,
        kind,
        content,
        by=by,
        check_code=code,
        title=blank.title,
        number=blank.number,
        issuer=blank.office,
        copies=copies,
        pages=pages,
        certificate=certificate,
        fingerprint=fingerprint,
    )


def pages_of(content: bytes) -> int:
    """How many pages there are in a file that was made here."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return len(pdf.pages)


def check_address(code: str) -> str:
    """Where the QR code on a paper leads."""
    return absolute(f"/check/{code}")
