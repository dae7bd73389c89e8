"""A box that must be filled is filled neither by spaces nor by what is not seen, whatever it asks for."""

import pytest
from wtforms import SelectField, StringField, TextAreaField

from portal.web.forms import Form, Required
from portal.web.forms.fields import Date, Moment, Yuan

BLANK = [" ", "\n" * 300, "\r\n\t", "　", "\u2003 ", "\u200b", "ㅤ\u200b", "\u2060\ufe0f"]


@pytest.mark.parametrize("typed", BLANK)
@pytest.mark.parametrize("kind", [Date, Moment, Yuan, StringField, TextAreaField])
def test_spaces_fill_nothing(app, kind, typed):
    made = type("Asking", (Form,), {"box": kind("内容", [Required("请填写内容。")])})
    with app.test_request_context(method="POST", data={"box": typed}):
        form = made(meta={"csrf": False})
        assert not form.validate()
        assert form.box.errors == ["请填写内容。"]


@pytest.mark.parametrize(("chosen", "errors"), [("0", ["请选择单位。"]), ("3", [])])
def test_nothing_chosen_of_a_list_of_ids_fills_nothing(app, chosen, errors):
    box = SelectField("单位", [Required("请选择单位。")], coerce=int, choices={0: "请选择", 3: "泰兴社区"})
    made = type("Choosing", (Form,), {"box": box})
    with app.test_request_context(method="POST", data={"box": chosen}):
        form = made(meta={"csrf": False})
        form.validate()
        assert list(form.box.errors) == errors
