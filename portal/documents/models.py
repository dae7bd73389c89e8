"""文书: an official document, stored as rendered with its hash, and reprinted from what was stored."""

import hashlib
import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.audit import trail
from portal.documents.signing import SigningCertificate
from portal.extensions import Model, db
from portal.files import forgetting, storage
from portal.org.models import Scoped

CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # without 0 O 1 I L: read aloud and typed by hand


def new_check_code() -> str:
    """A code of 12 characters (59 bits) that nobody can guess."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(12))


class Document(Scoped, db.Model):
    """文书. A new version never overwrites an earlier one. `pages`: of one copy; None where it was issued before they were counted.
    `certificate`: with which it is signed."""

    __tablename__ = "documents_document"
    happened = True
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "kind", "version"),
        Index(
            "ix_documents_document_certificate",
            "certificate_id",
            sqlite_where=text("certificate_id IS NOT NULL"),
            postgresql_where=text("certificate_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(80))
    number: Mapped[str] = mapped_column(String(80), default="")
    issuer: Mapped[str] = mapped_column(String(80), default="")
    version: Mapped[int]
    copies: Mapped[int] = mapped_column(default=1)
    pages: Mapped[int | None]
    check_code: Mapped[str] = mapped_column(String(12), unique=True)
    sha256: Mapped[str] = mapped_column(String(64))
    fingerprint: Mapped[str] = mapped_column(String(64), default="")
    certificate_id: Mapped[int | None] = mapped_column(ForeignKey("documents_certificate.id"))
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    issued_at: Mapped[datetime] = mapped_column(default=clock.now)

    issued_by: Mapped[User] = relationship()
    certificate: Mapped[SigningCertificate | None] = relationship()

    @classmethod
    def of(cls, subject: object):
        """All papers of one row, newest version first."""
        return (
            select(cls)
            .where(cls.subject_kind == subject.__tablename__, cls.subject_id == subject.id)
            .order_by(cls.kind, cls.version.desc())
        )

    @classmethod
    def latest(cls, subject: object, kind: str) -> "Document | None":
        """The newest version of one kind of paper."""
        return db.session.scalars(cls.of(subject).where(cls.kind == kind).limit(1)).first()

    @classmethod
    def issue(cls, subject, kind: str, content: bytes, *, by: User, check_code: str, **fields) -> "Document":
        """Store a rendered document of `subject` (a scoped row). Fields: title, number, issuer, copies, pages, certificate,
        fingerprint."""
        versions = select(func.coalesce(func.max(cls.version), 0)).where(
            cls.subject_kind == subject.__tablename__, cls.subject_id == subject.id, cls.kind == kind
        )
        document = cls(
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            kind=kind,
            issued_by=by,
            version=db.session.scalar(versions) + 1,
            sha256=storage.put(content),
            check_code=check_code,
            **fields,
        )
        document.unit_id = subject.unit_id
        document.copy_ancestors(subject)
        db.session.add(document)
        db.session.flush()
        trail.record("issue", subject=document, unit=subject.unit, detail=document.title)
        return document

    @property
    def content(self) -> bytes:
        return storage.get(self.sha256)

    @property
    def superseded_by(self) -> "Document | None":
        """The newer version if there is one; this document is then no longer valid."""
        newest = db.session.scalar(
            select(Document)
            .where(
                Document.subject_kind == self.subject_kind,
                Document.subject_id == self.subject_id,
                Document.kind == self.kind,
            )
            .order_by(Document.version.desc())
            .limit(1)
        )
        return newest if newest.id != self.id else None

    def precedes_correction_of(self, subject: object) -> bool:
        """Whether `subject`, of which it tells, was put right after it was issued."""
        asked = getattr(subject, "paper_corrected_at", None)
        corrected_at = asked(self.kind) if asked else getattr(subject, "corrected_at", None)
        return corrected_at is not None and self.issued_at < corrected_at

    @property
    def subject(self) -> Any:
        """The row it was issued about, if that is still there."""
        models = (mapper.class_ for mapper in Model.registry.mappers)
        model = next((each for each in models if each.__tablename__ == self.subject_kind), None)
        return model and db.session.get(model, self.subject_id)

    @property
    def void(self) -> str:
        """Why it no longer holds, as its record says (`Record.paper_void`); "" where it does."""
        return self._said("paper_void")

    @property
    def changed(self) -> str:
        """What of it no longer holds, as its record says (`Record.paper_changed`); "" where all does."""
        return self._said("paper_changed")

    def _said(self, question: str) -> str:
        ask = getattr(self.subject, question, None)
        return ask(self.kind) if ask else ""

    @property
    def outdated(self) -> bool:
        """Whether the row it was issued about was put right since."""
        return self.precedes_correction_of(self.subject)

    def matches(self, content: bytes) -> bool:
        """Whether `content` is this paper, byte for byte."""
        return hashlib.sha256(content).hexdigest() == self.sha256


forgetting.watch(Document)
