"""The form for a line of 分流规则."""

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import NumberRange

from portal.cases.routing.models import DEPARTMENT, HANDLERS, PLACES, WORDS
from portal.cases.routing.table import Departments
from portal.cases.tables.forms import LineForm, line_period
from portal.org.models import OrgUnit
from portal.people.publishing import no_numbers_here
from portal.web.forms import Required, Short, ValidationError

FARTHEST = 9999


class RouteForm(LineForm):
    """分流规则的一条."""

    place = IntegerField(
        "顺序号",
        [Required("请填写顺序号。"), NumberRange(0, FARTHEST, f"请填写 0 至 {FARTHEST} 之间的整数。")],
        description="小的先看，第一条合适的算；窄的放前面，宽的放后面。",
    )
    place_level = SelectField("在哪一级登记的", choices={"": "不限"} | PLACES)
    words = StringField(
        "写到这些词",
        [Short(WORDS), no_numbers_here],
        description="名称或简要情况里有其中一个就算，用空格或顿号隔开；不填不看内容。",
        render_kw={"data-width": "text"},
    )
    handler = SelectField("交给", choices=HANDLERS, default=DEPARTMENT)
    department = SelectField("哪个部门", description="选“部门”时填写。先找本街道的，再找旗县区的。")
    period = line_period("多久反馈", "不填按事项的办理时限。写明单位，如 3 个工作日。")

    def offer(self, unit: OrgUnit, *, new: bool) -> None:
        super().offer(unit, new=new)
        self.known = Departments.around(unit).names
        kept = [self.department.data] if self.department.data not in (None, "", *self.known) else []
        self.department.choices = {"": "请选择"} | {name: name for name in [*self.known, *kept]}

    def validate_department(self, field):
        if self.handler.data != DEPARTMENT:
            field.data = ""
        elif not field.data:
            raise ValidationError("请选择部门。")
        elif field.data not in self.known and not ("closed" in self and self.closed.data):
            raise ValidationError(f"{field.data}已经撤销，或者不在这里，请选现在的部门。")

    def values(self) -> dict:
        spoken = (self.words.data or "").translate(str.maketrans("、，,；;", "     ")).split()
        return super().values() | {
            "place": self.place.data,
            "place_level": self.place_level.data,
            "words": " ".join(dict.fromkeys(spoken)),
            "handler": self.handler.data,
            "department": self.department.data,
            "period": str(self.period.data or ""),
        }
