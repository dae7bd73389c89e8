"""Fractions of a body."""

from portal.records.majorities import HALF, reached


def test_a_majority_is_reckoned_in_whole_numbers():
    assert [reached(*each, HALF) for each in ((5, 9), (5, 10), (0, 0))] == [True, False, False]
    assert [reached(*each, "two_thirds") for each in ((6, 9), (6, 10), (0, 0))] == [True, False, False]
