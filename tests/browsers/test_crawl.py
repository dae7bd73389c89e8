"""All pages of the demo, as each role reaches them: they answer, are well made, and none is out of reach."""

import pytest
from werkzeug.exceptions import HTTPException

from portal.testing.client import inspect, parse
from tests.browsers.crawl import Found

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
NODES = 600
NOT_REACHED = {
    "static": "no page",
    "health.healthz": "asked by the watchdog",
    "heroes.found": "offered only until there is an association",
    "heroes.end_publication": "offered only when the night's work has not ended a publication",
    "heroes.conclude": "offered only once there are evidence and a statement, and the demo then concludes",
    "family_values.answer_apply": "shown only to whoever has just sent the form",
    "family_values.answer_enrol": "shown only to whoever has just sent the form",
    "accounts.new_unlocking": "offered only after five wrong passwords",
    "consultation.report": "one press, in the list and on the page of a note",
    "consultation.answer_propose": "shown once the form for residents was sent",
    "consultation.item_count_ballot": "offered only once the last moment of a ballot has passed",
    "consultation.publish": "of topics, two alike are opened, and others stand before the one that is to be published",
    "consultation.hold": "of meetings, two alike are opened, and others stand before the one that was announced",
    "consultation.close": "offered only once every topic of a meeting has a result; the demo then closes it",
    "consultation.resolution_publish": "of resolutions, two alike are opened, and others stand before the one that is drafted",
}


def test_every_link_leads_to_a_page(pages):
    def answers(page: Found) -> bool:
        return page.answer.status == 200 or (
            not page.role and page.answer.headers.get("Location", "").startswith("/login")
        )

    assert [(page.role, page.path, page.source, page.answer.status) for page in pages if not answers(page)] == []


def test_every_page_is_well_made(pages):
    for page in pages:
        if page.is_page:
            inspect(parse(page.answer.text, page.path), page.path)


def test_errors_and_refused_forms_are_well_made(errors, refused):
    assert {code: answer.status for code, answer in errors.items()} == {code: int(code) for code in errors}
    assert {kind: answer.status for kind, answer in refused.items() if answer.status != 422} == {}
    for kind, answer in (errors | refused).items():
        inspect(parse(answer.text, kind), kind)


def test_no_page_of_twenty_rows_is_heavy(pages):
    heavy = {
        page.path: page.answer.nodes
        for page in pages
        if page.is_page
        and "styleguide" not in page.path
        and len(page.answer.tree.xpath("//tbody/tr")) <= 20
        and page.answer.nodes > NODES
    }
    assert heavy == {}


def test_every_page_that_somebody_may_see_is_reached(app, pages):
    """Each address that answers GET, by its endpoint; what the demo cannot show stands in the list with its reason."""
    addresses = app.url_map.bind("localhost")

    def endpoint(path: str) -> str:
        try:
            return addresses.match(path.partition("?")[0], method="GET")[0]
        except HTTPException:
            return ""

    reached = {endpoint(page.path) for page in pages}
    served = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert served - reached == set(NOT_REACHED)
