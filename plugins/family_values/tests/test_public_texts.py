"""What residents read of a hall holds no complete number of a person."""

import pytest
from werkzeug.datastructures import MultiDict

from plugins.family_values.forms.halls import ClosureForm, GuideForm, HallForm

NUMBER = "150602194801010017"


@pytest.mark.parametrize(
    ("form", "names"),
    [
        (HallForm, ("name", "address", "about_visit")),
        (ClosureForm, ("reason",)),
        (GuideForm, ("name",)),
    ],
)
def test_a_number_of_a_person_is_refused_at_the_field(app, form, names):
    with app.test_request_context():
        filled = form(MultiDict(dict.fromkeys(names, f"白玉兰 {NUMBER}")), meta={"csrf": False})
        filled.validate()
        for name in names:
            assert "不能写身份证号" in "".join(filled.errors.get(name, [])), name
