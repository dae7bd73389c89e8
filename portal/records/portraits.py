"""照片 of whoever a record is about: cut to one size, so small that the slowest PC shows it at once. Nobody has to have one.

    class Member(Portrayed, Record, db.Model):
        PORTRAIT_FOR, portray = "就餐核对", Portrayed.portray.needing("elder_care.manage")

`portal.records.portrait_pages` shows it.
"""

import io
from typing import TYPE_CHECKING, ClassVar

from PIL import Image, ImageOps
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship
from werkzeug.datastructures import FileStorage

from portal.errors import RuleError
from portal.files.intake import CleanFile, inspect
from portal.files.models import Attachment, chosen
from portal.records.steps import step

if TYPE_CHECKING:
    from portal.accounts.models import User

__all__ = ["Portrayed"]

PURPOSE, SIZE = "photo", (240, 320)


class Portrayed:
    """A record that may have a photo. `PORTRAIT_FOR` says what it is used for, in Chinese."""

    PORTRAIT_FOR: ClassVar[str]

    photo_id: Mapped[int | None] = mapped_column(ForeignKey("files_attachment.id"), index=True)

    @declared_attr
    @classmethod
    def photo(cls) -> Mapped[Attachment | None]:
        return relationship(Attachment, cascade="all, delete-orphan", single_parent=True)

    @step("登记照片", needs=None)
    def portray(self, upload: FileStorage | CleanFile, *, by: "User", on_roster: bool = False) -> str:
        """照片; `on_roster`: from a sheet, of which whoever imports it says that they agreed. Raises RuleError for what is no picture."""
        if not chosen(upload):
            raise RuleError("请选择照片。")
        self.photo = Attachment.take_in(_small(upload), subject=self, purpose=PURPOSE, by=by, picture=True)
        agreed = "随名册导入照片，经办人确认已征得同意" if on_roster else "本人同意"
        return f"{agreed}，仅用于{self.PORTRAIT_FOR}。"


def _small(upload: FileStorage | CleanFile) -> CleanFile:
    clean = inspect(upload)
    if not clean.mime.startswith("image/"):
        raise RuleError("这不是照片，请上传 JPG、PNG 或 HEIC 照片。")
    stream = io.BytesIO()
    with Image.open(io.BytesIO(clean.content)) as picture:
        picture.draft("RGB", SIZE)  # read small at once: this happens while others wait to write
        ImageOps.fit(picture.convert("RGB"), SIZE).save(stream, "JPEG", quality=80)
    return CleanFile("photo.jpg", "image/jpeg", stream.getvalue())
