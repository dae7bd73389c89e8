"""Every state of every record is reached by its steps."""

import pytest

from plugins.centre.samples import SAMPLES

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("samples", "state"),
    [(each, state) for each in SAMPLES for state in each.reachable],
    ids=lambda each: each if isinstance(each, str) else each.model.__name__,
)
def test_each_state_is_reached(stage, samples, state):
    assert samples.bring(state, stage).status == state
