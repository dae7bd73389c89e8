"""The form for the wording of a paper."""

from datetime import date

from wtforms import BooleanField, StringField, TextAreaField

from portal import clock
from portal.documents.wordings.models import LONGEST, REASON
from portal.documents.wordings.named_fields import faults_in
from portal.documents.wordings.passages import Passage
from portal.web.forms import Form, Required, Short, ValidationError
from portal.web.forms.fields import Date
from portal.web.forms.plain_words import plain_words


class WordingForm(Form):
    """What papers say instead of `passage`."""

    passage: Passage

    text = TextAreaField("文书上写", [Required(), Short(LONGEST), plain_words], render_kw={"rows": 6})
    back = BooleanField("不再另写，沿用上级或者原来的用语")
    valid_from = Date("生效日期", description="不填从今天开始。已经出具的文书不变。")
    reason = StringField(
        "依据（记入修改记录）",
        [Required("请写明依据或理由。"), Short(REASON), plain_words],
        render_kw={"placeholder": "例如：旗司法局〔2026〕3号文"},
    )

    def validate_text(self, field):
        """Only fields of this wording; a part of a line stays one."""
        if self.passage.short and len(field.data.splitlines()) > 1:
            raise ValidationError("这里是一行里的几个字，不能分行。")
        if faults := faults_in(field.data, self.passage.fields):
            raise ValidationError("".join(faults))

    @property
    def day(self) -> date:
        return self.valid_from.data or clock.today()
