"""Forms that steps of every kind of record share."""

from collections.abc import Mapping
from typing import Any, ClassVar

from wtforms import FileField, StringField, TextAreaField

from portal.people.fields import telephone
from portal.people.publishing import no_numbers_here
from portal.personal_names import normalise_name
from portal.web.forms import LETTER, Form, Required, Short
from portal.web.forms.fields import Date, not_in_future

__all__ = [
    "NoteForm",
    "ReasonForm",
    "PlainForm",
    "DayForm",
    "day_form",
    "LastDayForm",
    "PhotoForm",
    "file_form",
    "name_field",
    "phone_field",
    "ObjectionForm",
    "ApartForm",
]


class GivingForm(Form):
    """A form whose fields do not bear the names of the step's arguments: `gives` tells argument → field."""

    gives: ClassVar[Mapping[str, str]] = {}

    def arguments(self) -> dict:
        return {name: self[field].data or "" for name, field in self.gives.items()}


class NoteForm(GivingForm):
    """A step that may carry a note: the argument `note`, which stays on the timeline for good, unencrypted."""

    gives = {"note": "text"}
    text = TextAreaField("说明", [Short(1000), no_numbers_here], render_kw={"rows": 3})


class ReasonForm(GivingForm):
    """A step that needs its reason in words: the argument `reason`."""

    gives = {"reason": "text"}
    text = TextAreaField("理由", [Required("请写明理由。"), Short(1000), no_numbers_here], render_kw={"rows": 4})


class LastDayForm(Form):
    """A step that ends something: the argument `on`, its last day."""

    on = Date("最后一天", [Required("请填写日期。"), not_in_future])


class PlainForm(GivingForm):
    """Nothing to fill in: the step is only asked for once more."""


def day_form(label: str = "日期") -> type[Form]:
    """A step with its date, which is called `label`: the argument `on`."""

    class DayForm(Form):
        """A step with its date: the argument `on`."""

        on = Date(label, [Required(f"请填写{label}。"), not_in_future])

    return DayForm


DayForm = day_form()


class PhotoForm(Form):
    """A picture: the argument `upload`."""

    upload = FileField("照片", description="JPG、PNG 或 HEIC，不超过 20 MB。")


def file_form(label: str, description: str = "PDF 或者图片，不超过 20 MB。") -> type[Form]:
    """A step with a file, which is called `label`: the argument `upload`."""

    class FileForm(Form):
        upload = FileField(label, description=description)

    return FileForm


def name_field(label: str, *checks: Any, **more: Any) -> StringField:
    """The name of somebody, in the one form in which names are kept."""
    kept = [lambda text: normalise_name(text or "")]
    return StringField(label, [*checks, Short(40), no_numbers_here], filters=kept, **more)


def phone_field(label: str = "联系电话", *checks: Any, **more: Any) -> StringField:
    """A number that can be dialled, in the one form in which numbers are kept."""
    return StringField(label, [*checks, Short(30), telephone], **more)


class ObjectionForm(Form):
    """收到的异议, to what was published."""

    creates = "一条异议"
    received_on = Date("收到日期", [Required("请填写收到日期。"), not_in_future])
    objector = StringField("异议人", [Required(), Short(60), no_numbers_here])
    phone = phone_field()
    text = TextAreaField("异议内容", [Required(), Short(LETTER), no_numbers_here], render_kw={"rows": 4})


class ApartForm(Form):
    """申请剔除."""

    reason = TextAreaField(
        "为什么没有法律支持",
        [Required("请写明理由。"), Short(500), no_numbers_here],
        render_kw={"rows": 4},
        description="写明要求是什么、依据哪条规定不能支持、怎样向本人解释的。由另一人复核。",
    )
