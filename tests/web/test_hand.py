"""What makes the hand quick: choices remembered, lists kept, numbers checked at the field, units found by search."""

from io import BytesIO
from urllib.parse import urlsplit

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from portal.accounts.models import User
from portal.audit.models import AuditEntry
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.testing import factories
from portal.testing.cast import PASSWORD

HTMX = {"HX-Request": "true"}


@pytest.fixture
def clerk(as_user, cast):
    return as_user("clerk")


def register(client, **typed):
    page = client.page("/cases/new")
    return client.fill(
        page,
        "/cases/new",
        **{"title": "噪音", "description": "夜间施工。", "kind": "0201", "applicants__0__name": "张三", **typed},
    )


def token(client) -> str:
    page = client.page("/")
    return page.fields(page.form("/logout"))["csrf_token"]


# -- choices and lists ---------------------------------------------------------------------------------------------


def test_htmx_is_told_the_address_a_filter_led_to(clerk):
    answer = clerk.post("/cases", data={"q": "漏水", "status": "open"}, headers=HTMX, follow_redirects=True)
    assert answer.headers["HX-Push-Url"] == "/cases?q=%E6%BC%8F%E6%B0%B4&status=open"
    assert clerk.get("/cases?q=\xe9", headers=HTMX).status_code == 200
    assert "HX-Push-Url" not in clerk.get("/cases").headers


def test_the_source_and_unit_of_the_last_case_are_offered_again(clerk, cast):
    assert register(clerk, source="hotline", unit_id=cast.unit_ids["nangan"]).status == 200
    page = clerk.page("/cases/new")
    again = page.fields(page.form("/cases/new"))
    assert (again["source"], again["unit_id"]) == ("hotline", str(cast.unit_ids["nangan"]))


def test_from_a_case_one_returns_to_the_list_as_it_was(clerk, cast):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    clerk.page("/cases?status=open&kind=02")
    assert "/cases?status=open&kind=02" in clerk.page(f"/cases/{case.id}").links()
    clerk.page("/cases")
    assert "/cases?status=open&kind=02" not in clerk.page(f"/cases/{case.id}").links()


# -- numbers at the field ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "field", "typed", "says"),
    [
        ("phone", "applicants-0-phone", "1380000", "手机号码应为11位"),
        ("phone", "applicants-0-phone", "15400000001", ""),
        ("kind", "applicants-0-id_number", "15272219900101", "18位"),
        ("kind", "applicants-0-id_number", "", ""),
    ],
)
def test_a_number_is_checked_when_its_field_is_left(clerk, rule, field, typed, says):
    answer = clerk.post(
        f"/check-number/{rule}",
        headers=HTMX | {"HX-Trigger-Name": field},
        data={"csrf_token": token(clerk), "applicants-0-kind": "person", field: typed},
    )
    assert answer.status_code == 200
    text = answer.get_data(as_text=True)
    assert says in text if says else text == ""


def test_the_number_of_an_organisation_is_its_credit_code(clerk):
    answer = clerk.post(
        "/check-number/kind",
        headers=HTMX | {"HX-Trigger-Name": "respondents-1-id_number"},
        data={"csrf_token": token(clerk), "respondents-1-kind": "organisation", "respondents-1-id_number": "123"},
    )
    assert "统一社会信用代码" in answer.get_data(as_text=True)


def test_nothing_but_known_rules_is_asked_and_nobody_without_a_token(clerk):
    assert clerk.post("/check-number/address", data={"csrf_token": token(clerk)}).status_code == 404
    assert clerk.post("/check-number/phone", data={}).status_code == 400


def test_without_script_the_form_itself_says_the_same(clerk):
    page = register(clerk, applicants__0__phone="1380000")
    assert page.status == 422
    assert "手机号码应为11位" in page.text


# -- many units ----------------------------------------------------------------------------------------------------


@pytest.fixture
def county_clerk(as_user, cast):
    """A clerk of the county, with 70 villages to choose from."""
    for number in range(70):
        OrgUnit.create(kind="community", name=f"试验{number:02}村", parent=cast.street)
    cast.clerk.appointments[0].unit_id = cast.unit_ids["county"]
    db.session.commit()
    return as_user("clerk")


def test_where_there_are_many_units_one_is_found_by_words(county_clerk):
    page = county_clerk.page("/cases/new")
    assert not page.tree.xpath("//select[@name='unit_id']")
    page = register(county_clerk, **{"unit_id-search": "试验3", "search": "unit_id"})
    assert page.status == 200
    offered = page.tree.xpath("//input[@type='radio'][@name='unit_id']")
    assert len(offered) == 10
    assert page.fields(page.form("/cases/new"))["title"] == "噪音"
    page = county_clerk.fill(page, "/cases/new", unit_id=offered[4].get("value"))
    assert "已登记" in page.text
    assert db.session.scalar(select(Case)).unit.name == "试验34村"


