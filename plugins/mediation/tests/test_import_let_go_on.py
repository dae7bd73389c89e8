"""The job that enters a long roster asks in each turn what the page would ask; from the first row that is taken back it enters no more."""

import pytest
from sqlalchemy import func, select

from plugins.mediation.models import Mediator
from plugins.mediation.tests.test_import import workbook
from plugins.mediation.tests.test_long_import import rows
from portal.accounts import adjusting
from portal.errors import RuleError
from portal.extensions import db
from portal.jobs.worker import Worker
from portal.plugin_admin.switching import switch
from portal.records import import_batch, import_pages, import_work
from portal.records.import_batch import ImportBatch
from portal.records.import_piece import ImportPiece

pytestmark = pytest.mark.database


@pytest.fixture
def turn(app):
    def run() -> bool:
        db.session.remove()
        return Worker(app).run_one()

    return run


@pytest.fixture
def entering(as_user, committee, turn, monkeypatch):
    """Client and page of an import of 25, of which a turn has entered some."""
    for module in (import_work, import_pages):
        monkeypatch.setattr(module, "AT_HAND", 2)
    monkeypatch.setattr(import_work, "TURN", 0)
    monkeypatch.setattr(import_batch, "HOLD", 60)
    client = as_user("director")
    page = client.page(f"/mediation/committees/{committee.id}/import/mediators")
    page = client.fill(client.fill(page, upload=(workbook(*rows(25)), "名册.xlsx")), action=None)
    while turn():
        pass
    page = client.fill(client.page(page.url), page.url)
    assert turn()
    assert 0 < entered() < 25
    return client, page


def entered() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Mediator.id)).where(Mediator.name.startswith("王建")))


def lock(cast) -> None:
    cast.director.active = False


def make_read_only(cast) -> None:
    switch("mediation", cast.county, "read_only", by=None, reason="x")


def take_right(cast) -> None:
    adjusting.adjust("director", "mediation.manage", cast.county, granted=False, reason="x", by=cast.administrator)


@pytest.mark.parametrize(
    ("happens", "said"),
    [(lock, "账号已锁定或者停用"), (make_read_only, "已经停用或者只读"), (take_right, "不能在这里导入")],
)
def test_it_stops_with_a_reason(cast, entering, turn, happens, said):
    some = entered()
    happens(cast)
    db.session.commit()
    while turn():
        pass
    assert entered() == some
    batch = db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc())).first()
    assert batch.state == "stopped"
    assert said in batch.said


def test_nothing_is_entered_from_the_first_row_taken_back(entering, turn, monkeypatch):
    (client, page), some, shorten, times = entering, entered(), ImportPiece.shorten, []

    def cut_off(piece, most):
        times.append(1)
        if len(times) == 2:
            raise RuleError("cut off")
        return shorten(piece, most)

    monkeypatch.setattr(import_pages, "AT_HAND", 100)  # what is entered yet is taken back on the page
    monkeypatch.setattr(import_batch, "AT_ONCE", 5)
    monkeypatch.setattr(ImportPiece, "shorten", cut_off)
    shown = client.page(page.url)
    sent = shown.fields(shown.form(f"{page.url}/stopping"))
    assert client.post(f"{page.url}/undoing", data=sent).status_code == 303
    assert entered() == some - 5
    while turn():
        pass
    assert entered() == some - 5
