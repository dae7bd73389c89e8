"""What a district decides for itself."""

from wtforms import Form, IntegerField
from wtforms.validators import NumberRange


class PotholeSettings(Form):
    """Dated, and inherited down the tree."""

    days = IntegerField("几天内修补", [NumberRange(1, 90)], default=7)
