"""统一身份认证: a provider of identity that a city or county has set."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import ColumnElement, ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.accounts.models import User
from portal.accounts.own_roles import base_of
from portal.extensions import db
from portal.org.models import Scoped
from portal.permissions import ADMINISTRATOR, AUDITOR
from portal.protection import EncryptedText
from portal.settings import listed

MANAGE = "settings.manage"
BY_PASSWORD = frozenset((ADMINISTRATOR, AUDITOR))  # whoever sets a provider could let in anybody: not those who watch


class IdentityProvider(Scoped, db.Model):  # type: ignore[name-defined]
    """统一身份认证 for its unit and the units below. `issuer` is its address, `claim` what names the account, `twofold` are the values of acr and amr
    that stand for two ways of proving who one is, divided by 、. `secret`, for public clients "", is never shown again."""

    __tablename__ = "signing_in_provider"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(20))
    issuer: Mapped[str] = mapped_column(String(250))
    client_id: Mapped[str] = mapped_column(String(200))
    secret: Mapped[str] = mapped_column(EncryptedText("signing_in_provider.secret"))
    scope: Mapped[str] = mapped_column(String(120))
    claim: Mapped[str] = mapped_column(String(60))
    twofold: Mapped[str] = mapped_column(String(200))
    made_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)
    ended_at: Mapped[datetime | None]

    @classmethod
    def standing(cls) -> ColumnElement[bool]:
        return cls.ended_at.is_(None)

    @classmethod
    def visible_to(cls, user: User) -> Select:
        """Those that `user` sets, as a select; without those that were taken away."""
        return select(cls).where(cls.reach(user, MANAGE), cls.standing())

    @classmethod
    def offered(cls) -> Select:
        """Those through which one signs in."""
        return select(cls).where(cls.standing()).order_by(cls.id)

    def opens(self, user: User) -> bool:
        """Whether it may say that somebody is `user`: all whose offices lie in its unit or below, and who neither administers nor audits."""
        offices = user.current_appointments
        return all(self.unit.contains(each.unit) and base_of(each.role) not in BY_PASSWORD for each in offices)

    @property
    def mark(self) -> str:
        """What tells this provider from one at another address, or that names accounts or counts ways otherwise."""
        said = "\n".join((self.issuer, self.client_id, self.claim, self.twofold))
        return sha256(said.encode()).hexdigest()[:16]

    def is_twofold(self, claims: dict) -> bool:
        """Whether what the provider says (acr, a text; amr, a list of them) stands for two ways; what is neither proves nothing."""
        methods = claims.get("amr")
        said = [claims.get("acr"), *(methods if isinstance(methods, list) else [])]
        return any(each in said for each in listed(self.twofold))
