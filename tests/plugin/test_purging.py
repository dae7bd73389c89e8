"""What a plugin leaves goes with it: rows, files, papers, jobs, numbers; what others share stays."""

import io
import zipfile

import pytest
from sqlalchemy import func, inspect, select, text
from werkzeug.datastructures import FileStorage

from plugins.heroes.models import Deed
from plugins.heroes.samples import DEEDS
from portal import clock
from portal.documents.models import Document, new_check_code
from portal.extensions import db
from portal.files import storage
from portal.files.models import Attachment
from portal.jobs.models import Job
from portal.plugin_admin.cli import plugins_cli
from portal.testing import factories, pictures


def photo(tone: str) -> FileStorage:
    return FileStorage(io.BytesIO(pictures.photo(tone, size=(8, 8), kind="PNG")), f"{tone}.png")


@pytest.fixture
def left(app, cast, stage):
    """Hashes: of a photo and a paper of a deed, and of a photo that a case has too."""
    deed = DEEDS.begin(stage)
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.flush()
    own = Attachment.take_in(photo("red"), subject=deed, purpose="证据", by=cast.clerk)
    shared = [Attachment.take_in(photo("blue"), subject=each, purpose="证据", by=cast.clerk) for each in (deed, case)]
    paper = Document.issue(deed, "certificate", b"%PDF-paper", by=cast.clerk, check_code=new_check_code(), title="证书")
    db.session.add(Job(key="heroes.monthly 2026-11", task="heroes.monthly", plugin="heroes", created_at=clock.now()))
    db.session.commit()
    return own.sha256, paper.sha256, shared[0].sha256


def kept(digest: str) -> bool:
    try:
        return bool(storage.get(digest))
    except OSError:
        return False


def test_purging_takes_files_papers_jobs_and_numbers_and_hands_them_over(app, left, tmp_path):
    result = app.test_cli_runner().invoke(plugins_cli, ["purge", "heroes", "--to", str(tmp_path), "--yes"])
    assert result.exit_code == 0, result.output
    assert [kept(digest) for digest in left] == [False, False, True]
    assert db.session.scalars(select(Attachment.subject_kind)).all() == ["cases_case"]
    for model, whose in ((Document, Document.subject_kind), (Job, Job.plugin)):
        assert db.session.scalar(select(func.count(model.id)).where(whose.startswith("heroes"))) == 0
    with zipfile.ZipFile(next(tmp_path.glob("heroes-*.zip"))) as archive:
        assert {f"files/{digest}" for digest in left} <= set(archive.namelist())
        assert f'"{left[1]}"' in archive.read("documents_document.jsonl").decode()
        assert Deed.__tablename__ + ".jsonl" in archive.namelist()


@pytest.mark.parametrize("key", ["people", "families", "audit", "cases", "alembic_version", "alembic"])
def test_no_word_of_the_core_is_taken_for_a_plugin(app, key):
    before = set(inspect(db.engine).get_table_names())
    result = app.test_cli_runner().invoke(plugins_cli, ["purge", key, "--yes"])
    assert (result.exit_code, f"没有模块 {key} 的数据表" in result.output) == (1, True)
    assert set(inspect(db.engine).get_table_names()) == before


def test_rows_that_wait_for_a_plugin_split_off_are_not_taken_unasked(app, tmp_path):
    db.session.execute(text("CREATE TABLE heroes_waiting (id INTEGER PRIMARY KEY)"))
    db.session.commit()
    purge = ["purge", "heroes", "--to", str(tmp_path), "--yes"]
    result = app.test_cli_runner().invoke(plugins_cli, purge)
    assert (result.exit_code, "heroes_waiting 里是等着归入别的模块的记录" in result.output) == (1, True)
    assert Deed.__tablename__ in inspect(db.session.connection()).get_table_names()
    db.session.remove()
    result = app.test_cli_runner().invoke(plugins_cli, [*purge, "--waiting"])
    assert result.exit_code == 0, result.output
    assert "heroes_waiting" not in inspect(db.session.connection()).get_table_names()
