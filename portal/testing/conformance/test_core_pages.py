"""What it shows on the pages of the core: none of them breaks or loses a part, and each of its hooks shows something to somebody."""

from collections.abc import Iterator

from portal.testing.client import PortalClient
from portal.testing.conformance import report
from portal.testing.conformance.core_pages import CorePages
from portal.testing.conformance.listening import Heard, listening
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.tried import count
from portal.testing.conformance.visits import LEFT_OUT, Visit, Visits

PREVIEW = {"state": "off", "reason": "测试"}


def test_no_page_of_the_core_breaks_and_each_hook_shows(
    subject: Subject, office: Office, visits: Visits, record_property
):
    office.put(subject, "on")
    with listening(subject) as heard:
        found, opened = _looked(subject, office, visits, heard)
    count(record_property, subject.key, "core_pages", opened)
    report([*found, *heard.complaints(), *heard.unheard()])


def _looked(subject: Subject, office: Office, visits: Visits, heard: Heard) -> tuple[list[str], int]:
    """Complaints, and how many pages were opened, as each role and by somebody who has not signed in."""
    pages, state = CorePages(subject, office), visits.state()
    paths, words = pages.paths(), pages.words()
    met = [(office.client(role), path, role) for role in subject.roles for path in paths]
    met += [(office.stranger(), f"/public/{office.unit_ids[name]}", "a resident") for name in ("township", "county")]
    said = [_met(subject, visits.of(*each, state), each[1:], heard) for each in met]
    said += [each for role in subject.roles for each in _asked(subject, office.client(role), words, role)]
    return [each for each in said if each], len(said)


def _met(subject: Subject, visit: Visit, place: tuple[str, str], heard: Heard) -> str:
    if own := visit.heard.get(subject.key):
        heard.learn(own)
    wrong = visit.complaint(subject)
    return f"{place[0]} as {place[1]}{wrong}" if wrong else ""


def _asked(subject: Subject, client: PortalClient, words: list[str], role: str) -> Iterator[str]:
    """What is posted, and changes nothing: a search, and the preview of switching off."""
    for word in words:
        yield _wrong(
            subject, client.post("/search", data={"q": word}, follow_redirects=True), f"a search for {word} as {role}"
        )
    if role == "administrator":
        path = f"/plugins/{subject.key}"
        page = client.page(path)
        yield _wrong(subject, client.fill(page, path, follow=False, **PREVIEW).response, "the preview of switching off")


def _wrong(subject: Subject, answer, what: str) -> str:
    if answer.status_code >= 500:
        return f"{what} answers {answer.status_code}"
    if answer.mimetype != "text/html":
        return ""  # a paper
    lost = f"“{subject.manifest.name}”{LEFT_OUT}" in answer.get_data(as_text=True)
    return f"{what} shows that its part is left out" if lost else ""
