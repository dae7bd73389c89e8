"""One ruler for lengths in browser, server and sheets; nothing is cut without a word."""

import ast
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from wtforms.validators import StopValidation

from portal.cases.models import Case
from portal.extensions import db
from portal.typed.lengths import length
from portal.web.forms import Short

SEARCHES = ("no_numbers_here", "no_numbers_in_full", "no_numbers_but_accounts", "plain_words")
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
    with pytest.raises(StopValidation, match=r"最多 10 个字，现在是 1[1-9] 个字，请精简（超出 [1-9] 个字）"):
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
@pytest.mark.parametrize("where", ["portal.people.publishing", "portal.web.forms.plain_words", "portal.cases.forms"])
def test_what_is_too_long_is_searched_for_no_numbers(as_user, cast, monkeypatch, where):
    """The search takes its time, and anybody can send two million characters."""
    long, read = "13847712345 " * 17_000, []
    monkeypatch.setattr(f"{where}.numbers_in", lambda text: read.append(len(text)) or [])
    page = register(as_user("clerk"), cast, title=long, location=long, description=long)
    assert (page.status, page.text.count("现在是 204000 个字")) == (422, 6), "at the field and above the form"
    assert max(read, default=0) < 1000


def test_every_field_knows_its_length_before_it_is_searched_for_numbers():
    """Of the source: a list of checks that names one of numbers names `Short` before it."""
    late = [
        f"{path}:{checks.lineno}"
        for path in sources()
        for checks in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(checks, ast.List) and len_unknown([ast.unparse(each) for each in checks.elts])
    ]
    assert not late


def sources() -> list[Path]:
    found = [path for root in ("portal", "plugins") for path in Path(root).rglob("*.py")]
    return [path for path in found if "tests" not in path.parts]


def len_unknown(checks: list[str]) -> bool:
    first = next((at for at, each in enumerate(checks) if each in SEARCHES), None)
    return first is not None and not any(each.startswith("Short(") for each in checks[:first])


@pytest.mark.database
def test_the_browser_is_told_the_number_and_cuts_nothing(as_user, cast):
    html = as_user("clerk").get("/cases/new").get_data(as_text=True)
    assert 'data-most="8000"' in html
    assert 'data-most="100"' in html
    assert "maxlength" not in html
