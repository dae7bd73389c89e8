"""Every error is a page in plain Chinese that says what to do; every answer carries its protection."""

import pytest
from sqlalchemy import bindparam, text, update
from sqlalchemy.exc import DatabaseError, OperationalError, StatementError
from werkzeug.exceptions import TooManyRequests

from portal.cases.models import Case
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.testing import factories
from portal.testing.cast import PASSWORD


@pytest.fixture
def failing(app, monkeypatch):
    """`failing(error)` makes the list of cases raise `error`."""

    def fail(error):
        def view():
            raise error

        view.guard = "public"
        monkeypatch.setitem(app.view_functions, "cases.index", view)

    return fail


@pytest.mark.parametrize(
    ("error", "status", "says"),
    [
        (RuleError("请先登记当事人。"), 422, "请先登记当事人。"),
        (NotAllowed("您不能办理。"), 403, "您不能办理。"),
        (WrongState("已经办结。"), 409, "已经办结。"),
        (TooManyRequests(), 429, "操作太频繁"),
        (ZeroDivisionError("secret detail"), 500, "系统出了点问题"),
        (OperationalError("SELECT secret", {}, Exception("down")), 500, "系统出了点问题"),
    ],
)
def test_what_went_wrong_is_said(as_user, failing, error, status, says):
    client = as_user("clerk")
    failing(error)
    page = client.page("/cases")
    assert page.status == status
    assert says in page.text
    assert "secret" not in page.text
    assert str(status) in page.text


def test_not_found_not_allowed_not_this_way(as_user, cast):
    client = as_user("clerk")
    assert "没有找到这个页面" in client.page("/nowhere").text
    assert "没有这项权限" in client.page("/audit/").text
    answer = client.get("/logout")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "不能这样打开" in answer.get_data(as_text=True)


def test_who_comes_too_late_is_led_back_to_the_record(as_user, cast):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    path, clerk = f"/cases/{case.id}", as_user("clerk")
    opened = clerk.page(f"{path}/decline")
    db.session.get(type(case), case.id).decline("不属于受理范围。", by=cast.clerk)
    db.session.commit()
    page = clerk.fill(opened, text="不属于受理范围。")
    assert page.status == 409
    assert path in page.links()


def test_two_who_enter_the_same_at_once_are_told(as_user, cast, failing):
    person = factories.resident(cast.taixing)
    db.session.commit()

    def insert_again():
        db.session.execute(
            type(person)
            .__table__.insert()
            .values(
                name="x",
                gender="",
                ethnicity="",
                id_type="resident",
                occupation="",
                workplace="",
                created_at=person.created_at,
                unit_id=person.unit_id,
                county_id=person.county_id,
                id_hash=person.id_hash,
            )
        )

    with pytest.raises(Exception) as caught:  # noqa: PT011  whatever the database raises
        insert_again()
    db.session.rollback()
    client = as_user("clerk")
    failing(caught.value)
    assert client.page("/cases").status == 409


def test_too_many_sign_ins_are_slowed_down(client, cast):
    statuses = [client.sign_in("clerk", "wrong").status for _ in range(21)]
    assert statuses[0] == 422
    assert set(statuses) == {422, 429}


@pytest.mark.parametrize("path", ["/", "/cases", "/cases/new", "/login", "/nowhere", "/healthz", "/check/"])
def test_every_answer_is_protected(as_user, cast, path):
    headers = as_user("clerk").get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
    assert "Vary" not in headers  # nobody keeps it, so no cache need tell a page from what htmx asked for
    assert "Strict-Transport-Security" not in headers


def test_over_https_browsers_are_told_to_stay_there(client, cast):
    assert "Strict-Transport-Security" in client.get("/login", base_url="https://localhost").headers


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client, cast):
    client.sign_in("clerk", PASSWORD)
    answer = client.post("/display", data={"csrf_token": "x"})
    cookie = client.get_cookie("portal_session")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert answer.status_code == 400  # and without the token nothing is done


@pytest.mark.parametrize(
    "target",
    [
        "//evil.example/",
        "https://evil.example/",
        "/\\evil.example",
        "/\t/evil.example",
        "\\\\evil.example",
        "javascript:alert(1)",
        "http:evil.example",
        " //evil.example",
    ],
)
def test_no_form_leads_to_another_site(as_user, cast, target):
    client = as_user("clerk")
    page = client.page("/")
    token = page.fields(page.form("/logout"))["csrf_token"]
    answer = client.post("/display", data={"csrf_token": token, "large": "1", "back": target})
    location = answer.headers["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\", "/\t"))
    location = client.get("/login", query_string={"next": target}).headers["Location"]
    assert location.startswith("/")
    assert not location.startswith(("//", "/\\", "/\t"))


def test_the_watchdog_hears_that_all_is_well_or_not(client, cast, monkeypatch):
    assert client.get("/healthz").get_json() == {"status": "ok"}

    def down(*args, **kwargs):
        raise OperationalError("SELECT 1", {}, Exception("down"))

    monkeypatch.setattr(db.session, "execute", down)
    assert client.get("/healthz").status_code == 503


@pytest.mark.database
def test_a_statement_that_fails_is_logged_without_the_data_it_carried(app, caplog, failing):
    carried = {"name": "张改花"}  # not in the line below, which the traceback quotes
    with app.app_context(), pytest.raises(DatabaseError) as caught:
        db.session.execute(text("SELECT :name FROM no_such_table"), carried)
    failing(caught.value)
    assert app.test_client().get("/cases").status_code == 500
    assert "no_such_table" in caplog.text
    assert "张改花" not in caplog.text


NAME = "张改花"
TWICE = "SELECT :key, id, '', CURRENT_TIMESTAMP FROM org_unit"


@pytest.mark.database
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        (text("INSERT INTO people_person (name) VALUES (:key)"), "people_person"),  # "Failing row contains (…)"
        (
            text(f"INSERT INTO web_submission (key, user_id, result_url, at) {TWICE}"),
            "web_submission",
        ),  # "Key (key)=(…)"
        (
            update(Case).values(happened_on=bindparam("key")),
            "cases_case",
        ),  # "invalid input syntax for type date: …"
    ],
)
def test_what_the_database_refuses_is_logged_without_the_value_it_quotes(app, cast, caplog, failing, statement, said):
    with pytest.raises(StatementError) as caught:
        db.session.execute(statement, {"key": NAME})
    db.session.rollback()
    failing(caught.value)
    app.test_client().get("/cases")
    failing(_because_of(caught.value))
    assert app.test_client().get("/cases").status_code == 500
    assert type(caught.value).__name__ in caplog.text
    assert said in caplog.text
    assert NAME not in caplog.text
    assert NAME not in str(caught.value)


def _because_of(error: Exception) -> Exception:
    """An error that is logged with all that led to it."""
    later = ZeroDivisionError("later")
    later.__cause__ = error
    return later
