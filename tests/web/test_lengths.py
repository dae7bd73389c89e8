"""One ruler for lengths in browser, server and sheets; nothing is cut without a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from wtforms.validators import ValidationError

from portal.cases.models import Case
from portal.extensions import db
from portal.typed.lengths import length
from portal.web.forms import Short

LINES = "\r\n".join(["长" * 199] * 40)  # 7,999 characters with 39 line ends
GOOD = {"kind": "0201", "title": "楼上漏水", "description": "漏水。", "applicants__0__name": "张三"}


class Typed:
    def __init__(self, data):
        self.data = data


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])))
def test_a_character_is_what_the_database_counts(text):
    assert length(text) == len(text.replace("\r\n", "\n"))
    assert length(text) == len(text.replace("\r\n", "\n").encode("utf-32-le")) // 4


@pytest.mark.parametrize("text", ["😡" * 10, "𠮷" * 10, "一\r\n" * 5, "一\n" * 5, "葛\U000e0100" * 5, ""])
def test_as_many_as_may_be_are_taken(text):
    Short(10)(None, Typed(text))
    with pytest.raises(ValidationError, match=r"最多 10 个字，现在是 1[1-9] 个字，请精简（超出 [1-9] 个字）"):
        Short(10)(None, Typed(text + "字" * (11 - length(text))))


def register(client, cast, **values):
    return client.fill(client.page("/cases/new"), **{"unit_id": cast.unit_ids["taixing"], **GOOD, **values})


@pytest.mark.database
def test_line_ends_count_once_and_are_kept_as_one(as_user, cast):
    assert length(LINES) == 7999
    register(as_user("clerk"), cast, description=LINES)
    assert db.session.scalars(select(Case)).unique().one().description == LINES.replace("\r\n", "\n")


@pytest.mark.database
def test_what_is_too_long_is_all_there_with_how_much_too_long(as_user, cast):
    page = register(as_user("clerk"), cast, description=LINES + "要求赔偿")
    assert page.status == 422
    assert "最多 8000 个字，现在是 8003 个字，请精简（超出 3 个字）。" in page.text
    assert page.fields(page.form())["description"].endswith("要求赔偿")


@pytest.mark.database
def test_the_browser_is_told_the_number_and_cuts_nothing(as_user, cast):
    html = as_user("clerk").get("/cases/new").get_data(as_text=True)
    assert 'data-most="8000"' in html
    assert 'data-most="100"' in html
    assert "maxlength" not in html
