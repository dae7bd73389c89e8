"""The photo of whoever a record is about, as an image (portal.records.portraits).

mount_portrait(bp, Member, at="/members/<int:member_id>/photo", needs="elder_care.serve")
"""

import io
from typing import Any

from flask import Blueprint, abort, send_file
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select

from portal.records.mounted import view_of
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404

__all__ = ["mount_portrait"]


def mount_portrait(bp: Blueprint, model: type[Any], *, at: str, needs: str) -> None:
    """Mount the photo of `model` (Portrayed and Scoped) at the address `at`, for whoever holds `needs` there; the endpoint is called by the
    last word of the address. 404 where there is none."""

    def answer(**ids: int) -> ResponseReturnValue:
        (ident,) = ids.values()
        found = get_or_404(select(model).where(model.reach(current_user, needs)), ident)
        if found.photo is None:
            abort(404)
        return send_file(io.BytesIO(found.photo.content), mimetype=found.photo.mime)

    bp.add_url_rule(at, at.rpartition("/")[2], requires(needs)(view_of(answer, f"The photo, with {needs}.")))
