"""The part of the conformance suite that the database answers: its tables, what it holds of a person, its steps, and SQL
of its pages. On SQLite by default, on both databases at night (`make test-nightly`): every test on PostgreSQL begins with the migrations of
all plugins anyway."""

import pytest

from portal.testing.conformance.test_erasure import test_nothing_names_the_erased  # noqa: F401
from portal.testing.conformance.test_pages import test_pages_are_well_made_and_no_hook_breaks  # noqa: F401
from portal.testing.conformance.test_personal_data import *  # noqa: F403
from portal.testing.conformance.test_steps import (  # noqa: F401
    test_every_step_is_taken_by_its_page,
    test_no_text_box_keeps_an_id_number,
    test_who_took_an_earlier_step_is_kept_from_the_next,
)
from portal.testing.conformance.test_tables import *  # noqa: F403

pytestmark = pytest.mark.xdist_group("conformance")
