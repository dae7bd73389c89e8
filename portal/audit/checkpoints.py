"""检查点: from time to time a signature over all that was recorded so far, and proofs from it that need nothing of this system."""

import base64
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice

from sqlalchemy import Select, func, insert, select, tuple_

from portal import clock
from portal.audit import anchors
from portal.audit.merkle import Frontier, Tree, consistency, leaf_hash
from portal.audit.models import AuditChain, AuditCheckpoint, AuditEntry, AuditLeaf
from portal.audit.notes import Checkpoint, public_key
from portal.database import reading_first
from portal.extensions import db

__all__ = ["take_checkpoint", "latest", "leaves_of", "one_machine_at_a_time", "proof"]

LATE = 50_000  # ids: entries whose transaction ended so much later than that of others are still found
AT_ONCE = 1_000  # entries read and hashed, then planted under one hold of the writers' lock
SOUGHT = 300  # pairs in one statement
TURN = 6_962  # the number of the lock, after RFC 6962
MISSING = "missing"


@dataclass(frozen=True)
class Signed:
    """What a checkpoint was taken of: it (None when there was nothing new), and what could not be signed, in Chinese."""

    checkpoint: AuditCheckpoint | None
    unsigned: list[str]


def take_checkpoint() -> Signed:
    """Commit what was done before; put the entries since the last checkpoint into the tree, a thousand at a time, sign its root, and commit.
    An entry whose seal is not the one it must have, or that was seen with another one, is not signed. One process at a
    time: another waits, and finds nothing new."""
    db.session.commit()
    with anchors.taking_turns(), one_machine_at_a_time():
        return _take()


@contextmanager
def one_machine_at_a_time() -> Iterator[None]:
    """Several machines may share a database on PostgreSQL, where this holds a connection of its own; on SQLite there is but one."""
    if db.engine.dialect.name != "postgresql":
        yield
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as apart:
        apart.execute(select(func.pg_advisory_lock(TURN)))
        try:
            yield
        finally:
            apart.execute(select(func.pg_advisory_unlock(TURN)))


def _take() -> Signed:
    told, unsigned, covered = anchors.heads(), list[str](), set[tuple[int, int, str]]()
    with reading_first():
        last = latest()
        if last and last.note.strip() not in (each.strip() for each in anchors.kept_checkpoints()[-1:]):
            anchors.keep_checkpoint(last.note)  # the machine stopped between the two
        signed = last.size if last else 0
        frontier = Frontier(signed, [bytes.fromhex(each) for each in json.loads(last.roots)]) if last else Frontier()
        for entry in db.session.scalars(_placed(signed).execution_options(yield_per=AT_ONCE)):
            frontier.add(leaf_hash(entry.content))  # it stopped between two pieces
            covered.add((entry.chain, entry.seq, _head_of(entry)))
        after = _looked_through()
    while (piece := _piece(after, told)).upto > after:
        _plant(piece, frontier)
        after = piece.upto
        unsigned += piece.unsigned
        covered |= {each for each in piece.heads if each[1] in told.get(each[0], ())}
    if frontier.size == signed:
        return Signed(None, unsigned)
    now = clock.now().replace(microsecond=0)
    note = Checkpoint(frontier.size, frontier.root, now).signed()
    taken = AuditCheckpoint(
        size=frontier.size, at=now, note=note, roots=json.dumps([each.hex() for each in frontier.roots])
    )
    db.session.add(taken)
    db.session.commit()
    anchors.keep_checkpoint(note)
    anchors.forget_heads(covered)
    return Signed(taken, unsigned)


@dataclass(frozen=True)
class Piece:
    """Some entries, looked at: ids and hashes of those that may be signed, with their heads, up to the id `upto`."""

    upto: int
    leaves: list[tuple[int, bytes]]
    heads: list[tuple[int, int, str]]
    unsigned: list[str]


def _piece(after: int, told: Mapping[int, Mapping[int, tuple[str, ...]]]) -> Piece:
    """The next entries that are not in the tree, read and hashed while others may write."""
    piece = Piece(after, [], [], [])
    with reading_first():
        entries = db.session.scalars(_new(after).limit(AT_ONCE)).all()
        if not entries:
            return piece
        heads = _heads_before(entries)
        for entry in entries:
            head = _head_of(entry)
            honest = entry.seal == entry.sealed_after(heads.get((entry.chain, entry.seq - 1), MISSING))
            if not honest or told.get(entry.chain, {}).get(entry.seq, (head,)) != (head,):
                piece.unsigned.append(f"记录 {entry.id}（用户 {entry.chain} 第 {entry.seq} 条）被改动过，没有签名。")
                continue
            piece.leaves.append((entry.id, leaf_hash(entry.content)))
            piece.heads.append((entry.chain, entry.seq, head))
        return replace(piece, upto=entries[-1].id)


