"""A canteen with its books."""

import pytest

from plugins.elder_care.tests.settling.books import Books


@pytest.fixture
def books(cast) -> Books:
    """The books of a canteen."""
    return Books(cast)
