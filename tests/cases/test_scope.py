"""Who sees what: the own subtree, what was handed to the department, and nothing else anywhere."""

import io
from datetime import timedelta

import pytest
from werkzeug.datastructures import FileStorage

from portal import clock
from portal.accounts.models import Appointment
from portal.cases.cards import QUEUES
from portal.cases.models import Case
from portal.extensions import db
from portal.files.models import Attachment
from portal.home.desk import fill
from portal.testing import factories
from portal.testing.pictures import photo
from portal.testing.statements import statements

pytestmark = pytest.mark.database


@pytest.fixture
def case(cast) -> Case:
    """A case of 泰兴社区 with a resident whom only this office knows, and a photo."""
    person = factories.resident(cast.taixing, name="独孤求败")
    case = factories.case(cast.taixing, by=cast.clerk, title="独有的漏水", parties=[(1, person)])
    picture = io.BytesIO(photo(size=(8, 8), kind="PNG"))
    Attachment.take_in(FileStorage(picture, "现场.png"), subject=case, purpose="现场照片", by=cast.clerk)
    db.session.commit()
    return case


def hand_over(case, cast):
    case.triage(kind="0701", level="minor", by=cast.clerk)
    assignment = case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return assignment


def files_of(case) -> list[int]:
    return [attachment.id for attachment in db.session.scalars(Attachment.of(case))]


@pytest.mark.parametrize("path", ["", "/triage", "/decline", "/assignments/new", "/resolution", "/archive"])
def test_for_the_outsider_the_case_does_not_exist(as_user, case, path):
    assert as_user("outsider").page(f"/cases/{case.id}{path}").status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/triage",
        "/decline",
        "/assignments/new",
        "/resolution",
        "/archive",
        "/assignments/1/acknowledgement",
        "/assignments/1/report",
        "/assignments/1/return",
    ],
)
def test_no_verb_of_the_outsider_reaches_it(app, as_user, cast, case, path):
    case_id, status = case.id, case.status
    client = as_user("outsider")
    token = client.page("/cases/new").fields(client.page("/cases/new").form())["csrf_token"]
    answer = client.post(f"/cases/{case_id}{path}", data={"csrf_token": token, "text": "越权", "route": "later"})
    assert answer.status_code == 404
    assert db.session.get(Case, case_id).status == status


def test_the_outsider_finds_nothing_in_lists_and_searches(as_user, case):
    client, number = as_user("outsider"), case.parties[0].person.id_number
    phone, seen = case.parties[0].person.phone, []
    for url in (
        "/",
        "/cases",
        "/cases?q=漏水",
        "/cases?q=独孤",
        "/cases?q=dgqb",
        "/people",
        "/people?q=独孤",
        "/people?q=dgqb",
        f"/people?q={number[-4:]}",
    ):
        seen.append(client.page(url))
    for place in ("/people", "/cases", "/search"):
        seen += [client.fill(client.page(place), place, q=text) for text in (number, phone)]
    for page in seen:
        assert page.status == 200
        assert "独有的" not in page.text
        assert "独孤求" not in page.text


def test_the_outsider_gets_neither_the_resident_nor_the_file(as_user, case):
    person_id, (file_id,) = case.parties[0].person_id, files_of(case)
    client = as_user("outsider")
    for url in (f"/people/{person_id}", f"/people/{person_id}/full", f"/files/{file_id}"):
        assert client.page(url).status == 404


def test_the_outsider_cannot_take_a_resident_of_another_district_by_its_number_in_the_form(as_user, case, cast):
    client = as_user("outsider")
    page = client.page("/cases/new")
    page = client.fill(
        page,
        kind="0201",
        title="x",
        description="x",
        unit_id=cast.unit_ids["outside_community"],
        applicants__0__person_id=case.parties[0].person_id,
    )
    assert page.status == 422
    assert "独孤" not in page.text


def test_a_clerk_of_the_next_street_cannot_take_a_resident_by_trying_numbers(app, cast, as_user, case):
    cast.clerk.appointments[0].unit = cast.other_street
    person = case.parties[0].person
    person_id, number = person.id, person.id_number
    db.session.commit()
    client = as_user("clerk")
    typed = {
        "kind": "0201",
        "title": "x",
        "description": "x",
        "unit_id": cast.unit_ids["other_street"],
        "applicants__0__person_id": person_id,
    }
    page = client.fill(client.page("/cases/new"), **typed)
    assert page.status == 422
    page = client.fill(page, **typed, applicants__0__name="独孤求败", applicants__0__id_number=number)  # with the card
    assert page.status == 200


def test_the_department_sees_what_was_handed_to_it_and_nothing_more(as_user, cast, case):
    other = factories.case(cast.taixing, by=cast.clerk, title="别的事")
    hand_over(case, cast)
    (file_id,) = files_of(case)
    client = as_user("department")
    text = client.page("/cases").text
    assert "独有的漏水" in text
    assert "别的事" not in text
    assert client.page(f"/cases/{case.id}").status == 200
    assert client.page(f"/cases/{other.id}").status == 404
    assert client.get(f"/files/{file_id}").status_code == 200
    assert client.page("/people").status == 403


