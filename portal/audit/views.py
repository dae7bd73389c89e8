"""检查点: the auditor takes home what proves the trail. The pages on which it is read stand above (`portal.oversight`)."""

import json

import segno
from flask import Blueprint, Response, abort, flash
from flask_login import current_user
from markupsafe import Markup
from sqlalchemy import select
from wtforms import TextAreaField
from wtforms.validators import Optional

from portal.audit import trail
from portal.audit.checkpoints import proof, take_checkpoint
from portal.audit.models import AuditCheckpoint, AuditEntry
from portal.audit.notes import Checkpoint, public_key
from portal.audit.scope import audited_by
from portal.database import reading_first
from portal.extensions import db
from portal.permissions import READ_TRAIL
from portal.web.forms.form import Form
from portal.web.forms.idempotency import saved
from portal.web.http.guards import requires
from portal.web.pages.rendering import LARGEST_ID, render

bp = Blueprint("audit", __name__, url_prefix="/audit", template_folder="templates")
SHOWN = 30  # checkpoints
PROVED = 500  # entries in a file


class ProofForm(Form):
    """What the auditor kept, to be compared."""

    note = TextAreaField(
        "以前保存的检查点",
        validators=[Optional()],
        description="把以前保存的文件内容贴在这里，可以不填。填了就能证明从那时到现在没有改过、删过。",
    )


@bp.get("/checkpoints")
@requires(READ_TRAIL)
def checkpoints():
    """What was signed so far."""
    return _checkpoints(ProofForm())


@bp.post("/checkpoints")
@requires(READ_TRAIL)
def sign():
    """Sign what was recorded until now."""
    trail.record("audit_checkpoint")
    signed = take_checkpoint()
    for each in signed.unsigned[:SHOWN]:
        flash(each, "error")
    said = f"已生成检查点，共 {signed.checkpoint.size} 条记录。请拍照或者下载，另外保存。" if signed.checkpoint else ""
    return saved("/audit/checkpoints", said or "没有新的记录。")


@bp.get("/checkpoints/<int:size>.txt")
@requires(READ_TRAIL)
def note(size: int):
    """One checkpoint as a file."""
    found = db.session.get(AuditCheckpoint, size) if size <= LARGEST_ID else None
    return _file((found or abort(404)).note, "text/plain", f"审计检查点-{size}.txt")


@bp.post("/proof")
@requires(READ_TRAIL)
def prove():
    """The newest entries the auditor may see, with the proof that they were not changed."""
    form, earlier = ProofForm(), None
    if kept := (form.note.data or "").strip():
        try:
            earlier = Checkpoint.read(kept)
        except ValueError as error:
            form.note.errors = [str(error)]
            return _checkpoints(form), 422
    with reading_first():  # all hashes of the trail are read
        newest = select(AuditEntry).where(audited_by(current_user)).order_by(AuditEntry.id.desc()).limit(PROVED)
        proved = proof(db.session.scalars(newest), earlier)
    told = json.dumps(proved, ensure_ascii=False, indent=1)
    trail.record("audit_proof", detail=f"{len(proved['entries'])} 条")
    db.session.commit()
    return _file(told, "application/json", "审计核验文件.json")


def _checkpoints(form: ProofForm) -> str:
    taken = db.session.scalars(select(AuditCheckpoint).order_by(AuditCheckpoint.size.desc()).limit(SHOWN)).all()
    code = segno.make(taken[0].note, error="m", micro=False).svg_inline(scale=3, border=2) if taken else ""
    return render("audit/checkpoints.html", form=form, taken=taken, code=Markup(code), key=public_key())  # noqa: S704  drawn here


def _file(text: str, mime: str, name: str) -> Response:
    answer = Response(text, mimetype=mime)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
