"""The files of a record as downloads, for whoever may see it:

mount_files(bp, Deed, at="/deeds/<int:deed_id>", endpoint="download")    # …/files/<int:file_id>
"""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_login import current_user

from portal.database import records
from portal.files.views import hand_out_of
from portal.records.mounted import view_of
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404

__all__ = ["mount_files"]


def mount_files(bp: Blueprint, model: type[Any], *, at: str, endpoint: str) -> None:
    """Mount the files of a record of `model` on `bp`, below its address `at`, which names its id."""

    def answer(file_id: int, **ids: int) -> ResponseReturnValue:
        (ident,) = ids.values()
        return hand_out_of(get_or_404(model.visible_to(current_user), ident), file_id)

    view = records(requires(model.permission)(view_of(answer, "A file of the record, as a download.")))
    bp.add_url_rule(f"{at}/files/<int:file_id>", endpoint, view, methods=["GET"])
