"""SQL statements the page of a dispute may send: two, and one for each list it shows."""

import pytest

from portal.testing.statements import statements

pytestmark = pytest.mark.database


@pytest.mark.parametrize(("state", "most"), [("pending", 2), ("mediating", 5), ("written", 7), ("agreed", 8), ("effective", 8)])
@pytest.mark.parametrize("who", ["mediator", "clerk"])
def test_the_page_of_a_dispute(request, as_user, state, most, who):
    client, url = as_user(who), f"/mediation/disputes/{request.getfixturevalue(state).id}"
    client.page(url)  # once before: what is cached for the process is cached
    with statements() as sent:
        assert client.page(url).status == 200
    assert len(sent) <= most, "\n\n".join(sent)
