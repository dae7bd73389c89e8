"""检查点: what was recorded is signed and kept outside the tables; a program of eighty lines proves it without ours."""

import copy
import json
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from sqlalchemy import delete, select, update

from portal import clock
from portal.audit import anchors, trail
from portal.audit.checkpoints import latest, proof, take_checkpoint
from portal.audit.merkle import Frontier, Tree, consistency, leaf_hash
from portal.audit.models import AuditChain, AuditCheckpoint, AuditEntry, AuditLeaf
from portal.audit.notes import Checkpoint, public_key
from portal.audit.verifying import Trail, faults, faults_of
from portal.errors import RuleError
from portal.extensions import db
from portal.jobs.tasks import sign_the_trail, verify_the_trail

VERIFIER = Path(__file__).parents[2] / "docs" / "security" / "verify_audit.py"

pytestmark = pytest.mark.database


@pytest.fixture
def walked(cast):
    """`walked(5)`: five more entries of several people, committed."""

    def walk(count: int) -> None:
        for number in range(count):
            actor = (cast.clerk, cast.director, cast.mediator)[number % 3]
            trail.record("reveal", actor=actor, subject=cast.street, detail=f"第{number}次")
        db.session.commit()

    return walk


@pytest.fixture
def restored(app):
    """`restored()` brings the tables back to where they were when the fixture was made; the files stay."""
    kept = [copy.deepcopy(db.session.execute(select(model.__table__)).mappings().all()) for model in TABLES]

    def restore() -> None:
        for model, rows in zip(TABLES, kept, strict=True):
            db.session.execute(delete(model))
            if rows:
                db.session.execute(model.__table__.insert(), [dict(row) for row in rows])
        db.session.commit()

    return restore


TABLES = (AuditEntry, AuditChain, AuditLeaf, AuditCheckpoint)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 64, 100])
def test_the_tree_is_that_of_rfc_6962(size):
    leaves = [leaf_hash(str(number).encode()) for number in range(size)]
    frontier = Frontier()
    for number, leaf in enumerate(leaves):
        frontier.add(leaf)
        assert Frontier(frontier.size, list(frontier.roots)).root == frontier.root, number
    assert len(Tree(leaves).inclusion(size - 1)) <= size.bit_length()
    assert consistency(leaves, size) == []


def test_the_roots_are_those_that_others_publish():
    """Test vectors of certificate transparency."""
    entries = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        bytes(range(0x50, 0x58)),
        bytes(range(0x60, 0x70)),
    ]
    frontier, roots = Frontier(), []
    for entry in entries:
        frontier.add(leaf_hash(entry))
        roots.append(frontier.root.hex())
    assert roots[0] == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert roots[-1] == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"


def test_nothing_is_wrong_after_days_with_checkpoints(walked):
    for count in (7, 1, 20):
        walked(count)
        assert take_checkpoint().checkpoint.note.strip() in {each.strip() for each in anchors.kept_checkpoints()}
        assert anchors.heads() == {}
        walked(2)
        assert faults([latest().note]) == []
    assert take_checkpoint().checkpoint
    assert take_checkpoint().checkpoint is None, "nothing new"


def test_what_was_undone_is_neither_expected_nor_missed(walked, cast):
    walked(3)
    trail.record("reveal", actor=cast.clerk)
    db.session.rollback()
    with db.session.begin_nested() as savepoint:
        trail.record("reveal", actor=cast.clerk)
        savepoint.rollback()
    trail.record("reveal", actor=cast.director)
    db.session.commit()
    assert faults() == []


def test_tables_put_back_to_an_earlier_day_are_noticed(walked, restored):
    walked(4)
    restored()
    assert any("外部登记" in each for each in faults()), "by the heads beside the database"


@pytest.mark.parametrize("change", [{"detail": "从未看过"}, {"seal": "0" * 64}, {"actor_id": None}])
def test_what_was_changed_before_it_was_signed_is_not_signed_and_named(app, walked, change):
    walked(5)
    victim = db.session.scalars(select(AuditEntry.id).order_by(AuditEntry.id.desc())).first()
    db.session.execute(update(AuditEntry).where(AuditEntry.id == victim).values(**change))
    db.session.commit()
    signed = take_checkpoint()
    assert [f"记录 {victim}" in each for each in signed.unsigned] == [True]
    assert victim not in db.session.scalars(select(AuditLeaf.entry_id)).all()
    assert faults()
    with pytest.raises(RuleError, match=f"记录 {victim}"):
        sign_the_trail(None, None)
    with pytest.raises(RuleError, match="不对"):
        verify_the_trail(None, None)


