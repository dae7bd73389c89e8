"""An ID or telephone number that is searched for stands in no address, redirect, title or cookie; a name has an address."""

import zlib

import pytest
from itsdangerous import base64_decode

from portal.extensions import db
from portal.testing import factories
from portal.web.pages.searching import carries_number

PLACES = ("/people", "/search", "/cases")


@pytest.fixture
def case(cast):
    person = factories.resident(cast.taixing, name="张改花", phone="15412345678")
    case = factories.case(cast.taixing, by=cast.clerk, title="拖欠装修工钱", parties=[(1, person)])
    db.session.commit()
    return case


@pytest.fixture
def numbers(case) -> list[str]:
    person = case.parties[0].person
    return [person.id_number, person.phone]


@pytest.fixture
def clerk(as_user):
    return as_user("clerk")


def cookie(client) -> str:
    """What a browser that keeps the session cookie could read in it."""
    payload = client.get_cookie("portal_session").value.lstrip(".").partition(".")[0]
    content = base64_decode(payload)
    return zlib.decompress(content).decode() if content[:1] == b"\x78" else content.decode()


def addresses(page) -> str:
    """Every address a page leads or loads from, its own, and its title."""
    names = ("href", "action", "src", "data-hx-get", "data-hx-post")
    found = [element.get(name) or "" for element in page.tree.iter() if isinstance(element.tag, str) for name in names]
    title = page.tree.find(".//title")
    return " ".join([page.response.request.url, title.text if title is not None else "", *found])


@pytest.mark.parametrize("htmx", [False, True], ids=["without script", "with htmx"])
@pytest.mark.parametrize("place", PLACES)
def test_a_number_is_answered_on_the_spot(clerk, case, numbers, place, htmx):
    url = f"/cases/{case.id}" if place == "/cases" else f"/people/{case.parties[0].person_id}"
    for number in numbers:
        answer = clerk.post(place, data={"q": number}, headers={"HX-Request": "true"} if htmx else {})
        assert answer.status_code == 200
        assert "Location" not in answer.headers
        assert not [name for name, _ in answer.headers if name.startswith("HX-")]
        assert f'href="{url}"' in answer.get_data(as_text=True)
        assert number not in cookie(clerk)


@pytest.mark.parametrize("place", PLACES)
def test_the_page_with_the_answer_leads_nowhere_with_the_number(clerk, numbers, place):
    for number in numbers:
        page = clerk.fill(clerk.page(place), place, q=number)
        assert page.url == place
        assert number not in addresses(page)


def test_the_box_in_the_header_of_any_page_posts(clerk, numbers):
    page = clerk.fill(clerk.page("/reports"), "/search", q=numbers[0])
    assert "张**" in page.text
    assert numbers[0] not in addresses(page)


@pytest.mark.parametrize("place", PLACES)
def test_a_name_leads_to_an_address_so_that_back_finds_it(clerk, case, place):
    answer = clerk.post(place, data={"q": "张改花", "status": ""})
    assert answer.status_code == 303
    page = clerk.page(answer.headers["Location"])
    assert page.response.request.url.endswith(f"{place}?q=张改花")  # no empty filters
    assert "张改花" in [box.get("value") for box in page.tree.iter("input") if box.get("name") == "q"]


@pytest.mark.parametrize("place", PLACES)
def test_an_address_with_a_number_that_somebody_made_is_not_searched(clerk, case, numbers, place):
    answer = clerk.get(place, query_string={"q": numbers[0], "status": "open"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == f"{place}?status=open"
    assert "不要写在网址里" in clerk.page(answer.headers["Location"]).text


@pytest.mark.parametrize(
    ("who", "place"), [("auditor", "/audit/"), ("administrator", "/plugins/"), ("clerk", "/account")]
)
def test_no_page_keeps_such_an_address_whatever_it_makes_of_it(as_user, numbers, who, place):
    client = as_user(who)
    for number in numbers:
        answer = client.get(place, query_string={"q": number, "after": "x"})
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{place}?after=x")
        assert "不要写在网址里" in client.page(answer.headers["Location"]).text
    assert client.get("//evil.example", query_string={"q": numbers[0]}).headers.get("Location", "/")[:2] != "//"


def test_filters_hold_beside_a_number_and_the_rest_is_said_to_be_missing(clerk, case, numbers, cast):
    for count in range(21):
        factories.case(cast.taixing, by=cast.clerk, title=f"第{count}件", parties=[(1, case.parties[0].person)])
    db.session.commit()
    page = clerk.fill(clerk.page("/cases"), "/cases", q=numbers[0])
    assert "共 22 条，只列出前 20 条" in page.text
    assert "下一页" not in page.text
    assert "导出" not in page.text
    assert "没有符合条件" in clerk.fill(page, "/cases", q=numbers[0], status="archived").text
    assert "共 22 条" in clerk.fill(page, "/cases", q=numbers[1]).text


def test_whoever_is_signed_out_is_asked_to_sign_in_and_no_token_is_needed(client, clerk, case, numbers):
    assert client.post("/people", data={"q": numbers[0]}).headers["Location"] == "/login?next=%2F"
    assert clerk.post("/people", data={"q": numbers[0], "csrf_token": "of an earlier session"}).status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "15412345678",
        "154-1234-5678",
        "+86 154 1234 5678",
        "１５４１２３４５６７８",
        "0477 5212345",
        "15042919800101",
        "H12345678",
        "(0477)5212345",
        "154.1234.5678",
        "5212345",
    ],
)
def test_these_may_be_numbers_of_somebody(text):
    assert carries_number(text)


@pytest.mark.parametrize(
    "text", ["张改花", "1234", "123X", "3号楼2单元", "昭君街道〔2026〕00012号", "2026", "", "00012"]
)
def test_these_tell_nobody(text):
    assert not carries_number(text)
