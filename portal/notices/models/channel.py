"""消息通道: a way outside that a district has set, with its secrets encrypted."""

from datetime import datetime

from sqlalchemy import JSON, ColumnElement, ForeignKey, Select, String, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock, decision_cache
from portal.accounts.models import User
from portal.columns import named
from portal.extensions import db
from portal.notices.words import ROBOTS, WAYS
from portal.org.models import OrgUnit, Scoped
from portal.protection import EncryptedJSON

MANAGE = "notices.manage"
TIRED = 10  # tries that failed one after the other, after which a channel is paused


class Channel(Scoped, db.Model):  # type: ignore[name-defined]
    """消息通道 for its unit and the units below. `config` are address and secrets of the service, never shown again. A robot has `kinds` and
    `mode` of its own; for the others each person chooses. `failures`: tries that failed since the last success; `lost`: deliveries given up
    of which nobody has taken note yet."""

    __tablename__ = "notices_channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    way: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(40))
    host: Mapped[str] = mapped_column(String(120))
    config: Mapped[dict] = mapped_column(EncryptedJSON("notices_channel.config"))
    kinds: Mapped[list] = mapped_column(JSON, default=list)
    mode: Mapped[str] = mapped_column(String(8), default="at_once")
    failures: Mapped[int] = mapped_column(default=0)
    lost: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(String(200), default="")
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("accounts_user.id"))
    made_at: Mapped[datetime] = mapped_column(default=clock.now)

    way_name = named("way", WAYS)

    @classmethod
    def visible_to(cls, user: User) -> Select:
        """Those that `user` manages, as a select; without those that were taken away."""
        return select(cls).where(cls.reach(user, MANAGE), cls.ended_at.is_(None))

    @classmethod
    def standing(cls) -> ColumnElement[bool]:
        return cls.ended_at.is_(None)

    @property
    def is_robot(self) -> bool:
        return self.way in ROBOTS

    def note_success(self) -> None:
        self.failures, self.last_error = 0, ""

    def note_failure(self, reason: str, *, lost: bool, limited: bool = False) -> None:
        """A try failed; `lost`: it was the last. A channel that only fails is paused, and its administrator sees it on the desk; one of which
        the service takes no more for some minutes (`limited`) does not count as failing."""
        self.failures, self.last_error = self.failures + (not limited), reason
        self.lost += lost
        if self.failures >= TIRED and self.paused_at is None:
            self.paused_at = clock.now()

    def resume(self) -> None:
        self.paused_at, self.failures, self.lost, self.last_error = None, 0, 0, ""


def channels_above(unit: OrgUnit) -> tuple[int, ...]:
    """Ids of the channels of `unit` and of the units above it, kept in the process: most districts have none."""
    return tuple(ident for ident, place in _all_channels() if place in unit.ancestor_ids)


def _all_channels() -> tuple[tuple[int, int], ...]:
    def read() -> tuple[tuple[int, int], ...]:
        rows = db.session.execute(select(Channel.id, Channel.unit_id).where(Channel.standing()).order_by(Channel.id))
        return tuple((ident, place) for ident, place in rows)

    return decision_cache.kept(("channels",), read)


decision_cache.watch(
    select(func.count(Channel.id)).scalar_subquery(), select(func.count(Channel.ended_at)).scalar_subquery()
)
