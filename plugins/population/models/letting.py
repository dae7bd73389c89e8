"""出租: who rents premises until when by contract, and when that was looked at."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from plugins.population.choices import EDIT, RENTED
from plugins.population.models.first_day import first_day
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db
from portal.people.models import Person
from portal.records import Moved, step
from portal.records.dated import Dated

if TYPE_CHECKING:
    from plugins.population.models.premises import Premises


class Lease(Dated, db.Model):
    """承租: a resident, from one day to another. `contract_until`: the last day by the contract, where there is one. Nobody after an erasure."""

    __tablename__ = "population_lease"

    id: Mapped[int] = mapped_column(primary_key=True)
    premises_id: Mapped[int] = mapped_column(ForeignKey("population_premises.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people_person.id"), index=True)
    contract_until: Mapped[date | None]

    record: Mapped["Premises"] = relationship(back_populates="leases")
    person: Mapped[Person | None] = relationship(lazy="joined")

    def admit_use(self) -> None:
        """Raises RuleError while the data of whoever rents it is restricted."""
        if self.person:
            self.person.admit_use()

    @property
    def name(self) -> str:
        return self.person.name_shown if self.person else "已删除"


def _not_rented(premises: "Let") -> str:
    return "" if premises.use == RENTED else "用途不是出租，不用核对。"


class Let:
    """Premises that may be let."""

    leases: Mapped[list[Lease]]
    use: Mapped[str]
    checked_on: Mapped[date | None] = mapped_column()

    if TYPE_CHECKING:

        def look_again(self) -> None: ...

    @property
    def rented_to(self) -> list[Lease]:
        """Who rents it now."""
        return [each for each in self.leases if each.valid_until is None]

    @step("登记承租人", of="here", needs=EDIT)
    def let(self, person: Person, on: date, *, by: User | None, contract_until: date | None = None) -> Moved:
        """It is rented from then on. Raises RuleError for who rents it already, a contract that ends before it begins, and a day before the year of
        birth."""
        if any(each.person is person for each in self.rented_to):
            raise RuleError("已经登记为承租人。", at="id_number")
        on = first_day(person, on)
        if contract_until and contract_until < on:
            raise RuleError("合同到期早于起租日期，请核对。", at="contract_until")
        made = Lease(person=person, valid_from=on, contract_until=contract_until)
        self.leases.append(made)
        self.use = RENTED
        self.look_again()
        return Moved(f"{on} 起。" + (f"合同到 {contract_until}。" if contract_until else ""), made=made)

    @step("续租", of="here", needs=EDIT)
    def renew(self, lease: Lease, contract_until: date, *, by: User | None) -> str:
        """The contract goes on. Raises RuleError for who has left, and a day that is over."""
        if lease.valid_until:
            raise RuleError("这位承租人已经退租。", at="contract_until")
        lease.admit_use()
        if contract_until < clock.today():
            raise RuleError("这一天已经过去，请核对。", at="contract_until")
        lease.contract_until = contract_until
        self.look_again()
        return f"合同到 {contract_until}。"

    @step("退租", of="here", needs=EDIT)
    def end_lease(self, lease: Lease, on: date, *, by: User | None) -> str:
        """Whoever rented it has left; it stays for renting until its use is corrected."""
        lease.admit_use()
        lease.end_on(on)
        self.look_again()
        return f"最后一天 {on}。"

    @step("登记核对", of="here", needs=EDIT, unless=_not_rented, waits=True)
    def check(self, on: date, result: str, *, by: User | None) -> str:
        """Looked at: who lives there, whether it is safe. A contract that has run out is renewed or ended first."""
        if on > clock.today():
            raise RuleError("日期还没有到，请核对。", at="on")
        if any(each.contract_until and each.contract_until < clock.today() for each in self.rented_to):
            raise RuleError("有合同已经到期，请先办理续租或者退租。")
        self.checked_on = on
        self.look_again()
        return f"{on}，{result}"
