"""补录."""

from typing import Any

from wtforms import SelectField, StringField, TextAreaField

from plugins.elder_care.choices import SITTINGS, WAYS
from plugins.elder_care.models import Canteen, Member
from plugins.elder_care.models.late import WHYS
from plugins.elder_care.models.lookup import member_with
from portal import clock
from portal.errors import RuleError
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date, not_in_future

MOST = 200


class LateForm(Form):
    """申请补录: one sitting of one day."""

    creates = "一份补录单"
    eaten_on = Date("就餐日期", [Required("请填写日期。"), not_in_future])
    sitting = SelectField("餐次", choices=SITTINGS)
    way = SelectField("方式", choices=WAYS)
    set_meal_id = SelectField("套餐", coerce=int)
    why = SelectField("为什么补录", choices=WHYS)
    reason = StringField(
        "说明",
        [Required("请写明情况。"), Short(200), no_numbers_here],
        description="例如：11 时 10 分至 12 时 40 分停电。",
    )
    diners = TextAreaField(
        "就餐人",
        [Required("请填写就餐人。"), Short(4000)],
        render_kw={"rows": 8},
        description=f"每行一位：卡号，或卡上的五位编号。一次最多 {MOST} 位。",
    )

    def offer(self, canteen: Canteen) -> None:
        """What may be chosen at `canteen`, where the diners are sought."""
        self.canteen = canteen
        self.sitting.choices = {each: SITTINGS[each] for each in canteen.sittings} or SITTINGS
        self.set_meal_id.choices = {each.id: each.name for each in canteen.prices(clock.today())}

    def arguments(self) -> dict[str, Any]:
        names = ("eaten_on", "sitting", "way", "why", "reason", "set_meal_id")
        return {"members": list(dict.fromkeys(self.found.values())), **{name: self[name].data for name in names}}

    def _member(self, line: str) -> Member | None:
        try:
            return member_with(self.canteen, line)
        except RuleError:
            return None

    def lines(self) -> list[str]:
        """What stands for each diner, in the order typed."""
        return [line.strip() for line in (self.diners.data or "").splitlines() if line.strip()]

    def validate_diners(self, field):
        lines = self.lines()
        if len(lines) > MOST:
            raise ValidationError(f"一次最多 {MOST} 位，现在是 {len(lines)} 位。")
        if twice := sorted({each for each in lines if lines.count(each) > 1}):
            raise ValidationError(f"重复填写：{'、'.join(twice)}。")
        self.found = {each: self._member(each) for each in lines}
        if unknown := [line for line, member in self.found.items() if member is None]:
            raise ValidationError(f"没有找到：{'、'.join(unknown)}。请核对卡号或编号。")
