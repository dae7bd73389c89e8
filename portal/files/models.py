"""附件: uploaded files, stored under their hash, never trusted."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, false, or_, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.files import forgetting, storage
from portal.files.intake import WORD, CleanFile, inspect
from portal.org.models import Scoped
from portal.redaction import RedactedText

__all__ = ["Attachment", "chosen"]

FOLLOWED: dict[str, type[Scoped]] = {}


class Attachment(Scoped, db.Model):
    """附件 of a row (`subject_kind` is its table). Bytes lie in the storage under `sha256`. Of a scan of a signed paper: `check_code`, that on the paper; `turned`: by how
    many degrees clockwise it has to be turned; `remark`: why it is kept though something is doubtful."""

    __tablename__ = "files_attachment"
    happened = True
    __table_args__ = (Index("ix_files_attachment_subject", "subject_kind", "subject_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(30), default="")
    name: Mapped[str] = mapped_column(RedactedText(120))
    mime: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    check_code: Mapped[str] = mapped_column(String(12), default="")
    turned: Mapped[int] = mapped_column(default=0)
    remark: Mapped[str] = mapped_column(RedactedText(600), default="")
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    uploaded_by: Mapped[User] = relationship(lazy="joined")

    @classmethod
    def follow(cls, model: type[Scoped]) -> None:
        """Make attachments of `model` (which has `visible_to`) visible to whoever sees the row. Without this nobody sees them."""
        FOLLOWED[model.__tablename__] = model

    @classmethod
    def visible_to(cls, user: User):
        """Attachments of rows that the user may see; access to the unit of the attachment is not enough."""
        seen = (
            (cls.subject_kind == table) & cls.subject_id.in_(model.visible_to(user).with_only_columns(model.id))
            for table, model in FOLLOWED.items()
        )
        return select(cls).where(or_(false(), *seen))

    @classmethod
    def of(cls, subject: object):
        """Attachments of one row, oldest first."""
        return (
            select(cls).where(cls.subject_kind == subject.__tablename__, cls.subject_id == subject.id).order_by(cls.id)
        )

    @classmethod
    def take_in(
        cls, upload, *, subject: object, purpose: str, by: User, picture: bool = False, word: bool = False
    ) -> "Attachment":
        """Check, clean and keep an uploaded file for `subject` (a scoped row).

        Raises RuleError with a Chinese message where none was chosen, and for what is not a picture, a PDF or an OFD (with `picture`:
        not a picture; with `word`: not a Word document), is damaged, cut short, blank or too large.
        """
        if not chosen(upload):
            raise RuleError("请选择照片。" if picture else "请选择文件。")
        clean = inspect(upload, word=word)
        if word and clean.mime != WORD:
            raise RuleError("这不是 Word 文件，请上传 .docx 文件。")
        if picture and not clean.mime.startswith("image/"):
            raise RuleError("这不是照片，请上传 JPG、PNG 或 HEIC 照片。")
        db.session.flush()  # a new subject has an id from here on
        attachment = cls(
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            purpose=purpose,
            name=clean.name,
            mime=clean.mime,
            size=len(clean.content),
            sha256=storage.put(clean.content),
            check_code=clean.check_code,
            turned=clean.turned,
            remark=clean.remark,
            uploaded_by=by,
        )
        attachment.unit_id = subject.unit_id
        attachment.copy_ancestors(subject)
        db.session.add(attachment)
        db.session.flush()
        return attachment

    @property
    def label(self) -> str:
        """Its name, and what opens it when a browser does not."""
        return f"{self.name}（请用 OFD 阅读器打开）" if self.mime == "application/ofd" else self.name

    @property
    def content(self) -> bytes:
        return storage.get(self.sha256)


forgetting.watch(Attachment)


def chosen(upload) -> bool:
    """Whether a file was chosen in the form."""
    return isinstance(upload, CleanFile) or bool(upload and getattr(upload, "filename", ""))
