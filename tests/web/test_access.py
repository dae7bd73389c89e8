"""Who gets in where, as a table; and no view without a guard."""

import pytest
from flask import Flask

from portal.cases.models import Case
from portal.extensions import db
from portal.testing import factories
from portal.testing.cast import PEOPLE

OPEN_TO_ALL = {"public", "signed_in"}
WHO = ["anonymous", *(person[0] for person in PEOPLE)]

# 200 page · 303 to sign-in or onward · 403 not for this role · 404 not there · 409 not now
TABLE = """
route                                         anonymous clerk mediator grid director department district administrator auditor outsider
/login                                        200       302   302      302  302      302        302      302           302     302
/                                             303       200   200      200  200      200        200      200           200     200
/password                                     303       200   200      200  200      200        200      200           200     200
/login/code                                   303       303   303      303  303      303        303      303           303     303
/account/sessions                             303       200   200      200  200      200        200      200           200     200
/account/code                                 303       200   200      200  200      200        200      200           200     200
/account/code/new                             303       200   200      200  200      200        200      200           200     200
/account/code/recovery                        303       409   409      409  409      409        409      409           409     409
/account/code/removal                         303       409   409      409  409      409        409      409           409     409
/account/passkeys                             303       200   200      200  200      200        200      200           200     200
/account/passkeys/new                         303       409   409      409  409      409        200      200           200     409
/account/passkeys/<int:passkey_id>/removal    303       404   404      404  404      404        404      404           404     404
/login/passkey                                200       200   200      200  200      200        200      200           200     200
/login/provider/<int:provider_id>             404       404   404      404  404      404        404      404           404     404
/login/provider/<int:provider_id>/out         404       404   404      404  404      404        404      404           404     404
/login/provider/answer                        303       303   303      303  303      303        303      303           303     303
/providers                                    303       403   403      403  403      403        200      403           403     403
/signing                                      303       403   403      403  403      403        200      403           403     403
/providers/new                                303       403   403      403  403      403        200      403           403     403
/providers/<int:provider_id>                  303       403   403      403  403      403        404      403           403     403
/wordings                                     303       403   403      403  403      403        200      403           403     403
/wordings/<folder>/<name>                     303       403   403      403  403      403        404      403           403     403
/wordings/<folder>/<name>/preview.pdf         303       403   403      403  403      403        404      403           403     403
/wordings/<folder>/<name>/<mark>              303       403   403      403  403      403        404      403           403     403
/accounts/<int:user_id>/code                  303       403   403      403  403      403        403      200           403     403
/search                                       303       200   200      200  200      200        200      200           200     200
/reports                                      303       200   200      200  200      200        200      200           200     200
/reports/cases                                303       200   200      200  200      200        200      403           403     200
/reports/cases/<key>                          303       404   404      404  404      404        404      403           403     404
/reports/figures                              303       200   200      200  200      200        200      403           403     200
/reports/figures/records                      303       404   404      404  404      404        404      403           403     404
/reports/figures/export.<form>                303       200   403      403  200      403        403      403           403     200
/public/<int:unit_id>                         200       200   200      200  200      200        200      200           200     200
/track                                        200       200   200      200  200      200        200      200           200     200
/report/<word>                                404       404   404      404  404      404        404      404           404     404
/healthz                                      200       200   200      200  200      200        200      200           200     200
/check/                                       200       200   200      200  200      200        200      200           200     200
/styleguide                                   200       200   200      200  200      200        200      200           200     200
/check/<code>                                 404       404   404      404  404      404        404      404           404     404
/cases                                        303       200   200      200  200      200        200      403           403     200
/cases/export.<form>                          303       200   403      403  200      403        403      403           403     200
/families                                     303       200   403      200  200      403        200      403           403     404
/families/new                                 303       200   403      200  200      403        403      403           403     404
/families/<int:family_id>                     303       404   403      404  404      403        404      403           403     404
/families/<int:family_id>/correction          303       404   403      404  404      403        403      403           403     404
/families/<int:family_id>/phone               303       404   403      404  404      403        403      403           403     404
/families/<int:family_id>/merger              303       403   403      403  404      403        403      403           403     404
/families/<int:family_id>/removal             303       403   403      403  404      403        403      403           403     404
/families/export.<form>                       303       403   403      403  200      403        200      403           403     404
/cases/new                                    303       200   200      200  200      403        403      403           403     200
/cases/units/<int:unit_id>/import/batch  303       404   404      404  404      403        403      403           403     404
/cases/units/<int:unit_id>/import/batch/sheet.xlsx  303       404   404      404  404      403        403      403           403     404
/cases/units/<int:unit_id>/import/batch/<int:batch_id>  303       404   404      404  404      403        403      403           403     404
/cases/units/<int:unit_id>/import/batch/<int:batch_id>/sheet.xlsx  303       404   404      404  404      403        403      403           403     404
/cases/quick                                  303       200   200      200  200      403        403      403           403     200
/cases/ended                                  303       200   200      200  200      200        403      403           403     200
/cases/referrals                              303       200   403      403  200      403        403      403           403     200
/cases/referrals/<int:referral_id>/notice     303       404   403      403  404      403        403      403           403     404
/cases/<int:case_id>/escalation               303       200   403      403  200      403        403      403           403     404
/cases/<int:case_id>/delegation               303       200   403      403  200      403        403      403           403     404
/cases/<int:case_id>/referrals/<int:referral_id>/acceptance 303 404   403      403  404      403        403      403           403     404
/cases/<int:case_id>/referrals/<int:referral_id>/return 303 404   403      403  404      403        403      403           403     404
/cases/<int:case_id>/referrals/<int:referral_id>/withdrawal 303 404   403      403  404      403        403      403           403     404
/cases/kinds                                  303       403   403      403  403      403        200      403           403     403
/cases/kinds/new                              303       403   403      403  403      403        200      403           403     403
/cases/kinds/<code>                           303       403   403      403  403      403        404      403           403     403
/cases/limits                                 303       403   403      403  403      403        200      403           403     403
/cases/limits/new                             303       403   403      403  403      403        200      403           403     403
/cases/limits/<int:line>                      303       403   403      403  403      403        404      403           403     403
/cases/limits/running                         303       403   403      403  403      403        200      403           403     403
/cases/routes                                 303       403   403      403  403      403        200      403           403     403
/cases/routes/new                             303       403   403      403  403      403        200      403           403     403
/cases/routes/<int:line>                      303       403   403      403  403      403        404      403           403     403
/cases/holidays                               303       403   403      403  403      403        200      403           403     403
/cases/<int:case_id>                          303       200   200      404  200      200        200      403           403     404
/cases/<int:case_id>/particulars/<part>       303       404   404      404  404      404        404      403           403     404
/cases/<int:case_id>/correction               303       200   403      404  200      403        403      403           403     404
/cases/<int:case_id>/next                     303       303   303      404  303      303        303      403           403     404
/cases/<int:case_id>/merger                     303       200   403      403  200      403        403      403           403     404
/cases/<int:case_id>/separation                 303       409   403      403  409      403        403      403           403     404
/cases/<int:case_id>/division                   303       200   403      403  200      403        403      403           403     404
/cases/<int:case_id>/withdrawal                 303       200   403      403  200      403        403      403           403     404
/cases/<int:case_id>/reopening                  303       409   403      403  409      403        403      403           403     404
/cases/<int:case_id>/representatives          303       200   403      404  200      403        403      403           403     404
/cases/<int:case_id>/members                  303       200   200      404  200      200        200      403           403     404
/cases/<int:case_id>/members/new              303       200   403      404  200      403        403      403           403     404
/cases/<int:case_id>/members/<int:member_id>/removal 303       404   403      404  404      403        403      403           403     404
/cases/<int:case_id>/import/members           303       200   403      404  200      403        403      403           403     404
/cases/<int:case_id>/import/members/sheet.xlsx 303       200   403      404  200      403        403      403           403     404
/cases/<int:case_id>/import/members/<int:batch_id> 303       404   403      404  404      403        403      403           403     404
/cases/<int:case_id>/import/members/<int:batch_id>/sheet.xlsx 303       404   403      404  404      403        403      403           403     404
/cases/<int:case_id>/parties/new              303       200   403      404  200      403        403      403           403     404
/cases/<int:case_id>/parties/<int:party_id>/correction 303       200   403      404  200      403        403      403           403     404
/cases/<int:case_id>/parties/<int:party_id>/phone 303       200   200      404  200      200        403      403           403     404
/cases/<int:case_id>/parties/<int:party_id>/agent 303       200   403      404  200      403        403      403           403     404
/cases/<int:case_id>/triage                   303       409   403      403  409      403        403      403           403     404
/cases/<int:case_id>/acceptance               303       409   403      403  409      403        403      403           403     404
/cases/<int:case_id>/decline                  303       409   403      403  409      403        403      403           403     404
/cases/<int:case_id>/assignments/new          303       200   403      403  200      403        403      403           403     404
/cases/<int:case_id>/assignments/<int:assignment_id>/acknowledgement 303       409   409      404  409      200        403      403           403     404
/cases/<int:case_id>/assignments/<int:assignment_id>/report 303       409   409      404  409      409        403      403           403     404
/cases/<int:case_id>/assignments/<int:assignment_id>/return 303       409   409      404  409      200        403      403           403     404
/cases/<int:case_id>/assignments/<int:assignment_id>/reminder 303       200   403      403  200      403        403      403           403     404
/cases/<int:case_id>/assignments/<int:assignment_id>/recall 303       200   403      403  200      403        403      403           403     404
/cases/<int:case_id>/assignments/<int:assignment_id>/silence 303       403   403      403  409      403        403      403           403     403
/cases/<int:case_id>/assignments/<int:assignment_id>/upholding 303 403 403 403 409 403 403 403 403 403
/cases/<int:case_id>/assignments/<int:assignment_id>/order 303 403 403 403 409 403 403 403 403 403
/cases/<int:case_id>/dossier.pdf              303       409   403      403  409      403        403      403           403     404
/cases/<int:case_id>/hand-overs.pdf           303       200   403      403  200      403        403      403           403     404
/cases/<int:case_id>/suspension/new           303       403   403      403  200      403        403      403           403     403
/cases/<int:case_id>/suspension/end           303       403   403      403  409      403        403      403           403     403
/cases/<int:case_id>/verification             303       409   403      403  409      403        403      403           403     404
/cases/<int:case_id>/visit                    303       409   403      403  409      403        403      403           403     404
/cases/ended/<int:assignment_id>/notice       303       404   404      404  404      409        403      403           403     404
/cases/<int:case_id>/resolution               303       409   403      403  409      403        403      403           403     404
/cases/<int:case_id>/archive                  303       409   403      403  409      403        403      403           403     404
/cases/<int:case_id>/materials                303       200   200      404  200      200        403      403           403     404
/views/new                                    303       404   404      404  404      404        404      404           404     404
/views/<int:view_id>                          303       404   404      404  404      404        404      404           404     404
/exports                                      303       200   200      200  200      200        200      200           200     200
/exports/<int:request_id>                     303       404   404      404  404      404        404      404           404     404
/people                                       303       200   200      200  200      403        403      403           403     200
/people/<int:person_id>                       303       200   200      404  200      403        403      403           403     404
/people/<int:person_id>/full                  303       200   200      403  200      403        403      403           403     404
/people/in/<kind>/<int:row_id>/full           303       404   404      403  404      403        403      403           403     404
/people/<int:person_id>/correction            303       200   200      404  200      403        403      403           403     404
/people/<int:person_id>/consents              303       200   200      404  200      403        403      403           403     404
/retention                                    303       403   403      403  200      403        200      403           403     403
/retention/<key>                              303       403   403      403  404      403        404      403           403     403
/retention/runs/<int:run_id>                  303       403   403      403  404      403        404      403           403     403
/people/requests                              303       403   403      403  200      403        200      403           403     403
/people/requests/<int:request_id>             303       403   403      403  404      403        404      403           403     403
/people/<int:person_id>/requests/<kind>       303       403   403      403  404      403        403      403           403     403
/people/<int:person_id>/movements/new         303       200   200      404  200      403        403      403           403     404
/people/<int:person_id>/movements/<int:movement_id>/annulment  303  404  404  404  404  403  403  403  403  404
/people/duplicates                            303       403   403      403  200      403        403      403           403     403
/people/duplicates/<int:unit_id>/<int:person_id>  303   403   403      403  404      403        403      403           403     403
/people/<int:person_id>/merger                303       403   403      403  200      403        403      403           403     403
/people/mergers/<int:merger_id>/undoing       303       403   403      403  404      403        403      403           403     403
/people/<int:person_id>/seen                  303       403   403      403  200      403        403      403           403     403
/organisations/<int:organisation_id>          303       404   404      404  404      403        403      403           403     404
/organisations/<int:organisation_id>/correction 303     404   404      404  404      403        403      403           403     404
/files/<int:attachment_id>                    303       404   404      404  404      404        404      404           404     404
/account                                      303       200   200      200  200      200        200      200           200     200
/units                                        303       403   403      403  303      403        303      303           303     403
/units/<int:unit_id>                          303       403   403      403  404      403        404      404           404     403
/units/<int:unit_id>/new                      303       403   403      403  403      403        403      404           403     403
/units/<int:unit_id>/import/below             303       403   403      403  403      403        403      404           403     403
/units/<int:unit_id>/import/below/sheet.xlsx  303       403   403      403  403      403        403      404           403     403
/units/<int:unit_id>/import/below/<int:batch_id>  303       403   403      403  403      403        403      404           403     403
/units/<int:unit_id>/import/below/<int:batch_id>/sheet.xlsx  303       403   403      403  403      403        403      404           403     403
/units/<int:unit_id>/name                     303       403   403      403  403      403        403      404           403     403
/units/<int:unit_id>/households               303       403   403      403  403      403        403      404           403     403
/units/<int:unit_id>/parent                   303       403   403      403  403      403        403      404           403     403
/units/<int:unit_id>/successor                303       403   403      403  403      403        403      404           403     403
/units/<int:unit_id>/division                 303       403   403      403  403      403        403      404           403     403
/units/<int:unit_id>/closure                  303       403   403      403  403      403        403      404           403     403
/accounts                                     303       403   403      403  403      403        403      200           403     403
/accounts/new                                 303       403   403      403  403      403        403      200           403     403
/accounts/<int:user_id>                       303       403   403      403  403      403        403      200           403     403
/accounts/vouching                            303       403   403      403  200      403        200      403           403     403
/accounts/<int:user_id>/vouching              303       403   403      403  409      403        409      403           403     403
/accounts/<int:user_id>/password              303       403   403      403  403      403        403      200           403     403
/accounts/<int:user_id>/lock                  303       403   403      403  403      403        403      200           403     403
/accounts/<int:user_id>/unlocking             303       403   403      403  403      403        403      200           403     403
/accounts/<int:user_id>/closure               303       403   403      403  403      403        403      200           403     403
/accounts/<int:user_id>/appointments/new      303       403   403      403  403      403        403      200           403     403
/accounts/<int:user_id>/appointments/<int:appointment_id>/ending 303       403   403      403  403      403        403      200           403     403
/accounts/<int:user_id>/appointments/<int:appointment_id>/deputy 303       403   403      403  403      403        403      200           403     403
/messages                                     303       200   200      200  200      200        200      200           200     200
/messages/mine                                303       200   200      200  200      200        200      200           200     200
/channels                                     303       403   403      403  403      403        403      200           403     403
/channels/new/<way>                           303       403   403      403  403      403        403      404           403     403
/channels/<int:channel_id>                    303       403   403      403  403      403        403      404           403     403
/jobs                                         303       403   403      403  403      403        403      200           200     403
/audit/                                       303       403   403      403  403      403        403      403           200     403
/audit/export.<form>                          303       403   403      403  403      403        403      403           200     403
/audit/hints                                  303       403   403      403  403      403        403      403           200     403
/audit/hints/<kind>/<int:user_id>/<day>       303       403   403      403  403      403        403      403           404     403
/audit/archives                               303       403   403      403  403      403        403      403           200     403
/audit/archives/<int:first>                   303       403   403      403  403      403        403      403           404     403
/audit/checkpoints                            303       403   403      403  403      403        403      403           200     403
/audit/checkpoints/<int:size>.txt             303       403   403      403  403      403        403      403           404     403
/plugins/                                     303       403   403      403  403      403        403      200           403     403
/access/roles                                 303       403   403      403  403      403        403      200           403     403
/access/units/<int:unit_id>/import/appointments  303       403   403      403  403      403        403      404           403     403
/access/units/<int:unit_id>/import/appointments/sheet.xlsx  303       403   403      403  403      403        403      404           403     403
/access/units/<int:unit_id>/import/appointments/<int:batch_id>  303       403   403      403  403      403        403      404           403     403
/access/units/<int:unit_id>/import/appointments/<int:batch_id>/sheet.xlsx  303       403   403      403  403      403        403      404           403     403
/access/why                                   303       403   403      403  200      403        200      200           200     403
/access/matrix                                303       403   403      403  200      403        200      200           200     403
/access/matrix.pdf                            303       403   403      403  200      403        200      200           200     403
/account/delegation                           303       200   200      200  200      200        200      200           200     200
/account/delegation/<int:appointment_id>/end  303       404   404      404  404      404        404      404           404     404
/access/roles/new                             303       403   403      403  403      403        403      200           403     403
/access/roles/<role>                          303       403   403      403  403      403        403      404           403     403
/access/roles/<role>/permissions              303       403   403      403  403      403        403      404           403     403
/access/roles/<role>/name                     303       403   403      403  403      403        403      404           403     403
/access/roles/<role>/closure                  303       403   403      403  403      403        403      404           403     403
/plugins/roles                                303       403   403      403  403      403        403      200           403     403
/plugins/<key>                                303       403   403      403  403      403        403      404           403     403
/plugins/<key>/tree                           303       403   403      403  403      403        403      404           403     403
/settings                                     303       403   403      403  403      403        200      403           403     403
/settings/<key>                               303       403   403      403  403      403        404      403           403     403
/settings/<key>/units                         303       403   403      403  403      403        404      403           403     403
/settings/<key>/history                       303       403   403      403  403      403        404      403           403     403
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()[1:]]


def core_rules(app: Flask, method: str) -> dict[str, str]:
    """Addresses of the core that answer `method`, with their endpoint; plugins bring their own table."""
    plugins = app.extensions["portal_plugins"].manifests
    return {
        rule.rule: rule.endpoint
        for rule in app.url_map.iter_rules()
        if method in rule.methods and rule.endpoint != "static" and rule.endpoint.split(".")[0] not in plugins
    }


@pytest.fixture
def case(cast) -> Case:
    """Handed to the department, so that every role has its own view of it."""
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0701", level="minor", by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return case


@pytest.mark.parametrize("who", WHO)
def test_the_table(app, as_user, client, cast, case, who):
    values = {
        "<int:case_id>": case.id,
        "<int:view_id>": 1,
        "<int:size>": 7,
        "<int:run_id>": 7,
        "<int:first>": 7,
        "<int:family_id>": 1,
        "<form>": "xlsx",
        "<int:person_id>": case.parties[0].person_id,
        "<int:party_id>": case.parties[0].id,
        "<int:member_id>": 1,
        "<int:merger_id>": 1,
        "<int:movement_id>": 1,
        "<int:organisation_id>": 1,
        "<int:batch_id>": 1,
        "<int:attachment_id>": 1,
        "<int:assignment_id>": case.assignments[0].id,
        "<int:referral_id>": 1,
        "<int:line>": 1,
        "<int:unit_id>": 1,
        "<int:user_id>": cast.user_ids["clerk"],
        "<int:appointment_id>": cast.clerk.appointments[0].id,
        "<code>": "NOSUCHCODE22",
        "<key>": "nosuch",
        "<role>": "nosuch",
        "<kind>": "nosuch",
        "<int:request_id>": 1,
        "<int:row_id>": 1,
        "<part>": "nosuch",
        "<way>": "nosuch",
        "<int:channel_id>": 1,
        "<int:provider_id>": 1,
        "<int:passkey_id>": 1,
    }
    visitor = client if who == "anonymous" else as_user(who)
    met = {}
    for route, *expected in ROWS:
        url = route
        for name, value in values.items():
            url = url.replace(name, str(value))
        met[route] = (visitor.get(url).status_code, int(expected[WHO.index(who)]))
    assert {route: pair for route, pair in met.items() if pair[0] != pair[1]} == {}


def test_the_table_leaves_no_page_out(app):
    assert set(core_rules(app, "GET")) == {row[0] for row in ROWS}


def test_whoever_may_not_open_the_form_may_not_send_it(app, as_user, client, case):
    """Every POST of the core, by everybody who is refused the page: refused as well."""
    pages = {row[0]: dict(zip(WHO, row[1:], strict=True)) for row in ROWS}
    for who in WHO:
        visitor = client if who == "anonymous" else as_user(who)
        page = visitor.page("/login" if who == "anonymous" else "/")
        token = page.fields(page.form("/login" if who == "anonymous" else "/logout"))["csrf_token"]
        for route in core_rules(app, "POST"):
            expected = pages.get(route, {}).get(who)
            if expected not in ("303", "403", "404"):
                continue
            url = (
                route.replace("<int:case_id>", str(case.id))
                .replace("<code>", "NOSUCHCODE22")
                .replace("<int:person_id>", "1")
                .replace("<int:assignment_id>", "1")
                .replace("<int:line>", "1")
                .replace("<int:referral_id>", "1")
                .replace("<int:party_id>", "1")
                .replace("<int:member_id>", "1")
                .replace("<int:merger_id>", "1")
                .replace("<int:movement_id>", "1")
                .replace("<int:organisation_id>", "1")
                .replace("<int:batch_id>", "1")
                .replace("<key>", "nosuch")
                .replace("<role>", "nosuch")
                .replace("<kind>", "nosuch")
                .replace("<int:row_id>", "1")
                .replace("<int:view_id>", "1")
                .replace("<int:user_id>", "1")
                .replace("<int:appointment_id>", "1")
                .replace("<int:family_id>", "1")
                .replace("<part>", "nosuch")
                .replace("<folder>/<name>/<mark>", "nosuch/nosuch/nosuch")
                .replace("<way>", "nosuch")
                .replace("<int:channel_id>", "1")
                .replace("<int:provider_id>", "1")
                .replace("<int:passkey_id>", "1")
                .replace("<int:unit_id>", "1")
            )
            answer = visitor.post(url, data={"csrf_token": token, "text": "x", "reason": "x"})
            assert answer.status_code == int(expected), (who, route)
    assert db.session.get(Case, case.id).status == "assigned"


def test_every_view_has_a_guard_that_somebody_declared(app):
    permissions = set(app.extensions["portal_permissions"])
    unguarded = {
        endpoint
        for endpoint, view in app.view_functions.items()
        if endpoint.rpartition(".")[2] != "static" and getattr(view, "guard", None) not in OPEN_TO_ALL | permissions
    }
    assert not unguarded
