"""Two files with one name are two; the same content is the same under any name; and a refused form says that files must be picked again."""

from io import BytesIO

import pytest
from werkzeug.datastructures import FileStorage, MultiDict
from wtforms import FileField, MultipleFileField, StringField

from portal.web.forms import Form, Required
from portal.web.forms.widths import was_picked


class PhotosForm(Form):
    creates = "一组照片"
    title = StringField("名称", [Required()])
    photo = FileField("照片")
    more = MultipleFileField("更多")


def sent(name: str, content: bytes) -> FileStorage:
    return FileStorage(BytesIO(content), filename=name)


def content_of(**files):
    return PhotosForm(MultiDict([("title", "门口"), *files.items()]), meta={"csrf": False}).to_compare()


@pytest.fixture(autouse=True)
def posted(app):
    with app.test_request_context(method="POST"):
        yield


@pytest.mark.parametrize("field", ["photo", "more"])
def test_the_content_tells_and_not_the_name(field):
    one, other = content_of(**{field: sent("image.jpg", b"one")}), content_of(**{field: sent("image.jpg", b"other")})
    assert one != other
    assert one == content_of(**{field: sent("DSC_0001.JPG", b"one")})


def test_the_file_can_still_be_read_afterwards():
    form = PhotosForm(MultiDict([("title", "门口"), ("photo", sent("image.jpg", b"one"))]), meta={"csrf": False})
    form.to_compare()
    assert form.photo.data.stream.read() == b"one"


@pytest.mark.parametrize(("field", "there"), [("photo", True), ("more", True), ("other", False)])
def test_whether_a_file_was_picked_is_known(field, there):
    form = PhotosForm(MultiDict([(field, sent("image.jpg", b"one"))]), meta={"csrf": False})
    assert (was_picked(form.photo) or was_picked(form.more)) is there
    assert not was_picked(PhotosForm(MultiDict([("photo", sent("", b""))]), meta={"csrf": False}).photo)
