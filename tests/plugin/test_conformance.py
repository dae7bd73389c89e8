"""Every plugin of this repository keeps to what `portal.testing.conformance` asks of any plugin; the part about its tables
is in test_conformance_database.py."""

import pytest

from portal.testing.conformance.test_aloof import *  # noqa: F403
from portal.testing.conformance.test_card import *  # noqa: F403
from portal.testing.conformance.test_core_pages import *  # noqa: F403
from portal.testing.conformance.test_jobs import *  # noqa: F403
from portal.testing.conformance.test_masking import *  # noqa: F403
from portal.testing.conformance.test_offices import *  # noqa: F403
from portal.testing.conformance.test_pages import (  # noqa: F401
    test_off_leaves_no_trace,
    test_pages_send_few_statements,
    test_read_only_pages_open,
    test_somebody_got_somewhere,
)
from portal.testing.conformance.test_routes import *  # noqa: F403

# One process walks through the pages of a plugin, for all of them.
pytestmark = pytest.mark.xdist_group("conformance")
