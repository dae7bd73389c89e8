"""发送: one text through one channel, to a group or to one person, about one message or several."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.accounts.models import User
from portal.columns import named
from portal.extensions import db
from portal.notices.models.channel import Channel
from portal.notices.words import DELIVERY_STATES


class Delivery(db.Model):  # type: ignore[name-defined]
    """发送. `batch` is channel, person and moment: what is due at the same moment goes out together. Without messages it is a try of the channel.

    "sending" is committed before anything leaves: one that is found so was cut off, and is never sent a second time by itself.
    """

    __tablename__ = "notices_delivery"
    __table_args__ = (Index("ix_notices_delivery_channel", "channel_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    batch: Mapped[str] = mapped_column(String(80), unique=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("notices_channel.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    due_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(default=clock.now)
    sent_at: Mapped[datetime | None]

    channel: Mapped[Channel] = relationship(lazy="joined")
    user: Mapped[User | None] = relationship(lazy="joined")
    state_name = named("state", DELIVERY_STATES)


class Enclosed(db.Model):  # type: ignore[name-defined]
    """That a message is in a delivery."""

    __tablename__ = "notices_enclosed"

    delivery_id: Mapped[int] = mapped_column(ForeignKey("notices_delivery.id"), primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("notices_message.id"), primary_key=True, index=True)
