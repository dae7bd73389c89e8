"""All pages of the demo, as each role reaches them: they answer, are well made, and none is out of reach."""

import pytest
from werkzeug.exceptions import HTTPException

from portal.records.mounted import all_mounted
from portal.records.mounting import StepPages
from portal.testing.client import inspect, parse
from tests.browsers.crawl import Found

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
NODES = 600
NOT_REACHED = {
    "static": "no page",
    "health.healthz": "asked by the watchdog",
    "consultation.printed_before": "stands on ballots that were printed before votes of owners had a plugin",
    "family_values.printed_course": "hangs on walls since courses were a part of 家风教育",
    "family_values.printed_door": "hangs on walls since courses were a part of 家风教育",
    "family_values.printed_list": "hangs on walls since courses were a part of 家风教育",
    "accounts.new_unlocking": "offered only after many wrong passwords",
    "views.edit": "of one's own view, and the demo keeps none",
    "elder_care.photo": "the demo has no pictures of people",
    "elder_care.portrait": "the demo has no pictures of people",
    "elder_care.proof": "the demo has no scans of proofs",
    "family_honours.honour_photo": "the demo has no pictures of people",
    "heroes.found": "offered only until there is an association",
    "elder_care.till_list": "asked by the script of the till",
    "cases.edit_particulars": "of a plugin's fields that can be put right later, and none of the house has such",
}
BY_THE_DAY = {  # whether the demo shows it depends on the day on which it is made
    "families.remove": "only of a family without any record",
    "great_age.bank": "only while a month is paid",
}
SENT = "answer_"  # of a public form: shown only to whoever has just sent it
BY_CONFORMANCE = ("import_report", "marked_import")  # after an upload; that is made by the examination of each plugin


def test_every_link_leads_to_a_page(pages):
    def answers(page: Found) -> bool:
        if not page.role and page.answer.headers.get("Location", "").startswith("/login"):
            return True
        return (
            page.answer.status == 200 or page.leads_on or (page.answer.status == 422 and "请先筛选" in page.answer.text)
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

    def examined(name: str) -> bool:
        """The page of a step is opened, in each state, by the examination of its plugin on samples; what is sent, by its own tests."""
        return name in steps or name.partition(".")[2].startswith((*BY_CONFORMANCE, SENT))

    with app.app_context():
        steps = {f"{pages.bp.name}.{page.name}" for pages in all_mounted(StepPages) for page in pages.pages}
    reached = {endpoint(page.path) for page in pages}
    served = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert {name for name in served - reached - set(BY_THE_DAY) if not examined(name)} == set(NOT_REACHED)
