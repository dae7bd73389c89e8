"""Who tries what is not allowed is in the log: who, what, from where, and nothing of what stands behind the question mark."""

import logging

import pytest

from portal.serve import Lines

LOG = "portal.web.http.error_pages"


@pytest.fixture
def told(caplog):
    caplog.set_level(logging.WARNING, LOG)
    return lambda: [each.getMessage() for each in caplog.records if each.name == LOG]


def test_a_page_that_is_not_allowed(as_user, cast, told):
    as_user("clerk").get("/accounts?q=150621195001019011", follow_redirects=True)
    account = cast.user_ids["clerk"]
    assert told() == [f"GET '/accounts' refused: 403, account {account}, address 127.0.0.1"]


def test_a_row_out_of_sight(as_user, cast, told):
    as_user("outsider").get("/cases/1")
    assert told() == [f"GET '/cases/1' refused: 404, account {cast.user_ids['outsider']}, address 127.0.0.1"]


def test_a_form_without_its_token(as_user, cast, told):
    assert as_user("clerk").post("/display", data={"large": "1"}).status_code == 400
    assert "POST '/display' refused: 400" in told()[0]


def test_a_step_that_may_not_be_taken(as_user, cast, told):
    client = as_user("clerk")
    token = client.page("/").fields(client.page("/").form("/logout"))["csrf_token"]
    assert client.post("/accounts/1/lock", data={"csrf_token": token, "reason": "x"}).status_code == 403
    assert "POST '/accounts/1/lock' refused: 403" in told()[0]


def test_who_follows_a_dead_link_is_not_told_of(client, as_user, cast, told):
    client.get("/cases/1")
    as_user("clerk").get("/nowhere")
    assert told() == []


def test_nothing_that_was_sent_looks_like_an_entry():
    record = logging.LogRecord(
        "portal", logging.ERROR, __file__, 1, "a\r\n2026-01-01T00:00:00.000Z b\x0bc\u2028d", None, None
    )
    record.created = 0.5
    record.msecs = 500
    text = Lines("%(asctime)s %(levelname)s %(name)s: %(message)s").format(record)
    first, *rest = text.splitlines()
    assert first == "1970-01-01T00:00:00.500Z ERROR portal: a"
    assert len(rest) == 3
    assert all(each.startswith("    ") for each in rest)