def test_a_row_put_in_by_hand_is_not_signed(walked, cast):
    walked(5)
    last = db.session.scalars(
        select(AuditEntry).where(AuditEntry.chain == cast.clerk.id).order_by(AuditEntry.seq.desc())
    ).first()
    told = {column.name: getattr(last, column.name) for column in AuditEntry.__table__.columns}
    db.session.execute(AuditEntry.__table__.insert(), [told | {"id": 9_999, "seq": last.seq + 1, "seal": "f" * 64}])
    db.session.commit()
    assert len(take_checkpoint().unsigned) == 1


def test_a_deed_deleted_within_the_hour_is_noticed_also_when_the_person_goes_on(walked, restored, cast):
    trail.record("person_export", actor=cast.clerk, detail="要抹掉的")
    db.session.commit()
    restored()
    walked(6)
    assert any("外部登记" in each for each in faults())
    take_checkpoint()
    assert any("外部登记" in each for each in faults()), "and signing does not make it good"


def test_tables_and_files_put_back_are_noticed_by_what_the_auditor_has(app, walked, restored):
    walked(4)
    note = take_checkpoint().checkpoint.note
    restored()
    shutil.rmtree(app.extensions["portal_settings"].instance / "audit")
    assert faults() == [], "nothing left to tell"
    assert any("检查点签过" in each for each in faults([note]))


def test_a_trail_that_was_emptied_is_noticed(walked):
    walked(4)
    take_checkpoint()
    for model in TABLES:
        db.session.execute(delete(model))
    db.session.commit()
    assert faults()


def test_an_entry_changed_with_its_leaf_and_its_seal_is_noticed(walked, cast):
    """By somebody who has the key of the seals and rewrites all the tables, but not the signed files."""
    walked(6)
    take_checkpoint()
    chain = db.session.scalars(
        select(AuditEntry).where(AuditEntry.chain == cast.clerk.id).order_by(AuditEntry.seq)
    ).all()
    chain[0].detail, head = "从未看过", ""
    for entry in chain:
        entry.seal = entry.sealed_after(head)
        head = AuditChain(actor=cast.clerk.id).sealed_at(entry.seq, entry.seal)
        db.session.execute(
            update(AuditLeaf).where(AuditLeaf.entry_id == entry.id).values(hash=leaf_hash(entry.content).hex())
        )
    db.session.execute(update(AuditChain).where(AuditChain.actor == cast.clerk.id).values(head=head))
    db.session.commit()
    assert any("与检查点的签名不符" in each for each in faults())


def test_half_a_checkpoint_on_a_full_disk_spoils_no_other(app, walked):
    file = app.extensions["portal_settings"].instance / "audit" / "checkpoints.txt"
    walked(3)
    whole = take_checkpoint().checkpoint.note
    walked(3)
    take_checkpoint()
    file.write_text(file.read_text()[:-40])
    walked(3)
    take_checkpoint()
    assert len(anchors.kept_checkpoints()) == 3, "the half one is written again"
    assert faults([whole]) == []


def test_a_full_disk_undoes_nothing_that_was_recorded(walked, monkeypatch):
    real = os.open

    def full(path, *how):
        if str(path).endswith("heads.txt"):
            raise OSError(28, "No space left on device")
        return real(path, *how)

    monkeypatch.setattr(os, "open", full)
    walked(3)
    monkeypatch.undo()
    assert len(db.session.scalars(select(AuditEntry.id)).all()) >= 3
    assert faults() == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda note: note.replace("\n7\n", "\n6\n"),
        lambda note: note.replace("fengqiao-portal/", "fengqiao-portal/0", 1),
        lambda note: note.replace("— ", "- "),
        lambda note: note[:-6] + "AAAA=\n",
        lambda note: "",
        lambda note: note.partition("\n\n")[0],
    ],
    ids=range(6),
)
def test_a_note_that_was_changed_is_no_checkpoint(app, spoil):
    note = Checkpoint(7, b"\1" * 32, clock.now().replace(microsecond=0)).signed()
    assert Checkpoint.read(note).size == 7
    with pytest.raises(ValueError, match="检查点"):
        Checkpoint.read(spoil(note))


