"""就餐记录: one row a meal, append-only. The settlement reads it.

| column | holds |
|---|---|
| `canteen_id`, unit and ancestors | where it was taken: scope, and the way of the settlement, follow the canteen |
| `member_id`, `eaten_on`, `sitting` | who, on which day, at which sitting (breakfast, lunch, dinner) |
| `booked_on` | the day it counts in the books: that of the meal, but for a late entry or a counter-entry the day these were made (of a month that is being drawn up, its last day). **A month is settled by `booked_on`**, so that a closed month never changes |
| `portions` | 1, or −1 for a counter-entry (冲正), whose amounts are negative, too: sums are right without a condition |
| `turn` | 1; 2 for the meal entered after the first was countered, and so on |
| `price_fen` = `subsidy_fen` + `own_fen` | what was computed then, in 分; a rule that changes later changes no row |
| `category` | by which the subsidy was reckoned (choices.CATEGORY_NAMES), "" for none |
| `way`, `shown_by`, `source` | 堂食, 自取, 送餐; how the diner was known; till, sent later from a till without a line, or entered late |
| `key` | made by the till before it sends: what is sent twice is one meal |

Once a sitting a member: UNIQUE (member, day, sitting, turn, portions), on both databases, at whatever canteen. Day, week and month
limits are counted under the lock of the member (`plugins.elder_care.models.serving`). Nothing names the diner here: names stay
with the person, and go with it.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship, synonym

from plugins.elder_care.choices import SITTINGS, WAYS
from plugins.elder_care.models.canteen import Canteen
from plugins.elder_care.models.member import Member
from portal import clock
from portal.accounts.models import User
from portal.columns import Fen
from portal.extensions import db
from portal.org.models import Scoped
from portal.records import AppendOnly, State, States
from portal.records.in_order import list_indexes
from portal.redaction import RedactedText


class Meal(AppendOnly, Scoped, db.Model):
    """打餐记录: one meal taken, or its counter-entry."""

    __tablename__ = "elder_care_meal"
    __table_args__ = (
        UniqueConstraint("member_id", "eaten_on", "sitting", "turn", "portions", name="uq_elder_care_meal_once"),
        UniqueConstraint("key"),
        UniqueConstraint("counters_id"),
        Index("ix_elder_care_meal_booked", "canteen_id", "booked_on"),
        Index("ix_elder_care_meal_county", "county_id", "at", "id"),
        Index("ix_elder_care_meal_township", "township_id", "at", "id"),
        CheckConstraint("price_fen = subsidy_fen + own_fen", name="adds_up"),
        CheckConstraint("portions IN (1, -1)", name="one"),
        *list_indexes("elder_care_meal", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    canteen_id: Mapped[int] = mapped_column(ForeignKey("elder_care_canteen.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("elder_care_member.id"))
    eaten_on: Mapped[date]
    sitting: Mapped[str] = mapped_column(String(10))
    turn: Mapped[int] = mapped_column(default=1)
    portions: Mapped[int] = mapped_column(default=1)
    booked_on: Mapped[date]
    at: Mapped[datetime]
    way: Mapped[str] = mapped_column(String(10))
    shown_by: Mapped[str] = mapped_column(String(10))
    source: Mapped[str] = mapped_column(String(10), default="till")
    set_meal_id: Mapped[int | None] = mapped_column(ForeignKey("elder_care_set_meal.id"))
    agent_id: Mapped[int | None] = mapped_column(ForeignKey("elder_care_agent.id"))
    price_fen: Mapped[Fen]
    subsidy_fen: Mapped[Fen]
    own_fen: Mapped[Fen]
    category: Mapped[str] = mapped_column(String(12), default="")
    key: Mapped[str | None] = mapped_column(String(40))
    counters_id: Mapped[int | None] = mapped_column(ForeignKey("elder_care_meal.id"))
    reason: Mapped[str] = mapped_column(RedactedText(200), default="")
    operator_id: Mapped[int | None] = mapped_column(ForeignKey("accounts_user.id"))
    entered_at: Mapped[datetime] = mapped_column(default=clock.now)

    canteen: Mapped[Canteen] = relationship()
    member: Mapped[Member] = relationship()
    operator: Mapped[User | None] = relationship()

    # what a list of records behind a figure shows; a meal has no states, its sitting stands for them
    number: Mapped[str] = column_property(
        select(Member.number).where(Member.id == member_id).scalar_subquery(), deferred=True
    )
    title: Mapped[str] = column_property(
        select(Canteen.name).where(Canteen.id == canteen_id).scalar_subquery(), deferred=True
    )
    status: Mapped[str] = synonym("sitting")
    states = States(*(State(key, name) for key, name in SITTINGS.items()))

    @classmethod
    def visible_to(cls, user: User) -> Select:
        """Meals taken in the units in which the user may see them."""
        return select(cls).where(cls.reach(user, "elder_care.view"))

    @property
    def sitting_name(self) -> str:
        return SITTINGS[self.sitting]

    @property
    def way_name(self) -> str:
        return WAYS[self.way]
