"""The portal as it runs in an office, and people in front of a real browser."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date

import pytest
from playwright.sync_api import Browser

from plugins.mediation.models import Committee, Mediator
from portal.demo.names import NameBook
from portal.extensions import db
from portal.testing.browser import chromium
from portal.testing.factories import resident
from portal.testing.server import ROOT, serving
from tests.journeys.visitor import Visitor

OUTCOME = pytest.StashKey[pytest.TestReport]()
PICTURES = ROOT / "build" / "journeys"
OFFICE_PC = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def neighbour() -> dict[str, str]:
    """Somebody who has been registered before."""
    book = NameBook(41)
    invented = book.person(gender="男")
    return {
        "name": "李𬭎",
        "id_number": invented.id_number,
        "phone": invented.phone,
        "address": book.address("泰兴社区"),
    }


@pytest.fixture(scope="session")
def portal(portal_app, databases, neighbour, tmp_path_factory) -> Iterator[str]:
    """The address of a portal that serves the cast, with a committee in 昭君街道 and one known resident."""
    databases.refresh()
    with portal_app.app_context():
        cast = portal_app.extensions["portal_cast"]
        _found_committee(cast)
        resident(cast.taixing, **neighbour)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    folder = tmp_path_factory.mktemp("office")
    shutil.copyfile(databases.working, folder / "portal.db")
    settings = portal_app.extensions["portal_settings"]
    environment = {
        "PORTAL_ENV": "testing",
        "PORTAL_INSTANCE": str(folder),
        "PORTAL_SECRET_KEY": settings.secret_key,
        "PORTAL_DATA_KEY": settings.data_key,
        "PORTAL_RATE_LIMITS": "0",
    }
    with serving(environment, log=folder / "server.log") as address:
        yield address


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[OUTCOME] = report
    return report


@pytest.fixture
def visit(browser, portal, request) -> Iterator:
    """`visit("clerk")` is that member of the cast, signed in; what goes wrong in the browser fails the test.

    Pictures of what everybody saw last lie in build/journeys when the test failed.
    """
    with ExitStack() as closing:
        visitors = []

        def enter(username: str = "", *, script: bool = True, width: int = OFFICE_PC["width"]) -> Visitor:
            context = browser.new_context(
                base_url=portal,
                locale="zh-CN",
                java_script_enabled=script,
                viewport={**OFFICE_PC, "width": width},
                accept_downloads=True,
            )
            closing.callback(context.close)
            visitor = Visitor(context)
            visitors.append(visitor)
            if username:
                visitor.sign_in(username)
            return visitor

        yield enter
        if request.node.stash[OUTCOME].failed:
            for number, visitor in enumerate(visitors):
                visitor.page.screenshot(path=PICTURES / f"{request.node.name}-{number}.png", full_page=True)
        for visitor in visitors:
            assert visitor.troubles == []


def _found_committee(cast) -> None:
    committee = Committee.found(
        unit=cast.street, name="达拉特旗昭君街道人民调解委员会", by=None, founded_on=date(2024, 1, 1)
    )
    term = {"valid_from": date(2024, 1, 1)}
    committee.mediators = [
        Mediator(name="李秀兰", gender="女", post="chair", **term),
        Mediator(name=cast.mediator.name, gender="男", user_id=cast.mediator.id, **term),
        Mediator(name="乌日罕", gender="女", **term),
    ]