# ── ten thousand ways of tampering ──


def snapshot(shown: list[str]) -> SimpleNamespace:
    """The trail as plain values, so that it can be tampered with fast."""
    rows = [[dict(row) for row in db.session.execute(select(model.__table__)).mappings()] for model in TABLES]
    return SimpleNamespace(
        entries=rows[0],
        chains=rows[1],
        leaves=rows[2],
        notes=[row["note"] for row in rows[3]],
        heads=anchors.heads(),
        kept=anchors.kept_checkpoints(),
        shown=shown,
    )


def read(snap: SimpleNamespace) -> list[str]:
    entries = [AuditEntry(**row) for row in snap.entries]
    by_id = {entry.id: entry for entry in entries}
    return faults_of(
        Trail(
            entries=sorted(entries, key=lambda entry: (entry.chain, entry.seq)),
            chains=[AuditChain(**row) for row in snap.chains],
            leaves=[
                (AuditLeaf(**row), by_id.get(row["entry_id"]))
                for row in sorted(snap.leaves, key=lambda row: row["number"])
            ],
            notes=snap.notes,
            heads=snap.heads,
            kept=snap.kept,
            shown=snap.shown,
        )
    )


def edit(snap, before, dice) -> None:
    victim = dice.choice(snap.entries)
    key = dice.choice([each for each in victim if each not in ("id", "at")])
    victim[key] = 77 if victim[key] is None or isinstance(victim[key], int) else f"{victim[key]}x"


def last_of_a_chain(snap, dice) -> dict:
    chain = dice.choice(snap.entries)["chain"]
    return max((each for each in snap.entries if each["chain"] == chain), key=lambda each: each["seq"])


def cut(snap, before, dice) -> None:
    last = last_of_a_chain(snap, dice)
    snap.entries.remove(last)
    if dice.random() < 0.5:
        next(each for each in snap.chains if each["actor"] == last["chain"])["count"] -= 1


def take_out(snap, before, dice) -> None:
    snap.entries.remove(dice.choice(snap.entries))


def reorder(snap, before, dice) -> None:
    one, other = dice.sample(snap.entries, 2)
    for key in ("seq", "chain"):
        one[key], other[key] = other[key], one[key]


def replay(snap, before, dice) -> None:
    snap.entries, snap.chains = copy.deepcopy(before.entries), copy.deepcopy(before.chains)
    if dice.random() < 0.5:
        snap.leaves, snap.notes = copy.deepcopy(before.leaves), list(before.notes)


def replay_a_chain(snap, before, dice) -> None:
    actor = dice.choice([row["actor"] for row in snap.chains if row not in before.chains])
    for name, key in (("chains", "actor"), ("entries", "chain")):
        others = [each for each in getattr(snap, name) if each[key] != actor]
        setattr(snap, name, others + [dict(each) for each in getattr(before, name) if each[key] == actor])


def forge(snap, before, dice) -> None:
    last = last_of_a_chain(snap, dice)
    snap.entries.append({**last, "id": 99_999, "seq": last["seq"] + 1, "seal": f"{dice.getrandbits(256):064x}"})


def reset(snap, before, dice) -> None:
    snap.entries, snap.chains = [], []
    if dice.random() < 0.5:
        snap.leaves, snap.notes = [], []


def spoil_a_leaf(snap, before, dice) -> None:
    leaf = dice.choice(snap.leaves)
    if dice.random() < 0.5:
        snap.leaves.remove(leaf)
    else:
        leaf["hash"] = f"{dice.getrandbits(256):064x}"


def spoil_a_note(snap, before, dice) -> None:
    place = dice.randrange(len(snap.notes))
    size = Checkpoint.read(snap.notes[place]).size
    snap.notes[place] = snap.notes[place].replace(f"\n{size}\n", f"\n{size - 1}\n", 1)


WAYS = (edit, cut, take_out, reorder, replay, replay_a_chain, forge, reset, spoil_a_leaf, spoil_a_note)


