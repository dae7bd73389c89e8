"""The form of a family, and the question whether somebody belongs to one, for the forms of plugins."""

from wtforms import BooleanField, StringField

from portal.families.models import Family
from portal.org.models import OrgUnit
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.records.people import Contact
from portal.web.forms import Form, Required, Short, ValidationError

__all__ = ["one_family_field", "OneFamily"]


class FamilyForm(Form):
    """登记家庭."""

    creates = "一户家庭"
    name = StringField(
        "联系人姓名", [Required(), Short(40), no_numbers_here], filters=[lambda text: normalise_name(text or "")]
    )
    phone = StringField(
        "电话", [Required(), Short(30), telephone], description="一个电话一户，家庭的各种记录都按它归户。"
    )


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
