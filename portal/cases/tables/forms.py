"""The form for a line of a table: what it asks of a case, from when, why."""

from datetime import date

from wtforms import BooleanField, IntegerField, SelectField, StringField
from wtforms.fields.core import UnboundField
from wtforms.widgets import HiddenInput

from portal import clock
from portal.cases.choices import LEVELS, RISKS, URGENCIES
from portal.cases.kinds import kinds_of
from portal.cases.sources import source_name, sources_within
from portal.cases.tables.decided import REASON
from portal.org.models import OrgUnit
from portal.settings.fields import PeriodField
from portal.web.forms import Form, Optional, Required, Short, ValidationError
from portal.web.forms.fields import Date
from portal.web.forms.plain_words import plain_words

ANY = {"": "不限"}
MOST = 365


def line_period(label: str, hint: str) -> UnboundField:
    """How long, which may be left open; at most 365 of its days or hours."""

    def fits(form, field):
        if field.data is not None and not 1 <= field.data.amount <= MOST:
            raise ValidationError(f"请填写 1 至 {MOST} 之间的数目。")

    return PeriodField(label, [Optional(), fits], description=hint, render_kw={"data-width": "number"})


class LineForm(Form):
    """What every table asks. What is left at 不限 does not matter."""

    TERMS = ("kind", "level", "urgency", "risk", "source")
    kind = SelectField("事项类型")
    level = SelectField("分级", choices=ANY | LEVELS)
    urgency = SelectField("紧急程度", choices=ANY | URGENCIES)
    risk = SelectField("风险等级", choices=ANY | {key: name for key, name in RISKS.items() if key})
    source = SelectField("来源")
    closed = BooleanField("停用这一条")
    valid_from = Date("生效日期", description="不填从今天开始。")
    reason = StringField(
        "依据（记入修改记录）",
        [Required("请写明依据或理由。"), Short(REASON), plain_words],
        render_kw={"placeholder": "例如：旗综治中心〔2026〕3号文"},
    )
    seen = IntegerField(widget=HiddenInput(), default=0)

    def offer(self, unit: OrgUnit, *, new: bool) -> None:
        """The choices where `unit` decides; a new line cannot be closed."""
        kinds = kinds_of(unit.county_id)
        listed = kinds.on()
        groups = {
            listed[group].name: {group: f"{listed[group].name}（整个大类）"} | {each.code: each.name for each in below}
            for group, below in kinds.offered().items()
        }
        self.kind.choices = {"不限类型": ANY} | groups
        before = self.source.object_data
        self.source.choices = ANY | sources_within(unit) | ({before: source_name(before)} if before else {})
        if new:
            del self.closed

    @property
    def day(self) -> date:
        return self.valid_from.data or clock.today()

    def values(self) -> dict:
        """The columns of the line."""
        return {name: self[name].data or "" for name in self.TERMS} | {"closed": "closed" in self and self.closed.data}
