"""归档: old entries go into files; the trail stays provable, and what is missing or damaged is said."""

import base64
import gzip
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from sqlalchemy import delete, func, select, update

from portal import clock
from portal.accounts.models import Appointment, User
from portal.audit import archives, trail
from portal.audit.archives import ArchiveFault, archive, file_of, read
from portal.audit.checkpoints import take_checkpoint
from portal.audit.models import AuditArchive, AuditChain, AuditEntry
from portal.audit.notes import public_key
from portal.audit.scope import Audited, audited_by
from portal.audit.verifying import faults
from portal.backup.archive import ARCHIVED
from portal.extensions import db
from portal.oversight.archiving import limit
from portal.settings import change

VERIFIER = Path(__file__).parents[2] / "docs" / "security" / "verify_audit.py"
pytestmark = pytest.mark.database
LATER = timedelta(days=1)


@pytest.fixture
def small(monkeypatch) -> None:
    """Files of eight entries, taken out three at a time."""
    monkeypatch.setattr(archives, "BLOCK", 8)
    monkeypatch.setattr(archives, "AT_ONCE", 3)


@pytest.fixture
def signed(cast, small) -> None:
    """Some forty entries of three people, signed in two checkpoints."""
    for part in range(2):
        for number in range(20):
            actor = (cast.clerk, cast.director, cast.mediator)[number % 3]
            trail.record("reveal", actor=actor, subject=cast.street, unit=cast.street, detail=f"第{part}-{number}次")
        db.session.commit()
        take_checkpoint()


def now_archived() -> int:
    return archive(clock.now() + LATER)


def entries() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry))


def first_file() -> AuditArchive:
    return db.session.scalars(select(AuditArchive).order_by(AuditArchive.first)).first()


def test_old_entries_are_in_files_and_the_trail_is_whole(signed, cast):
    before = entries()
    taken = now_archived()
    assert taken == before // 8 * 8
    assert entries() == before - taken
    assert faults() == []
    trail.record("reveal", actor=cast.clerk, detail="以后")
    db.session.commit()
    assert take_checkpoint().unsigned == []
    assert faults() == []
    assert now_archived() in (0, 8)
    assert faults() == []


def test_what_is_not_old_enough_or_not_signed_stays(signed, cast):
    archive(clock.now() - LATER)
    assert reveals() == 40
    for _ in range(20):
        trail.record("reveal", actor=cast.clerk)
    db.session.commit()
    now_archived()
    assert 20 <= reveals() < 28
    assert faults() == []


def reveals() -> int:
    return db.session.scalar(select(func.count()).select_from(AuditEntry).where(AuditEntry.action == "reveal"))


def file_with(words: str) -> AuditArchive:
    """The first file in which `words` stand."""
    made = db.session.scalars(select(AuditArchive).order_by(AuditArchive.first))
    return next(each for each in made if any(words in content for content in read(each)))


def test_a_file_tells_every_entry_as_it_was(signed):
    oldest = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id).limit(8)).all()
    contents = [each.content.decode() for each in oldest]
    now_archived()
    assert read(first_file()) == contents


def test_the_program_proves_a_file_without_ours(signed, tmp_path):
    now_archived()
    for number, made in enumerate(db.session.scalars(select(AuditArchive))):
        told = json.loads(gzip.decompress(file_of(made).read_bytes()))
        done = _verified(tmp_path / f"{number}.json", told)
        assert done.returncode == 0, done.stderr
        assert "8 entries proved" in done.stdout
    told["contents"][3] += " "
    assert _verified(tmp_path / "changed.json", told).returncode != 0


def _verified(path: Path, told: dict) -> subprocess.CompletedProcess:
    path.write_text(json.dumps(told))
    return subprocess.run(
        [sys.executable, "-I", VERIFIER, path, public_key()], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_file_edited_by_a_byte_is_said(signed, place):
    now_archived()
    path = file_of(first_file())
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)
    with pytest.raises(ArchiveFault, match="被改动过"):
        read(first_file())
    assert any("被改动过" in each for each in faults())


def test_a_missing_file_is_said_and_put_back_all_is_well(signed):
    now_archived()
    path = file_of(first_file())
    os.rename(path, path.with_suffix(".away"))
    assert any("不见了" in each for each in faults())
    os.rename(path.with_suffix(".away"), path)
    assert faults() == []


def test_a_file_that_says_otherwise_with_a_hash_to_match_is_found(signed):
    """Whoever writes in the database as well."""
    now_archived()
    made = file_with("第0-0次")
    told = json.loads(gzip.decompress(file_of(made).read_bytes()))
    told["contents"] = [each.replace("第0-0次", "从未看过") for each in told["contents"]]
    content = gzip.compress(json.dumps(told, ensure_ascii=False).encode())
    file_of(made).write_bytes(content)
    made.sha256 = archives.hashlib.sha256(content).hexdigest()
    db.session.commit()
    assert any("与检查点的签名不符" in each for each in faults())


def test_a_file_of_another_installation_is_none_of_ours(signed):
    now_archived()
    made = first_file()
    told = json.loads(gzip.decompress(file_of(made).read_bytes()))
    text, _, signature = told["checkpoint"].partition("\n\n")
    other = base64.b64encode(bytes(68)).decode()
    told["checkpoint"] = f"{text.replace('fengqiao-portal/', 'fengqiao-portal/0')}\n\n— x {other}\n"
    assert signature
    with pytest.raises(ArchiveFault, match="不是本系统的"):
        archives.proved(gzip.compress(json.dumps(told).encode()), 0, "x")
    for nonsense in (b"", b"not gzip", gzip.compress(b"[]"), gzip.compress(b"{}")):
        with pytest.raises(ArchiveFault):
            archives.proved(nonsense, 0, "x")


