"""Validators for what people are known by; `data` becomes the one stored form."""

from wtforms import Field, ValidationError

from portal.people.id_number import IdNumberError
from portal.people.id_types import check_document
from portal.people.phone import PhoneError, normalise_phone

__all__ = ["resident_id", "telephone"]


def telephone(form, field: Field) -> None:
    """A number that can be dialled. Raises ValidationError."""
    if (field.data or "").strip():
        try:
            field.data = normalise_phone(field.data)
        except PhoneError as error:
            raise ValidationError(f"{error}。") from None


def resident_id(form, field: Field) -> None:
    """A resident's ID number that can be right (GB 11643). Raises ValidationError."""
    field.data = (field.data or "").strip()
    if field.data:
        try:
            field.data = check_document("resident", field.data)
        except IdNumberError as error:
            raise ValidationError(f"{error}。") from None
