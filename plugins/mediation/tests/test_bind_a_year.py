"""一年的卷宗: bound one after another by a job that may be stopped, killed and taken up again, none lost and none twice."""

import io
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.mediation.dossiers.volume import VOLUME, volume
from plugins.mediation.models import Dispute
from plugins.mediation.samples import DISPUTES
from portal import clock
from portal.documents import binding
from portal.documents.models import Document
from portal.errors import RuleError
from portal.extensions import db
from portal.jobs.models import Job
from portal.jobs.worker import Worker
from portal.records import volume_batch
from portal.records.volume_batch import VolumeBatch

pytestmark = pytest.mark.database


@pytest.fixture
def ended(stage, committee) -> list[int]:
    """Three disputes that ended without an agreement."""
    found = [DISPUTES.bring("terminated", stage) for _ in range(3)]
    db.session.commit()
    return [each.id for each in found]


@pytest.fixture
def drawn(monkeypatch):
    """What costs the processor is not asked here: each paper is one line. Notes of which dispute a volume is made."""
    made: list[int] = []

    def issue(record, *, by):
        made.append(record.id)
        volume_issue(record, by)

    def volume_issue(record, by):
        if Document.latest(record, VOLUME.kind) is None:
            fields = {"check_code": f"{record.id:012d}", "title": VOLUME.title, "number": record.number}
            Document.issue(record, VOLUME.kind, b"%PDF-1.7 " + str(record.id).encode(), by=by, **fields)

    monkeypatch.setattr(volume, "issue", issue)
    return made


@pytest.fixture
def batch(as_user, cast, ended) -> VolumeBatch:
    """Begun on the page."""
    client, year = as_user("mediator"), clock.today().year
    page = client.fill(client.page("/mediation/dossiers"), unit=str(cast.taixing.id), year=str(year))
    if page.status == 422:
        page = client.fill(client.page("/mediation/dossiers"), year=str(year))
    return db.session.scalars(db.select(VolumeBatch)).one()


def run(app, worker: Worker | None = None) -> None:
    """Whatever is due, as the worker of the server does it."""
    db.session.commit()
    (worker or Worker(app)).run_due()
    db.session.expire_all()


def volumes() -> list[int]:
    return list(db.session.scalars(db.select(Document.subject_id).where(Document.kind == VOLUME.kind)))


def test_a_year_is_bound_and_taken_away_with_a_list(app, as_user, ended, drawn, batch):
    run(app)
    assert (batch.state, batch.done, batch.failed) == ("done", 3, [])
    client = as_user("mediator")
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"/mediation/dossiers/{batch.id}.zip").data))
    numbers = [db.session.get(Dispute, each).number for each in ended]
    assert archive.namelist() == [*(f"{each}.pdf" for each in numbers), "目录.csv"]


def test_what_was_killed_goes_on_behind_the_last_one(app, monkeypatch, ended, drawn, batch):
    real, calls = volume_batch._bound, []

    def dies(pages, ident, by):
        calls.append(ident)
        if len(calls) == 2:
            real(pages, ident, by)  # the volume is kept, that it is kept not yet
            raise SystemExit
        return real(pages, ident, by)

    monkeypatch.setattr(volume_batch, "_bound", dies)
    with pytest.raises(SystemExit):
        run(app, Worker(app, timedelta(0)))
    db.session.rollback()
    run(app, Worker(app, timedelta(seconds=30)))
    assert (batch.state, batch.done) == ("done", 3)
    assert sorted(volumes()) == sorted(ended)


def test_it_stops_and_goes_on(app, as_user, monkeypatch, ended, drawn, batch):
    monkeypatch.setattr(volume_batch, "TURN", 0)
    worker, client = Worker(app), as_user("mediator")
    while not volumes():
        db.session.commit()
        worker.run_one()
    db.session.expire_all()
    client.fill(client.page(f"/mediation/dossiers/{batch.id}"))
    run(app)
    assert (batch.state, len(volumes())) == ("stopped", batch.done)
    client.fill(client.page(f"/mediation/dossiers/{batch.id}"))
    run(app)
    assert (batch.state, sorted(volumes())) == ("done", sorted(ended))


def test_one_that_cannot_be_bound_keeps_no_other_back(app, as_user, monkeypatch, ended, batch):
    def issue(record, *, by):
        raise RuleError("“照片”打不开。")

    monkeypatch.setattr(volume, "issue", issue)
    run(app)
    assert [each[0] for each in batch.failed] == ended
    assert "“照片”打不开" in as_user("mediator").page(f"/mediation/dossiers/{batch.id}").text


def test_those_that_are_bound_already_are_gone_past(app, as_user, cast, ended, batch):
    dispute = db.session.get_one(Dispute, ended[0])
    as_user("mediator").get(f"/mediation/disputes/{dispute.id}/volume.pdf")
    run(app)
    assert (batch.state, batch.done, batch.failed) == ("done", 3, [])
    again = VolumeBatch.begin(volume, cast.street, batch.year, by=cast.mediator)
    run(app)
    assert (again.state, again.done, again.failed) == ("done", 3, [])
    assert sorted(volumes()) == sorted(ended)


def test_one_that_is_too_large_is_told_and_the_others_are_bound(app, monkeypatch, ended, batch):
    sizes = volume.volume.size
    monkeypatch.setattr(binding, "MOST_BYTES", 100)
    large = replace(VOLUME, size=lambda dispute, leaves: 101 if dispute.id == ended[0] else sizes(dispute, leaves))
    monkeypatch.setattr(volume, "volume", large)
    run(app)
    assert (batch.state, [each[0] for each in batch.failed]) == ("done", ended[:1])
    assert sorted(volumes()) == sorted(ended[1:])


def test_what_was_never_accepted_has_no_volume_and_is_no_failure(app, stage, ended, drawn, cast):
    DISPUTES.bring("declined", stage)
    begun = VolumeBatch.begin(volume, cast.street, clock.today().year, by=cast.mediator)
    assert begun.total == 3
    run(app)
    assert (begun.done, begun.failed) == (3, [])


def test_begun_again_it_is_the_same_batch(as_user, batch):
    client = as_user("mediator")
    page = client.page("/mediation/dossiers")
    client.fill(page, year=str(batch.year))
    assert len(db.session.scalars(db.select(VolumeBatch)).all()) == 1


def test_a_year_in_which_nothing_ended_is_told(as_user, ended):
    client = as_user("mediator")
    page = client.fill(client.page("/mediation/dossiers"), year=str(clock.today().year - 1))
    assert (page.status, "没有可以装订的卷宗" in page.text) == (422, True)


def test_nobody_else_sees_it(as_user, batch):
    assert as_user("clerk").get(f"/mediation/dossiers/{batch.id}").status_code == 403
    assert as_user("outsider").get(f"/mediation/dossiers/{batch.id}").status_code == 404


def test_who_lost_the_right_stops_it(app, monkeypatch, cast, batch, drawn):
    cast.mediator.active = False
    db.session.commit()
    run(app)
    assert batch.state == "stopped"
    assert "不能在这里装订" in batch.said
    assert db.session.scalars(db.select(Job.state).where(Job.task == volume_batch.TASK)).all() == ["done"]
