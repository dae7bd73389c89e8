"""Who may do what on the mediation desk: one table, every member of the cast tried. Whether the page of a step opens, and in which
state, is tried by the conformance suite, by what the steps declare."""

import pytest
from flask import current_app

from plugins.mediation.samples import SAMPLES
from portal.extensions import db
from portal.testing.conformance.access import pages_of

pytestmark = pytest.mark.database

VIEW = {"clerk", "mediator", "director", "district"}
MEDIATE = {"mediator", "director"}
EXPORT = {"mediator", "director", "district"}
MANAGE = {"director", "district"}
ASSIGN = {"clerk", "director"}
TABLE = {
    "GET /mediation/disputes": VIEW,
    "POST /mediation/disputes": VIEW,
    "GET /mediation/disputes.<form>": EXPORT,
    "GET /mediation/disputes/<int:dispute_id>": VIEW,
    "GET /mediation/committees": VIEW,
    "GET /mediation/committees/<int:committee_id>": VIEW,
    "GET /mediation/committees/<int:committee_id>/roster.pdf": VIEW,
    "GET /mediation/mediators/<int:mediator_id>": VIEW,
    "GET /mediation/committees/<int:committee_id>/clauses": VIEW,
    "POST /mediation/committees/<int:committee_id>/clauses/new": MANAGE,
    "POST /mediation/committees/<int:committee_id>/clauses/starting": MANAGE,
    "POST /mediation/committees/<int:committee_id>/clauses/<int:clause_id>/change": MANAGE,
    "POST /mediation/committees/<int:committee_id>/clauses/<int:clause_id>/closing": MANAGE,
    "GET /mediation/committees/<int:committee_id>/calendar": VIEW,
    "GET /mediation/committees/<int:committee_id>/calendar.pdf": VIEW,
    "POST /mediation/committees/<int:committee_id>/feed": VIEW,
    "POST /mediation/committees/<int:committee_id>/rooms/new": MANAGE,
    "POST /mediation/committees/<int:committee_id>/rooms/<int:room_id>/closing": MANAGE,
    "POST /mediation/disputes/<int:dispute_id>/sittings/new": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/sittings/<int:sitting_id>/change": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/sittings/<int:sitting_id>/cancellation": MEDIATE,
    "POST /mediation/committees/<int:committee_id>/terms/new": MANAGE,
    "POST /mediation/committees/<int:committee_id>/mediators/<int:mediator_id>/renewal": MANAGE,
    "POST /mediation/committees/<int:committee_id>/mediators/<int:mediator_id>/leaving": MANAGE,
    "POST /mediation/committees/<int:committee_id>/credentials/new": MANAGE,
    "POST /mediation/committees/<int:committee_id>/credentials/<int:credential_id>/removal": MANAGE,
    "GET /mediation/statistics": VIEW,
    "GET /mediation/statistics/<key>": VIEW,
    "GET /mediation/statistics/sheet.<form>": EXPORT,
    "POST /mediation/disputes/<int:dispute_id>/report": MEDIATE,
    "GET /mediation/mediators": VIEW,
    "POST /mediation/mediators": VIEW,
    "GET /mediation/mediators.<form>": EXPORT,
    "GET /mediation/committees/new": MANAGE,
    "POST /mediation/committees/new": MANAGE,
    "GET /mediation/committees/<int:committee_id>/import/mediators": MANAGE,
    "POST /mediation/committees/<int:committee_id>/import/mediators": MANAGE,
    "GET /mediation/committees/<int:committee_id>/import/mediators/<int:batch_id>": MANAGE,
    "GET /mediation/committees/<int:committee_id>/import/mediators/<int:batch_id>/sheet.xlsx": MANAGE,
    "GET /mediation/committees/<int:committee_id>/import/mediators/sheet.xlsx": MANAGE,
    "POST /mediation/committees/<int:committee_id>/import/mediators/<int:batch_id>": MANAGE,
    "POST /mediation/committees/<int:committee_id>/import/mediators/<int:batch_id>/mapping": MANAGE,
    "POST /mediation/committees/<int:committee_id>/import/mediators/<int:batch_id>/stopping": MANAGE,
    "POST /mediation/committees/<int:committee_id>/import/mediators/<int:batch_id>/undoing": MANAGE,
    "POST /mediation/committees/<int:committee_id>/mediators/new": MANAGE,
    "POST /mediation/committees/<int:committee_id>/mediators/<int:mediator_id>": MANAGE,
    "GET /mediation/cases/<int:case_id>/dispute": ASSIGN,
    "POST /mediation/cases/<int:case_id>/dispute": ASSIGN,
    "POST /mediation/disputes/<int:dispute_id>/acceptance": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/at-one-table": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/at-one-table": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/acceptance/correction": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/notice": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/sessions/new": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/sessions/<int:session_id>/correction": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/agreement": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/agreement": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/agreement/final": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/agreement/revision": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/signatures": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/signatures": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/materials/new": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/parties/<int:party_id>/agent": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/instalments/<int:instalment_id>": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/followups/new": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/confirmations/new": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/inquiries/<int:inquiry_id>/correction": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/evidence/<int:evidence_id>/correction": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/oral-agreement/revision": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/corrections/new": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/amendments/new": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/amendments/<int:amendment_id>/effect": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/amendments/<int:amendment_id>/dropping": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/revocation": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/amendments/<int:amendment_id>.pdf": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/confirmations/<int:confirmation_id>/progress": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/confirmations/<int:confirmation_id>.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/confirmations/<int:confirmation_id>/certificate.pdf": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/recusals/new": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/recusals/<int:recusal_id>/decision": MANAGE,
    "POST /mediation/disputes/<int:dispute_id>/termination": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/closure": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/oral-agreement": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/payments/<int:payment_id>/undoing": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/reminders/new": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/acceleration": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/payments/<int:payment_id>.pdf": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/inquiries/new": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/evidence/new": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/evidence/<int:evidence_id>/striking": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/extension": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/risks/new": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/inquiries/<int:inquiry_id>.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/evidence.pdf": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/parties/<int:party_id>/leaving": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/declining": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/withdrawal": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/declined.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/refusal.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/termination.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/application.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/identity.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/parties/<int:party_id>/authority.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/oral.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/closing.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/dossier.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/sets/<moment>.pdf": MEDIATE,
    "GET /mediation/dossiers": MEDIATE,
    "POST /mediation/dossiers": MEDIATE,
    "GET /mediation/dossiers/<int:volumes_id>": MEDIATE,
    "GET /mediation/dossiers/<int:volumes_id>.zip": MEDIATE,
    "POST /mediation/dossiers/<int:volumes_id>/stopping": MEDIATE,
    "POST /mediation/dossiers/<int:volumes_id>/resuming": MEDIATE,
    "GET /mediation/sets": MEDIATE,
    "GET /mediation/sets/<moment>.pdf": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/inspections/new": MANAGE,
    "GET /mediation/disputes/<int:dispute_id>/inspections/<int:inspection_id>.pdf": VIEW,
    "GET /mediation/disputes/<int:dispute_id>/dossier": VIEW,
    "POST /mediation/disputes/<int:dispute_id>/dossier/order": MEDIATE,
    "POST /mediation/disputes/<int:dispute_id>/dossier/filing": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/volume.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/acceptance.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/rights.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/sessions/<int:session_id>.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/agreement.pdf": MEDIATE,
    "GET /mediation/disputes/<int:dispute_id>/followups/<int:follow_up_id>.pdf": MEDIATE,
}
NOT_MINE = {"grid": 403, "department": 403, "auditor": 403, "outsider": 404}


