"""Groups of a form that grow and shrink by a button."""

import pytest
from wtforms import FieldList, Form, StringField

from portal.web.forms.repeating_fields import resize


class Office(Form):
    guests = FieldList(StringField(), min_entries=1, max_entries=2)


@pytest.mark.parametrize(
    ("entries", "button", "left"),
    [
        (["甲"], {"add": "guests"}, ["甲", None]),
        (["甲", "乙"], {"add": "guests"}, ["甲", "乙"]),
        (["甲"], {"add": "nobody"}, ["甲"]),
        (["甲", "乙"], {"remove": "guests-0"}, ["乙"]),
        (["甲"], {"remove": "guests-0"}, ["甲"]),
        (["甲", "乙"], {"remove": "guests-7"}, ["甲", "乙"]),
        (["甲", "乙"], {}, ["甲", "乙"]),
    ],
)
def test_a_group_never_becomes_empty_nor_longer_than_it_may(app, entries, button, left):
    form = Office(data={"guests": entries})
    with app.test_request_context(method="POST", data=button):
        assert resize(form.guests) == bool(button)
    assert form.guests.data == left
