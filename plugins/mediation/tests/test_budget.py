"""SQL statements that mediation may send: on the page of a dispute two, and one for each list, of which papers are one; on that of its case one more."""

import pytest

from portal.extensions import db
from portal.testing.statements import statements


@pytest.mark.parametrize(
    ("state", "most"), [("pending", 3), ("mediating", 8), ("written", 12), ("agreed", 12), ("effective", 13)]
)
@pytest.mark.parametrize("who", ["mediator", "clerk"])
def test_the_page_of_a_dispute(request, as_user, state, most, who):
    client, url = as_user(who), f"/mediation/disputes/{request.getfixturevalue(state).id}"
    client.page(url)  # once before: what is cached for the process is cached
    with statements() as sent:
        assert client.page(url).status == 200
    assert len(sent) <= most, "\n\n".join(sent)


@pytest.mark.parametrize("who", ["mediator", "clerk", "director", "district"])
@pytest.mark.parametrize("state", ["pending", "effective"])
def test_the_page_of_its_case(request, as_user, state, who):
    client, url = as_user(who), f"/cases/{request.getfixturevalue(state).case_id}"
    client.page(url)
    with statements() as sent:
        assert client.page(url).status == 200
    assert len(sent) <= 5, "\n\n".join(sent)


def test_the_page_of_a_case_that_comes_back_from_mediation(as_user, cast, pending):
    url = f"/cases/{pending.case_id}"
    pending.accept(
        source="application", by=cast.mediator, mediators=[], consents={each.party_id: "no" for each in pending.parties}
    )
    db.session.commit()
    client = as_user("clerk")
    client.page(url)
    with statements() as sent:
        assert "转人民调解" in client.page(url).text
    assert len(sent) <= 6, "\n\n".join(sent)
