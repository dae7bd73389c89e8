"""运营单位: who runs a canteen, and who ran it until which day. A meal is paid to whoever ran it on the day it was eaten."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, case, literal
from sqlalchemy.orm import Mapped, declared_attr, mapped_column, relationship

from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.records import step

if TYPE_CHECKING:
    from plugins.elder_care.models.canteen import Canteen
    from plugins.elder_care.models.settlement import MealSettlement
    from portal.accounts.models import User


class FormerOperator(db.Model):
    """Who ran a canteen up to and with the day `until`, since the one before: the name under which its meals are paid."""

    __tablename__ = "elder_care_operator"
    __table_args__ = (UniqueConstraint("canteen_id", "until"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    canteen_id: Mapped[int] = mapped_column(ForeignKey("elder_care_canteen.id"))
    name: Mapped[str] = mapped_column(String(80))
    until: Mapped[date]

    def __str__(self) -> str:
        return f"{self.name}（到 {self.until}）"


class Operated:
    """What is run by somebody, `run_by` at present; empty, where it is run by the canteen itself."""

    if TYPE_CHECKING:
        name: Mapped[str]
        opened_on: Mapped[date]
        settlements: list["MealSettlement"]  # by that of MealSettlement

    run_by: Mapped[str] = mapped_column(String(80), default="")

    @declared_attr
    @classmethod
    def former_operators(cls) -> Mapped[list[FormerOperator]]:
        return relationship(FormerOperator, order_by=FormerOperator.until)

    @step("变更运营单位", needs="elder_care.canteens")
    def hand_over(self: "Canteen", run_by: str, first: date, *, by: "User") -> None:
        """Another runs it from `first` on; what was eaten before is still paid to the last one, and got back from him. Once more for the day
        of the last change, it puts that one right: the name that was wrong ran nothing. Raises RuleError for the same, a day ahead, one
        before the last change, or one in a month that was submitted: its list is reckoned by it."""
        db.session.refresh(self, ["run_by"], with_for_update=True)
        if run_by == self.run_by:
            raise RuleError(f"现在就是“{run_by}”，没有变更。")
        if first > clock.today():
            raise RuleError("日期还没有到，请到那一天再登记。")
        if (settled := self._known_until()) and first <= settled:
            raise RuleError(
                f"{settled} 以前的餐已经提交结算，或者已经登记由谁运营，请从以后的日期变更。名称登记错了的，按原来的起始日期再登记一次。"
            )
        before = first - timedelta(days=1)
        if first > self.opened_on and not any(each.until == before for each in self.former_operators):
            self._keep_payee(before)
        self.run_by = run_by

    def rename(self, name: str) -> None:
        """Lists that were made go on to name the canteen as it was called, where that is whom they pay."""
        settled = self._known_until()
        known = any(each.until == settled for each in self.former_operators)
        if name != self.name and not self.run_by and settled and not known:
            self._keep_payee(settled)
        self.name = name

    def _known_until(self) -> date | None:
        """The last day of which it is settled, or was entered, who ran it."""
        frozen = [each.last_day for each in self.settlements if each.frozen_at]
        return max([*frozen, *(each.until for each in self.former_operators)], default=None)

    def _keep_payee(self, until: date) -> None:
        self.former_operators.append(FormerOperator(name=self.payee, until=until))

    @property
    def payee(self) -> str:
        """Whom its meals are paid to now."""
        return self.run_by or self.name

    def payee_on(self, day: Any) -> ColumnElement[str]:
        """Whom the meals of `day`, a column, are paid to, as SQL."""
        before = [(day <= each.until, each.name) for each in self.former_operators]
        return case(*before, else_=self.payee) if before else literal(self.payee)

    def operators(self, first: date, last: date) -> str:
        """Who ran it in these days, in their order."""
        ends = [each.until for each in self.former_operators]
        begins = [date.min, *(each + timedelta(days=1) for each in ends)]
        names = [*(each.name for each in self.former_operators), self.run_by]
        spans = zip(names, begins, [*ends, date.max], strict=True)
        return "、".join(name for name, begin, end in spans if name and begin <= last and end >= first)

    def what_a_change_means(self) -> str:
        """For whoever is about to change it: what becomes of what is not paid yet."""
        waiting = [
            each.number
            for each in self.settlements
            if each.status == "settled"
            and any(row.payee == self.payee and row.status in ("due", "returned") for row in each.payments)
        ]
        said = f"从这一天起的餐付给新单位，以前的餐仍付给“{self.payee}”；多付的也向“{self.payee}”追回，不从新单位的款项里扣。"
        said += f"现在没有付清的 {len(waiting)} 期（{'、'.join(waiting)}），照支付清单付给原单位。" if waiting else ""
        return said + "已经提交的月份不能再变更。"
