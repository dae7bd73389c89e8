"""Every URL of the plugin, derived from the URL map: who has access, and where it does not exist."""

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from portal.testing.conformance import report
from portal.testing.conformance.office import Office
from portal.testing.conformance.subject import Subject
from portal.testing.conformance.walk import Walk

NOWHERE = 2**31 - 2  # a unit that does not exist


def tries(subject: Subject, walk: Walk, wanted=lambda rule, method: True):
    """`(rule, method, path)` of everything that can be asked of the plugin."""
    for rule in subject.rules:
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            if wanted(rule, method):
                yield from ((rule, method, path) for path in walk.paths(rule))


def status(client: FlaskClient, method: str, path: str) -> int:
    return client.open(path, method=method).status_code


def test_every_view_has_a_guard_that_somebody_declared(subject: Subject):
    known = {"public", "signed_in", *subject.app.extensions["portal_permissions"]}
    report(
        f"the view {rule.endpoint} has no guard: put @requires(…), @signed_in or @public on it"
        for rule in subject.rules
        if subject.guard(rule) not in known
    )


def test_every_address_can_be_tried(subject: Subject, walk: Walk):
    """But for what was printed before a plugin was split off: it leads on to records of another."""
    report(
        f"no record for {rule.rule}: let demo_data make one, and name the argument after its table (thing_id)"
        for rule in subject.rules
        if not walk.paths(rule) and not subject.leads_on(rule)
    )


def test_a_stranger_is_sent_to_sign_in(subject: Subject, office: Office, walk: Walk, no_tokens):
    report(
        f"{method} {path} answers {got} to somebody who has not signed in"
        for rule, method, path in tries(subject, walk)
        if subject.guard(rule) != "public" and (got := status(office.stranger(), method, path)) not in (302, 303, 401)
    )


def test_public_pages_open_only_for_a_unit_where_it_is_on(subject: Subject, office: Office, walk: Walk):
    readable = [rule for rule in subject.rules if "GET" in rule.methods and not subject.leads_on(rule)]
    public = [rule for rule in readable if subject.guard(rule) == "public"]
    if not public:
        pytest.skip("has no public pages")
    report(complaint for rule in public for complaint in _about_public(rule, office, walk))


def _about_public(rule: Rule, office: Office, walk: Walk):
    if "unit_id" not in rule.arguments:
        yield f"{rule.rule} is public, but its address names no unit_id: of which district is it?"
        return
    address = office.app.url_map.bind("localhost")
    values = {name: walk.known.get(name) for name in rule.arguments}
    for unit_id, allowed in ((office.unit_ids["township"], (200, 302, 303, 404)), (NOWHERE, (404,))):
        if None in (*values.values(), unit_id) and len(values) > 1:
            continue
        path = address.build(rule.endpoint, {**values, "unit_id": unit_id})
        if (got := status(office.stranger(), "GET", path)) not in allowed:
            yield f"{path} answers {got} to the public"
        if got == 404 and unit_id != NOWHERE and len(values) == 1:
            yield f"{path} answers 404 although the plugin is on in that unit"


def test_whoever_lacks_the_permission_is_refused(subject: Subject, office: Office, walk: Walk, no_tokens):
    report(
        f"{method} {path} answers {got} to {role}, who lacks {subject.guard(rule)}"
        for rule, method, path in tries(subject, walk)
        for role in _lacking(subject, office, rule)
        if (got := status(office.client(role), method, path)) not in (403, 404)
    )


def _lacking(subject: Subject, office: Office, rule: Rule) -> set[str]:
    """Two of those whom the view refuses: the first of the core, and the last, which is a role of the plugin where it brings one."""
    lacking = [each for each in subject.roles if each not in office.may(subject.guard(rule))]
    return {*lacking[:1], *lacking[-1:]}


def test_records_of_another_district_are_not_there(subject: Subject, office: Office, walk: Walk, no_tokens):
    report(
        f"{method} {path} answers {got} to {role} of another district, where the plugin is on too"
        for rule, method, path in tries(subject, walk)
        if subject.guard(rule) != "public" and any(name.endswith("_id") for name in rule.arguments)
        for role in office.may(subject.guard(rule))[:2]
        if (got := status(office.client(role, foreign=True), method, path)) not in (403, 404)
    )


def test_off_means_not_there(subject: Subject, office: Office, walk: Walk, no_tokens):
    if subject.manifest.always_on:
        pytest.skip("is always on")
    office.put(subject, "off")
    report(
        f"{method} {path} answers {got} to {role} although the plugin is off"
        for rule, method, path in tries(subject, walk)
        for role in _visitors(subject, office, rule)
        if (got := status((role and office.client(role)) or office.stranger(), method, path)) != 404
    )


def _visitors(subject: Subject, office: Office, rule: Rule) -> list[str]:
    """Whom the view would let in; nobody in particular for a public one."""
    return [""] if subject.guard(rule) == "public" else office.may(subject.guard(rule))[:1]


def test_read_only_makes_nothing_new(subject: Subject, office: Office, walk: Walk, no_tokens):
    office.put(subject, "read_only")
    report(
        f"{method} {path} answers {got} to {role} although the plugin is read-only"
        for rule, method, path in tries(subject, walk, lambda rule, method: not subject.only_asks(rule, method))
        for role in _visitors(subject, office, rule)
        if (got := status((role and office.client(role)) or office.stranger(), method, path)) not in (403, 404)
    )
