"""Files of a deed: photos, evidence, scans. Kept apart from other attachments, so that secrecy covers them."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.files import storage
from portal.files.intake import inspect


class DeedFile(db.Model):
    """附件. Who may see the deed may see it, nobody else, and only while the plugin is on."""

    __tablename__ = "heroes_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    deed_id: Mapped[int] = mapped_column(ForeignKey("heroes_deed.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(120))
    mime: Mapped[str] = mapped_column(String(60))
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    @classmethod
    def take_in(cls, upload, *, purpose: str, by: User, picture: bool = False) -> "DeedFile":
        """Check, clean and keep an upload. With `picture` nothing but a picture. Raises RuleError."""
        clean = inspect(upload)
        if picture and not clean.mime.startswith("image/"):
            raise RuleError("这不是照片，请上传 JPG、PNG 或 HEIC 照片。")
        return cls(
            purpose=purpose, name=clean.name, mime=clean.mime, sha256=storage.put(clean.content), uploaded_by_id=by.id
        )

    @property
    def content(self) -> bytes:
        return storage.get(self.sha256)


def uploaded(upload) -> bool:
    """Whether a file was chosen in the form."""
    return bool(upload and getattr(upload, "filename", ""))
