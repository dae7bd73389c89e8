"""What staff fill in about a report and a label."""

from wtforms import BooleanField, FileField, RadioField, SelectField, StringField, TextAreaField

from plugins.public_reports.choices import CHANNELS, EMERGENCIES, PLACES, SCAN
from plugins.public_reports.models.label import AT_ONCE, TITLE_LENGTH
from portal.cases.neighbourhood import MATTER_NAMES
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here, no_numbers_in_full
from portal.personal_names import normalise_name
from portal.records.people import Contact
from portal.web.forms import Form, Required, Short, ValidationError


class EntryForm(Form):
    """登记来件: what somebody said, wrote or telephoned."""

    creates = "一件来件"
    unit_id = SelectField("哪里的事", coerce=int)
    channel = SelectField(
        "怎么来的", choices={key: name for key, name in CHANNELS.items() if key != SCAN}, default="phone"
    )
    matter = SelectField("哪一类", choices=MATTER_NAMES, default="other")
    text = TextAreaField("什么事", [Required("请写明什么事。"), Short(500), no_numbers_here], render_kw={"rows": 4})
    place_text = StringField("具体在哪里", [Short(100), no_numbers_here], description="例如：3 号楼 2 单元门口")
    sender = StringField("反映人姓名", [Short(40), no_numbers_here], description="不愿意留的不填。")
    phone = StringField("反映人电话", [Short(30), telephone])
    wants_reply = BooleanField("要电话答复")
    tip_off = BooleanField("这是举报，要保密")
    photo = FileField("照片（可不拍）", render_kw={"accept": "image/*"})

    def validate_sender(self, field):
        if (self.phone.data or "").strip() and not (field.data or "").strip():
            raise ValidationError("留了电话的，请写姓名。")

    @property
    def reporter(self) -> Contact | None:
        """Who reports; None for whoever says nothing."""
        name = normalise_name(self.sender.data)
        return Contact(name=name, phone=self.phone.data or None) if name else None


class AcceptanceForm(Form):
    """受理: what the case is called, and of which kind it is."""

    title = StringField("事项名称", [Required("请填写事项名称。"), Short(60), no_numbers_here])
    matter = SelectField("哪一类", choices=MATTER_NAMES)


class RefusalForm(Form):
    """不予受理: printed for whoever asks, so nothing about others."""

    ground = RadioField("理由", [Required("请选一个理由。")])
    words = TextAreaField("说明", [Required("请向反映人说明。"), Short(500), no_numbers_in_full], render_kw={"rows": 3})
    elsewhere = StringField("可以找谁", [Short(100), no_numbers_in_full], description="例如：旗人社局劳动监察窗口")


class QuestionForm(Form):
    """请反映人补充."""

    question = TextAreaField(
        "要问什么", [Required("请写明要问什么。"), Short(300), no_numbers_here], render_kw={"rows": 3}
    )


class NumberForm(Form):
    """合并: into which."""

    number = StringField(
        "并入哪一件", [Required("请填写编号。"), Short(60)], description="来件或者事项的编号，可以从它的页面抄下来。"
    )


class EmergencyForm(Form):
    """紧急外转."""

    whom = RadioField("转给谁", [Required("请选择。")], choices=EMERGENCIES)
    words = StringField(
        "怎么转的",
        [Required("请写明怎么转的。"), Short(200), no_numbers_here],
        description="例如：10:20 打电话，值班员已出警",
    )


# -- labels ------------------------------------------------------------------------------------------------------------


class LabelForm(Form):
    """登记收件码."""

    creates = "一个收件码"
    unit_id = SelectField("哪个社区、网格", coerce=int)
    title = StringField(
        "点位名称",
        [Required("请填写点位名称。"), Short(TITLE_LENGTH), no_numbers_in_full],
        description="例如：万豪花园南门",
    )
    kind = SelectField("贴在哪类地方", choices=PLACES, default="gate")


class LabelBatchForm(Form):
    """批量登记收件码."""

    creates = "一批收件码"
    unit_id = SelectField("哪个单位", coerce=int)
    kind = SelectField("贴在哪类地方", choices=PLACES, default="building")
    titles = TextAreaField(
        "点位名称",
        [Short(AT_ONCE * (TITLE_LENGTH + 1)), no_numbers_in_full],
        description=f"一行一个，例如：锦绣苑 1 号楼。一次最多 {AT_ONCE} 个。",
        render_kw={"rows": 8},
    )
    each_grid = BooleanField(
        "下面的网格各登记一个，已经有码的网格不再登记", description="类型选“网格”，名称用网格的名称。"
    )

    @property
    def lines(self) -> list[str]:
        return [each.strip() for each in (self.titles.data or "").splitlines() if each.strip()]

    def validate_titles(self, field):
        if not self.lines and not self.each_grid.data:
            raise ValidationError("请填写点位名称，一行一个。")
        if long := next((each for each in self.lines if len(each) > TITLE_LENGTH), ""):
            raise ValidationError(f"一个名称最多 {TITLE_LENGTH} 个字：“{long[:10]}……”太长。")
        if twice := next((each for each in self.lines if self.lines.count(each) > 1), ""):
            raise ValidationError(f"“{twice}”写了两次。")

    def validate_each_grid(self, field):
        if field.data and self.kind.data != "grid":
            raise ValidationError("给网格登记的，类型选“网格”。")

    def arguments(self) -> dict:
        """Of `Label.enter_many`."""
        return {"titles": self.lines, "each_grid": self.each_grid.data, "kind": self.kind.data}


class LabelAmendment(Form):
    """更正收件码."""

    title = StringField("点位名称", [Required("请填写点位名称。"), Short(TITLE_LENGTH), no_numbers_in_full])
    kind = SelectField("贴在哪类地方", choices=PLACES)
    reason = StringField("为什么更正", [Required("请写明为什么更正。"), Short(200), no_numbers_here])


class ClosingForm(Form):
    """停用收件码."""

    instead = StringField(
        "扫了这个码的人去哪里反映",
        [Required("请写明去哪里反映。"), Short(120), no_numbers_in_full],
        description="例如：请扫小区北门的码，或者到社区服务站。",
    )
