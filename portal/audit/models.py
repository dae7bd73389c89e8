"""The audit trail (审计记录): append-only; each actor has a chain in which every entry is sealed together with the one before.

One chain per actor, so that writers do not wait for each other (docs/adr/0005). The head of every chain is stored
separately, so that entries removed from the end are noticed too.
"""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.protection import keyring
from portal.redaction import RedactedText


class AuditChain(db.Model):
    """Head of one actor's chain: how many entries there are, sealed together with the last of them. `archived`: how many of the first were
    taken out into files, and the seal of the last of those, with which the chain goes on."""

    __tablename__ = "audit_chain"

    actor: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    count: Mapped[int]
    head: Mapped[str] = mapped_column(String(64))
    archived: Mapped[int] = mapped_column(default=0, server_default="0")
    archived_seal: Mapped[str] = mapped_column(String(64), default="", server_default="")

    def sealed_at(self, count: int, seal: str) -> str:
        """The head this chain must have when its last entry is number `count` with `seal`; "" while it is empty."""
        return keyring.mac(f"chain {self.actor} {count} {seal}".encode()) if count else ""


class AuditEntry(db.Model):
    """Who did or saw what, when, from where. `changes`: what it was before and after, field by field, masked, as JSON."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        UniqueConstraint("chain", "seq"),
        Index("ix_audit_entry_subject", "subject_kind", "subject_id"),
        Index("ix_audit_entry_at", "at", "id"),
        Index("ix_audit_entry_unit", "unit_id", "at", "id"),
        Index("ix_audit_entry_county", "county_id", "at", "id"),
        Index("ix_audit_entry_action", "county_id", "action", "at", "id"),
        Index("ix_audit_entry_actor", "county_id", "actor_id", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[int]
    seq: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=clock.now)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("org_unit.id"))
    county_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(40))
    subject_kind: Mapped[str] = mapped_column(String(40), default="")
    subject_id: Mapped[str] = mapped_column(String(40), default="")
    detail: Mapped[str] = mapped_column(RedactedText(), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    changes: Mapped[str] = mapped_column(Text, default="", server_default="")
    seal: Mapped[str] = mapped_column(String(64))

    actor: Mapped[Any] = relationship("User")  # by name: accounts lie above the trail that they write to
    unit: Mapped[OrgUnit | None] = relationship()

    @property
    def changed(self) -> list[list[str]]:
        """[联系电话, 138****0001, 139****0002], a line for each field."""
        return json.loads(self.changes) if self.changes else []

    def sealed_after(self, previous: str) -> str:
        """The seal this entry must have when `previous` was the head of the chain before it."""
        return keyring.mac(json.dumps([previous, *self._told()], ensure_ascii=False).encode())

    @property
    def content(self) -> bytes:
        """What stands for the entry in the tree: all it says, and its seal, without which its hash would let others guess what it says."""
        return json.dumps([*self._told(), self.seal], ensure_ascii=False).encode()

    def _told(self) -> list:
        return [
            self.chain,
            self.seq,
            self.at.isoformat(),
            self.actor_id,
            self.unit_id,
            self.county_id,
            self.action,
            self.subject_kind,
            self.subject_id,
            self.detail,
            self.address,
            *([self.changes] if self.changes else ()),  # what has none is sealed as it was before there were any
        ]


class AuditLeaf(db.Model):
    """The place of an entry in the tree whose root the checkpoints sign, and its hash (portal/audit/merkle.py)."""

    __tablename__ = "audit_leaf"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entry_id: Mapped[int] = mapped_column(unique=True)  # no foreign key: an entry that is gone must be missed
    hash: Mapped[str] = mapped_column(String(64))


class AuditCheckpoint(db.Model):
    """A signed checkpoint, as it also stands in the file and on the auditor's paper; `roots` go on with the tree."""

    __tablename__ = "audit_checkpoint"

    size: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    note: Mapped[str] = mapped_column(Text)
    roots: Mapped[str] = mapped_column(Text)


class AuditArchive(db.Model):
    """归档: a file with `size` entries, from the one with the number `first` in the tree on (portal/audit/archives.py). `emptied`: they are
    not in the table any more."""

    __tablename__ = "audit_archive"

    first: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    sha256: Mapped[str] = mapped_column(String(64))
    taken_at: Mapped[datetime]
    emptied: Mapped[bool] = mapped_column(default=False)
