"""照片 of a member: small, so that the slowest till shows it at once."""

import io

from PIL import Image, ImageOps
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from portal.accounts.models import User
from portal.errors import RuleError
from portal.files.intake import inspect
from portal.files.models import Attachment
from portal.records import step

PHOTO = "photo"
SIZE = (240, 320)


class Portrayed:
    """A member may have a photo; the till works without."""

    photo_id: Mapped[int | None] = mapped_column(ForeignKey("files_attachment.id"), index=True)

    @declared_attr
    @classmethod
    def photo(cls) -> Mapped[Attachment | None]:
        return relationship(Attachment, cascade="all, delete-orphan", single_parent=True)

    @step("登记照片", needs="elder_care.manage")
    def portray(self, upload: FileStorage, *, by: User, on_roster: bool = False) -> str:
        """照片, cut to the size of the till; `on_roster`: from a sheet, of which whoever imports it says that they agreed. Raises RuleError
        for what is no picture."""
        self.photo = Attachment.take_in(_small(upload), subject=self, purpose=PHOTO, by=by, picture=True)
        return "随名册导入照片，经办人确认已征得同意，仅用于就餐核对。" if on_roster else "本人同意，仅用于就餐核对。"


def _small(upload: FileStorage) -> FileStorage:
    clean = inspect(upload)
    if not clean.mime.startswith("image/"):
        raise RuleError("这不是照片，请上传 JPG、PNG 或 HEIC 照片。")
    stream = io.BytesIO()
    with Image.open(io.BytesIO(clean.content)) as picture:
        ImageOps.fit(picture.convert("RGB"), SIZE).save(stream, "JPEG", quality=80)
    stream.seek(0)
    return FileStorage(stream, filename="photo.jpg")
