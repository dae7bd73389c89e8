"""What stands on the sheets that a village posts holds no complete number of a person."""

import pytest
from werkzeug.datastructures import MultiDict

from plugins.village_affairs.forms.covenant import TextForm
from plugins.village_affairs.forms.matter import CarryOutForm, HeldForm, PostForm

PHONE = "13947700001"


@pytest.mark.parametrize(
    ("form", "names"),
    [
        (HeldForm, ("venue", "observers", "opinion")),
        (PostForm, ("venue", "opinion")),
        (CarryOutForm, ("responsible",)),
        (TextForm, ("note",)),
    ],
)
def test_a_number_of_a_person_is_refused_at_the_field(app, form, names):
    with app.test_request_context():
        filled = form(MultiDict(dict.fromkeys(names, f"村委会副主任 {PHONE}")), meta={"csrf": False})
        filled.validate()
        for name in names:
            assert "不能写电话号码" in "".join(filled.errors.get(name, [])), name
