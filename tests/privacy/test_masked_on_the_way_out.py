"""限制处理 on pages: words are masked on the way out, what a form sends back and whose name it is not never are."""

import pytest
from flask import g
from sqlalchemy import select

from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.people.models import Person
from portal.records.hiding import masked
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def ming(cast) -> Person:
    """李明, restricted."""
    who = factories.resident(cast.taixing, name="李明", restricted_at=clock.now())
    db.session.commit()
    return who


@pytest.fixture
def leaves(ming, cast):
    """`leaves(html)` is what goes out where 李明 and 李明辉 were read."""
    factories.resident(cast.taixing, name="李明辉")
    db.session.commit()
    db.session.expunge_all()
    assert len(db.session.scalars(select(Person).where(Person.name.in_(("李明", "李明辉")))).all()) == 2
    return masked


def test_a_form_that_comes_back_holds_what_was_typed_and_stores_it(as_user, cast, ming):
    client = as_user("clerk")
    typed = {"kind": "0203", "title": "李明辉家漏水", "description": "李明说楼上漏水。"}
    party = {"applicants__0__name": "李明", "applicants__0__id_number": ming.id_number}
    page = client.fill(client.page("/cases/new"), unit_id=cast.unit_ids["taixing"], **typed, **party)
    assert page.status == 422
    values = page.fields(page.form())
    told = (values["title"], values["description"], values["applicants-0-name"])
    assert told == ("李明辉家漏水", "李明说楼上漏水。", "李明")
    client.fill(page, applicants__0__name="王五", applicants__0__id_number="")
    assert db.session.scalars(select(Case)).unique().one().title == "李明辉家漏水"


@pytest.mark.parametrize(
    "control",
    [
        '<input name="q" value="李明">',
        '<input type="hidden" value="李明辉家" data-was="李明">',
        "<textarea rows=3 data-most='9'>李明 &lt;说&gt;</textarea>",
        '<select data-x="李明"><option>李明</option></select>',
        '<button value="李明"></button>',
        '<a href="/x?q=李明" hx-vals=\'{"q": "李明"}\'></a>',
        '<div data-hx-vals="李明"></div>',
    ],
)
def test_what_is_sent_back_leaves_as_it_is(leaves, control):
    assert leaves(control) == control


@pytest.mark.parametrize(
    ("html", "out"),
    [
        ("<td>李明</td>", "<td>李*</td>"),
        ("<p>李明家漏水</p>", "<p>李*家漏水</p>"),
        ('<input aria-label="选择：李明" value="李明">', '<input aria-label="选择：李*" value="李明">'),
        ('<option value="3">李明</option>', '<option value="3">李*</option>'),
        ('<a title="李明" href="/people/3">看</a>', '<a title="李*" href="/people/3">看</a>'),
        ("<textarea>李明</textarea>李明", "<textarea>李明</textarea>李*"),
        ("<option>李明</option></select>李明", "<option>李明</option></select>李*"),
    ],
)
def test_what_is_only_read_is_masked(leaves, html, out):
    assert leaves(html) == out


@pytest.mark.parametrize(
    ("html", "out"),
    [
        ("<td> 李明辉 </td>", "<td> 李明辉 </td>"),
        ("<p>申请人：李明辉，李明</p>", "<p>申请人：李明辉，李*</p>"),
        ('<i title="李明辉"></i>', '<i title="李明辉"></i>'),
        ("<td>李明辉家</td>", "<td>李*辉家</td>"),
        ("<td>李明煌</td>", "<td>李*煌</td>"),
    ],
)
def test_a_longer_name_of_somebody_read_stays_where_no_letter_stands_beside_it(leaves, html, out):
    assert leaves(html) == out


def test_the_page_of_a_record_of_his_names_him(leaves):
    g.found_rows = [db.session.scalars(select(Person).where(Person.name == "李明")).one()]
    assert leaves("<h1>李明</h1>") == "<h1>李明</h1>"


@pytest.mark.parametrize("own", ["李明", "李明辉"])
def test_the_name_of_whoever_is_signed_in_stays_above_and_on_the_print(as_user, cast, ming, own):
    cast.clerk.name = own
    db.session.commit()
    client = as_user("clerk")
    page = client.fill(client.page("/people"), "/people", q="李明")
    assert page.tree.xpath("string(//a[@href='/account'])").endswith(f"{own}")
    assert f"打印：{own}" in page.tree.xpath("string(//p[@class='print-head'])")
    assert page.tree.xpath("//main//input[@name='q']/@value") == ["李明"]
