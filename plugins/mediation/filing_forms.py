"""Forms of 整理卷宗 and 立卷."""

from wtforms import FieldList, FormField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange
from wtforms.widgets import HiddenInput

from plugins.mediation.models.filing import LEFT_OUT, Placed
from plugins.mediation.models.inspecting import RESULTS, Found
from plugins.mediation.settings import RETENTIONS
from portal.people.publishing import no_numbers_here
from portal.web.forms import Form, Group, Optional, Required, Short
from portal.web.forms.fields import Date, not_in_future

TURNS = {"0": "不转", "90": "向右转 90 度", "180": "倒过来", "270": "向左转 90 度"}
BEHIND_ITS_KIND = {"": "按材料类别放", LEFT_OUT: "不装订"}
WRONG_PLACE = "顺序请填 1 至 999。"


class ScanForm(Group):
    """One upload: which paper it is, in which order, how it is turned."""

    file = IntegerField(widget=HiddenInput())
    place = IntegerField("顺序", [Optional(), NumberRange(1, 999, WRONG_PLACE)], render_kw={"inputmode": "numeric"})
    at = SelectField("放在哪里")
    turned = SelectField("转向", choices=TURNS, default="0")


class DossierOrderForm(Form):
    """整理卷宗."""

    scans = FieldList(FormField(ScanForm), label="扫描件和照片")

    def arguments(self) -> dict:
        """By the order that was typed; what has none comes last."""
        rows = [each.form for each in self.scans if each.form.file.data]
        rows.sort(key=lambda row: row.place.data or 1000)
        return {"scans": [Placed(row.file.data, row.at.data or "", int(row.turned.data)) for row in rows]}


class FilingForm(Form):
    """立卷."""

    retention = RadioField("保管期限", [Required("请选择保管期限。")], choices=RETENTIONS)
    defects = TextAreaField(
        "缺损说明",
        [Short(500), no_numbers_here],
        render_kw={"rows": 3},
        description="卷里缺什么、损坏了什么，为什么。没有的不填。",
    )
    mended = TextAreaField("补正说明", [Short(500), no_numbers_here], render_kw={"rows": 2})


class ItemForm(Group):
    """What was found on one item."""

    result = SelectField("结果", choices=RESULTS, default="good")
    remark = StringField("问题", [Short(200), no_numbers_here])


class InspectionForm(Form):
    """卷宗评查."""

    creates = "一次卷宗评查"
    on = Date("评查日期", [Required("请填写评查日期。"), not_in_future])
    results = FieldList(FormField(ItemForm), label="评查项目")
    conclusion = TextAreaField("评查意见", [Short(500), no_numbers_here], render_kw={"rows": 3})

    def found(self, items: list[str]) -> list[Found]:
        """Of each item, in the words of the district."""
        rows = (row.form for row in self.results)
        return [Found(item, row.result.data, row.remark.data or "") for item, row in zip(items, rows, strict=True)]
