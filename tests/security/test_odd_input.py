"""What no browser sends gets an answer all the same: never an error of ours, never another site."""

import pytest
from sqlalchemy import select
from werkzeug.test import EnvironBuilder, run_wsgi_app

from portal.cases.models import Case
from portal.extensions import db

pytestmark = pytest.mark.database
ENDLESS = "9" * 5000  # more digits than Python turns into a number


@pytest.mark.parametrize(
    "path",
    [
        "/cases?after=1_-99999999999999999999999",
        f"/cases?after=1_{ENDLESS}",
        "/cases?after=²_²",
        "/login?next=//[",
        "/login?next=/%0d%0aX-Evil:%201",
        "/login?next=http://[",
    ],
)
def test_odd_addresses_lead_to_a_page(as_user, cast, path):
    assert as_user("clerk").page(path).status == 200


def test_raw_bytes_in_an_address_are_no_error(app, client):
    environ = EnvironBuilder("/check/").get_environ() | {"QUERY_STRING": "code=楼上".encode("gbk").decode("latin-1")}
    _, status, headers = run_wsgi_app(app, environ)  # the client would send them as text
    assert (status, headers["Location"][:7]) == ("302 FOUND", "/check/")


@pytest.mark.parametrize("path", ["/heroes/public/99999999999999999999/", f"/cases/{ENDLESS}", f"/public/{ENDLESS}"])
def test_odd_numbers_are_not_found(client, as_user, cast, path):
    assert client.get(path).status_code in (303, 404)
    assert as_user("clerk").get(path).status_code == 404


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "https:evil.example",
        "https://evil.example",
        "\\\\evil.example",
        "/\r\nLocation: https://evil.example",
    ],
)
def test_signing_in_leads_to_no_other_site(as_user, cast, target):
    answer = as_user("clerk").get("/login", query_string={"next": target})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize(
    "before", ["http://[", "http://localhost//evil.example/", "http://evil.example/cases", "localhost"]
)
def test_nor_does_the_choice_of_letters(as_user, cast, before):
    client = as_user("clerk")
    page = client.page("/cases")
    token = page.fields(page.form("/logout"))["csrf_token"]
    answer = client.post("/display", data={"csrf_token": token, "large": "1"}, headers={"Referer": before})
    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("name", ["applicants-²-name", f"applicants-{ENDLESS}-name", "applicants-９-name"])
def test_rows_without_a_number_are_passed_over(as_user, cast, name):
    assert register(as_user("clerk"), cast, **{name: "李四"}).status_code == 303
    case = db.session.scalars(select(Case)).unique().one()
    assert [party.name for party in case.parties] == ["张三"]


def test_a_person_without_a_sensible_number_is_nobody(as_user, cast):
    assert register(as_user("clerk"), cast, **{"applicants-0-person_id": ENDLESS}).status_code == 422


def test_characters_that_break_a_workbook_or_turn_a_line_round_are_dropped_and_mongolian_stays(as_user, cast):
    register(as_user("clerk"), cast, title="楼上\u202e漏\ufffe\U0010ffff水\x85 ᠮᠣᠩᠭᠤᠯ\u180b\u202f\u200d")
    assert db.session.scalars(select(Case)).unique().one().title == "楼上漏水 ᠮᠣᠩᠭᠤᠯ\u180b\u202f\u200d"


def register(client, cast, **values):
    page = client.page("/cases/new")
    fields = page.fields(page.form()) | {
        "title": "楼上漏水",
        "description": "三楼漏水。",
        "applicants-0-name": "张三",
        "kind": "0201",
        "unit_id": cast.unit_ids["taixing"],
    }
    return client.post("/cases/new", data=fields | values)
