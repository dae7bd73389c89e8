"""A label at the gate of the grid, and what somebody reports behind it."""

import pytest

from plugins.public_reports.models import Label, Report
from portal.extensions import db
from portal.records.followed import code_of, hash_of
from portal.records.people import Contact

CODE_OF = "a report of the tests"


@pytest.fixture
def label(cast) -> Label:
    """At the south gate of 万豪花园, which is the grid of the grid worker; posted."""
    entered = Label.enter(unit=cast.grid1, title="万豪花园南门", kind="gate", by=cast.director)
    entered.post(by=cast.clerk)
    db.session.commit()
    return entered


@pytest.fixture
def report(cast, label):
    """`report(text="…")` was sent by somebody who left name and number; its code is that of `CODE_OF`."""

    def make(**fields) -> Report:
        given = {"matter": "property", "text": "楼道的灯不亮。", "place_text": "3 号楼 2 单元"} | fields
        given.setdefault("reporter", Contact(name="王秀英", phone="13804770001"))
        given.setdefault("label", label)
        sent = Report.send(unit=label.unit, by=given.pop("by", None), **given)
        sent.code_hash = sent.code_hash or hash_of(code_of(f"{CODE_OF} {sent.text}"))
        db.session.commit()
        return sent

    return make
