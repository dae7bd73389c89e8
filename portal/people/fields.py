"""Validators and fields for what people are known by; `data` becomes the one stored form."""

from flask import flash, has_request_context, request
from wtforms import Field, SelectField, ValidationError

from portal.people.id_number import IdNumberError
from portal.people.id_types import ID_TYPES, KINDS, NONE, read_document
from portal.people.phone import PhoneError, notes_in, read_phones
from portal.people.publishing import no_numbers_here
from portal.people.shown import Shown
from portal.web.forms import Short

__all__ = ["id_of_another", "id_type_field", "resident_id", "say_known", "telephone"]


def telephone(form, field: Field) -> None:
    """Numbers that can be dialled, or 其他： and another way (portal.people.phone). Raises ValidationError."""
    if (field.data or "").strip():
        typed = field.data
        try:
            field.data = read_phones(typed)
        except PhoneError as error:
            raise ValidationError(f"{error}。") from None
        tell_notes(field, typed)
        if field.flags.most:
            Short(field.flags.most)(form, field)


def tell_notes(field: Field, typed: str | None) -> None:
    """Say which notes, `typed` beside a telephone number, are not kept with it."""
    if (notes := notes_in(typed or "")) and has_request_context() and field.name in request.form:
        flash(f"“{field.label.text}”只保存号码，没有保存：{'、'.join(notes)}。", "warning")


def id_type_field(*, none: bool = False) -> SelectField:
    """证件类型, beside the number of the document as the field `id_type`; nothing chosen: told by the number. `none`: whether it can be
    said, with the reason in place of the number, that there is no document."""
    kinds = {kind.key: kind.label for kind in ID_TYPES if none or kind.key != NONE}
    return SelectField("证件类型", choices={"": "按号码识别"} | kinds, default="")


def say_known(form, who: Shown) -> None:
    """Below the fields `phone` and `id_number` of a form that names `who` anew: what is known, masked. The numbers are not filled in; left blank they
    stay (`Contact.known_as`)."""
    for name, masked in (("phone", who.phone_masked), ("id_number", who.id_number_masked)):
        if masked:
            form[name].description = f"已登记 {masked}。还是这个人的，不改就不填。"


def resident_id(form, field: Field) -> None:
    """The number of a document of any kind: of the one chosen in `id_type` where the form has that field, else the one that the number
    tells (GB 11643, and whatever else people show). The field `id_type` is set to the kind that it is. Raises ValidationError."""
    chosen = getattr(form, "id_type", None)
    wanted = chosen.data if chosen is not None and chosen.data in KINDS else ""
    field.data = (field.data or "").strip()
    if not field.data and wanted != NONE:
        return
    try:
        kind, field.data = read_document(field.data, wanted)
    except IdNumberError as error:
        raise ValidationError(f"{error}。") from None
    if kind == NONE:
        no_numbers_here(form, field)
    if chosen is not None:
        chosen.data = kind


def id_of_another(form, field: Field) -> None:
    """The number of a document of somebody else than whom the form is about: `id_type` says nothing of it. Raises ValidationError."""
    try:
        field.data = read_document(typed)[1] if (typed := (field.data or "").strip()) else ""
    except IdNumberError as error:
        raise ValidationError(f"{error}。") from None


telephone.canonical = resident_id.canonical = id_of_another.canonical = True  # type: ignore[attr-defined]  # keeps a number, whatever signs stood in it
