"""The forms of a family, and the question whether somebody belongs to one, for the forms of plugins."""

from collections.abc import Mapping
from typing import Any

from flask import has_request_context, request
from flask_login import current_user
from wtforms import BooleanField, SelectField, StringField

from portal.accounts.models import User
from portal.extensions import db
from portal.families.household import EDIT
from portal.families.models import Family
from portal.org.models import OrgUnit
from portal.people.fields import telephone
from portal.people.phone import mask_phone
from portal.people.publishing import no_numbers_here
from portal.records.forms import name_field, phone_field
from portal.records.people import Contact
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.pages.rendering import LARGEST_ID

__all__ = ["one_family_field", "family_phone_field", "OneFamily", "asked_for"]


class FamilyForm(Form):
    """登记家庭."""

    creates = "一户家庭"
    name = name_field("联系人姓名", Required())
    phone = phone_field("电话", Required(), description="一个电话一户，家庭的各种记录都按它归户。")


class CorrectionForm(Form):
    """更正. Numbers that are known are not filled in: left blank they stay."""

    name = name_field("联系人姓名", Required())
    phone = phone_field("电话")
    unit_id = SelectField("所在地", coerce=int)
    second_name = name_field("另一位家人姓名", description="可以不填。他（她）的电话也归到这一户。")
    second_phone = phone_field("另一位家人电话")
    reason = StringField("更正的原因", [Required("请写明原因。"), Short(200), no_numbers_here])

    def know(self, family: Family) -> None:
        """Of which family: its numbers are those that stay."""
        self.known = {"phone": family.contact.phone or "", "second_phone": ""}
        if family.second:
            self.known["second_phone"] = family.second.phone or ""
        for name, number in self.known.items():
            if number:
                self[name].description = f"已登记 {mask_phone(number)}。不改就不填。"

    def validate_second_phone(self, field):
        meant = self._meant("second_phone") if self.second_name.data else field.data
        if bool(meant) != bool(self.second_name.data):
            raise ValidationError("另一位家人的姓名和电话要一起填，或者都不填。")
        if meant and meant == self._meant("phone"):
            raise ValidationError("和联系人的电话一样，不用再填。")

    def arguments(self) -> dict:
        """What `Household.correct` takes of it, but the place."""
        given = {each: self[each].data for each in ("name", "second_name", "reason")}
        second = self._meant("second_phone") if self.second_name.data else ""
        return given | {"phone": self._meant("phone"), "second_phone": second}

    def _meant(self, name: str) -> str:
        return self[name].data or self.known[name]


class MergerForm(Form):
    """合并另一户."""

    phone = phone_field("另一户的电话", Required())
    reason = StringField("合并的原因", [Required("请写明原因。"), Short(200), no_numbers_here])
    one_family = BooleanField(
        "是同一户", render_kw={"data-width": "choice"}, description="提交后显示是谁家的，核对以后再勾选。"
    )
    may_lose = BooleanField(
        "多出的电话可以不再归到这一户",
        render_kw={"data-width": "choice"},
        description="一户最多两个电话。两户合起来超过两个的，提交后显示哪一个留不下，核对以后再勾选。",
    )


def asked_for(args: Mapping[str, str], user: User) -> Contact | None:
    """The contact of the family whose page led here (`?family=<id>`), where `user` may call it."""
    ident = args.get("family", "")
    family = (
        db.session.get(Family, int(ident))
        if ident.isdecimal() and len(ident) < 11 and int(ident) <= LARGEST_ID
        else None
    )
    return family.contact if family and family.phone_hash and family.allows(user, EDIT) else None


class FamilyPhone(StringField):
    """A telephone number. The masked one of the family whose page led here means that family's, and stays masked when it is shown again."""

    shown = ""

    def process_formdata(self, valuelist):
        super().process_formdata(valuelist)
        asked = has_request_context() and "family" in request.args and current_user.is_authenticated
        known = asked_for(request.args, current_user) if asked else None
        self.shown = known.phone_masked if known and known.phone_masked == self.data else ""
        if known and self.shown:
            self.data = known.phone

    def _value(self):
        return self.shown or super()._value()


def family_phone_field(label: str = "联系电话", *checks: Any, **more: Any) -> FamilyPhone:
    """As `portal.records.forms.phone_field`, for a form that is begun with the masked number of what `asked_for` finds: left so, that
    one's is meant."""
    return FamilyPhone(label, [*checks, Short(30), telephone], **more)


def one_family_field() -> BooleanField:
    """The box of `OneFamily`; declared in the form itself, for fields stand in the order in which they are made."""
    return BooleanField(
        "是这一家人",
        render_kw={"data-width": "choice"},
        description="电话已经有一户、联系人是别人的，核对以后勾选。",
    )


class OneFamily:
    """Asks at the field `one_family` when the telephone number is one of somebody else's family: mistyped by one figure, it would give to
    strangers what this family did."""

    unit: OrgUnit | None = None  # where it is entered; without it (a row of a sheet) the model asks

    def member(self) -> Contact | None:
        """Whose number it is."""
        raise NotImplementedError

    def validate_one_family(self, field: BooleanField) -> None:
        """WTForms calls it."""
        member = self.member() if self.unit and not field.data else None
        if member and member.phone and (doubt := Family.doubt(self.unit, member)):
            raise ValidationError(doubt)
