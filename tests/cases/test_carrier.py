"""The case that carries another: where it goes on, as often as that was merged itself."""

from itertools import pairwise

import pytest

from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def chain(cast):
    """Three cases: the first goes on in the second, and that in the third."""
    cases = [factories.case(cast.taixing, by=cast.clerk) for _ in range(3)]
    for each, other in pairwise(cases):
        each.merge_into(other, "同一件事", by=cast.clerk)
    db.session.commit()
    return cases


def test_it_is_the_last_of_those_that_were_merged(chain):
    assert [each.carrier for each in chain] == [chain[-1]] * 3


def test_what_comes_back_carries_itself_and_what_was_merged_into_it(cast, chain):
    _, second, third = chain
    second.come_back("不是一件事。", by=cast.clerk)
    assert [each.carrier for each in chain] == [second, second, third]
