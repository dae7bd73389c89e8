"""A box that must be filled is filled neither by spaces nor by what is not seen, whatever it asks for."""

import pytest
from wtforms import SelectField, StringField, TextAreaField

from portal.web.forms import Form, Group, Required
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


@pytest.mark.parametrize("typed", BLANK)
@pytest.mark.parametrize("kind", [StringField, TextAreaField])
@pytest.mark.parametrize("base", [Form, Group])
def test_blanks_in_a_box_that_need_not_be_filled_are_nothing(app, base, kind, typed):
    made = type("Telling", (base,), {"box": kind("理由")})
    with app.test_request_context(method="POST", data={"box": typed}):
        assert made(meta={"csrf": False}).box.data == ""


@pytest.mark.parametrize("typed", [" 两户\n", "👨\u200d👩", "0"])
def test_what_has_something_in_it_stays_as_it_was_typed(app, typed):
    made = type("Telling", (Form,), {"box": TextAreaField("理由")})
    with app.test_request_context(method="POST", data={"box": typed}):
        assert made(meta={"csrf": False}).box.data == typed


@pytest.mark.parametrize(("chosen", "errors"), [("0", ["请选择单位。"]), ("3", [])])
def test_nothing_chosen_of_a_list_of_ids_fills_nothing(app, chosen, errors):
    box = SelectField("单位", [Required("请选择单位。")], coerce=int, choices={0: "请选择", 3: "泰兴社区"})
    made = type("Choosing", (Form,), {"box": box})
    with app.test_request_context(method="POST", data={"box": chosen}):
        form = made(meta={"csrf": False})
        form.validate()
        assert list(form.box.errors) == errors
