"""A case of 泰兴社区 in the hands of the labour office, and a supervision about it by the county."""

import pytest

from plugins.supervision.models import Supervision
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.testing import factories


@pytest.fixture
def case(cast) -> Case:
    """Handed to the labour office."""
    made = factories.case(cast.taixing, by=cast.clerk, title="拖欠工资")
    made.accept(by=cast.clerk)
    made.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return made


@pytest.fixture
def supervise(cast, case):
    """`supervise()` is a 督办单 of the county to the labour office."""

    def make(target: OrgUnit | None = None, *, by=None, level: str = "order", about: Case | None = None) -> Supervision:
        made = Supervision.open_about(
            about or case,
            target=target or cast.labour_bureau,
            level=level,
            by=by or cast.district,
            cause="unhandled",
            matter="一直没有办理。",
            demands="三日内办结。",
        )
        db.session.commit()
        return made

    return make


AGAIN = {"cause": "unhandled", "matter": "仍然没有办理。", "demands": "立即办理。"}
