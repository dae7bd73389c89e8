"""On whose desk a deed lies: on that of those who may take the next step, and on no other."""

from datetime import timedelta

import pytest

from plugins.heroes import core_hooks
from portal import clock
from portal.extensions import db
from portal.home.desk import fill

pytestmark = pytest.mark.database
DESKS = """
status         clerk    mediator grid director department district  auditor
nominated      -        -        -    -        -          waiting   -
correcting     waiting  -        -    waiting  -          waiting   -
investigating  -        -        -    waiting  -          waiting   -
review         -        -        -    -        -          waiting   -
proposed       -        -        -    -        -          waiting   -
published      -        -        -    -        -          published -
awaiting       -        -        -    -        -          waiting   -
confirmed      -        -        -    -        -          -         -
reconsidering  -        -        -    -        -          waiting   -
commended      -        -        -    -        -          -         -
declined       -        -        -    -        -          -         -
rejected       -        -        -    -        -          -         -
revoked        -        -        -    -        -          -         -
"""
WHO, *ROWS = [line.split() for line in DESKS.strip().splitlines()]


@pytest.fixture
def standing(cast, bring):
    """`standing("declined")` is a deed that stands there, on its way or beside it."""

    def put(status: str):
        before = {
            "correcting": "nominated",
            "declined": "nominated",
            "rejected": "awaiting",
            "reconsidering": "confirmed",
            "revoked": "confirmed",
        }
        deed = bring(before.get(status, status))
        if status == "correcting":
            deed.ask_correction("缺证明", by=cast.district)
        elif status == "declined":
            deed.decline("不属于", by=cast.district)
        elif status == "rejected":
            deed.reject("不属于", by=cast.district)
        elif status == "revoked":
            deed.revoke("骗取", by=cast.district)
        elif status == "reconsidering":
            deed.apply_again(
                applied_on=clock.today(), applicant="宋某", reason="不服", authority="市评审委员会", by=cast.district
            )
        db.session.commit()
        assert deed.status == status
        return deed

    return put


def cards(app, cast, user) -> dict[str, list[str]]:
    """Key of each card with something on it → the texts of its rows."""
    with app.test_request_context():
        found = fill(core_hooks.QUEUES, user, clock.now())
    return {
        queue.key.removeprefix("heroes-"): [row[0] for row in card.rows] for queue, card in found.items() if card.count
    }


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_it_lies_on_the_desk_of_those_who_may_go_on_with_it(app, cast, standing, row):
    status, *expected = row
    deed = standing(status)
    met = {who: ",".join(cards(app, cast, getattr(cast, who))) or "-" for who in WHO[1:]}
    assert met == dict(zip(WHO[1:], expected, strict=True))
    assert all(rows == [deed.title] for rows in cards(app, cast, cast.district).values())


def test_a_secret_deed_lies_only_on_desks_of_those_who_review(app, cast, standing, nominate):
    deed = nominate(secret=True)
    deed.ask_correction("缺证明", by=cast.district)
    db.session.commit()
    assert "waiting" not in cards(app, cast, cast.clerk)
    assert "waiting" in cards(app, cast, cast.director)


def test_a_visit_that_is_due_lies_on_the_desk_of_those_who_visit(app, cast, standing):
    hero = standing("commended").heroes[0]
    for day, seen in ((hero.visit_due_on - timedelta(days=1), False), (hero.visit_due_on, True)):
        with clock.pretend(clock.now() + timedelta(days=(day - clock.today()).days)):
            assert ("visits" in cards(app, cast, cast.clerk)) is seen
            assert "visits" not in cards(app, cast, cast.auditor)
