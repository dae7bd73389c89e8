"""The sound files of a form are kept until the form is taken (portal.web.forms.kept_files)."""

from flask import request

from portal.errors import RuleError
from portal.files.intake import inspect
from portal.web.forms.form_token import FIELD, unseal
from portal.web.forms.kept_files import Kept, keep, mark_of

__all__ = ["keep_all_sent"]


def keep_all_sent() -> None:
    """Keep what was sent with a form of the portal and is clean, before anybody waits for it."""
    if (sealed := unseal(request.form.get(FIELD), aged=True)) is None:
        return
    key, user_id, _ = sealed
    for box, upload in request.files.items(multi=True):
        if not upload.filename:
            continue
        try:
            clean = inspect(upload, word=True)
        except RuleError:
            continue
        keep(key, user_id, Kept(box, clean.name, clean.mime, mark_of(upload), clean.pages), clean.content)
