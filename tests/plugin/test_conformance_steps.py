"""Who may open the pages of which steps, for every plugin of this repository: its part of the conformance suite is long, and goes to
a process of its own. That the steps can be taken is in test_conformance_database.py."""

from portal.testing.conformance.test_steps import (  # noqa: F401
    test_every_step_has_a_sample,
    test_pages_of_steps_open_for_whom_they_should,
)
