"""What it shows on the pages of the core: none of them breaks or loses a part, and each of its hooks shows something to somebody."""

from collections.abc import Iterator

from portal.testing.client import PortalClient
from portal.testing.conformance import report
from portal.testing.conformance.core_pages import CorePages
from portal.testing.conformance.listening import listening
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.tried import count

PREVIEW = {"state": "off", "reason": "测试"}


def test_no_page_of_the_core_breaks_and_each_hook_shows(subject: Subject, office: Office, record_property):
    office.put(subject, "on")
    with listening(subject) as heard:
        found, opened = _looked(subject, office)
    count(record_property, subject.key, "core_pages", opened)
    report([*found, *heard.complaints(), *heard.unheard()])


def _looked(subject: Subject, office: Office) -> tuple[list[str], int]:
    """Complaints, and how many pages were opened, as each role and by somebody who has not signed in."""
    pages = CorePages(subject, office)
    visits = [
        said
        for role in subject.roles
        for client in [office.client(role)]
        for said in (
            *(_opened(subject, client, path, role) for path in pages.paths()),
            *_asked(subject, client, pages, role),
        )
    ]
    visits += [
        _opened(subject, office.stranger(), f"/public/{office.unit_ids[name]}", "a resident")
        for name in ("township", "county")
    ]
    return [said for said in visits if said], len(visits)


def _asked(subject: Subject, client: PortalClient, pages: CorePages, role: str) -> Iterator[str]:
    """What is posted, and changes nothing: a search, and the preview of switching off."""
    for word in pages.words():
        yield _wrong(
            subject, client.post("/search", data={"q": word}, follow_redirects=True), f"a search for {word} as {role}"
        )
    if role == "administrator":
        path = f"/plugins/{subject.key}"
        page = client.page(path)
        yield _wrong(subject, client.fill(page, path, follow=False, **PREVIEW).response, "the preview of switching off")


def _opened(subject: Subject, client: PortalClient, path: str, role: str) -> str:
    try:
        return _wrong(subject, client.page(path).response, f"{path} as {role}")
    except AssertionError as fault:
        return f"{path} as {role}: {fault}"


def _wrong(subject: Subject, answer, what: str) -> str:
    if answer.status_code >= 500:
        return f"{what} answers {answer.status_code}"
    if answer.mimetype != "text/html":
        return ""  # a paper
    lost = f"“{subject.manifest.name}”的内容暂时无法显示" in answer.get_data(as_text=True)
    return f"{what} shows that its part is left out" if lost else ""
