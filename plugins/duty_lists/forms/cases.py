"""一件事项 and the row of a list it is about."""

from wtforms import BooleanField, StringField

from plugins.duty_lists.forms.hits import HitForm
from portal.people.publishing import no_numbers_here
from portal.web.forms import Short, ValidationError


class CaseDutyForm(HitForm):
    """对照清单."""

    urgent = BooleanField("应急，照常交办")
    reason = StringField("为什么应急", [Short(200), no_numbers_here])

    def validate_reason(self, field):
        if self.urgent.data and not (field.data or "").strip():
            raise ValidationError("请写明为什么应急。")
