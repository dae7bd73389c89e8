"""docs/security/attacks.md: whatever was tried, a test that is there and runs everywhere holds what happens now."""

import pytest

from tests.security.answers import missing, named_tests, rows, runs_everywhere

TABLE = list(rows("attacks.md"))


def test_all_of_them_stand_there():
    assert len(TABLE) >= 40


@pytest.mark.parametrize(("tried", "now", "held_by"), TABLE)
def test_what_holds_it_is_there(tried, now, held_by):
    assert tried
    assert now
    assert not missing(held_by)
    assert any(runs_everywhere(*each) for each in named_tests(held_by))