def test_without_a_choice_the_search_says_what_to_do(county_clerk):
    page = register(county_clerk)
    assert page.status == 422
    assert "请选择单位" in page.text
    assert "#unit_id-search" in page.tree.xpath("//div[contains(@class, 'error-summary')]//a/@href")


def test_few_units_stay_in_a_list(clerk):
    assert clerk.page("/cases/new").tree.xpath("//select[@name='unit_id']")


# -- how it looks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("junk", ["那里", "", "-1" + "0" * 30, "9" * 30])
def test_what_is_no_unit_is_asked_for_again(clerk, junk):
    page = clerk.fill(clerk.page("/cases/new"), unit_id=junk)
    assert page.status == 422
    assert "请选择单位。" in page.text


def test_large_text_stays_with_the_user(clerk, app, cast):
    page = clerk.page("/cases")
    answer = clerk.post(
        "/display",
        data={"csrf_token": token(clerk), "large": "1"},
        headers={"Referer": "http://localhost/cases?status=open"},
    )
    assert urlsplit(answer.headers["Location"]).path == "/cases"
    assert clerk.page("/cases").tree.get("class") == "is-large"
    page = app.test_client().sign_in("clerk", PASSWORD)
    assert page.tree.get("class") == "is-large"
    assert page.tree.xpath("//button[@name='large']/@aria-pressed") == ["true"]
    assert db.session.get(User, cast.user_ids["director"]).display == ""


def test_contrast_chosen_before_sign_in_goes_along(client, cast):
    client.fill(client.page("/login"), "/display", button=("contrast", "1"))
    assert client.page("/login").tree.get("class") == "is-contrast"
    assert client.sign_in("clerk", PASSWORD).tree.get("class") == "is-contrast"


def test_the_key_that_leads_to_the_search_can_be_switched_off(clerk):
    assert clerk.page("/").tree.xpath("//*[@data-slash]")
    clerk.post("/display", data={"csrf_token": token(clerk), "no_slash": "1"})
    assert not clerk.page("/").tree.xpath("//*[@data-slash]")


# -- the list: order, many at once, taken away ---------------------------------------------------------------------


@pytest.fixture
def ended(cast):
    """Two cases that may be archived, and one that may not."""
    cases = [factories.case(cast.taixing, by=cast.clerk, title=f"事项{number}") for number in range(3)]
    for case in cases[:2]:
        case.triage(kind="0201", level="minor", by=cast.clerk)
        case.resolve("当场说和。", by=cast.clerk)
    db.session.commit()
    return [case.id for case in cases]


def test_the_list_sorts_by_its_headings(clerk, cast, ended):
    newest = clerk.page("/cases")
    oldest = clerk.page(next(url for url in newest.links() if "sort=oldest" in url))
    numbers = [page.tree.xpath("//td[contains(@class, 'serial')]/text()") for page in (newest, oldest)]
    assert numbers[0] == numbers[1][::-1]
    assert oldest.tree.xpath("//th/@aria-sort") == ["ascending"]


def test_many_are_archived_at_once_and_the_summary_says_which_not_and_why(clerk, ended):
    assert len(clerk.page("/cases?status=resolved").tree.xpath("//input[@name='chosen']")) == 2
    page = clerk._seen(
        clerk.post("/cases/archive", data={"csrf_token": token(clerk), "chosen": [*ended, "99999", "x"]})
    )
    assert "已归档 2 件" in page.text
    assert "1 件没有归档" in page.text
    assert "现在是“待受理”" in page.text
    assert [db.session.get(Case, ident).status for ident in ended] == ["archived", "archived", "registered"]


def test_who_may_not_close_cases_gets_no_boxes(as_user, cast, ended):
    assert not as_user("mediator").page("/cases?status=resolved").tree.xpath("//input[@name='chosen']")


def test_exactly_what_is_filtered_is_taken_away_and_that_is_recorded(clerk, cast, ended):
    page = clerk.page("/cases?status=resolved")
    answer = clerk.get(next(url for url in page.links() if url.startswith("/cases/export")))
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[0][0].startswith(f"导出人：{cast.clerk.name}（clerk，昭君街道）")
    assert [row[1] for row in rows[2:]] == ["事项1", "事项0"]
    assert all("*" in row[3] for row in rows[2:])
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "export")).one()
    assert "2 件" in entry.detail
    assert "status=resolved" in entry.detail
