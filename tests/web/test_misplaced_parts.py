"""A file where a text belongs is no text: refused like an empty field, never an error of ours."""

import io

import pytest
from wtforms import FileField, StringField

from portal.extensions import db
from portal.records.public_form import PublicForm
from portal.testing import factories
from portal.web.forms.fields import Date
from portal.web.forms.form import Form, Group


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


@pytest.mark.parametrize("kind", [Form, Group, PublicForm])
def test_whatever_the_form_a_file_is_no_text_and_a_text_no_file(app, kind):
    class Asked(kind):
        code, on, photo = StringField(), Date(), FileField()

    sent = {"code": (io.BytesIO(b"x"), "x.jpg"), "on": (io.BytesIO(b"x"), "x.jpg"), "photo": "x"}
    with app.test_request_context(method="POST", data=sent):
        form = Asked()
        assert (form.code.data, form.on.data, form.photo.data) == ("", None, None)


def test_a_file_where_the_code_of_a_vote_belongs(client, cast):
    sent = {"code": (io.BytesIO(b"x"), "x.jpg")}
    address = f"/owners_vote/public/{cast.taixing.id}/votes"
    assert client.post(address, data=sent, content_type="multipart/form-data").status_code == 422


def test_a_text_that_is_not_sent_at_all_is_an_empty_one(app):
    class Asked(Form):
        text, on = StringField(), Date()

    with app.test_request_context(method="POST", data={"other": "x"}):
        assert (Asked().text.data, Asked().on.data) == ("", None)
    with app.test_request_context():
        assert Asked().text.data is None
    with app.test_request_context(method="POST", data={"other": "x"}):
        assert Asked(data={"text": "as it was"}).text.data == "as it was"


def test_a_part_without_any_name_is_passed_over(client):
    body = b'--x\r\nContent-Disposition: form-data; name"username"\r\n\r\nclerk\r\n--x--\r\n'
    assert (
        client.post("/login", data=body, content_type="multipart/form-data; boundary=x").status_code == 400
    )  # no token
