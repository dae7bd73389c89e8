"""A canteen with its books, for tests of the settlement: rows are written as the till leaves them."""

from datetime import date, datetime, time

from plugins.elder_care.models import Canteen, Licence, Meal, MealSettlement, Member
from portal import clock
from portal.extensions import db
from portal.settings import change
from portal.testing import factories
from portal.testing.cast import Cast

FOUNDED = date(2025, 1, 1)


class Books:
    """泰兴食堂 and 南干食堂, and three who eat there."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.canteen, self.other = self._canteen("泰兴食堂", cast.taixing), self._canteen("南干食堂", cast.nangan)
        self.wang, self.li, self.zhang = (
            self._member(name, number) for number, name in enumerate(("王桂兰", "李秀英", "张玉梅"), start=1)
        )
        db.session.commit()

    def _canteen(self, name: str, unit) -> Canteen:
        found = Canteen(name=name, run_by="泰兴餐饮公司", opened_on=FOUNDED, dinner="17:00-18:30")
        found.place(unit)
        found.licences = [
            Licence(kind=kind, valid_from=FOUNDED, valid_until=date(2028, 1, 1))
            for kind in ("legal", "food", "health", "fire")
        ]
        db.session.add(found)
        return found

    def _member(self, name: str, number: int) -> Member:
        person = factories.resident(self.cast.taixing, name=name)
        found = Member(person=person, joined_on=FOUNDED, review_due=date(2027, 12, 31), number=f"{number:05d}")
        found.place(self.cast.taixing)
        db.session.add(found)
        return found

    def licence(self, kind: str) -> Licence:
        return next(each for each in self.canteen.licences if each.kind == kind)

    @staticmethod
    def on(*day: int):
        """`with books.on(2026, 11, 3):` it is that day."""
        return clock.pretend(datetime(*day, 9, tzinfo=clock.SHANGHAI))

    def rule(self, begins: date = date(2026, 10, 1), **fields: str) -> None:
        """Settings of the county, from a day on."""
        typed = {name: [value] for name, value in fields.items()}
        change("elder_care", self.cast.county, typed, by=None, reason="试验", valid_from=begins)
        db.session.flush()

    def eat(
        self,
        member: Member,
        day: date,
        *,
        canteen: Canteen | None = None,
        sitting: str = "lunch",
        at: str = "11:30",
        subsidy: int = 300,
        price: int = 1200,
        booked: date | None = None,
        source: str = "till",
        way: str = "dine_in",
        shown_by: str = "card",
    ) -> Meal:
        """One meal, as the till leaves it."""
        moment = datetime.combine(day, time.fromisoformat(at), clock.SHANGHAI)
        row = Meal(
            canteen_id=(canteen or self.canteen).id,
            member_id=member.id,
            eaten_on=day,
            sitting=sitting,
            booked_on=booked or day,
            at=moment,
            way=way,
            shown_by=shown_by,
            source=source,
            price_fen=price,
            subsidy_fen=subsidy,
            own_fen=price - subsidy,
            category="age" if subsidy else "",
            operator_id=self.cast.clerk.id,
        )
        row.place((canteen or self.canteen).unit)
        db.session.add(row)
        db.session.flush()
        return row

    def take_back(
        self,
        member: Member,
        day: date,
        *,
        sitting: str = "lunch",
        canteen: Canteen | None = None,
        booked: date | None = None,
    ) -> Meal:
        """The counter-entry of one meal."""
        meal = db.session.query(Meal).filter_by(member_id=member.id, eaten_on=day, sitting=sitting, portions=1).one()
        row = Meal(
            **{
                name: getattr(meal, name)
                for name in ("canteen_id", "member_id", "eaten_on", "sitting", "at", "way", "shown_by")
            },
            booked_on=booked or day,
            portions=-1,
            price_fen=-meal.price_fen,
            subsidy_fen=-meal.subsidy_fen,
            own_fen=-meal.own_fen,
            category=meal.category,
            counters_id=meal.id,
            operator_id=self.cast.director.id,
        )
        row.place((canteen or self.canteen).unit)
        db.session.add(row)
        db.session.flush()
        return row

    def draw_up(self, day: date) -> MealSettlement:
        """The settlement of the canteen for a month."""
        found = MealSettlement.draw_up(day, unit=self.canteen.unit, canteen_id=self.canteen.id, by=self.cast.clerk)
        db.session.flush()
        return found
