"""What the window asks: who gets it, how old, how much, and was it paid."""

import pytest

pytestmark = pytest.mark.database


def test_the_roster_is_imported_from_the_list(old, as_user):
    clerk = as_user("clerk")
    [at] = [link for link in clerk.page("/great_age/recipients").links() if link.endswith("/import/recipients")]
    assert clerk.page(at).status == 200
