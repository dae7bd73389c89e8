"""The forms of a family, and the question whether somebody belongs to one, for the forms of plugins."""

from collections.abc import Mapping

from wtforms import BooleanField, SelectField, StringField

from portal.accounts.models import User
from portal.extensions import db
from portal.families.household import EDIT
from portal.families.models import Family
from portal.org.models import OrgUnit
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.records.people import Contact
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.pages.rendering import LARGEST_ID

__all__ = ["one_family_field", "OneFamily", "asked_for"]


class FamilyForm(Form):
    """登记家庭."""

    creates = "一户家庭"
    name = StringField(
        "联系人姓名", [Required(), Short(40), no_numbers_here], filters=[lambda text: normalise_name(text or "")]
    )
    phone = StringField(
        "电话", [Required(), Short(30), telephone], description="一个电话一户，家庭的各种记录都按它归户。"
    )


class CorrectionForm(FamilyForm):
    """更正."""

    creates = ""
    unit_id = SelectField("所在地", coerce=int)
    second_name = StringField(
        "另一位家人姓名",
        [Short(40), no_numbers_here],
        filters=[lambda text: normalise_name(text or "")],
        description="可以不填。他（她）的电话也归到这一户。",
    )
    second_phone = StringField("另一位家人电话", [Short(30), telephone])
    reason = StringField("更正的原因", [Required("请写明原因。"), Short(200), no_numbers_here])

    def validate_second_phone(self, field):
        if bool(field.data) != bool(self.second_name.data):
            raise ValidationError("另一位家人的姓名和电话要一起填，或者都不填。")
        if field.data and field.data == self.phone.data:
            raise ValidationError("和联系人的电话一样，不用再填。")


class MergerForm(Form):
    """合并另一户."""

    phone = StringField("另一户的电话", [Required(), Short(30), telephone])
    reason = StringField("合并的原因", [Required("请写明原因。"), Short(200), no_numbers_here])
    one_family = BooleanField(
        "是同一户", render_kw={"data-width": "choice"}, description="提交后显示是谁家的，核对以后再勾选。"
    )


def asked_for(args: Mapping[str, str], user: User) -> Contact | None:
    """The contact of the family whose page led here (`?family=<id>`), where `user` may call it."""
    ident = args.get("family", "")
    family = db.session.get(Family, int(ident)) if ident.isdecimal() and int(ident) <= LARGEST_ID else None
    return family.contact if family and family.phone_hash and family.allows(user, EDIT) else None


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