def test_what_the_department_returned_it_sees_no_longer(as_user, cast, case):
    hand_over(case, cast).return_("不归我局管。", by=cast.department)
    db.session.commit()
    (file_id,) = files_of(case)
    client = as_user("department")
    assert client.page(f"/cases/{case.id}").status == 404
    assert client.get(f"/files/{file_id}").status_code == 404


def test_the_grid_worker_sees_the_own_grid(as_user, cast, case):
    own = factories.case(cast.grid1, by=cast.grid, title="网格里的事")
    db.session.commit()
    client = as_user("grid")
    text = client.page("/cases").text
    assert "网格里的事" in text
    assert "独有的漏水" not in text
    assert client.page(f"/cases/{own.id}").status == 200
    assert client.page(f"/cases/{case.id}").status == 404
    assert client.page(f"/people/{case.parties[0].person_id}").status == 404


def test_the_district_sees_all_its_streets_and_no_other_district(as_user, cast, case):
    factories.case(cast.outside_community, by=cast.outsider, title="东胜的事")
    db.session.commit()
    text = as_user("district").page("/cases").text
    assert "独有的漏水" in text
    assert "东胜的事" not in text


def test_a_case_of_the_whole_county_handed_to_the_street_is_in_its_list(as_user, cast, case):
    director = cast.director
    director.appointments.append(Appointment(unit=cast.county, role="director"))
    db.session.commit()
    of_the_county = factories.case(cast.county, by=director, title="全旗的事")
    of_the_county.triage(kind="0701", level="minor", by=director)
    of_the_county.assign(cast.street, by=director)
    db.session.commit()
    text = as_user("clerk").page("/cases").text
    assert "全旗的事" in text
    assert "独有的漏水" in text


@pytest.mark.parametrize("beside", ["county", "taixing", "street", "labour_bureau", "other_street"])
def test_who_works_in_two_offices_sees_each_case_once(as_user, cast, case, beside):
    hand_over(case, cast)
    case.assign(cast.street, by=cast.clerk)
    db.session.add(Appointment(user=cast.clerk, unit=getattr(cast, beside), role="grid"))
    db.session.commit()
    page = as_user("clerk").page("/cases")
    assert page.text.count("独有的漏水") == 1
    assert "共 1 条" in page.text


@pytest.mark.parametrize("who", ["clerk", "grid", "department", "district"])
def test_no_list_walks_through_the_cases_of_others(as_user, cast, case, who):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a table of one page as a whole")
    client = as_user(who)
    with statements() as sent:
        for query in ("", "?status=open&sort=due", "?sort=oldest", "?overdue=1&sort=due"):
            client.page(f"/cases{query}")
    pages = [each for each in sent if "UNION ALL" in each]
    assert len(pages) == 4
    for statement in pages:
        plan = db.session.connection().exec_driver_sql(
            f"EXPLAIN QUERY PLAN {statement}", (None,) * statement.count("?")
        )
        assert not [step for *_, step in plan if step.startswith("SCAN cases_case")], statement


def test_an_open_state_is_counted_among_the_open_cases(as_user, cast, case):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a table of one page as a whole")
    client = as_user("clerk")
    for state, led in (("registered", True), ("out", True), ("archived", False)):
        with statements() as sent:
            client.page(f"/cases?status={state}")
        assert any("USING COVERING INDEX ix_cases_case_township_id_due" in step for step in plan_of(sent)) == led, state


@pytest.mark.parametrize(
    ("key", "by"),
    [
        ("contested", "ix_cases_case_township_id_disputed"),  # or that in the order of the list, which holds the same
        ("received", "ix_cases_case_township_id_passed (township_id=? AND take_by>?)"),
        ("passed_on", "ix_cases_case_township_id_passed (township_id=? AND take_by>?)"),
        ("answered", "ix_cases_case_township_id_untold (township_id=?)"),
        ("visit", "ix_cases_case_township_id_visit (township_id=? AND visit_by>?)"),
        ("stood", "(township_id=? AND due_at=? AND status=?)"),  # what is suspended has no time
    ],
)
def test_what_is_rare_is_not_sought_among_all_open_cases(app, cast, key, by):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a table of one page as a whole")
    (card,) = (each for each in QUEUES if each.key == key)
    with statements() as sent:
        fill([card], cast.director, clock.now())
    read = [step for step in plan_of(sent) if "cases_case" in step]
    assert read
    assert all(by in step for step in read), read


def plan_of(sent: list[str]) -> list[str]:
    """How SQLite reads for the one statement of `sent` that is put together of parts."""
    (statement,) = (each for each in sent if "LIMIT" in each and "cases_case" in each)
    plan = db.session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (None,) * statement.count("?"))
    return [step for *_, step in plan]


def test_an_appointment_that_has_ended_shows_nothing(as_user, cast, case):
    client = as_user("clerk")
    cast.clerk.appointments[0].valid_until = clock.today() - timedelta(days=1)
    db.session.commit()
    assert client.page("/cases").status == 403


def test_numbers_in_the_description_are_masked_for_whoever_may_not_see_them_whole(as_user, cast):
    told = "对方身份证152722198503121232，电话13800001234。"
    case = factories.case(cast.taixing, by=cast.clerk, description=told)
    db.session.commit()
    assert told in as_user("clerk").page(f"/cases/{case.id}").text
    seen = as_user("district").page(f"/cases/{case.id}")
    assert "152722198503121232" not in seen.text
    assert "电话138****1234。" in seen.text
