"""Downloads: only for those who may see the row a file belongs to, and recorded in the audit trail."""

import io
from typing import Any

from flask import Blueprint, abort, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.accounts.vouching import let_out
from portal.audit import trail
from portal.database import records
from portal.extensions import db
from portal.files.models import Attachment
from portal.web.http.guards import signed_in
from portal.web.pages.rendering import LARGEST_ID, get_or_404

__all__ = ["hand_out", "hand_out_of"]

bp = Blueprint("files", __name__, url_prefix="/files")


@bp.get("/<int:attachment_id>")
@records
@signed_in
def download(attachment_id: int):
    """One attachment; the right is that on the row it belongs to, whatever that takes."""
    return hand_out(get_or_404(Attachment.visible_to(current_user), attachment_id))


def hand_out_of(record: Any, file_id: int) -> ResponseReturnValue:
    """The file `file_id` among those of `record`, which the reader may see; 404 for any other."""
    found = db.session.scalar(Attachment.of(record).where(Attachment.id == file_id)) if file_id <= LARGEST_ID else None
    return hand_out(found or abort(404))


def hand_out(attachment: Attachment) -> ResponseReturnValue:
    """The file as a download, on record; for a view marked `@records`."""
    let_out(current_user)
    trail.record("download", subject=attachment, unit=attachment.unit, detail=attachment.name)
    answer = send_file(
        io.BytesIO(attachment.content), mimetype=attachment.mime, as_attachment=True, download_name=attachment.name
    )
    db.session.commit()
    return answer
