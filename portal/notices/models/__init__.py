"""消息 and its readers; channels and what goes out through them."""

from portal.notices.models.channel import Channel
from portal.notices.models.delivery import Delivery, Enclosed
from portal.notices.models.message import Message, Reading
from portal.notices.models.reader import Reader

__all__ = ["Channel", "Delivery", "Enclosed", "Message", "Reader", "Reading"]
