"""查看电话: whoever handles a record calls the people in it; with the purpose, and a trace in the audit trail."""

from collections.abc import Iterable

from wtforms import StringField

from portal.people.forms import a_reason
from portal.people.phone import mask_phone
from portal.web.forms import Form, Required, Short
from portal.web.forms.plain_words import plain_words
from portal.web.pages.rendering import render

__all__ = ["CallForm", "call_page"]


class CallForm(Form):
    """What the call is for (个人信息保护法 §6)."""

    purpose = StringField(
        "打电话的用途",
        [Required("请写明用途。"), Short(100), plain_words, a_reason],
        description="例如：约定上门查看的时间。用途会记入审计记录。",
    )


def call_page(
    numbers: Iterable[tuple[str, str]], form: CallForm, back: tuple[str, str], *, name: str, about: str = "", full: bool
):
    """The page: `numbers` (who, number), masked with the form above the purpose, or `full`. `back`: address and name of the record's page; `name`:
    what the record is called in the title of the page, which goes into the history of the browser; `about`: what stands below."""
    shown = [(who, number if full else mask_phone(number)) for who, number in numbers]
    status = 422 if form.errors else 200
    return render(
        "people/phone.html", status=status, numbers=shown, form=form, back=back, name=name, about=about, full=full
    )
