"""What whoever reports fills in: no account, no script, at 360 px."""

from wtforms import BooleanField, FileField, RadioField, StringField, TextAreaField

from plugins.public_reports.models.photo import NOT_A_PICTURE
from plugins.public_reports.models.rating import QUESTIONS
from plugins.public_reports.models.report import MOST_PHOTOS
from portal.cases.neighbourhood import MATTER_NAMES
from portal.errors import RuleError
from portal.files.intake import inspect
from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.records.people import Contact
from portal.records.public_challenge import read_number
from portal.records.public_form import PublicForm
from portal.web.forms import Required, Short, ValidationError

PICTURE = {"accept": "image/*"}
LEFT_OUT = "可以不填。留了电话的，只有负责的工作人员为办这件事能看到，办理单位看不到。"
KEPT_APART = "举报只有指定的负责人看得到；转给别人办理的，只写编号，不写内容。"
YES_NO = {"yes": "是", "no": "否"}


class ReportForm(PublicForm):
    """反映. Only what, and of which kind, is needed."""

    matter = RadioField("哪一类", [Required("请选一类，说不清的选“其他”。")], choices=MATTER_NAMES)
    text = TextAreaField("什么事", [Required("请写明什么事。"), Short(500), no_numbers_here], render_kw={"rows": 4})
    place_text = StringField("具体在哪里", [Short(100), no_numbers_here], description="例如：3 号楼 2 单元门口")
    photo_1 = FileField("照片（可以不拍）", render_kw=PICTURE, description="请不要拍到别人的脸和车牌，拍到了的先遮住。")
    photo_2 = FileField("照片 2", render_kw=PICTURE)
    photo_3 = FileField("照片 3", render_kw=PICTURE)
    sender = StringField("您的姓名", [Short(40), no_numbers_here], description=LEFT_OUT)
    phone = StringField("电话", [Short(30), telephone], render_kw={"type": "tel", "autocomplete": "tel"})
    wants_reply = BooleanField("办完以后打电话告诉我")
    tip_off = BooleanField("这是举报，对我的情况和内容保密", description=KEPT_APART)
    again = BooleanField("不是同一件，还是要提交")
    total = StringField("请算一算", render_kw={"inputmode": "numeric", "autocomplete": "off"})

    expected: int | None = None  # the sum that must be answered; None while nobody sends too much

    def validate_phone(self, field):
        if self.wants_reply.data and not (field.data or "").strip():
            raise ValidationError("要电话告知的，请留电话；不留的可以凭编号和查询码查看。")

    def validate_sender(self, field):
        if (self.phone.data or "").strip() and not (field.data or "").strip():
            raise ValidationError("留了电话的，请写怎么称呼您。")

    def validate_total(self, field):
        if self.expected is not None and read_number(field.data) != self.expected:
            raise ValidationError("近来从这里提交的太多，请写出得数再提交，写数字就可以。")

    def _check_picture(self, field):
        if getattr(field.data, "filename", ""):
            try:
                wrong = "" if inspect(field.data).mime.startswith("image/") else NOT_A_PICTURE
            except RuleError as error:
                wrong = str(error) if (field.data.mimetype or "").startswith("image/") else NOT_A_PICTURE
            if wrong:
                raise ValidationError(wrong)

    validate_photo_1 = validate_photo_2 = validate_photo_3 = _check_picture

    @property
    def boxes(self) -> list:
        """Those for pictures."""
        return [self[f"photo_{number}"] for number in range(1, MOST_PHOTOS + 1)]

    @property
    def reporter(self) -> Contact | None:
        """Who reports; None for whoever says nothing."""
        name = normalise_name(self.sender.data)
        return Contact(name=name, phone=self.phone.data or None) if name else None

    def arguments(self) -> dict:
        names = ("matter", "text", "place_text", "wants_reply", "tip_off")
        photos = [each.data for each in self.boxes if getattr(each.data, "filename", "")]
        return {name: self[name].data for name in names} | {"reporter": self.reporter, "photos": photos}


class RemarkForm(PublicForm):
    """补充."""

    text = TextAreaField(
        "补充什么", [Required("请写明要补充什么。"), Short(500), no_numbers_here], render_kw={"rows": 3}
    )


class AgainForm(PublicForm):
    """再反映一次."""

    reason = TextAreaField("哪里没有解决", [Required("请写明哪里没有解决。"), Short(500), no_numbers_here])


class RatingForm(PublicForm):
    """评价: three questions on one form."""

    responded = RadioField(QUESTIONS["responded"], [Required("请选择。")], choices=YES_NO)
    solved = RadioField(QUESTIONS["solved"], [Required("请选择。")], choices=YES_NO)
    satisfied = RadioField(QUESTIONS["satisfied"], [Required("请选择。")], choices=YES_NO)
    reason = StringField("原因", [Short(200), no_numbers_here], description="可以不填。")

    def arguments(self) -> dict:
        return {name: self[name].data == "yes" for name in QUESTIONS} | {"reason": self.reason.data}
