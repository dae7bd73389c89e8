"""值班表 from Excel: a row a shift, checked like the form, and taken back as a whole."""

import pytest

from plugins.centre.models import DutyShift
from plugins.centre.sheets import ROSTER
from portal.extensions import db
from portal.records.import_undoing import fingerprint
from portal.records.imports import Sheet

pytestmark = pytest.mark.database
HEADINGS = ["日期", "窗口", "班次", "姓名"]


def test_what_is_wrong_is_said_row_by_row(app):
    rows = [
        (2, ["2026-11-26", "1", "08:30-12:00", "值班员甲"]),
        (3, ["2026-11-26", "1", "12:00-08:30", "值班员乙"]),
    ]
    sheet = Sheet(HEADINGS, rows)
    with app.test_request_context():
        said = {number: wrong for number, _, wrong in ROSTER.lines(sheet, ROSTER.matching(HEADINGS, {}))}
    assert said == {2: [], 3: ["班次：结束的时间不能早于开始的时间。"]}


def test_a_shift_is_the_same_when_it_is_read_again(arrange):
    """So that an import can be taken back."""
    shift = arrange("值班员甲")
    made, ident = fingerprint(shift), shift.id
    db.session.expire_all()
    assert fingerprint(db.session.get_one(DutyShift, ident)) == made
