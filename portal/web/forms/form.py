"""The base class of all forms: Chinese messages, a key against double submission, and restoring drafts."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import request
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict
from wtforms import Field, FileField, IntegerField, MultipleFileField
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from portal.errors import RuleError
from portal.web.forms import drafts, duplicate_check
from portal.web.forms.form_token import FIELD, seal

__all__ = ["Form", "Required", "Short", "Optional", "ValidationError"]


class Required(InputRequired):
    """A field that must be filled, with spaces not counting."""

    def __init__(self, message: str = "请填写此项。"):
        super().__init__(message)

    def __call__(self, form, field):
        super().__call__(form, field)
        if isinstance(field.data, str) and not field.data.strip():
            raise ValidationError(self.message)


class Short(Length):
    """At most `most` characters; says how many there are."""

    def __init__(self, most: int):
        super().__init__(max=most)

    def __call__(self, form, field):
        length = len(field.data or "")
        if length > self.max:
            raise ValidationError(f"最多 {self.max} 个字，现在是 {length} 个字，请精简。")


class Form(FlaskForm):
    """A form of the portal. `draft` is an unsubmitted draft of this page, if there is one; `?draft=1` restores it.

    A form that `creates` something ("一件事项") asks first when the same `content` made one within the hour.
    """

    creates: str = ""
    earlier: duplicate_check.Earlier | None = None

    class Meta(FlaskForm.Meta):
        locales = ("zh",)

        def wrap_formdata(self, form, formdata):
            return parts_in_their_place(form, super().wrap_formdata(form, formdata))

    def __init__(self, *args, **kwargs):
        self.draft = None
        if request.method == "GET" and current_user.is_authenticated and not args and "formdata" not in kwargs:
            self.draft = drafts.waiting_for(current_user.id, request.path)
            if self.draft and request.args.get("draft"):
                kwargs["formdata"] = self.draft.form
        super().__init__(*args, **kwargs)

    def validate(self, extra_validators=None) -> bool:
        fits = super().validate(extra_validators)
        if fits and self.creates:
            self.earlier = duplicate_check.asked_before(self.content())
        if self.earlier:
            self.form_errors.append(f"您在 {self.earlier.hour} 已登记过{self.creates}，内容相同。")
        return fits and self.earlier is None

    def content(self) -> object:
        """The values by which duplicates are detected: by default all but moments, which are pre-filled with the current time."""
        return {
            name: value for name, value in self.data.items() if name != "csrf_token" and not isinstance(value, datetime)
        }

    @property
    def sealed(self) -> str:
        """The form token, sent as `_form`. It stays the same while the form is shown again with errors."""
        given = request.form.get(FIELD)
        if given or not current_user.is_authenticated:
            return given or ""
        if self.was_restored:
            return self.draft.sealed
        return seal(secrets.token_urlsafe(12), current_user.id, request.path)

    @property
    def was_restored(self) -> bool:
        return self.draft is not None and bool(request.args.get("draft"))


class Group(FlaskForm):
    """A group of fields inside a form (`FormField(Group…)`): Chinese messages, no token of its own."""

    class Meta(FlaskForm.Meta):
        csrf = False
        locales = ("zh",)


class VersionedForm(Form):
    """A form for a record that two people may edit: carries the version it was opened with."""

    version = IntegerField(widget=HiddenInput())


def parts_in_their_place(form, formdata):
    """`formdata` without files where the form has no box for one, and without text where it has: no browser sends them so, and no
    field could read them."""
    if not formdata or not hasattr(formdata, "items"):
        return formdata
    boxes = {each.name for each in form if isinstance(each, FileField | MultipleFileField)}
    pairs = list(formdata.items(multi=True)) if isinstance(formdata, MultiDict) else []
    misplaced = [name for name, value in pairs if isinstance(value, FileStorage) != (name in boxes)]
    return MultiDict((name, value) for name, value in pairs if name not in misplaced) if misplaced else formdata


def with_files() -> CombinedMultiDict:
    """Fields and files of the request together."""
    return CombinedMultiDict([request.files, request.form])


@contextmanager
def message_at(field: Field) -> Iterator[None]:
    """Show what a rule has against a value at its field. A wrong state and a missing right go through."""
    try:
        yield
    except RuleError as error:
        if error.status != RuleError.status:
            raise
        field.errors = [str(error)]
