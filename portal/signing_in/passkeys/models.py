"""通行密钥 of an account."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, bindparam, exists, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import BESIDE, User
from portal.extensions import db
from portal.redaction import RedactedText
from portal.signing_in.models import SINCE


class Passkey(db.Model):
    """通行密钥: `credential` is what the key calls itself, `public_key` (COSE, RFC 9052) checks what it signs; both in base64url. `count` is what the
    key says how often it was used. Of `last_asked` (milliseconds since 1970), and what was asked before it, no answer is taken any more."""

    __tablename__ = "signing_in_passkey"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"), index=True)
    name: Mapped[str] = mapped_column(RedactedText(40))
    credential: Mapped[str] = mapped_column(String(1400), unique=True)
    public_key: Mapped[str] = mapped_column(String(1400))
    count: Mapped[int] = mapped_column(BigInteger, default=0)
    last_asked: Mapped[int] = mapped_column(BigInteger, default=0)
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    used_at: Mapped[datetime | None]

    @classmethod
    def of(cls, user: User) -> list["Passkey"]:
        """Those of `user`, the first one first."""
        return list(db.session.scalars(select(cls).where(cls.user_id == user.id).order_by(cls.id)))

    @classmethod
    def called(cls, credential: str) -> "Passkey | None":
        """The one that calls itself `credential`."""
        return db.session.scalar(select(cls).where(cls.credential == credential))

    @classmethod
    def are_there(cls) -> bool:
        """Whether anybody has one."""
        return bool(db.session.scalar(select(exists(select(cls.id)))))

    def takes(self, count: int, asked: int) -> bool:
        """That it answered what was `asked` then, and says `count`; False where an answer to that, or to something later, was taken before, also where
        two come at the same moment."""
        fresh = (Passkey.id == self.id) & (Passkey.last_asked < asked)
        using = update(Passkey).where(fresh).values(count=count, last_asked=asked, used_at=clock.now())
        return db.session.execute(using.execution_options(synchronize_session=False)).rowcount == 1


# a passkey is a second factor too: since when there is one is asked with who is signed in
_FIRST = select(func.min(Passkey.made_at)).where(Passkey.user_id == bindparam("user_id")).scalar_subquery()
BESIDE[SINCE] = func.coalesce(BESIDE[SINCE], _FIRST)
