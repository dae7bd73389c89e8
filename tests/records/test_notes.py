"""What is written in words at a step stays on the timeline in plain text: it holds no complete number of a person."""

import pytest
from werkzeug.datastructures import MultiDict

from portal.records.forms import NoteForm, ReasonForm


@pytest.mark.parametrize("form", [NoteForm, ReasonForm])
@pytest.mark.parametrize("number", ["150602194801010017", "150602 19480101 0017", "13947700001", "0477-5212345"])
def test_a_number_of_a_person_is_refused_at_the_field_and_nothing_is_lost(app, form, number):
    with app.test_request_context():
        filled = form(MultiDict({"text": f"本人 {number} 来电"}), meta={"csrf": False})
        assert not filled.validate()
        assert "这里不能写" in filled.text.errors[0]
        assert filled.text.data == f"本人 {number} 来电"


@pytest.mark.parametrize("form", [NoteForm, ReasonForm])
@pytest.mark.parametrize("text", ["见达政办发〔2026〕12号。", "2026-11-28 来电，缺 200.00 元。", "发票 12345678"])
def test_other_numbers_are_written(app, form, text):
    with app.test_request_context():
        assert form(MultiDict({"text": text}), meta={"csrf": False}).validate()