def routes() -> set[str]:
    return {
        f"{method} {rule.rule}"
        for rule in current_app.url_map.iter_rules()
        if rule.endpoint.startswith("mediation.") and "/public/" not in rule.rule
        for method in rule.methods & {"GET", "POST"}
    }


def test_the_table_names_every_route_but_the_pages_of_steps(app):
    steps = {f"GET /mediation{page.rule}" for kind in SAMPLES for pages in pages_of(kind.model) for page in pages.pages}
    assert not steps & set(TABLE)
    leading_on = {each for each in routes() if each.endswith("/next")}  # to one of these
    assert routes() - leading_on == set(TABLE) | steps


@pytest.fixture
def addresses(effective) -> dict[str, str]:
    """Each route of the table with the numbers of records that exist."""
    visit = effective.sessions[0].id
    values = {
        "dispute_id": effective.id,
        "case_id": effective.case_id,
        "committee_id": effective.committee_id,
        "mediator_id": effective.mediators[0].id,
        "session_id": visit,
        "credential_id": 999,
        "room_id": 999,
        "clause_id": 999,
        "amendment_id": 999,
        "sitting_id": 999,
        "follow_up_id": 999,
        "batch_id": 999,
        "form": "xlsx",
        "moment": "agreement",
        "volumes_id": 999,
        "inspection_id": 999,
        "key": "new",
        "payment_id": 999,
        "inquiry_id": 999,
        "evidence_id": 999,
        "confirmation_id": 999,
        "recusal_id": 999,
        "party_id": effective.parties[0].id,
        "instalment_id": effective.agreement.instalments[0].id,
    }
    adapter = current_app.url_map.bind("localhost")
    found = {}
    for rule in current_app.url_map.iter_rules():
        for method in rule.methods & {"GET", "POST"}:
            if f"{method} {rule.rule}" in TABLE:
                needed = {name: values[name] for name in rule.arguments}
                found[f"{method} {rule.rule}"] = adapter.build(rule.endpoint, needed, method=method)
    return found


def try_all(client, addresses: dict[str, str], token: str) -> dict[str, int]:
    answers = {}
    for route, url in addresses.items():
        method = route.split()[0]
        answers[route] = client.open(
            url, method=method, data={"csrf_token": token} if method == "POST" else None
        ).status_code
        db.session.remove()
    return answers


@pytest.mark.parametrize(
    "who", ["clerk", "mediator", "director", "district", "grid", "department", "auditor", "outsider"]
)
def test_nobody_gets_where_the_table_does_not_let_them(as_user, addresses, who):
    client = as_user(who)
    desk = client.page("/")
    token = desk.fields(desk.form("/logout"))["csrf_token"]
    for route, status in try_all(client, addresses, token).items():
        if who in TABLE[route]:
            assert status not in (401, 403), f"{route}: {status}"
            assert status < 500, route
        else:
            assert status == NOT_MINE.get(who, 403), f"{route}: {status}"


def test_who_has_not_signed_in_is_asked_to(client, addresses):
    page = client.page("/login")
    token = page.fields(page.form())["csrf_token"]
    for route, url in addresses.items():
        answer = client.open(url, method=route.split()[0], data={"csrf_token": token})
        assert answer.status_code in (302, 303), route
        assert answer.headers["Location"].startswith("/login"), route


def test_numbers_in_the_terms_are_masked_for_whoever_may_not_see_them_whole(as_user, written):
    written.agreement.terms[0].text = "款项汇给152722198503121232。"
    db.session.commit()
    assert "汇给152722198503121232。" in as_user("mediator").page(f"/mediation/disputes/{written.id}").text
    seen = as_user("district").page(f"/mediation/disputes/{written.id}").text
    assert "款项汇给" in seen
    assert "152722198503121232" not in seen
