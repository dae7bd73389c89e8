"""The form that opens a month."""

from datetime import date

from flask_login import current_user
from sqlalchemy import select
from wtforms import SelectField

from plugins.elder_care.models import Canteen
from portal import clock
from portal.entitlements import Span
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.web.forms import Form, Required

OFFERED = 13  # months


class DrawUpForm(Form):
    """编制月结."""

    canteen_id = SelectField("助餐点", [Required("请选择助餐点。")], coerce=int)
    month = SelectField("月份", [Required()])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reach = Canteen.reach(current_user, "elder_care.settle")
        found = db.session.execute(select(Canteen.id, Canteen.name).where(reach).order_by(Canteen.name, Canteen.id))
        self.canteen_id.choices = dict(found.all())
        this = Span.around("month", clock.today()).first
        months = Span.before("month", this, OFFERED)
        self.month.choices = {str(each): str(Span.around("month", each)) for each in [*months, this]}

    @property
    def unit(self) -> OrgUnit:
        """Where the canteen lies."""
        return db.session.get_one(Canteen, self.canteen_id.data).unit

    def arguments(self) -> dict:
        return {"day": date.fromisoformat(self.month.data), "canteen_id": self.canteen_id.data}
