"""Reasons and remarks that others read: the numbers of persons are refused at the field, before the column would hide them."""

from wtforms import Field, ValidationError

from portal.redaction.numbers import numbers_in

__all__ = ["plain_words"]


def plain_words(form, field: Field) -> None:
    """WTForms validator for a text that ends in the audit trail, on a timeline or in a title. Raises ValidationError."""
    if kinds := "、".join(dict.fromkeys(each.kind for each in numbers_in(field.data or ""))):
        raise ValidationError(f"这里会被别人看到，不能写{kinds}，请删去。")
