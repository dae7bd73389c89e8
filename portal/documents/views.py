"""Verification of documents: the public page behind the QR code, without personal data."""

from flask import Blueprint, redirect, request, url_for
from sqlalchemy import select

from portal.documents.forms import CheckForm
from portal.documents.models import Document
from portal.documents.signing import signature_of
from portal.extensions import csrf, db, limiter
from portal.web.http.codes import guessable, wrong_code
from portal.web.http.guards import public
from portal.web.pages.rendering import render

bp = Blueprint("documents", __name__, url_prefix="/check", template_folder="templates")


@bp.get("/")
@public
def ask():
    """Ask for the code printed on the document."""
    code = request.args.get("code", "").replace(" ", "").replace("-", "").upper()[:12]
    if code:
        return redirect(url_for("documents.check", code=code))
    return render("documents/check.html", document=None, code="", form=CheckForm(meta={"csrf": False}))


@bp.get("/<code>")
@limiter.limit("60/minute")
@public
@guessable
def check(code: str):
    """Title and number of the document with this code, and whether it is still valid."""
    document = _with_code(code)
    return render(
        "documents/check.html",
        status=200 if document else 404,
        document=document,
        signature=document and signature_of(document),
        code=code[:12],
        form=CheckForm(meta={"csrf": False}),
    )


@bp.post("/<code>")
@limiter.limit("20/minute")
@csrf.exempt
@public
@guessable
def compare(code: str):
    """Whether an uploaded PDF is this document, byte for byte. The upload is not stored."""
    document = _with_code(code)
    form = CheckForm(meta={"csrf": False})
    upload = request.files.get("file")
    same = document.matches(upload.stream.read()) if document and upload and upload.filename else None
    if same is None and document:
        form.file.errors = ["请选择要核对的 PDF 文件。"]
    status = 404 if document is None else 422 if same is None else 200
    return render(
        "documents/check.html",
        status=status,
        document=document,
        signature=document and signature_of(document),
        code=code[:12],
        form=form,
        same=same,
    )


def _with_code(code: str) -> Document | None:
    document = db.session.scalar(select(Document).where(Document.check_code == code.upper()[:12]))
    if document is None:
        wrong_code()
    return document
