"""Who gets in where, as a table; the pages of the steps are in the conformance suite, by what the steps declare."""

import pytest

from plugins.heroes.models import Deed, Hero
from plugins.heroes.samples import SAMPLES
from portal.testing.cast import PEOPLE
from portal.testing.conformance.access import pages_of

pytestmark = pytest.mark.database
WHO = ["anonymous", *(person[0] for person in PEOPLE)]
TABLE = """
route                                    anonymous clerk mediator grid director department district administrator auditor outsider
/heroes/deeds                            303       200   403      200  200      403        200      403           403     404
/heroes/deeds.<form>                     303       403   403      403  200      403        200      403           403     404
/heroes/deeds/new                        303       200   403      200  200      403        200      403           403     404
/heroes/deeds/<int:deed_id>              303       200   403      404  200      403        200      403           403     404
/heroes/deeds/<int:deed_id>/files/<int:file_id> 303       404   403      404  404      403        404      403           403     404
/heroes/deeds/<int:deed_id>/application.pdf 303       200   403      404  200      403        200      403           403     404
/heroes/deeds/<int:deed_id>/statements/<int:statement_id>.pdf 303       403   403      403  200      403        200      403           403     404
/heroes/deeds/<int:deed_id>/notice.pdf   303       403   403      403  200      403        200      403           403     404
/heroes/deeds/<int:deed_id>/confirmation.pdf 303       403   403      403  200      403        200      403           403     404
/heroes/deeds/<int:deed_id>/honours/<int:honour_id>.pdf 303       403   403      403  200      403        200      403           403     404
/heroes/people/<int:hero_id>             303       200   403      404  200      403        200      403           403     404
/heroes/visits                           303       200   403      200  200      403        200      403           403     404
/heroes/registry                         303       200   403      200  200      403        200      403           403     404
/heroes/visits.<form>                    303       403   403      403  200      403        200      403           403     404
/heroes/registry.<form>                  303       200   403      200  200      403        200      403           403     404
/heroes/statistics                       303       200   403      200  200      403        200      403           403     404
/heroes/statistics/<key>                 303       200   403      404  200      403        200      403           403     404
/heroes/rolls                            303       200   403      200  200      403        200      403           403     404
/heroes/rolls/new                        303       403   403      403  403      403        200      403           403     404
/heroes/rolls/<int:roll_id>              303       404   403      404  404      403        404      403           403     404
/heroes/rolls/<int:roll_id>/lines/new    303       403   403      403  403      403        404      403           403     404
/heroes/rolls/<int:roll_id>/publication  303       403   403      403  403      403        404      403           403     404
/heroes/association                      303       200   403      200  200      403        200      403           403     404
/heroes/association/new                  303       403   403      403  403      403        200      403           403     404
/heroes/association/members              303       403   403      403  403      403        200      403           403     404
/heroes/association/members.<form>       303       403   403      403  403      403        200      403           403     404
/heroes/association/<int:association_id>/import/members 303       403   403      403  403      403        200      403           403     404
/heroes/association/<int:association_id>/import/members/sheet.xlsx 303       403   403      403  403      403        200      403           403     404
/heroes/association/<int:association_id>/import/members/<int:batch_id>/sheet.xlsx 303       403   403      403  403      403        404      403           403     404
/heroes/association/<int:association_id>/import/members/<int:batch_id> 303       403   403      403  403      403        404      403           403     404
/heroes/fund                             303       403   403      403  403      403        200      403           200     404
/heroes/fund.xlsx                        303       403   403      403  403      403        200      403           200     404
/heroes/public/<int:unit_id>/            200       200   200      200  200      200        200      200           200     200
/heroes/public/<int:unit_id>/notices     200       200   200      200  200      200        200      200           200     200
/heroes/public/<int:unit_id>/notices/<int:deed_id> 404       404   404      404  404      404        404      404           404     404
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()[1:]]


@pytest.fixture
def addresses(bring, fund, cast) -> dict[str, str]:
    deed = bring("commended")
    hero = deed.heroes[0]
    return {
        "<int:deed_id>": deed.id,
        "<int:hero_id>": hero.id,
        "<int:honour_id>": hero.honours[0].id,
        "<int:statement_id>": deed.statements[0].id,
        "<int:file_id>": 1,
        "<int:roll_id>": 1,
        "<int:association_id>": fund.id,
        "<int:batch_id>": 1,
        "<form>": "csv",
        "<key>": "kind?line=water",
        "<int:unit_id>": cast.unit_ids["county"],
    }


@pytest.mark.parametrize("who", WHO)
def test_the_table(as_user, client, addresses, who):
    visitor = client if who == "anonymous" else as_user(who)
    met = {}
    for route, *expected in ROWS:
        url = route
        for name, value in addresses.items():
            url = url.replace(name, str(value))
        met[route] = (visitor.get(url).status_code, int(expected[WHO.index(who)]))
    assert {route: pair for route, pair in met.items() if pair[0] != pair[1]} == {}


def test_the_table_leaves_no_page_out(app):
    rules = {
        rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("heroes.") and "GET" in rule.methods
    }
    steps = {f"/heroes{page.rule}" for kind in SAMPLES for pages in pages_of(kind.model) for page in pages.pages}
    rules = {each for each in rules if not each.endswith("/next")}  # those only lead on to a step
    assert rules - {row[0] for row in ROWS} - steps <= {"/heroes/static/<path:filename>"}
    assert [sum(len(pages.pages) for pages in pages_of(each)) for each in (Deed, Hero)] == [21, 5]


def test_numbers_that_cannot_be_are_not_there(as_user, client):
    huge = 2**63
    district = as_user("district")
    for url in (f"/heroes/deeds/{huge}", f"/heroes/people/{huge}", f"/heroes/rolls/{huge}", "/heroes/registry.exe"):
        assert district.get(url).status_code == 404, url
    assert client.get(f"/heroes/public/1/notices/{huge}").status_code in (303, 404)
