"""照片 of a report: made anew without its place and camera, as every upload is; whoever sent it has no account."""

from sqlalchemy import ForeignKey, String, select
from sqlalchemy.orm import Mapped, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from portal.errors import RuleError
from portal.extensions import db
from portal.files import forgetting, storage
from portal.files.intake import CleanFile, inspect
from portal.org.models import OrgUnit

NOT_A_PICTURE = "这不是照片。请选 JPG、PNG 或 HEIC 照片；录像请到窗口交给工作人员。"


class Photo(db.Model):
    """One picture. Bytes lie in the storage under `sha256`; the same picture sent again is told by it."""

    __tablename__ = "public_reports_photo"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("public_reports_report.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))
    mime: Mapped[str] = mapped_column(String(60))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64), index=True)

    report = relationship("Report", back_populates="photos")

    @classmethod
    def take_in(cls, upload: FileStorage | CleanFile) -> "Photo":
        """Clean and keep it. Raises RuleError for what is no picture, damaged or too large."""
        clean = inspect(upload)
        if not clean.mime.startswith("image/"):
            raise RuleError(NOT_A_PICTURE)
        return cls(name=clean.name, mime=clean.mime, size=len(clean.content), sha256=storage.put(clean.content))

    @property
    def unit(self) -> OrgUnit:
        return self.report.unit

    @property
    def content(self) -> bytes:
        return storage.get(self.sha256)

    @property
    def clean(self) -> CleanFile:
        """As a file that was looked at, for whoever it goes on to."""
        return CleanFile(self.name, self.mime, self.content)

    @property
    def sent_before(self) -> bool:
        """Whether an earlier report has the same picture."""
        same = select(Photo.id).where(Photo.sha256 == self.sha256, Photo.report_id < self.report_id)
        return db.session.scalar(same.limit(1)) is not None


forgetting.watch(Photo)
