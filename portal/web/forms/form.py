"""The base class of all forms: Chinese messages, a key against double submission, and restoring drafts."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from flask import request
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.datastructures import CombinedMultiDict, FileStorage, MultiDict
from wtforms import Field, FileField, IntegerField, MultipleFileField, SelectField, StringField
from wtforms.validators import InputRequired, Optional, StopValidation, ValidationError
from wtforms.widgets import HiddenInput

from portal.errors import Doubtful, RuleError
from portal.typed.characters import UNSEEN
from portal.typed.lengths import length
from portal.web.forms import drafts, duplicate_check, kept_files
from portal.web.forms.as_many_lines import AsManyLines
from portal.web.forms.form_token import FIELD, seal
from portal.web.forms.standing import Standing
from portal.web.forms.telling import Telling
from portal.web.forms.whole_numbers import WholeNumbers

__all__ = ["Form", "Required", "Short", "Optional", "ValidationError"]


LETTER = 8000  # characters: of 7,637 messages to a mayor's mailbox the longest had 6,999, of the offices' replies 7,883
NOT_OFFERED = "选的这一项现在不能选，可能刚刚撤销、停用或者由别人改过，请重新选择。"


class Required(InputRequired):
    """A field that must be filled; neither spaces count nor what is not seen, nor the choice 0 of a list of ids (“请选择”)."""

    def __init__(self, message: str = "请填写此项。"):
        super().__init__(message)

    def __call__(self, form, field):
        super().__call__(form, field)
        sent = (
            field.raw_data[0] if field.raw_data else None
        )  # of a date that is all spaces there is no data, and no complaint either
        if any(isinstance(each, str) and _is_blank(each) for each in (sent, field.data)):
            field.errors[:] = []
            raise StopValidation(self.message)
        if isinstance(field, SelectField) and not field.data:
            raise StopValidation(self.message)


class Short:
    """At most `most` characters by the one ruler of the house (portal.typed.lengths); says how many there are and how many too many.

    The browser is told the number but cuts nothing (HTML's maxlength would, without a word, and counts otherwise): a script counts.
    It stands before the checks that read the whole text, and what is too long goes no further.
    """

    def __init__(self, most: int):
        self.max = most
        self.field_flags = {"most": most}

    def __call__(self, form, field):
        if (excess := length(field.data) - self.max) > 0:
            raise StopValidation(
                f"最多 {self.max} 个字，现在是 {self.max + excess} 个字，请精简（超出 {excess} 个字）。"
            )


class Words:
    """Messages of fields as WTForms has them in Chinese, `given`, but for one: what is chosen was offered when the form was opened."""

    def __init__(self, given):
        self.given = given

    def gettext(self, words: str) -> str:
        return NOT_OFFERED if words == "Not a valid choice." else self.given.gettext(words)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return NOT_OFFERED if "not a valid choice" in one else self.given.ngettext(one, many, number)


class Meta(FlaskForm.Meta):
    """What all forms and groups have in common."""

    locales = ("zh",)

    def get_translations(self, form):
        return Words(super().get_translations(form))

    def wrap_formdata(self, form, formdata):
        return parts_in_their_place(form, super().wrap_formdata(form, formdata))

    def render_field(self, field, render_kw):
        if most := field.flags.most:
            render_kw.setdefault("data-most", most)
        return super().render_field(field, render_kw)


class MissingTexts:
    """Mixed into a form: a text that was not sent at all, which no browser does, and one of nothing but blanks are as empty as one that was left
    empty: what asks whether there is a reason need not ask what it is made of."""

    def process(self, *args, **kwargs):
        super().process(*args, **kwargs)
        for field in self:
            typed = getattr(type(field), "process_formdata", None) is StringField.process_formdata
            if not typed or field.raw_data is None:
                continue
            if field.data is None or (isinstance(field.data, str) and _is_blank(field.data)):
                field.data = ""


class Form(Standing, Telling, AsManyLines, WholeNumbers, MissingTexts, FlaskForm):
    """A form of the portal. `draft` is an unsubmitted draft of this page, if there is one; `?draft=1` restores it.

    A form that `creates` something ("一件事项") asks first when the same `content` made one within the hour.
    """

    creates: str = ""
    earlier: duplicate_check.Earlier | None = None
    doubt: Doubtful | None = None  # what is to be ticked, once something said was in doubt

    class Meta(Meta):
        def wrap_formdata(self, form, formdata):
            return kept_files.fill(form, super().wrap_formdata(form, formdata))

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
            self.earlier = duplicate_check.asked_before(self.to_compare())
        if self.earlier:
            self.form_errors.append(f"您在 {self.earlier.hour} 已登记过{self.creates}，内容相同。")
        return fits and self.earlier is None

    def to_compare(self) -> object:
        """The values by which duplicates are detected: by default all but moments, which are pre-filled with the current time."""
        return {
            name: _compared(value)
            for name, value in self.data.items()
            if name != "csrf_token" and not isinstance(value, datetime)
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


class Group(Telling, WholeNumbers, MissingTexts, FlaskForm):
    """A group of fields inside a form (`FormField(Group…)`): Chinese messages, no token of its own."""

    class Meta(Meta):
        csrf = False


class VersionedForm(Form):
    """A form for a record that two people may edit: carries the version it was opened with."""

    version = IntegerField(widget=HiddenInput())


def _is_blank(text: str) -> bool:
    """Whether there is nothing to be seen of `text`."""
    return all(each.isspace() or ord(each) in UNSEEN for each in text)


def _compared(value: object) -> object:
    """`value` as it is compared: of a file its content, for any number of photos is called image.jpg."""
    if isinstance(value, FileStorage):
        return kept_files.mark_of(value)
    return [_compared(each) for each in value] if isinstance(value, list) else value


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
