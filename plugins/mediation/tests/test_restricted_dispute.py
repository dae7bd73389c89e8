"""A party who asked that the own data be restricted: the dispute is neither printed nor taken away in a file (个人信息保护法 §44, §47)."""

import pytest

from plugins.mediation.models import Dispute
from portal import clock
from portal.extensions import db
from portal.records.restriction import NOT_PRINTED, restricted_among

pytestmark = pytest.mark.database


@pytest.fixture
def restricted(written) -> Dispute:
    written.parties[0].party.person.restricted_at = clock.now()
    db.session.commit()
    return written


def test_a_dispute_is_as_restricted_as_its_case(restricted):
    assert restricted_among(Dispute, [restricted.id, 999]) == {restricted.id}


@pytest.mark.parametrize("paper", ["agreement.pdf", "application.pdf", "volume.pdf", "sets/acceptance.pdf"])
def test_no_paper_of_it_is_printed(as_user, restricted, paper):
    answer = as_user("mediator").get(f"/mediation/disputes/{restricted.id}/{paper}")
    assert (answer.status_code, NOT_PRINTED in answer.text) == (422, True)


def test_it_is_left_out_of_the_file_of_the_list(as_user, restricted):
    client = as_user("mediator")
    page = client.page("/mediation/disputes")
    assert restricted.number not in client.get("/mediation/disputes.csv?purpose=核对").text
    assert restricted.number in page.text
