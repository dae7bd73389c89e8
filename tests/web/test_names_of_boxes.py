"""A box that is called as something a form has of its own would hide it."""

from wtforms import Field

from portal.web.forms import Form
from tests.web.test_whole_numbers import asking_for


def test_no_box_of_any_form_hides_what_every_form_has(app):
    boxes = {(form, name) for form, box in asking_for(Field) for name, each in vars(form).items() if each is box}
    assert len(boxes) > 500
    assert [f"{form.__name__}.{name}" for form, name in boxes if hasattr(Form, name)] == []
