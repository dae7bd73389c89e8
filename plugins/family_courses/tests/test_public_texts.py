"""What residents read of a course holds no complete number of a person."""

import pytest
from werkzeug.datastructures import MultiDict

from plugins.family_courses.forms.courses import CourseForm

NUMBER = "150602194801010017"


@pytest.mark.parametrize("name", ["title", "speaker", "place_name", "audience", "about_course"])
def test_a_number_of_a_person_is_refused_at_the_field(app, name):
    with app.test_request_context():
        filled = CourseForm(MultiDict({name: f"白玉兰 {NUMBER}"}), meta={"csrf": False})
        filled.validate()
        assert "不能写身份证号" in "".join(filled.errors.get(name, []))
