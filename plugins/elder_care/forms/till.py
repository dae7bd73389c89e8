"""Forms of the till. They are filled by scanners and by a script without a line, so everything is checked again."""

from datetime import timedelta

from wtforms import HiddenField, IntegerField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange, Optional, Regexp
from wtforms.widgets import HiddenInput

from plugins.elder_care.choices import SITTINGS, WAYS
from portal import clock
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Moment
from portal.web.pages.rendering import LARGEST_ID

AN_ID = NumberRange(1, LARGEST_ID, "没有这一项，请重新打开收银台。")
SOON, OLDEST = timedelta(minutes=5), timedelta(hours=36)


class FindForm(Form):
    """谁来就餐."""

    q = StringField("刷卡，或写编号、身份证号、姓名、拼音首字母", [Required("请刷卡，或写编号、姓名。"), Short(120)])


class ServeForm(Form):
    """打餐."""

    member = IntegerField(widget=HiddenInput(), validators=[InputRequired("请先找到就餐人。"), AN_ID])
    set_meal = IntegerField("套餐", [InputRequired("请选择套餐。")])
    sitting = SelectField("餐次", choices=SITTINGS)
    way = SelectField("方式", choices=WAYS)
    shown_by = SelectField("核对方式", choices={"card": "刷卡", "search": "人工核对"})
    agent = IntegerField("代领人", [Optional(), AN_ID])
    key = HiddenField("序号", [Required(), Regexp(r"^[A-Za-z0-9_-]{8,40}$", message="序号不对，请重新打开收银台。")])


class QueuedForm(ServeForm):
    """A meal taken while the line was down: by a card or short number, at a moment that the till noted."""

    member = None
    who = StringField("卡号或编号", [Required(), Short(120)])
    at = Moment("时间", [Required("没有时间。")])
    own_fen = IntegerField("收了多少", [Optional()])

    def validate_at(self, field):
        if not field.data:
            raise ValidationError("没有时间。")
        if field.data > clock.now() + SOON:
            raise ValidationError("时间还没有到，请核对电脑的时钟。")
        if field.data < clock.now() - OLDEST:
            raise ValidationError("超过一天半才传上来，请走补录。")
