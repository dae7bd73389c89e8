"""Every plugin of this repository keeps to what `portal.testing.conformance` asks of any plugin."""

import pytest

from portal.testing.conformance.test_card import *  # noqa: F403
from portal.testing.conformance.test_offices import *  # noqa: F403
from portal.testing.conformance.test_pages import *  # noqa: F403
from portal.testing.conformance.test_personal_data import *  # noqa: F403
from portal.testing.conformance.test_routes import *  # noqa: F403
from portal.testing.conformance.test_tables import *  # noqa: F403

# One process furnishes the office and walks through the pages, for all of them.
pytestmark = [pytest.mark.database, pytest.mark.xdist_group("conformance")]
