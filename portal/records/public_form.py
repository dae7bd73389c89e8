"""Forms for residents without an account: they depend on no session and no cookie, and the same press twice counts once.

The hidden token takes the place of what a signed-in person's form has: its key claims the submission, and the code by which
the record is followed is made from it.
"""

import secrets
from contextlib import suppress
from datetime import timedelta
from functools import cached_property

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import select
from wtforms import StringField

from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.files.intake import inspect
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.records.people import Contact
from portal.web.forms import Group, Required, Short, kept_files
from portal.web.forms.idempotency import Submission, claimed

__all__ = ["SenderForm", "PublicForm", "key_of"]

FIELD = "_once"
FILLED_WITHIN = timedelta(hours=24)
SHOWN_FOR = timedelta(hours=1)
NOBODY = 0  # whose submissions these are


class PublicForm(Group):
    """A form of a public page."""

    class Meta(Group.Meta):
        def wrap_formdata(self, form, formdata):
            given = super().wrap_formdata(form, formdata)
            key = key_of(request.form.get(FIELD, ""))
            return kept_files.fill(form, given, (key, NOBODY)) if key else given

    earlier = None

    def arguments(self) -> dict:
        """What is handed to the step: all fields."""
        return dict(self.data)

    @cached_property
    def token(self) -> str:
        """The hidden token: the same while the form is shown again with errors, a new one when it is too old."""
        given = request.form.get(FIELD, "")
        return given if key_of(given) else _signer().dumps([secrets.token_urlsafe(12), request.path])


class SenderForm(PublicForm):
    """One that asks who sends it."""

    sender = StringField("联系人姓名", [Required("请填写联系人姓名。"), Short(40), no_numbers_here])
    phone = StringField(
        "联系电话",
        [Required("请填写联系电话。"), Short(30), telephone],
        render_kw={"type": "tel", "autocomplete": "tel", "data-width": "name"},
    )

    def contact(self) -> Contact:
        """The sender, encrypted, and found when the person asks for the own data."""
        return Contact(name=normalise_name(self.sender.data), phone=self.phone.data)


def keep_files(key: str) -> None:
    """Keep what was sent with the form `key` and is sound until it is taken: whoever corrects a field need not pick the files again."""
    for box, upload in request.files.items(multi=True):
        if upload.filename:
            with suppress(RuleError):
                clean = inspect(upload)
                kept = kept_files.Kept(box, clean.name, clean.mime, kept_files.mark_of(upload))
                kept_files.keep(key, NOBODY, kept, clean.content)


def forget_files(key: str) -> None:
    """The form was taken."""
    kept_files.discard(key, NOBODY)


def key_of(token: str) -> str:
    """The key of a token made for this page; "" for one that is forged or too old."""
    try:
        key, made_for = _signer().loads(token, max_age=int(FILLED_WITHIN.total_seconds()))
    except (BadSignature, ValueError):
        return ""
    return key if made_for == request.path else ""


def answered_key(token: str) -> str:
    """The key of a token whose form was sent within the hour, wherever it was; "" for any other."""
    try:
        key, _ = _signer().loads(token)
    except (BadSignature, ValueError):
        return ""
    since = clock.now() - SHOWN_FOR
    sent = select(Submission.key).where(Submission.key == key, Submission.user_id == NOBODY, Submission.at > since)
    return db.session.scalar(sent) or ""


def claim(key: str) -> bool:
    """Take `key` in the transaction under way; False when the form was sent before. A second press waits for the first."""
    return claimed(key, NOBODY)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.secret_key or "", salt="portal.public_form")
