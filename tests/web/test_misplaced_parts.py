"""A file where a text belongs is no text: refused like an empty field, never an error of ours."""

import io

import pytest

from portal.extensions import db
from portal.testing import factories


def test_a_file_named_like_a_text_field_at_sign_in(client):
    page = client.page("/login")
    token = page.fields(page.form())["csrf_token"]
    for name in ("username", "password"):
        data = {"username": "clerk", "password": "x", "csrf_token": token} | {name: (io.BytesIO(b"x"), "x.txt")}
        assert client.post("/login", data=data, content_type="multipart/form-data").status_code in (200, 422)


@pytest.fixture
def person(cast):
    found = factories.resident(cast.taixing)
    db.session.commit()
    return found


def test_a_file_named_like_any_field_of_a_form(as_user, person):
    client, url = as_user("clerk"), f"/people/{person.id}/correction"
    page = client.page(url)
    fields = page.fields(page.form())
    for name in [each for each in fields if each not in ("csrf_token", "_form")]:
        sent = fields | {name: (io.BytesIO(b"x"), "x.txt")}
        assert client.post(url, data=sent, content_type="multipart/form-data").status_code in (303, 409, 422), name
