"""Where it is: the fields of an address."""

from typing import Any

from wtforms import IntegerField, StringField
from wtforms.validators import NumberRange

from portal.people.publishing import no_numbers_here
from portal.web.forms import Optional, Required, Short, ValidationError

PLACE = ("estate", "building", "entrance", "floor", "room")


class PlaceFields:
    """An address that must be given."""

    estate = StringField(
        "小区或村组",
        [Required("请填写小区、村组或者路名。"), Short(40), no_numbers_here],
        description="例如：万豪花园。同名的写上村社区。",
    )
    building = StringField("楼栋", [Short(20), no_numbers_here], description="例如：3号楼。平房不填。")
    entrance = StringField("单元", [Short(20), no_numbers_here])
    floor = IntegerField("楼层", [Optional(), NumberRange(-5, 120, "请填写 -5 到 120 之间的楼层。")])
    room = StringField("房号", [Required("请填写房号或者门牌号。"), Short(20), no_numbers_here])


class PlaceIfKnown:
    """An address that may be left out: of a roster, and of a household of which it is not known yet."""

    estate = StringField(
        "小区或村组", [Short(40), no_numbers_here], description="和房号一起填；现在不知道的，以后再登记住处。"
    )
    building = StringField("楼栋", [Short(20), no_numbers_here])
    entrance = StringField("单元", [Short(20), no_numbers_here])
    floor = IntegerField("楼层", [Optional(), NumberRange(-5, 120, "请填写 -5 到 120 之间的楼层。")])
    room = StringField("房号", [Short(20), no_numbers_here])

    def validate_room(self, field):
        given = any(self[name].data for name in ("estate", "building", "entrance"))
        if given and not (field.data or "").strip():
            raise ValidationError("写了小区或楼栋的，请填写房号。")
        if field.data and not (self.estate.data or "").strip():
            raise ValidationError("写了房号的，请填写小区或村组。")


def place_in(given: Any) -> dict[str, Any]:
    """The address of a filled form, or of a line (field → entry); nothing where none was given."""
    typed = {name: given[name] for name in PLACE}
    plain = {name: each.strip() if isinstance(each, str) else each for name, each in typed.items()}
    return {name: plain[name] if name == "floor" else plain[name] or "" for name in PLACE} if plain["room"] else {}
