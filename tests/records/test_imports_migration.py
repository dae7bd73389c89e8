"""What was entered from files, and what is remembered of their columns, on a filled database."""

import pytest
from sqlalchemy import text

from portal.extensions import db
from portal.records.import_batch import ImportBatch
from portal.records.import_mapping import ColumnMapping
from portal.records.import_piece import ImportPiece
from portal.records.imports import Sheet
from portal.records.sheet_store import pack
from portal.testing.core_history import core_back_to, core_to_head

pytestmark = pytest.mark.database


def test_what_was_entered_can_be_taken_back_after_going_down_and_up(cast):
    sheet = Sheet(["姓名"], [(2, ["王建国"]), (3, ["李秀英"])])
    for state in ("entered", "checked"):
        batch = ImportBatch(
            key="trial.roll", owner_id=1, name=state, content=pack(sheet), state=state, actor=cast.clerk
        )
        batch.place(cast.street)
        db.session.add(batch)
        db.session.flush()
        if state == "entered":
            db.session.add_all(ImportPiece(batch_id=batch.id, rows=1, made=[[number, "a"]]) for number in (7, 8))
    ColumnMapping.remember("trial.roll", cast.street, {"a": "name", "b": ""})
    db.session.commit()
    core_back_to("core_0046b")
    made = db.session.scalar(text("SELECT made FROM records_import"))
    assert made in ([[7, "a"], [8, "a"]], '[[7, "a"], [8, "a"]]')
    assert not core_to_head()
    batch = db.session.query(ImportBatch).one()
    assert (batch.name, batch.made, batch.entered, batch.outline.headings) == ("entered", [[7, "a"], [8, "a"]], 2, [])
