"""Every plugin of this repository is 金: the rules that are functions. Those that are tests of the conformance suite are in
test_conformance.py and its like."""

import pytest

from portal.testing.scale.test_rules import *  # noqa: F403

# One process walks through the pages of a plugin, for these and the conformance suite.
pytestmark = pytest.mark.xdist_group("conformance")
