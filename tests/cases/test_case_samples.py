"""The samples of the core's own steps, played like those of a plugin: 上报、下派 and what leads there."""

import pytest

from portal.cases.samples import CASES, SAMPLES
from portal.testing.conformance.player import Player
from portal.testing.conformance.test_steps import (
    test_no_text_box_keeps_an_id_number as no_text_box_keeps_an_id_number,
)
from portal.testing.conformance.test_steps import (
    test_pages_of_steps_open_for_whom_they_should as pages_open_for_whom_they_should,
)
from portal.testing.conformance.typist import Typist

pytestmark = pytest.mark.database


def test_all_pages_of_a_case_open_for_whom_they_should(cast, stage, as_user, client, record_property, short_refusals):
    """Where it was just registered, is accepted, declined; 上报 and 下派 among them."""
    pages_open_for_whom_they_should("core", SAMPLES, cast, stage, as_user, client, record_property, short_refusals)


@pytest.mark.parametrize("step", CASES.steps, ids=lambda step: step.name)
def test_a_sampled_step_is_taken_by_its_page(cast, stage, as_user, step):
    assert Player(cast, stage, as_user).take(CASES, step) == ""


def test_no_text_box_of_a_case_keeps_an_id_number(cast, stage, as_user, record_property):
    typist = Typist(cast, stage, as_user)
    no_text_box_keeps_an_id_number("core", SAMPLES, typist, record_property)
    assert typist.typed >= 5
