"""我的提醒: what one person has read, and how that person wants to be told outside the portal."""

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.accounts.models import User
from portal.extensions import db
from portal.notices.words import KINDS
from portal.protection import EncryptedText


class Reader(db.Model):  # type: ignore[name-defined]
    """Whoever reads messages. All up to `read_to` are read; `version` changes whenever something was read. `kinds` are those told outside."""

    __tablename__ = "notices_reader"

    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"), primary_key=True)
    read_to: Mapped[int] = mapped_column(default=0)
    version: Mapped[int] = mapped_column(default=0)
    mode: Mapped[str] = mapped_column(String(8), default="off")
    kinds: Mapped[list] = mapped_column(JSON, default=lambda: list(KINDS))
    mail: Mapped[str] = mapped_column(EncryptedText("notices_reader.mail"), default="")
    phone: Mapped[str] = mapped_column(EncryptedText("notices_reader.phone"), default="")

    @classmethod
    def of(cls, user: User) -> "Reader":
        """That of `user`, made where there is none."""
        found = db.session.get(cls, user.id)
        if found is None:
            found = cls(user_id=user.id, read_to=0, version=0, mode="off", kinds=list(KINDS), mail="", phone="")
            db.session.add(found)
        return found

    def address_for(self, way: str) -> str:
        """Where a channel of this kind finds the person; "" for nowhere."""
        return {"mail": self.mail, "sms": self.phone}.get(way) or ""
