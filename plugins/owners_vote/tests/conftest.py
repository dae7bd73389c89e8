"""A vote of owners in 泰兴社区, as far as a test needs it."""

from datetime import timedelta

import pytest

from plugins.owners_vote.models import Flat, OwnersVote
from plugins.owners_vote.samples import VOTES
from plugins.owners_vote.settings import KEY
from portal import clock
from portal.extensions import db
from portal.records.people import Contact
from portal.settings import change


def person(name: str, **known) -> Contact:
    return Contact(name=name, **known)


@pytest.fixture
def vote(cast) -> OwnersVote:
    """One about a lift, drawn up in 泰兴社区."""
    fields = VOTES.begun[1].args
    made = OwnersVote.draw_up(unit=cast.taixing, by=cast.clerk, **fields)
    db.session.commit()
    return made


@pytest.fixture
def enter(cast, vote):
    """`enter("501", 9856, [person("张三")])` is a flat of 98.56 m²."""

    def make(door: str, area: int = 10_000, owners: list | None = None, **more) -> Flat:
        those = owners if owners is not None else [person(f"业主{door}")]
        return vote.enter_flat(building="3号楼", door=door, area=area, owners=those, by=cast.clerk, **more)

    return make


@pytest.fixture
def polled(cast, vote, enter):
    """`polled(12)` takes ballots of twelve flats of 100 m² each, numbered from 1."""

    def make(flats: int = 12) -> OwnersVote:
        for number in range(flats):
            enter(f"{number + 101}")
        vote.publish_roll(by=cast.clerk)
        db.session.commit()
        with clock.pretend(clock.now() + timedelta(days=20)):
            vote.open_voting(clock.now() + timedelta(days=10), by=cast.clerk)
        db.session.commit()
        return vote

    return make


def cast_for(vote: OwnersVote, by, choices: str) -> None:
    """A ballot for each letter: + for, - against, 0 abstained, x spoiled."""
    names = {"+": "for", "-": "against", "0": "abstain", "x": "spoiled"}
    for number, sign in enumerate(choices, start=1):
        vote.enter_ballot(number, names[sign], by=by)


@pytest.fixture
def differing(cast, vote, polled):
    """Counted: seven of nine for it, of twelve; the law is content, the old rule is not."""
    rule = {"owners_local_name": ["两个三分之二"], "owners_local_source": ["某办法"]}
    change(KEY, cast.taixing, rule, by=cast.director, reason="当地旧规")
    polled(12)
    cast_for(vote, cast.clerk, "+++++++--")
    with clock.pretend(clock.now() + timedelta(days=60)):
        vote.count(by=cast.clerk)
    db.session.commit()
    return vote
