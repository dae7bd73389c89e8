"""到馆: who came is counted, and the group says how it was."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from plugins.family_values.choices import RATINGS
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.files.models import Attachment
from portal.records import step
from portal.redaction import RedactedText

if TYPE_CHECKING:
    from plugins.family_values.models.booking import Booking

BOOK = "family_values.book"
NO_MORE_THAN_CAME = CheckConstraint("came_party_members + came_minors <= came", "came")


def _not_yet(booking: "Booking") -> str:
    return f"预约的是 {booking.day}，到那天才能签到。" if booking.day > clock.today() else ""


class Visited:
    """What was counted at the door, the photo if there is one, and the feedback."""

    came: Mapped[int] = mapped_column(default=0)
    came_party_members: Mapped[int] = mapped_column(default=0)
    came_minors: Mapped[int] = mapped_column(default=0)
    arrived_at: Mapped[datetime | None]
    rating: Mapped[str] = mapped_column(String(8), default="")
    opinion: Mapped[str] = mapped_column(RedactedText(500), default="")

    @declared_attr
    def photo_id(cls) -> Mapped[int | None]:
        return mapped_column(ForeignKey("files_attachment.id"))

    @declared_attr
    def photo(cls) -> Mapped[Attachment | None]:
        return relationship(Attachment)

    @property
    def rating_name(self) -> str:
        return RATINGS.get(self.rating, "")

    @step("到馆签到", of="confirmed", to="arrived", needs=BOOK, unless=_not_yet, waits=True)
    def arrive(self: "Booking", came: int, came_party_members: int, came_minors: int, *, by: User) -> str:
        """签到: one 批次. Raises RuleError for counts that cannot be."""
        if came_party_members + came_minors > came:
            raise RuleError("党员和未成年人加起来超过了总人数，请核对。")
        self.came, self.came_party_members, self.came_minors = came, came_party_members, came_minors
        self.arrived_at = min(clock.now(), self.begins_at) if self.day < clock.today() else clock.now()
        self.due_on = None
        return f"实到 {came} 人，其中党员 {came_party_members} 人、未成年人 {came_minors} 人。"

    @step("更正人数", of=("arrived", "reviewed"), needs="family_values.manage", verb="recount")
    def recount(self: "Booking", came: int, came_party_members: int, came_minors: int, *, reason: str, by: User) -> str:
        """What was counted wrongly. Raises RuleError as `arrive`."""
        if came_party_members + came_minors > came:
            raise RuleError("党员和未成年人加起来超过了总人数，请核对。")
        was, self.came = self.came, came
        self.came_party_members, self.came_minors = came_party_members, came_minors
        return f"由 {was} 人更正为 {came} 人：{reason}"

    @step("上传照片", of=("arrived", "reviewed"), needs=BOOK, verb="photo")
    def put_photo(self: "Booking", upload, *, by: User) -> str:
        """A picture of the visit; nobody has to. Raises RuleError for what is none."""
        self.photo = Attachment.take_in(upload, subject=self, purpose="visit", by=by, picture=True)
        return self.photo.name

    @step("登记反馈", of="arrived", to="reviewed", needs=BOOK, verb="feedback")
    def take_feedback(self: "Booking", rating: str, *, by: User, opinion: str = "") -> str:
        """What the group said, entered by staff."""
        self.rating, self.opinion = rating, opinion
        return f"{self.rating_name}。{opinion}"

    @step("反馈", of="arrived", to="reviewed", needs=None, verb="said")
    def say(self: "Booking", rating: str, *, by: User | None, opinion: str = "") -> str:
        """What the group says itself, with the code."""
        self.rating, self.opinion = rating, opinion
        return f"{self.rating_name}。{opinion}"
