"""Whose office asks for a second factor is led to it; for whom it is asked, the district decides."""

import pytest

from portal.extensions import db
from portal.signing_in.settings import must_have_code
from portal.testing.cast import PASSWORD
from tests.signing_in.test_set_up import code_of, read, still  # noqa: F401  a fixture

pytestmark = pytest.mark.database


def asked_of(cast) -> set[str]:
    core = ("clerk", "mediator", "grid", "director", "department", "district", "administrator", "auditor", "outsider")
    return {role for role in core if must_have_code(getattr(cast, role))}


@pytest.mark.parametrize(
    ("decision", "asked"),
    [
        ({}, set()),
        ({"grade": "3"}, {"administrator", "auditor", "district"}),
        ({"grade": "3", "asked": "nobody"}, set()),
        ({"asked": "chosen", "roles": ["clerk", "auditor"]}, {"clerk", "auditor"}),
        ({"grade": "2", "asked": "grade"}, set()),
    ],
)
def test_for_whom_it_is_asked(decide, cast, decision, asked):
    if decision:
        decide(**decision)
    assert asked_of(cast) == asked


def test_everybody_is_everybody_of_the_district_and_nobody_of_the_next(decide, cast):
    decide(asked="everybody")
    assert asked_of(cast) == {
        "clerk", "mediator", "grid", "director", "department", "district", "administrator", "auditor"
    }  # fmt: skip


def test_who_has_none_is_led_to_it_and_nothing_else_is_open(app, decide, still, cast):  # noqa: F811
    decide(asked="chosen", roles=["clerk"])
    client = app.test_client()
    page = client.sign_in("clerk", PASSWORD)
    assert (page.url, page.heading) == ("/account/code/new", "设置动态码")
    assert "您的岗位要求登录时输动态码" in page.text
    for url in ("/", "/cases", "/account", "/account/code", "/people", "/messages"):
        assert client.get(url).headers["Location"] == "/account/code/new", url
    answer = client.get("/cases", headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (403, "/account/code/new")
    assert client.fill(page, code=code_of(read(page)), password=PASSWORD).heading == "备用码"
    assert client.get("/cases").status_code == 200


def test_who_is_signed_in_when_it_is_decided_is_led_to_it_at_the_next_page(as_user, decide, cast):
    clerk, mediator = as_user("clerk"), as_user("mediator")
    decide(asked="chosen", roles=["clerk"])
    assert clerk.page("/cases").url == "/account/code/new"
    assert mediator.page("/cases").url == "/cases"


def test_a_first_password_is_changed_before(app, decide, cast):
    decide(asked="chosen", roles=["clerk"])
    cast.clerk.must_change_password = True
    db.session.commit()
    page = app.test_client().sign_in("clerk", PASSWORD)
    assert page.heading == "修改密码"


def test_the_way_out_stays_open(as_user, decide, cast):
    decide(asked="everybody")
    clerk = as_user("clerk")
    assert clerk.fill(clerk.page("/"), "/logout").url == "/login"


def test_the_district_decides_it_on_the_page_of_settings(as_user, cast):
    district = as_user("district")
    assert "/settings/signing_in" in district.page("/settings").links()
    page = district.page("/settings/signing_in")
    page = district.fill(page, set__asked="chosen", set__roles=["窗口的人"], reason="等级保护测评")
    assert page.status == 422
    assert "窗口的人" in page.text
    page = district.fill(page, set__asked="chosen", set__roles=["clerk"], reason="等级保护测评")
    assert must_have_code(cast.clerk)


def test_only_a_county_or_a_city_decides_it(as_user, cast):
    page = as_user("district").page("/settings/signing_in")
    assert cast.street.name not in page.text
