"""Its pages: valid, with few SQL statements, working in every state, and without a trace when it is off."""

import logging
import re

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.cases.models import Case
from portal.extensions import db
from portal.plugin.hookspecs import HookSpecs
from portal.testing.client import PortalClient, read
from portal.testing.conformance import MOST_STATEMENTS, report
from portal.testing.conformance.listening import listening
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.tried import count
from portal.testing.conformance.walk import Walk
from portal.testing.statements import statements

HOOKS = [name for name, spec in vars(HookSpecs).items() if hasattr(spec, "portal_kind")]
DUTIES = {name for name, spec in vars(HookSpecs).items() if getattr(spec, "portal_kind", "") == "duty"}
NOT_COMPARED = re.compile(  # what differs from one visit to the next, such as the key of a second factor
    r"/(plugins/(?!roles)|audit|check|jobs|login|account/code|healthz|static|styleguide)|/full$"
)


def test_pages_are_well_made_and_no_hook_breaks(subject: Subject, walk: Walk, office: Office, caplog):
    with caplog.at_level(logging.ERROR):
        answers = [
            (*each, walk.answered.get(each) or office.client(each[1]).get(each[0]).status_code)
            for each in _pages(subject, walk)
        ]
    report(
        [
            *walk.faults,
            *(f"{path} answers {got} to {role}" for path, role, got in answers if got >= 500),
            *(each.getMessage() for each in caplog.records if f"of plugin {subject.key} failed" in each.getMessage()),
        ]
    )


def test_somebody_got_somewhere(subject: Subject, walk: Walk, record_property):
    """A check that goes nowhere passes, too: so something of each kind that the card promises must have been opened."""
    count(record_property, subject.key, "own", sum(walk.landed.values()))
    report(nowhere(subject, walk))


def nowhere(subject: Subject, walk: Walk):
    """A complaint for each kind of page of which `walk` opened none."""
    pages = [rule for rule in subject.rules if "GET" in rule.methods and subject.guard(rule) != "public"]
    if pages and not walk.landed:
        yield "no page of it opened to anybody"
    if pages and not any("<" in pattern for pattern in walk.landed) and any(rule.arguments for rule in pages):
        yield "no page about a record of it opened to anybody: let demo_data make some"
    if subject.implements("nav_items") and not walk.menu:
        yield "the menu leads nobody to a page of it"
    if not pages and not subject.tables and not any(map(subject.implements, HOOKS)):
        yield "it has no page, no table and no hook: there is nothing to examine"


def test_pages_send_few_statements(subject: Subject, walk: Walk, office: Office):
    report(
        f"{path} sends {sent} statements as {role}; at most {MOST_STATEMENTS} are allowed"
        for path, role in _pages(subject, walk)
        if (sent := _sent(office.client(role), path)) > MOST_STATEMENTS
    )


def test_read_only_pages_open(subject: Subject, walk: Walk, office: Office):
    office.put(subject, "read_only")
    report(
        f"{path} answers {got} to {role} while the plugin is read-only"
        for path, role in _pages(subject, walk)
        if (got := office.client(role).get(path).status_code) >= 500
    )


def _pages(subject: Subject, walk: Walk):
    """`(path, role)` of every GET address somebody was led to."""
    readable = {rule.rule for rule in subject.rules if "GET" in rule.methods}
    return [each for pattern, paths in walk.seen.items() if pattern in readable for each in paths.items()]


def _sent(client: PortalClient, path: str) -> int:
    """How many statements the page sends; once more if there are many, for then what is cached for the process is cached."""
    for _ in range(2):
        with statements() as sent:
            answer = client.get(path)
        if answer.mimetype != "text/html" or len(sent) <= MOST_STATEMENTS:
            return 0
    return len(sent)


def test_off_leaves_no_trace(subject: Subject, office: Office, short_refusals, monkeypatch):
    if subject.manifest.always_on:
        pytest.skip("is always on")
    office.put(subject, "off")
    paths = _core_pages(office)
    with office.without(subject.key, monkeypatch) as absent, listening(subject) as heard:
        found = [
            f"{path} shows {role}: {'、'.join(sorted(traces)[:5])}"
            for role in subject.roles
            for path in paths
            if (traces := _seen(office.client(role), path) - _seen(absent.client(role), path))
        ]
    asked = [f"{each} is asked although it is off" for each in sorted(heard.called - DUTIES)]
    report([*found, *asked])


def _core_pages(office: Office) -> list[str]:
    """Every page of the core, with a fresh case, one of its parties and the township in the address."""
    case = db.session.scalars(Case.visible_to(_director()).where(Case.status == "registered").limit(1)).unique().first()
    person = next((each.person_id for each in case.parties if each.person_id), None)
    values = {"case_id": case.id, "person_id": person, "unit_id": office.unit_ids["township"]}
    plugins = office.app.extensions["portal_plugins"].manifests
    address = office.app.url_map.bind("localhost")
    rules = [
        rule
        for rule in office.app.url_map.iter_rules()
        if "GET" in rule.methods
        and rule.endpoint.partition(".")[0] not in plugins
        and set(rule.arguments) <= set(values)
        and not NOT_COMPARED.search(rule.rule)
    ]
    paths = {address.build(rule.endpoint, {name: values[name] for name in rule.arguments}) for rule in rules}
    return sorted(path for path in paths if "://" not in path)


def _director() -> User:
    return db.session.scalars(select(User).where(User.username == "own_director")).one()


def _seen(client: PortalClient, path: str) -> set[str]:
    """Words and addresses on a page; numbers do not count, for they tell the time."""
    answer = client.get(path, follow_redirects=True)
    if answer.mimetype != "text/html" or answer.status_code != 200:
        return {f"status {answer.status_code}"}
    tree = read(answer.get_data(as_text=True), path)
    words = {" ".join(text.split()) for text in tree.itertext()} | {link.get("href") for link in tree.iter("a")}
    return {re.sub(r"\d+", "0", word) for word in words if word}
