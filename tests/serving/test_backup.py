"""A backup while people work is whole, is checked, and can be put back in another place."""

import hashlib
import os
import subprocess
import sys
import tarfile
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import create_engine, func, select, text

from portal.audit import trail
from portal.audit.checkpoints import take_checkpoint
from portal.backup import archive as archives
from portal.backup.databases import BackupError, database_at
from portal.config import ROOT
from portal.extensions import db
from portal.files import storage
from portal.files.models import Attachment
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def place(app):
    """`(database, files)` of the portal."""
    return database_at(app.extensions["portal_settings"].database_url), app.extensions[
        "portal_settings"
    ].instance / "files"


def attach(case, by) -> None:
    content = os.urandom(2000)
    one = Attachment(subject_kind="cases_case", subject_id=case.id, name="照片.png", mime="image/png", size=2000)
    one.sha256, one.uploaded_by, one.unit_id = storage.put(content), by, case.unit_id
    one.copy_ancestors(case)
    db.session.add(one)
    db.session.commit()


@contextmanager
def uploading(app, cast):
    """Somebody who never stops."""
    stop, case_id = Event(), factories.case(cast.taixing, by=cast.clerk).id
    db.session.commit()

    def work() -> None:
        from portal.cases.models import Case

        with app.app_context():
            while not stop.is_set():
                attach(db.session.get_one(Case, case_id), cast.clerk)

    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def test_what_a_killed_backup_left_behind_is_removed_by_the_next_nightly_one(place, tmp_path):
    old, young = tmp_path / ".making-old", tmp_path / ".making-young"
    for each in (old, young):
        each.mkdir()
        (each / "portal.db").write_bytes(b"residents")
    yesterday = time.time() - 24 * 3600 + 60  # it was killed a minute after it had begun
    os.utime(old, (yesterday, yesterday))
    archives.make(*place, tmp_path)
    assert (old.exists(), young.exists()) == (False, True)


def test_what_is_known_of_the_trail_outside_the_database_comes_back_with_it(
    app, cast, place, another_database, tmp_path
):
    trail.record("reveal", actor=cast.clerk)
    db.session.commit()
    take_checkpoint()
    trail.record("reveal", actor=cast.clerk)
    db.session.commit()
    database, files = place
    made, _ = archives.make(database, files, tmp_path / "backups")
    trail.record("reveal", actor=cast.clerk, detail="after the backup")
    db.session.commit()
    elsewhere, new = another_database("restored"), tmp_path / "new" / "files"
    (new.parent / "audit").mkdir(parents=True)
    (new.parent / "audit" / "heads.txt").write_text("1 99 of a disk that was replaced\n")
    try:
        archives.restore(made, database_at(elsewhere.url), new)
    finally:
        elsewhere.drop()
    for name in ("heads.txt", "checkpoints.txt"):
        kept = (new.parent / "audit" / name).read_text()
        assert kept
        assert (files.parent / "audit" / name).read_text().startswith(kept), "as it was at the backup"
    assert (new.parent / "audit.before-restore" / "heads.txt").exists()


def test_made_while_people_upload_and_put_back_elsewhere(app, cast, place, another_database, tmp_path):
    database, files = place
    with uploading(app, cast):
        made = [archives.make(database, files, tmp_path / "backups", keep=2)[0] for _ in range(2)]
    assert {each.stat().st_mode & 0o777 for each in [*made, tmp_path / "backups"]} <= {0o600, 0o700, 0o644}
    elsewhere = another_database("restored")
    try:
        contents = archives.restore(made[-1], database_at(elsewhere.url), tmp_path / "new" / "files")
        engine = create_engine(elsewhere.url)
        with engine.connect() as restored:
            digests = restored.scalars(text("SELECT sha256 FROM files_attachment")).all()
            assert restored.scalar(text("SELECT count(*) FROM cases_case")) == contents.tables["cases_case"] == 1
        engine.dispose()
    finally:
        elsewhere.drop()
    assert digests
    for digest in digests:
        path = tmp_path / "new" / "files" / digest[:2] / digest
        assert hashlib.sha256(path.read_bytes()).hexdigest() == digest
    assert db.session.scalar(select(func.count()).select_from(Attachment)) >= len(digests)


def test_only_the_last_are_kept(app, cast, place, tmp_path):
    for day in ("01", "02", "03"):
        (tmp_path / f"portal-202511{day}-020000.tar.gz").touch()
    (tmp_path / "portal.env").touch()
    made, _ = archives.make(*place, tmp_path, keep=2)
    assert {each.name for each in tmp_path.iterdir()} == {made.name, "portal-20251103-020000.tar.gz", "portal.env"}


def test_what_is_missing_or_damaged_is_found(app, cast, place, tmp_path):
    attach(factories.case(cast.taixing, by=cast.clerk), cast.clerk)
    database, files = place
    digest = db.session.scalar(select(Attachment.sha256))
    stored = files / digest[:2] / digest
    content = stored.read_bytes()
    stored.write_bytes(content[:-1])
    with pytest.raises(BackupError, match="已损坏"):
        archives.make(database, files, tmp_path)
    stored.unlink()
    with pytest.raises(BackupError, match="缺少 1 个附件"):
        archives.make(database, files, tmp_path)


def test_a_cut_archive_changes_nothing(app, cast, place, tmp_path):
    database, files = place
    attach(factories.case(cast.taixing, by=cast.clerk), cast.clerk)
    made, _ = archives.make(database, files, tmp_path)
    cut = tmp_path / "cut.tar.gz"
    cut.write_bytes(made.read_bytes()[: made.stat().st_size // 2])
    with pytest.raises(BackupError, match="读不出"):
        archives.restore(cut, database, files)
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 1
    assert list(files.glob("*/*"))
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


def test_the_command_says_what_it_did(app, cast, tmp_path):
    settings = app.extensions["portal_settings"]
    words = {"PORTAL_INSTANCE": str(settings.instance), "PORTAL_DATABASE_URL": settings.database_url}

    def run(*arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "portal.backup", *arguments]
        return subprocess.run(command, cwd=ROOT, env=os.environ | words, capture_output=True, text=True, check=False)

    done = run("make", str(tmp_path), "--keep", "3")
    assert (done.returncode, done.stderr) == (0, "")
    assert "已备份并核对" in done.stdout
    (made,) = tmp_path.iterdir()
    assert made.stat().st_mode & 0o777 == 0o600
    with tarfile.open(made) as archive:
        assert "contents.json" in archive.getnames()
    broken = Path(tmp_path / "broken.tar.gz")
    broken.write_bytes(b"nothing")
    done = run("check", str(broken))
    assert (done.returncode, done.stdout) == (1, "")
    assert "读不出" in done.stderr
