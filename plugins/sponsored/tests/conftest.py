"""An accepted case of 泰兴社区, and its sponsorship: led by the director, in the hands of the labour office."""

from datetime import timedelta

import pytest

from plugins.sponsored.models import Sponsorship
from plugins.sponsored.samples import MET, PLANNED, STRIKING
from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.testing import factories


@pytest.fixture
def case(cast) -> Case:
    """Accepted by the street."""
    made = factories.case(cast.taixing, by=cast.clerk, title="拖欠工程款")
    made.accept(by=cast.clerk)
    db.session.commit()
    return made


@pytest.fixture
def draft(cast, case):
    """`draft()` is a sponsorship that waits for approval; what is given replaces what is planned."""

    def make(about: Case | None = None, **given) -> Sponsorship:
        planned = {"leader": cast.director, "handler": cast.department, "responsible": cast.labour_bureau} | PLANNED
        until = clock.today() + timedelta(days=90)
        made = Sponsorship.draft(about or case, **{"by": cast.clerk, "due_on": until, **planned, **given})
        db.session.commit()
        return made

    return make


@pytest.fixture
def sponsored(cast, draft) -> Sponsorship:
    """Approved."""
    made = draft()
    made.approve(by=cast.director)
    db.session.commit()
    return made


@pytest.fixture
def reviewing(cast, sponsored) -> Sponsorship:
    """It is to be reviewed."""
    sponsored.ask_to_strike(by=cast.department, **STRIKING)
    db.session.commit()
    return sponsored


@pytest.fixture
def struck(cast, reviewing) -> Sponsorship:
    """The county has seen that it is settled."""
    reviewing.strike_off("化解到位。", by=cast.district)
    db.session.commit()
    return reviewing


@pytest.fixture
def meet(cast, sponsored):
    """`meet()` tells that the applicant was met today."""

    def enter(**given) -> Sponsorship:
        told = {"party": sponsored.case.parties[0], "on": clock.today(), "by": cast.department} | MET
        sponsored.record_contact(**told | given)
        db.session.commit()
        return sponsored

    return enter
