"""Weeks of 泰兴社区, on a Monday of April 2026."""

from datetime import UTC, date, datetime, timedelta

import pytest

from plugins.briefs.models import Brief, BriefTask
from plugins.briefs.samples import ATTENDED, OPINION, RISKS
from portal import clock
from portal.extensions import db

MONDAY = datetime(2026, 4, 6, 1, tzinfo=UTC)  # nine in the morning; the week before is the 14th of the year
LAST_WEEK = date(2026, 4, 1)


@pytest.fixture(autouse=True)
def monday():
    """The time of all that happens, unless a test says otherwise."""
    with clock.pretend(MONDAY):
        yield


def meeting(**more) -> dict:
    """What `hold` takes; `more` replaces it."""
    said = {
        "met_at": clock.now(),
        "venue": "社区会议室",
        "host": "孟和",
        "summary": "新增不多。",
        "opinion": OPINION,
        "grade": "middle",
        "attendances": [dict(each) for each in ATTENDED],
        "risks": list(RISKS),
    }
    return said | more


def waits(card: str, client) -> bool:
    """Whether the desk of `client` has one record on the card of that name."""
    return f"{card} 1" in client.page("/").text


@pytest.fixture
def brief(cast) -> Brief:
    """Of the week before, drawn."""
    made = Brief.start(unit=cast.taixing, on=LAST_WEEK, by=cast.clerk)
    db.session.commit()
    return made


@pytest.fixture
def met(cast, brief) -> Brief:
    """The meeting was held, and a task set."""
    brief.hold(**meeting(), by=cast.clerk)
    give(cast, brief)
    db.session.commit()
    return brief


@pytest.fixture
def signed(cast, met) -> Brief:
    met.sign(by=cast.director)
    db.session.commit()
    return met


def give(cast, brief: Brief, **more) -> BriefTask:
    """A task of the grid, for a week."""
    said = {"target": cast.grid1, "title": "清理楼道堆物", "due_on": clock.today() + timedelta(days=7)}
    made = BriefTask.give(brief, **said | more, by=cast.clerk)
    db.session.flush()
    return made
