"""What is sent is text: it is shown as it was typed, names no other field, and reaches nothing the form does not offer."""

import io
import re

import pytest
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from portal.cases.models import Case
from portal.extensions import db
from portal.files.models import Attachment
from portal.testing import factories
from portal.testing.pictures import photo

NASTY = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=alert(1)>",
    "{{7*191}} {% raw %} ${7*191} #{7*191}",
    "'; DROP TABLE cases_case; --",
    "javascript:alert(1)",
    "--><svg/onload=alert(1)>",
    "%s %n %(x)s {0.__class__}",
]
TYPED = {"kind": "0201", "description": "三楼漏水到二楼。", "applicants__0__name": "张三"}


@pytest.mark.parametrize("text", NASTY)
def test_it_is_shown_as_it_was_typed(as_user, cast, text):
    client = as_user("clerk")
    page = client.fill(client.page("/cases/new"), unit_id=cast.unit_ids["taixing"], **TYPED | {"title": text})
    assert page.status == 200
    for url in (page.url, "/cases"):
        shown = client.page(url)
        assert text in shown.text
        html = shown.response.get_data(as_text=True)
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "<svg/onload" not in html
        assert "1337" not in shown.text
        assert not shown.tree.xpath("//@href[starts-with(., 'javascript')]")
    db.session.rollback()
    assert [each.title for each in db.session.scalars(select(Case)).unique()] == [text]


@pytest.mark.parametrize("text", NASTY)
def test_a_search_for_it_is_answered_with_it(as_user, cast, text):
    page = as_user("clerk").page("/search", query_string={"q": text})
    assert page.status == 200
    html = page.response.get_data(as_text=True)
    assert "<script>alert" not in html
    assert "onerror=alert(1)>" not in html.replace("&gt;", "")


def test_fields_that_the_form_does_not_offer_change_nothing(as_user, cast):
    client = as_user("clerk")
    more = {"status": "archived", "number": "X", "id": "77", "registrar_id": "1", "registered_at": "2001-01-01", "level": "hard",
            "due_at": "2030-01-01", "version": "9", "county_id": "1", "township_id": "1"}  # fmt: skip
    client.fill(client.page("/cases/new"), unit_id=cast.unit_ids["taixing"], title="楼上漏水", **TYPED | more)
    case = db.session.scalars(select(Case)).unique().one()
    assert (case.status, case.registrar.username, case.id) == ("registered", "clerk", 1)
    assert case.number.endswith("00001号")
    assert case.township_id == cast.unit_ids["street"]


def test_a_form_reads_nothing_from_the_address_and_the_first_of_two(as_user, cast):
    client = as_user("clerk")
    page = client.page("/cases/new")
    data = page.fields(page.form()) | {"unit_id": cast.unit_ids["taixing"], "description": "漏水。", "kind": "0201"}
    data["applicants-0-name"] = "张三"
    answer = client.post("/cases/new?title=地址里的名称", data=data)
    assert answer.status_code == 422  # the title is missing
    answer = client.post("/cases/new", data=data | {"title": ["第一个", "第二个"]})
    assert answer.status_code == 303
    assert db.session.scalars(select(Case)).unique().one().title == "第一个"


@pytest.mark.parametrize(
    ("name", "quoted"),
    [
        ("a\r\nSet-Cookie: x=1.png", False),
        ('a"; filename="b.html', False),
        ("../../etc/passwd.png", False),
        ("照片\u202egnp.exe", False),
        ("照片.png", True),
    ],
)
def test_the_name_of_a_file_stays_a_name(as_user, cast, name, quoted):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.flush()
    sent = FileStorage(io.BytesIO(photo(size=(8, 8), kind="PNG")), name)
    file = Attachment.take_in(sent, subject=case, purpose="photo", by=cast.clerk)
    db.session.flush()
    number = file.id
    db.session.commit()
    answer = as_user("clerk").get(f"/files/{number}")
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; filename")
    assert not set(said) & set("\r\n\u202e")
    assert "/" not in said
    names = re.findall(r'filename=("[^"]*"|[^";]+)', said)
    assert len(names) == 1
    assert "Set-Cookie" not in dict(answer.headers)
    assert answer.headers["Content-Type"] in ("image/jpeg", "image/png")
    assert ("filename*=UTF-8''" in said) or not quoted
