"""群众反映 after its term: who reported goes, with the pictures; what was reported and answered stays."""

import pytest

from plugins.public_reports.models import Report
from portal import clock
from portal.extensions import db
from portal.retention.registers import registers
from portal.workdays.arithmetic import years_after

pytestmark = pytest.mark.database
KEY = Report.__tablename__


def due(cast, years: int) -> list[Report]:
    return list(db.session.scalars(registers()[KEY].due(cast.street, years_after(clock.today(), years))))


def test_the_reporter_goes_once_it_is_over(cast, report):
    sent = report()
    db.session.flush()
    assert due(cast, 1) == []
    sent.status = "answered"
    db.session.flush()
    assert due(cast, 1) == [sent]
    assert due(cast, 0) == []
    registers()[KEY].keeping.forget(sent)
    db.session.commit()
    assert due(cast, 1) == []
    assert (sent.reporter.phone, sent.text) == (None, "楼道的灯不亮。")