def _plant(piece: Piece, frontier: Frontier) -> None:
    """Put a piece into the tree, in a transaction of its own."""
    rows = []
    for entry_id, leaf in piece.leaves:
        rows.append({"number": frontier.size, "entry_id": entry_id, "hash": leaf.hex()})
        frontier.add(leaf)
    if rows:
        db.session.execute(insert(AuditLeaf), rows)
    db.session.commit()


def _head_of(entry: AuditEntry) -> str:
    return AuditChain(actor=entry.chain).sealed_at(entry.seq, entry.seal)


def _heads_before(entries: Sequence[AuditEntry]) -> dict[tuple[int, int], str]:
    """(chain, number) → its head, of the entries before `entries`; of one that is not there, none."""
    known = {(each.chain, each.seq): each.seal for each in entries}
    wanted = {(each.chain, each.seq - 1) for each in entries} - known.keys()
    place = tuple_(AuditEntry.chain, AuditEntry.seq)
    sought = iter(sorted(wanted))
    while some := list(islice(sought, SOUGHT)):
        found = select(AuditEntry.chain, AuditEntry.seq, AuditEntry.seal).where(place.in_(some))
        known |= {(chain, seq): seal for chain, seq, seal in db.session.execute(found)}
        known |= _cut_at(some)
    heads = {(chain, seq): AuditChain(actor=chain).sealed_at(seq, seal) for (chain, seq), seal in known.items()}
    return heads | {(each.chain, 0): "" for each in entries}


def _cut_at(places: Sequence[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Of those of `places` at which a chain was cut when its beginning was archived, the seals."""
    chains = select(AuditChain).where(AuditChain.actor.in_({chain for chain, _ in places}))
    cut = {(each.actor, each.archived): each.archived_seal for each in db.session.scalars(chains)}
    return {place: seal for place, seal in cut.items() if place in places}


def latest() -> AuditCheckpoint | None:
    """The last one that was taken."""
    return db.session.scalar(select(AuditCheckpoint).order_by(AuditCheckpoint.size.desc()).limit(1))


def proof(entries: Iterable[AuditEntry], earlier: Checkpoint | None = None) -> dict:
    """A file with which anybody can check that `entries` are in the tree of the latest checkpoint, and that the tree of an `earlier`
    one is its beginning; entries that no checkpoint covers yet are left out. Reads the hashes of the whole trail."""
    last = latest()
    if last is None:
        return {"key": public_key(), "checkpoint": "", "entries": [], "consistency": []}
    leaves = leaves_of(last.size)
    tree = Tree(leaves)
    wanted = {each.id: each for each in entries}
    places = db.session.execute(
        select(AuditLeaf.entry_id, AuditLeaf.number)
        .where(AuditLeaf.entry_id.in_(wanted), AuditLeaf.number < last.size)
        .order_by(AuditLeaf.number)
    )
    shown = [
        {"index": number, "content": wanted[ident].content.decode(), "path": _coded(tree.inclusion(number))}
        for ident, number in places
    ]
    way = consistency(leaves, earlier.size) if earlier and earlier.size <= last.size else []
    return {"key": public_key(), "checkpoint": last.note, "entries": shown, "consistency": _coded(way)}


def _placed(signed: int) -> Select:
    """Entries that are in the tree, and in no checkpoint yet."""
    placed = select(AuditEntry).join(AuditLeaf, AuditLeaf.entry_id == AuditEntry.id)
    return placed.where(AuditLeaf.number >= signed).order_by(AuditLeaf.number)


def _looked_through() -> int:
    """The id up to which all entries were looked at, but for those whose transaction ends later than that of others."""
    furthest = db.session.scalar(select(AuditLeaf.entry_id).order_by(AuditLeaf.entry_id.desc()).limit(1)) or 0
    return max(0, furthest - LATE)


def _new(after: int) -> Select:
    """Entries behind the id `after` that are not in the tree, in their order."""
    placed = select(AuditLeaf.entry_id).where(AuditLeaf.entry_id == AuditEntry.id)
    return select(AuditEntry).where(AuditEntry.id > after, ~placed.exists()).order_by(AuditEntry.id)


def leaves_of(size: int) -> Sequence[bytes]:
    """The hashes of the first `size` entries, archived ones among them."""
    found = db.session.scalars(select(AuditLeaf.hash).where(AuditLeaf.number < size).order_by(AuditLeaf.number))
    return [bytes.fromhex(each) for each in found]


def _coded(hashes: Iterable[bytes]) -> list[str]:
    return [base64.b64encode(each).decode() for each in hashes]
