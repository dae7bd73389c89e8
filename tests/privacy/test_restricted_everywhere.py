"""限制处理 over all plugins: records of every kind are entered, everybody in them is restricted, and no list, desk, file or paper names one of them."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import product

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select
from werkzeug.exceptions import HTTPException

from portal import clock
from portal.accounts.models import User
from portal.demo.names import NameBook
from portal.documents.renderer import Renderer
from portal.extensions import db
from portal.people.models import Person
from portal.records.people import Contact
from tests.leaks.places import Office, enter

OF_A_KIND = 2  # pages of one view
LEFT_OUT = ("accounts.sign_out", "static")


@pytest.fixture
def unique(monkeypatch) -> None:
    """Everybody who is invented has a name of his own, that stands in no other."""
    given = ("".join(each) for each in product("一二三四五六七八九十", repeat=4))
    monkeypatch.setattr(NameBook, "name", lambda *about: f"司马{next(given)}")


@pytest.fixture
def names(app, cast, unique) -> set[str]:
    """Of residents in records, all of them restricted; nobody else is called so."""
    enter(app, cast, Office("own", dict(cast.user_ids)))
    people = db.session.scalars(select(Person)).all()
    for each in people:
        each.restricted_at = clock.now()
    db.session.commit()
    others = {*db.session.scalars(select(Contact.name)), *db.session.scalars(select(User.name))}
    return {each.name for each in people} - others


@pytest.fixture
def drawn_as_text(monkeypatch) -> None:
    """A paper is the page of which it would be drawn."""
    monkeypatch.setattr(Renderer, "render", lambda self, html, **given: html.encode())


def visited(app, client) -> Iterator[tuple[str, bool, str]]:
    """Address, whether it is the page of one record, and what stands there: of all views, found by the links on their pages."""
    addresses, rules = app.url_map.bind("localhost"), app.url_map.iter_rules()
    todo = [each.rule for each in rules if "GET" in each.methods and not each.arguments]
    times = Counter()
    for url in todo:
        path = url.partition("?")[0]
        try:
            view, given = addresses.match(path, method="GET")
        except HTTPException:
            continue
        if times[view] == OF_A_KIND or view in LEFT_OUT:
            continue
        times[view] += 1
        answer = client.get(url if "export" not in view else f"{path}?export_purpose=核对")
        if answer.status_code == 200:
            text = told(answer)
            todo += [found.replace("&amp;", "&") for found in re.findall(r'href="(/[^"#]*)"', text)]
            yield url, bool(given) and answer.mimetype == "text/html", text


def told(answer) -> str:
    if answer.mimetype.endswith(".sheet"):
        return str(CalamineWorkbook.from_filelike(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python())
    return answer.data.decode(errors="ignore")


@pytest.mark.thorough
@pytest.mark.parametrize("role", ["director", "district"])
def test_no_list_file_or_paper_names_whoever_is_restricted(app, as_user, names, drawn_as_text, role):
    found = {
        f"{url}: {name}"
        for url, of_one_record, text in visited(app, as_user(role))
        if not of_one_record
        for name in names
        if name in text
    }
    assert found == set()
