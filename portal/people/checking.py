"""Validation of telephone and document numbers: in the form, and by script when the field is left; the same rules."""

from flask import Blueprint, abort, render_template_string, request
from wtforms import StringField, ValidationError

from portal.people.fields import resident_id, tell_notes
from portal.people.id_types import KINDS, read_document
from portal.people.phone import read_phones
from portal.people.uscc import parse_uscc
from portal.web.http.guards import signed_in

bp = Blueprint("checking", __name__)
RULES = {"phone": read_phones, "person": lambda text: read_document(text)[1], "organisation": parse_uscc}
NOTE = '{% if fault %}<p class="wrong">{{ icon("triangle-alert") }}{{ fault }}</p>{% endif %}'


class Number(StringField):
    """A telephone or document number. `rule` is a key of RULES, or `kind`: the field beside it that holds the key."""

    canonical = True

    def __init__(self, label: str, validators=(), *, rule: str, **kwargs):
        super().__init__(label, validators, **kwargs)
        self.check_url = f"/check-number/{rule}"
        self.rule = rule

    def pre_validate(self, form) -> None:
        """Store the number as its rule writes it. Raises ValidationError with what is wrong."""
        rule = self.rule if self.rule in RULES else form[self.rule].data
        if rule == "person":
            resident_id(form, self)
            return
        typed = self.data
        try:
            self.data = stored(rule, typed)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        if rule == "phone":
            tell_notes(self, typed)


def stored(rule: str, text: str | None, id_type: str = "") -> str:
    """`text` as it is stored, of a person the number of a document of the kind `id_type` where one was chosen; nothing stays nothing.
    Raises ValueError with the fault as a sentence."""
    text = (text or "").strip()
    try:
        if text and rule == "person" and id_type in KINDS:
            return read_document(text, id_type)[1]
        return RULES[rule](text) if text and rule in RULES else text
    except ValueError as error:
        raise ValueError(f"{error}。") from None


@bp.post("/check-number/<rule>")
@signed_in
def check(rule: str):
    """Validate the number in the field that was left. It is posted with its form, so it never appears in a URL."""
    name = request.headers.get("HX-Trigger-Name", "")
    if rule not in RULES:
        rule = request.form.get(f"{name.rpartition('-')[0]}-{rule}", "")
    if rule not in RULES:
        abort(404)
    try:
        stored(rule, request.form.get(name), request.form.get(f"{name.removesuffix('id_number')}id_type", ""))
    except ValueError as error:
        return render_template_string(NOTE, fault=error)
    return ""