def test_entries_taken_out_by_hand_are_missed_whatever_the_chain_says(signed, cast):
    chain = db.session.get_one(AuditChain, cast.clerk.id)
    cut = db.session.scalars(select(AuditEntry).where(AuditEntry.chain == cast.clerk.id, AuditEntry.seq == 2)).one()
    chain.archived, chain.archived_seal = 2, cut.seal
    db.session.execute(delete(AuditEntry).where(AuditEntry.chain == cast.clerk.id, AuditEntry.seq <= 2))
    db.session.commit()
    assert sum("不见了" in each for each in faults()) == 2


def test_what_was_changed_is_not_archived(signed, cast):
    db.session.execute(update(AuditEntry).where(AuditEntry.seq == 1).values(detail="从未看过"))
    db.session.commit()
    before = entries()
    with pytest.raises(ArchiveFault, match="没有归档"):
        now_archived()
    assert entries() == before


def test_what_was_interrupted_goes_on(signed):
    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive(clock.now() + LATER, stop)
    db.session.rollback()
    assert faults() == []
    now_archived()
    assert faults() == []
    assert entries() < 8
    assert db.session.scalar(select(func.count()).where(AuditArchive.emptied.is_(False))) == 0


def test_two_at_the_same_time_archive_once(app, signed):
    before, together, told = entries(), Barrier(2), []

    def run() -> None:
        with app.app_context():
            together.wait()
            told.append(now_archived())

    both = [Thread(target=run) for _ in range(2)]
    db.session.rollback()
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(told) == [0, before // 8 * 8]
    assert faults() == []


def test_the_auditor_finds_and_reads_them_again(as_user, signed, cast):
    now_archived()
    auditor = as_user("auditor")
    address = f"/audit/archives/{file_with('第0-0次').first}"
    assert address in auditor.get("/audit/archives").get_data(as_text=True)
    assert "第0-0次" in auditor.page(address).text
    assert "没有您能看的" in auditor.page(f"{address}?who=nobody").text
    assert "第0-0次" in auditor.page(f"{address}?who=clerk").text
    assert auditor.get("/audit/archives/3").status_code == 404
    assert as_user("outsider").get(address).status_code == 403
    taken = auditor.post(
        f"{address}/file", data=auditor.page(address).fields(auditor.page(address).form(f"{address}/file"))
    )
    assert taken.get_data() == file_of(file_with("第0-0次")).read_bytes()


def test_entries_of_another_district_are_in_no_page_of_an_archive(as_user, signed, cast):
    for number in range(16):
        trail.record("reveal", actor=cast.outsider, detail=f"外地第{number}次")
    db.session.commit()
    take_checkpoint()
    now_archived()
    address = f"/audit/archives/{file_with('外地第').first}"
    auditor = as_user("auditor")
    page = auditor.page(address)
    assert "外地第" not in page.text
    assert auditor.post(f"{address}/file", data=page.fields(page.form(f"{address}/file"))).status_code == 403


def of_the_city(cast) -> User:
    """Who audits every unit there is, as nobody in the cast does."""
    user = User(username="all", name="审计员", password_hash="")
    db.session.add(user)
    user.appointments.append(Appointment(unit=cast.city, role="auditor"))
    db.session.flush()
    return user


def test_what_belongs_to_no_unit_is_read_by_who_audits_everything(cast):
    for number in range(16):
        trail.record("key_change", detail=f"第{number}次")
    db.session.commit()
    city = of_the_city(cast)
    told = select(AuditEntry.id).where(AuditEntry.action == "key_change")
    seen = {who: len(db.session.scalars(told.where(audited_by(who))).all()) for who in (cast.auditor, city)}
    assert seen == {cast.auditor: 0, city: 16}
    assert [Audited.by(who).holds(None, None) for who in seen] == [False, True]


def test_the_table_and_the_files_have_the_same_readers(cast, signed):
    trail.record("reveal", actor=cast.outsider, unit=cast.outside_street, detail="外地")
    trail.record("key_change", detail="系统")
    for who in (cast.auditor, of_the_city(cast)):
        shown = set(db.session.scalars(select(AuditEntry.id).where(audited_by(who))))
        audited = Audited.by(who)
        assert shown == {
            each.id for each in db.session.scalars(select(AuditEntry)) if audited.holds(each.county_id, each.unit_id)
        }


def test_a_damaged_file_is_said_on_its_page(as_user, signed):
    now_archived()
    file_of(first_file()).write_bytes(b"nothing")
    page = as_user("auditor").page("/audit/archives/0")
    assert page.status == 422
    assert "被改动过" in page.text


def test_a_backup_takes_the_files_along(signed):
    now_archived()
    assert ARCHIVED.fullmatch(f"audit/archive/{file_of(first_file()).name}")


def test_the_limit_is_that_of_the_most_patient_district(cast):
    now = clock.now()
    assert (now - limit(now)).days >= 3 * 365
    change("oversight", cast.county, {"keep_months": ["60"]}, by=None, reason="本地规定")
    db.session.commit()
    assert (now - limit(now)).days >= 5 * 365
