"""The demo, once for all that look at it."""

from collections.abc import Iterator

import pytest

from tests.browsers import findings
from tests.browsers.crawl import Found
from tests.browsers.demo import demo_portal
from tests.browsers.wire import Answer, Wire


@pytest.fixture(scope="session")
def demo(tmp_path_factory) -> Iterator[str]:
    """The address of the portal."""
    with demo_portal(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest.fixture
def wire(demo) -> Wire:
    """A browser that only counts."""
    return Wire(demo)


@pytest.fixture(scope="session")
def pages(demo) -> list[Found]:
    """Everything everybody found."""
    return findings.everything(demo)


@pytest.fixture(scope="session")
def errors(demo) -> dict[str, Answer]:
    """The pages of errors, by their number."""
    return findings.errors(demo)


@pytest.fixture(scope="session")
def refused(demo, pages) -> dict[str, Answer]:
    """What forms answer that were sent empty, by the kind of their page."""
    return findings.refused(demo, pages)
