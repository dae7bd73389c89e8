"""The caller of an order as a resident: found before one is entered, asked about where somebody of that name is known. 签收 of many asks nothing."""

from plugins.hotline.models import Order
from portal.accounts.models import User
from portal.errors import RuleError
from portal.people.finding import found_or_entered
from portal.people.models import Person
from portal.people.reconciling import Answers
from portal.records.bulk import Bulk

TITLE = 60  # characters of what a case is called
ASKED = "诉求人可能登记过，或者和档案里的不同，要请您选：请打开这件工单签收。"


def title_for(order: Order) -> str:
    """What the case of `order` is called, unless somebody says otherwise."""
    return order.title[:TITLE]


def caller_of(order: Order, answers: Answers) -> Person | None:
    """The resident who called; nobody of a confidential or anonymous order. Raises RuleError, with the questions in `answers`, while something is to be chosen."""
    who = None if order.confidential else order.caller
    if who is None or who.erased_at:
        return None
    return found_or_entered(order.unit, name=who.name, id_number="", phone=who.phone or "", answers=answers)


class AcceptMany(Bulk):
    """批量签收: each order becomes a case under its own title. An order whose caller is to be asked about is refused, and accepted on its page."""

    def take(self, record: Order, by: User, arguments: dict) -> None:
        """Raises RuleError as 签收 does."""
        self.step.check(record, by)
        answers = Answers()
        try:
            caller = caller_of(record, answers)
        except RuleError:
            if not answers.questions:
                raise
            raise RuleError(ASKED) from None
        self.step.take(record, title_for(record), by=by, caller=caller)
        answers.settle(record)
