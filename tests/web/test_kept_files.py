"""What is kept of the files of a form: whose it is, how much, and which of them a box holds."""

import io
import shutil

import pytest
from flask_login import login_user
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import FileField

from portal.web.forms import Form, kept_files
from portal.web.forms.form_token import FIELD, seal
from portal.web.forms.kept_files import Kept, discard, keep, mark_of

pytestmark = pytest.mark.database


class PhotoForm(Form):
    photo = FileField("照片")


@pytest.fixture(autouse=True)
def root(app):
    folder = app.extensions["portal_settings"].instance / "kept"
    shutil.rmtree(folder, ignore_errors=True)
    return folder


@pytest.fixture
def posted(app, cast):
    """`posted(key, picked)`: the form as it is read from a POST of the clerk."""

    def reading(key: str, picked: bytes = b"", **more: str) -> PhotoForm:
        with app.test_request_context("/photo", method="POST"):
            token = seal(key, cast.clerk.id, "/photo")
        sent = [("photo", FileStorage(io.BytesIO(picked), filename="new.jpg" if picked else ""))]
        with app.test_request_context("/photo", method="POST", data={FIELD: token} | more):
            login_user(cast.clerk)
            return PhotoForm(MultiDict(sent), meta={"csrf": False})

    return reading


def kept(cast, content: bytes, key: str = "key", box: str = "photo", name: str = "照片.jpg") -> str:
    mark = mark_of(FileStorage(io.BytesIO(content)))
    keep(key, cast.clerk.id, Kept(box, name, "image/jpeg", mark), content)
    return mark


def held(form: PhotoForm) -> str:
    return form.photo.data.filename or ""


def test_an_empty_box_has_what_was_kept_and_a_full_one_what_is_picked(app, cast, posted):
    with app.app_context():
        kept(cast, b"one")
    form = posted("key")
    assert (form.photo.data.filename, form.photo.data.stream.read()) == ("照片.jpg", b"one")
    assert held(posted("another")) == ""
    assert held(posted("key", b"two")) == "new.jpg"
    assert held(posted("key")) == "", "it was replaced"


def test_what_is_not_wanted_is_not_taken(app, cast, posted):
    with app.app_context():
        mark = kept(cast, b"one")
    assert not held(posted("key", **{"photo-unpick": mark}))
    assert not posted("key").photo.kept_files


def test_of_other_boxes_and_moved_files_nothing_is_taken(app, cast, posted, root):
    with app.app_context():
        kept(cast, b"one", box="other")
        kept(cast, b"one", key="theirs")
    assert not held(posted("key"))
    shutil.rmtree(root / str(cast.clerk.id) / "key")
    (root / str(cast.clerk.id) / "theirs").rename(root / str(cast.clerk.id) / "key")
    assert not held(posted("key")), "what was kept of one form does not open as that of another"


def test_the_room_of_a_user_is_bounded_and_the_oldest_goes(app, cast, posted, monkeypatch):
    monkeypatch.setattr(kept_files, "MOST_BYTES", 250)
    with app.app_context():
        kept(cast, b"1" * 60, key="first")
        kept(cast, b"2" * 60, key="second")
        kept(cast, b"3" * 60, key="third")
        assert not held(posted("first"))
        assert held(posted("third")) == "照片.jpg"
        kept(cast, b"4" * 300, key="fourth")
        assert not held(posted("fourth"))
        discard("third", cast.clerk.id)
        assert not held(posted("third"))
