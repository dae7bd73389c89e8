"""A village beside the communities of the cast, and a matter of it."""

import pytest

from plugins.village_affairs.models import Covenant, VillageMatter
from plugins.village_affairs.samples import HELD, MATTERS, TEXT
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit


@pytest.fixture
def village(cast) -> OrgUnit:
    """白泥井村: its rules are a 村规民约, as those of 泰兴社区 are a 居民公约."""
    made = OrgUnit.create(kind="community", name="白泥井村", parent=cast.street)
    db.session.commit()
    return made


@pytest.fixture
def matter(cast, village) -> VillageMatter:
    """修北段机耕路 of a village, just raised."""
    made = VillageMatter.raise_matter(unit=village, by=cast.clerk, **MATTERS.begun[1].args)
    db.session.commit()
    return made


@pytest.fixture
def meet(cast):
    """`meet("propose", present=3)` holds the meeting of that step today; the rest as sampled."""

    def hold(matter: VillageMatter, name: str, **more):
        given = HELD | {"on": clock.today()} | more
        return getattr(matter, name)(by=cast.clerk, **given)

    return hold


@pytest.fixture
def examined(matter, meet) -> VillageMatter:
    for name in ("propose", "consult", "examine"):
        meet(matter, name)
    return matter


@pytest.fixture
def covenant(cast, village) -> Covenant:
    """The first edition of the rules of the village, a draft."""
    made = Covenant.draft(unit=village, kind="village", text=TEXT, by=cast.clerk)
    db.session.commit()
    return made
