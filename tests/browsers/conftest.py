"""The demo, once for all that look at it."""

from collections.abc import Iterator

import pytest

from tests.browsers.demo import demo_portal
from tests.browsers.wire import Wire


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Iterator[str]:
    """The address of the portal."""
    with demo_portal(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture
def wire(demo) -> Wire:
    """A browser that only counts."""
    return Wire(demo)
