"""No other site makes a browser do anything here: each POST takes the token of its session, but those that change nothing or open
to strangers only with a form or code of their own; and no GET takes a step."""

import pytest

WITHOUT_TOKEN = {"public"}


def exempted(app) -> set[str]:
    return {endpoint for endpoint, view in app.view_functions.items() if getattr(view, "takes_no_token", False)}


def test_whatever_takes_no_token_changes_nothing_or_is_for_strangers(app):
    wrong = [
        endpoint
        for endpoint in exempted(app)
        if not getattr(app.view_functions[endpoint], "reads", False)
        and getattr(app.view_functions[endpoint], "guard", "") not in WITHOUT_TOKEN
    ]
    assert not wrong


def test_every_other_post_is_refused_without_it(app, as_user, cast):
    client = as_user("district")
    exempt = exempted(app)
    tried = 0
    for rule in app.url_map.iter_rules():
        if "POST" not in rule.methods or rule.endpoint in exempt or rule.endpoint == "static":
            continue
        numbers = {name: "cases" if name in ("key", "part", "rule") else 1 for name in rule.arguments}
        path = app.url_map.bind("localhost").build(rule.endpoint, numbers, method="POST")
        answer = client.post(
            path, data={"x": "1"}, headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
        )
        assert answer.status_code in (400, 404), (path, answer.status_code)
        tried += 1
    assert tried > 300


def test_a_view_that_shares_its_name_with_one_that_takes_none_takes_it(app):
    """All that are mounted from a declaration are called `view`, those that find among them."""
    named = [each for each in app.view_functions.values() if each.__name__ == "view"]
    assert {getattr(each, "takes_no_token", False) for each in named} == {True, False}


@pytest.mark.parametrize("token", ["", "x", "IjEi.aSomi.AAAA"])
def test_a_made_up_token_is_none(as_user, cast, token):
    assert as_user("clerk").post("/display", data={"csrf_token": token, "large": "1"}).status_code == 400


def test_the_token_of_another_session_is_none(as_user, cast):
    mine, theirs = as_user("clerk"), as_user("director")
    page = theirs.page("/")
    token = page.fields(page.form("/logout"))["csrf_token"]
    assert mine.post("/display", data={"csrf_token": token, "large": "1"}).status_code == 400


def test_a_step_is_never_taken_by_opening_an_address(app):
    """Views that answer GET and POST alike would; each answers one of the two."""
    both = [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if {"GET", "POST"} <= rule.methods and not getattr(app.view_functions[rule.endpoint], "reads", False)
    ]
    assert set(both) <= {"styleguide.show"}


def test_what_is_asked_from_elsewhere_gets_no_leave_to_be_read(as_user, cast):
    client = as_user("clerk")
    for path in ("/", "/cases", "/healthz", "/static/dist/x.css", "/nowhere"):
        asked = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        for answer in (client.get(path, headers=asked), client.options(path, headers=asked)):
            assert not [name for name, _ in answer.headers if name.lower().startswith("access-control-")]
