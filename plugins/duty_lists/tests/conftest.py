"""The lists of 昭君街道 with a row each, and a task that 泰兴社区 was given."""

from datetime import timedelta

import pytest

from plugins.duty_lists.models import DutyEdition, DutyItem, DutyTask
from plugins.duty_lists.samples import ROWS
from portal import clock
from portal.extensions import db
from portal.settings import change


@pytest.fixture
def listed(cast):
    """`listed("withdrawn")` is the row of that list, in force since yesterday."""

    def publish(kind: str, **fields) -> DutyItem:
        edition = DutyEdition.draft(unit=cast.street, kind=kind, title="清单", by=cast.director)
        row = edition.put(by=cast.director, serial=12, **ROWS[kind] | fields)
        edition.enact(clock.today() - timedelta(days=1), "街发〔2026〕1号", by=cast.district)
        db.session.commit()
        return row

    return publish


@pytest.fixture
def task(cast):
    """`task(title="…")` is what the clerk registered in 泰兴社区."""

    def make(title: str = "采集企业用电数据", **fields) -> DutyTask:
        given = {"sender": "旗工信局", "text": "", "received_on": clock.today()} | fields
        made = DutyTask.register(unit=cast.taixing, title=title, by=cast.clerk, **given)
        db.session.commit()
        return made

    return make


@pytest.fixture
def decide(cast):
    """`decide(gate="on")` changes what the district decides."""

    def set_to(**fields) -> None:
        given = {name: [value] for name, value in fields.items()}
        change("duty_lists", cast.county, given, by=cast.district, reason="测试", valid_from=clock.today())
        db.session.commit()

    return set_to
