"""公示: number and amount, with masked names; never an ID number, never why somebody is entitled (docs/domain/personal-data.md)."""

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.entitlements.states import BOTH, UNDER_WAY
from portal.extensions import db
from portal.money import format_yuan
from portal.people.masking import mask_name
from portal.people.models import Person
from portal.records import Moved, publication, step
from portal.records.people import Contact
from portal.settings import basis_of, settings_of

if TYPE_CHECKING:
    from portal.accounts.models import User
    from portal.entitlements.settlement import Settlement


class Objection(publication.Objection):
    """异议 during the days of publication."""

    id: Mapped[int] = mapped_column(primary_key=True)


class Publicised(publication.Publication):
    """The days of publication, and what is said against it. Their number is the setting `publication_days` of `settings_key`."""

    objection_class: ClassVar[type[Any]]

    @declared_attr
    @classmethod
    def objections(cls) -> Mapped[list[Objection]]:
        return relationship(cls.objection_class, order_by=cls.objection_class.id)

    @step("公示", of="reviewed", to="published", needs="review", not_by=BOTH, waits=True)
    def publish(self: "Settlement", *, by: "User") -> str:
        """公示 from today; the day itself does not count."""
        rules = settings_of(self.settings_key, self.unit)
        kind, basis = rules.values.get("day_kind", "calendar"), basis_of(rules, "publication_days")
        return self.publish_for(rules.publication_days, kind, basis)

    @step("登记异议", of="published", needs="view")
    def object(
        self: "Settlement", *, received_on: date, objector: str, text: str, by: "User", phone: str = ""
    ) -> Moved:
        """By whoever sees the settlement: the sheet tells people to come to the street. Raises RuleError outside the days of publication."""
        self.check_received(received_on)
        raised = self.objection_class(received_on=received_on, objector=Contact(name=objector, phone=phone), text=text)
        self.objections.append(raised)
        return Moved(text, made=raised)

    @step("答复异议", of="published", needs="review", not_by=BOTH, verb="answer")
    def answer_objection(self: "Settlement", objection: Any, answer: str, *, upheld: bool, by: "User") -> Moved:
        """One that is upheld sends the settlement back, or, where a later one may already correct it, is left to that.
        What was found to be nothing is asked about again."""
        said = objection.reply(answer, upheld=upheld)
        if not upheld:
            return Moved(said)
        if self.later_is_frozen():
            return Moved(f"异议成立，差额在以后的期里冲补：{answer}")
        self.thaw()
        again = self.ask_again()
        self.published_until = clock.today()
        return Moved(f"异议成立，退回重新编制：{answer}{again}", to="open")

    @step(
        "结算",
        of="published",
        to="settled",
        needs="review",
        not_by=BOTH,
        unless=lambda settlement: settlement.still_published() or settlement.earlier_first(),
        waits=True,
    )
    def settle(self: "Settlement", *, by: "User | None") -> Moved:
        """公示期满: the list of payments is made; what somebody got too much before is withheld from it."""
        self.list_payments()
        withheld = self.withhold(by)
        ended = "公示期满，异议均已答复。" if self.objections else "公示期满，没有异议。"
        return Moved(f"{ended}{self.total}。{withheld}", to=self.when_paid())

    def earlier_first(self: "Settlement") -> str:
        """Which period of the body is to be settled before this one, in a sentence, or "": what it takes back must be known."""
        cls = type(self)
        under_way = cls.of(self.body), cls.first_day < self.first_day, cls.status.in_(UNDER_WAY)
        earlier = db.session.scalar(select(cls).where(*under_way).order_by(cls.first_day).limit(1))
        return f"{earlier.span}还没有结算（{earlier.number}），请先结算前面的。" if earlier else ""

    def published_total(self: "Settlement", rows: list[tuple[str, int, int]]) -> str:
        """Of what the sheet says: residents, number and amount."""
        number, fen = sum(each[1] for each in rows), sum(each[2] for each in rows)
        return f"{len(rows)} 人 {number} {self.COUNTED}，{format_yuan(fen)} 元"

    def publication(self: "Settlement") -> list[tuple[str, int, int]]:
        """What the sheet says of each: masked name, number and amount in 分, in the order of the names. Where
        residents are paid, those who owe are not for the wall: only what is paid is published."""
        line = self.line_class
        found: Select = (
            select(Person.name, func.sum(line.quantity), func.sum(line.amount_fen))
            .join(Person, Person.id == line.person_id)
            .where(line.settlement_id == self.id)
            .group_by(Person.id, Person.name)
            .order_by(Person.name, Person.id)
        )
        if self.pays_residents():
            found = found.having(func.sum(line.amount_fen) > 0)
        return [(mask_name(name), int(count), int(amount)) for name, count, amount in db.session.execute(found)]
