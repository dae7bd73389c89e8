"""One press in the list: 受理 and 签收 from the row, which comes back as it is then; without script one is led back to it."""

from html import unescape

import pytest

from portal.cases.models import Case
from portal.extensions import db
from portal.plugin.hookspecs import hookimpl
from portal.testing import factories

pytestmark = pytest.mark.database
HTMX = {"HX-Request": "true"}
REGISTERED, SENT, AT_THE_DESK = "漏水", "欠薪", "噪音"


@pytest.fixture
def cases(cast) -> dict[str, int]:
    """One to be accepted, one handed to the department, one on the desk of the mediators; ids by title."""
    made = {
        title: factories.case(cast.taixing, by=cast.clerk, title=title) for title in (REGISTERED, SENT, AT_THE_DESK)
    }
    for title in (SENT, AT_THE_DESK):
        made[title].triage(kind="0701", level="minor", by=cast.clerk)
    made[SENT].assign(cast.labour_bureau, by=cast.clerk)
    made[AT_THE_DESK].assign(cast.street, by=cast.clerk, channel="mediation")
    db.session.commit()
    return {title: case.id for title, case in made.items()}


def buttons(page) -> dict[str, str]:
    """Title of the row → what its button says."""
    rows = {
        row.xpath("string(td[contains(@class, 'main-cell')])"): row.xpath("string(.//button)")
        for row in page.tree.iter("tr")
    }
    return {title: label for title, label in rows.items() if label}


def press(client, title: str, url: str = "/cases", **headers):
    """Press the button in the row of `title`, as a browser sends it."""
    page = client.page(url)
    button = page.tree.xpath(f"//tr[contains(., '{title}')]//button")[0]
    form = page.fields(button.xpath("ancestor::form")[0])
    return client.post(button.get("formaction"), data=form | {button.get("name"): button.get("value")}, headers=headers)


def status(cases, title: str) -> str:
    return db.session.get(Case, cases[title]).status


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("clerk", {REGISTERED: "受理"}),
        ("director", {REGISTERED: "受理"}),
        ("department", {SENT: "签收"}),
        ("mediator", {}),
        ("district", {}),
    ],
)
def test_who_finds_which_button(as_user, cases, who, offered):
    assert buttons(as_user(who).page("/cases")) == offered


def test_htmx_gets_the_row_alone_as_it_is_now(as_user, cases):
    answer = press(as_user("clerk"), REGISTERED, **HTMX)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert (text.count("<tr"), text.count("</tr>"), text.startswith("<tr")) == (1, 1, True)
    assert "待交办" in text
    assert "已受理" in text
    assert "<button" not in text
    assert "autofocus" in text  # where the button was, so that the keyboard does not fall out of the table
    assert status(cases, REGISTERED) == "triaged"
    assert db.session.get(Case, cases[REGISTERED]).events[-1].note == "按登记的类型和分级受理。"


def test_the_department_signs_for_what_it_was_handed(as_user, cases):
    assert "办理中" in press(as_user("department"), SENT, **HTMX).get_data(as_text=True)
    assert status(cases, SENT) == "in_progress"
    assert buttons(as_user("department").page("/cases")) == {}


def test_without_script_one_comes_back_to_the_row_in_the_same_list(as_user, cases):
    client = as_user("clerk")
    answer = press(client, REGISTERED, "/cases?sort=oldest&level=minor")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cases?sort=oldest&level=minor#row")
    page = client.page(answer.headers["Location"])
    assert "已受理" in page.text
    assert REGISTERED in page.tree.xpath("string(//tr[@id='row'])")
    assert not client.page("/cases").tree.xpath("//tr[@id='row']")


def test_who_comes_second_is_told(as_user, cases, cast):
    client = as_user("clerk")
    page = client.page("/cases")
    button = page.tree.xpath(f"//tr[contains(., '{REGISTERED}')]//button")[0]
    form = page.fields(button.xpath("ancestor::form")[0]) | {"row": button.get("value")}
    db.session.get(Case, cases[REGISTERED]).triage(kind="0201", level="major", by=cast.director)
    db.session.commit()
    answer = client.post(button.get("formaction"), data=form, headers=HTMX)
    assert (answer.status_code, answer.mimetype) == (409, "text/plain")
    assert "别人刚刚办理过" in answer.get_data(as_text=True)
    assert client.post(button.get("formaction"), data=form).status_code == 409
    assert db.session.get(Case, cases[REGISTERED]).level == "major"


def test_a_step_in_between_counts_even_when_the_button_would_still_fit(as_user, cases, cast):
    client = as_user("department")
    page = client.page("/cases")
    button = page.tree.xpath("//tr//button")[0]
    form = page.fields(button.xpath("ancestor::form")[0]) | {"row": button.get("value")}
    db.session.get(Case, cases[SENT]).assign(cast.street, by=cast.clerk)
    db.session.commit()
    assert client.post(button.get("formaction"), data=form, headers=HTMX).status_code == 409
    assert status(cases, SENT) == "assigned"


def test_what_a_plugin_objects_to_is_said_and_nothing_happens(as_user, cases, join):
    class Careful:
        @hookimpl
        def record_validate(self, ctx, record, verb):
            return ["请先核对“来访人”的身份证。"] if verb == "triage" else []

    join("careful", "核对", Careful)
    answer = press(as_user("clerk"), REGISTERED, **HTMX)
    assert (answer.status_code, answer.mimetype) == (422, "text/plain")
    assert "请先核对“来访人”的身份证" in unescape(answer.get_data(as_text=True))
    assert status(cases, REGISTERED) == "registered"


@pytest.mark.parametrize(("who", "expected"), [("outsider", 404), ("mediator", 403), ("department", 403)])
def test_nobody_else_can_press_it(as_user, cases, who, expected):
    client = as_user(who)
    page = client.page("/")
    form = page.fields(page.form("/logout")) | {"row": "1"}
    assert client.post(f"/cases/{cases[REGISTERED]}/acceptance", data=form).status_code == expected
    assert status(cases, REGISTERED) == "registered"
