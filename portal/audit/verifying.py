"""Has anybody changed the trail? The tables against themselves, against the files beside them, and against what the auditor kept."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from sqlalchemy import select

from portal.audit import anchors
from portal.audit.archives import Archived
from portal.audit.merkle import Frontier, leaf_hash
from portal.audit.models import AuditChain, AuditCheckpoint, AuditEntry, AuditLeaf
from portal.audit.notes import Checkpoint
from portal.extensions import db

__all__ = ["Trail", "faults", "faults_of"]


@dataclass
class Trail:
    """All that is known: from the tables, `entries` by chain and place, `leaves` in their order each with the entry it stands for (None
    when it is gone), `chains` and signed `notes`; from the files the `heads` and the notes `kept`; `shown`, those the auditor has; and `archived`, what files
    say of entries that are not in the table any more."""

    entries: Iterable[AuditEntry]
    chains: Iterable[AuditChain]
    leaves: Iterable[tuple[AuditLeaf, AuditEntry | None]]
    notes: list[str]
    heads: Mapping[int, Mapping[int, tuple[str, ...]]]
    kept: list[str]
    shown: list[str] = field(default_factory=list)
    archived: Archived = field(default_factory=Archived)


def faults(shown: Iterable[str] = ()) -> list[str]:
    """Every inconsistency of the trail as a sentence in Chinese; empty when nothing was changed. `shown`: notes of checkpoints that
    were kept elsewhere. Call it inside `reading_first`: while others write it then sees everything as of one moment."""
    with (
        anchors.taking_turns()
    ):  # no checkpoint comes between the files and the tables; what the files say is there already
        heads, kept = anchors.heads(), anchors.kept_checkpoints()
        notes = list(db.session.scalars(select(AuditCheckpoint.note).order_by(AuditCheckpoint.size)))
    fresh = {"populate_existing": True, "yield_per": 1000}
    entries = select(AuditEntry).order_by(AuditEntry.chain, AuditEntry.seq)
    leaves = select(AuditLeaf, AuditEntry).outerjoin(AuditEntry, AuditEntry.id == AuditLeaf.entry_id)
    return faults_of(
        Trail(
            entries=db.session.scalars(entries.execution_options(**fresh)),
            chains=db.session.scalars(select(AuditChain).execution_options(populate_existing=True)),
            leaves=db.session.execute(leaves.order_by(AuditLeaf.number).execution_options(**fresh)),
            notes=notes,
            heads=heads,
            kept=kept,
            shown=list(shown),
        )
    )


def faults_of(trail: Trail) -> list[str]:
    """Every inconsistency of `trail` as a sentence in Chinese."""
    return [*_of_chains(trail), *_of_checkpoints(trail)]


def _of_chains(trail: Trail) -> Iterator[str]:
    chains, heads = {chain.actor: chain for chain in trail.chains}, dict(trail.heads)
    for actor, entries in groupby(trail.entries, key=lambda entry: entry.chain):
        chain = chains.pop(actor, None)
        if chain is None:
            yield f"用户 {actor} 的记录没有链头。"
            chain = AuditChain(actor=actor, count=0, head="")
        yield from _of_chain(chain, entries, heads.pop(actor, {}))
    for actor, chain in sorted(chains.items()):
        yield from _of_chain(chain, (), heads.pop(actor, {}))
    for actor, told in sorted(heads.items()):
        yield f"用户 {actor} 的记录不见了：外部登记有 {max(told)} 条。"


def _of_chain(chain: AuditChain, entries: Iterable[AuditEntry], told: Mapping[int, tuple[str, ...]]) -> Iterator[str]:
    seq, agreed = chain.archived or 0, set[int]()
    head, told = chain.sealed_at(seq, chain.archived_seal), {key: seen for key, seen in told.items() if key > seq}
    for entry in entries:
        if entry.seq <= (chain.archived or 0):  # in a file already; the tree tells whether it is as it was
            continue
        seq += 1
        if entry.seq != seq:
            yield f"用户 {chain.actor} 的第 {seq} 条记录缺失。"
            seq = entry.seq
        if entry.seal != entry.sealed_after(head):
            yield f"记录 {entry.id}（用户 {chain.actor} 第 {entry.seq} 条）被改动过，或前一条缺失。"
        head = chain.sealed_at(seq, entry.seal)
        if told.get(seq) == (head,):
            agreed.add(seq)
    if (seq, head) != (chain.count, chain.head):
        yield f"用户 {chain.actor} 的记录末尾不符：应有 {chain.count} 条，实有 {seq} 条。"
    if other := sorted(told.keys() - agreed):
        yield f"用户 {chain.actor} 的第 {'、'.join(map(str, other[:5]))} 条与外部登记的不符，被删过、换过或者倒回过（实有 {seq} 条）。"


def _of_checkpoints(trail: Trail) -> Iterator[str]:
    signed: dict[int, set[bytes]] = {}
    for where, notes in (("数据库", trail.notes), ("检查点文件", trail.kept), ("外部保存的检查点", trail.shown)):
        for number, note in enumerate(notes, start=1):
            try:
                told = Checkpoint.read(note)
            except ValueError as error:
                yield f"{where}第 {number} 个：{error}"
            else:
                signed.setdefault(told.size, set()).add(told.root)
    stored, kept = ({note.strip() for note in notes} for notes in (trail.notes, trail.kept))
    if missing := stored - kept:
        yield f"检查点文件缺少 {len(missing)} 个检查点。"
    if missing := kept - stored:
        yield f"数据库缺少检查点文件里的 {len(missing)} 个检查点。"
    yield from _of_tree(trail, signed)


def _of_tree(trail: Trail, signed: dict[int, set[bytes]]) -> Iterator[str]:
    tree = Frontier()
    for leaf, entry in trail.leaves:
        if leaf.number != tree.size:
            yield f"第 {tree.size + 1} 条记录不在检查点的树里了。"
            return
        archived = trail.archived.hash_of(leaf.number) if entry is None else None
        if entry is None and archived is None and not trail.archived.covers(leaf.number):
            yield f"检查点里的记录 {leaf.entry_id} 不见了。"
        elif archived is not None and archived.hex() != leaf.hash:
            yield f"归档里的记录 {leaf.entry_id} 与检查点里的不一样。"
        elif entry is not None and leaf_hash(entry.content).hex() != leaf.hash:
            yield f"记录 {entry.id} 与检查点里的不一样。"
        tree.add(bytes.fromhex(leaf.hash))
        if tree.size in signed and signed.pop(tree.size) != {tree.root}:
            yield f"前 {tree.size} 条记录与检查点的签名不符。"
    yield from trail.archived.faults()
    for size in sorted(signed):
        yield f"检查点签过 {size} 条记录，现在只有 {tree.size} 条。"