def test_every_random_tampering_is_found(walked):
    """Ten thousand with PORTAL_TAMPERINGS=10000; as many seconds as there are hundreds."""
    walked(9)
    take_checkpoint()
    before = snapshot([])
    walked(15)
    note = take_checkpoint().checkpoint.note
    walked(8)
    whole = snapshot([note])
    assert read(whole) == []
    dice, missed = random.Random(20261128), []
    for number in range(int(os.environ.get("PORTAL_TAMPERINGS", "300"))):
        snap = copy.deepcopy(whole)
        way = dice.choice(WAYS)
        way(snap, before, dice)
        if not read(snap):
            missed.append((number, way.__name__))
    assert missed == []


# ── without our code ──


def verified(tmp_path, told: dict, *, key: str = "", earlier: str = "") -> subprocess.CompletedProcess:
    (tmp_path / "proof.json").write_text(json.dumps(told))
    command = [sys.executable, "-I", VERIFIER, tmp_path / "proof.json", key or public_key()]
    if earlier:
        (tmp_path / "earlier.txt").write_text(earlier)
        command.append(tmp_path / "earlier.txt")
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_program_of_eighty_lines_proves_it_without_ours(walked, tmp_path):
    assert len([line for line in VERIFIER.read_text().splitlines() if line.strip()]) <= 80
    for count in (5, 6, 9):
        walked(count)
        take_checkpoint()
    earlier = db.session.scalars(select(AuditCheckpoint.note).order_by(AuditCheckpoint.size)).all()
    entries = db.session.scalars(select(AuditEntry)).all()
    for note in earlier:
        told = proof(entries, Checkpoint.read(note))
        done = verified(tmp_path, told, earlier=note)
        assert done.returncode == 0, done.stderr
    assert f"{len(entries)} entries proved" in done.stdout


def test_the_program_finds_what_was_changed(walked, tmp_path):
    walked(6)
    first = take_checkpoint().checkpoint.note
    walked(6)
    take_checkpoint()
    told = proof(db.session.scalars(select(AuditEntry)), Checkpoint.read(first))
    changed = copy.deepcopy(told)
    seen = next(each for each in changed["entries"] if "第" in each["content"])
    seen["content"] = seen["content"].replace("第", "低")
    assert verified(tmp_path, changed).returncode
    for which, index in ((0, 1), (0, -1), (-1, len(told["entries"])), (-1, len(told["entries"]) - 0.5)):
        moved = copy.deepcopy(told)
        moved["entries"][which]["index"] = index
        assert verified(tmp_path, moved).returncode, (which, index)
    assert verified(tmp_path, told, key="A" * 43 + "=").returncode, "another key"
    other = Checkpoint(6, b"\7" * 32, clock.now().replace(microsecond=0)).signed()
    assert verified(tmp_path, told, earlier=other).returncode, "another history"


# ── the auditor ──


def test_the_auditor_takes_a_checkpoint_home_and_gets_a_proof(as_user, walked):
    walked(4)
    auditor = as_user("auditor")
    page = auditor.page("/audit/checkpoints")
    assert "还没有检查点" in page.text
    page = auditor.fill(page, "/audit/checkpoints")
    assert public_key() in page.text
    assert page.tree.xpath("//svg"), "a code to photograph"
    note = auditor.get(f"/audit/checkpoints/{latest().size}.txt")
    assert Checkpoint.read(note.text).size == latest().size
    walked(3)
    auditor.fill(page, "/audit/checkpoints")
    page = auditor.page("/audit/checkpoints")
    told = auditor.post("/audit/proof", data=page.fields(page.form("/audit/proof")) | {"note": note.text})
    assert told.mimetype == "application/json"
    assert json.loads(told.data)["consistency"]
    wrong = auditor.fill(auditor.page("/audit/checkpoints"), "/audit/proof", note="不是检查点")
    assert (wrong.status, "不是本系统签发的检查点" in wrong.text) == (422, True)


def test_nobody_else_sees_checkpoints(as_user, client):
    for name in ("clerk", "director", "district"):
        assert as_user(name).get("/audit/checkpoints").status_code == 403
    assert client.get("/audit/checkpoints").status_code == 303
