"""How wide boxes are, and that the rows of a form are full."""

import pytest
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length

from portal.web.forms.fields import Date, Yuan
from portal.web.forms.widths import filled, width_of


class Sub(Form):
    text = StringField()


class Everything(Form):
    name = StringField("姓名", [Length(max=60)])
    title = StringField("名称", [Length(max=100)])
    free = StringField("说明")
    on = Date("日期")
    amount = Yuan("金额")
    kind = SelectField("类型", choices=["甲", "乙"])
    story = TextAreaField("经过")
    half = TextAreaField("事实", render_kw={"rows": 2, "data-width": "half"})
    other = TextAreaField("争议", render_kw={"data-width": "half"})
    level = RadioField("分级", choices=["甲", "乙"])
    agreed = BooleanField("同意")
    key = HiddenField()
    group = FieldList(FormField(Sub))


def rows(*names: str) -> list[tuple[str, int]]:
    form = Everything()
    return [(field.short_name, taken) for field, taken in filled(form[name] for name in names)]


@pytest.mark.parametrize(
    ("name", "width"),
    [
        ("name", "name"),
        ("title", "line"),
        ("free", "line"),
        ("on", "date"),
        ("amount", "number"),
        ("kind", "choice"),
        ("story", "text"),
        ("half", "half"),
        ("level", "text"),
        ("agreed", "text"),
    ],
)
def test_a_box_is_as_wide_as_its_answer(name, width):
    assert width_of(Everything()[name]) == width


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (("title", "kind", "on"), [("title", 6), ("kind", 3), ("on", 3)]),
        (("title", "kind"), [("title", 9), ("kind", 3)]),
        (("title", "free", "on"), [("title", 6), ("free", 6), ("on", 3)]),
        (("name", "kind", "on"), [("name", 4), ("kind", 4), ("on", 4)]),
        (("on",), [("on", 3)]),
        (("half", "other", "story"), [("half", 6), ("other", 6), ("story", 12)]),
        (("key", "group", "on", "amount"), [("on", 4), ("amount", 4)]),
    ],
)
def test_what_stands_in_a_row_fills_it(names, expected):
    assert rows(*names) == expected


def test_no_row_is_longer_than_twelve():
    taken, row = [], 0
    for _, twelfths in rows(*(field.short_name for field in Everything())):
        row = row + twelfths if row + twelfths <= 12 else twelfths
        taken.append(row)
    assert max(taken) == 12
