"""Forms of the roles of a district."""

import hashlib
from collections.abc import Iterable

from wtforms import BooleanField, HiddenField, SelectField, StringField, TextAreaField

from portal.accounts.own_roles import NAME_LENGTH
from portal.permissions import Permission
from portal.web.forms import Form, Required, Short
from portal.web.forms.plain_words import plain_words


def reason() -> TextAreaField:
    """理由, which stands in the trail."""
    return TextAreaField("理由", [Required("请写明理由。"), Short(200), plain_words], render_kw={"rows": 2})


class CopyForm(Form):
    """新设角色. The view says which roles there are to copy."""

    source = SelectField("照哪个角色设")
    name = StringField("名称", [Required("请填写名称。"), Short(NAME_LENGTH), plain_words])
    reason = reason()


class RenameForm(Form):
    """改名."""

    name = StringField("新名称", [Required("请填写名称。"), Short(NAME_LENGTH), plain_words])
    reason = reason()


class CloseForm(Form):
    """停用角色."""

    reason = reason()


def form_of(permissions: Iterable[Permission], held: Iterable[str]) -> Form:
    """勾选权限: a box a permission, named as `box_of` says, ticked where it is `held`; the reason; what is to be taken once that was seen; and what the role had
    when the boxes were shown."""
    boxes = {box_of(each.key): BooleanField(each.label) for each in permissions}
    ticking = type(
        "TickForm", (Form,), {**boxes, "reason": reason(), "confirmed": HiddenField(), "shown": HiddenField()}
    )
    return ticking(data={box_of(each): True for each in held} | {"shown": mark_of(held)})


def mark_of(held: Iterable[str]) -> str:
    """Changes whenever the permissions `held` do."""
    return hashlib.sha256(" ".join(sorted(held)).encode()).hexdigest()[:16]


def box_of(permission: str) -> str:
    """Name of the box of a permission."""
    return permission.replace(".", "-")
