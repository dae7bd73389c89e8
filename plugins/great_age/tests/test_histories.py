"""Thirty-three invented histories of eight months: entered, stopped, resumed, corrected, annulled, settled and paid in whatever order, and
payments that come back from the bank, are paid again or given up, and debts that are given up at any time. In each of them everybody has got in the end what was due but
for months that he gave up, each settlement is proved, and nobody is paid while he owes anything."""

import random
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from plugins.great_age.models import GreatAge, GreatSettlement
from portal.entitlements import Span
from portal.entitlements.proof import faults
from portal.errors import RuleError
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database
HISTORIES = 33
ACCOUNT = {"bank": "农村信用社", "account": "6217000012345678"}
MONTHS = [Span.around("month", date(2026, month, 1)) for month in range(3, 11)]


class History:
    """One of them, by its seed."""

    def __init__(self, seed: int, cast, on) -> None:
        self.random, self.cast, self.on = random.Random(seed), cast, on
        self.people = [factories.resident(cast.taixing, name=name) for name in ("白玉兰", "何桂英", "云秀英")]
        for person in self.people:
            person.birth_date = date(1940, 1, 1)
        db.session.commit()

    def live(self) -> None:
        """Each month what comes to mind, then the month before is settled, and now and then paid."""
        for span in MONTHS:
            days = sorted(self.random.randint(4, 27) for _ in range(self.random.randint(1, 4)))
            for day in (span.first + timedelta(days=each) for each in days):
                with self.on(day.year, day.month, day.day):
                    self._try(self._something, day)
                    self._try(self._money, day)
            self._settle(span)

    def _try(self, act, *args) -> None:
        try:
            act(*args)
            db.session.commit()
        except RuleError:
            db.session.rollback()

    def _something(self, day: date) -> None:
        """One step of one row, or a new row."""
        rows = db.session.scalars(select(GreatAge).where(GreatAge.status != "void")).unique().all()
        clerk, month = self.cast.clerk, self.random.choice([each for each in MONTHS if each.first <= day]).first
        row = self.random.choice(rows) if rows and self.random.random() < 0.8 else None
        if row is None:
            person = self.random.choice(self.people)
            GreatAge.enrol(unit=self.cast.taixing, person=person, valid_from=month, by=clerk, **ACCOUNT)
        elif row.status == "active":
            self.random.choice(
                (
                    lambda: row.stop(min(day, month + timedelta(days=10)), "died", by=clerk),
                    lambda: row.correct_start(month, "写错了。", by=clerk),
                    lambda: row.correct_person(self.random.choice(self.people), "登记错人。", by=clerk, **ACCOUNT),
                    lambda: row.withdraw("不该登记。", by=clerk),
                )
            )()
        else:
            self.random.choice(
                (
                    lambda: row.resume(self.random.choice(list(row.periods_after())).first, "又符合。", by=clerk),
                    lambda: row.correct_stop(row.valid_until - timedelta(days=40), "died", "更早。", by=clerk),
                    lambda: row.withdraw("不该登记。", by=clerk),
                )
            )()

    def _money(self, day: date) -> None:
        """One payment comes back, or what came back is paid again or given up, or what waits is paid."""
        done = GreatSettlement.status.in_(("settled", "paid"))
        settlements = db.session.scalars(select(GreatSettlement).where(done)).unique().all()
        if not settlements:
            return
        made, by = self.random.choice(settlements), self.cast.district
        payment = self.random.choice(made.payments) if made.payments else None
        if payment is None or self.random.random() < 0.2:
            made.pay("HD2", day, by=by)
        elif payment.amount_fen < 0 and self.random.random() < 0.3:
            self._give_up(made, payment)
        else:
            self.random.choice((made.bounce, made.retry, made.cancel))(payment, "账号有误。", by=by)

    def _give_up(self, made: GreatSettlement, debt) -> None:
        """What is to be got back is given up, and now and then it turns out that it need not be."""
        director, district = self.cast.director, self.cast.district
        why = {"cause": "moved", "reason": "联系不上。", "document": "社区说明"}
        proposal = made.propose_write_off(debt, **why, by=director)
        made.decide_write_off(proposal, "属实。", approved=self.random.random() < 0.8, by=district)
        if proposal.decision == "approved" and self.random.random() < 0.3:
            made.undo_write_off(proposal, "找到了。", by=director)

    def _settle(self, span: Span) -> None:
        cast, day = self.cast, span.last
        with self.on(*self._after(day, 2)):
            made = GreatSettlement.draw_up(span.first, unit=cast.street, by=cast.clerk)
            db.session.commit()
            self._try(lambda: made.submit(by=cast.clerk))
            if made.status == "submitted" and self.random.random() < 0.2:
                made.return_("再核对。", by=cast.director)
                made.submit(by=cast.clerk)
            if made.status != "submitted":
                return
            made.check(by=cast.director)
            made.review(by=cast.district)
            made.publish(by=cast.district)
            db.session.commit()
        with self.on(*self._after(day, 20)):
            made.settle(by=cast.district)
            db.session.commit()
            if self.random.random() < 0.7:
                self._try(lambda: made.pay("HD1", self._date(day, 20), by=cast.district))
            owed = [each for each in made.payments if each.status == "due" and each.amount_fen < 0]
            if owed and self.random.random() < 0.2:
                made.recover(owed[0], "SJ1", self._date(day, 20), by=cast.district)
                db.session.commit()

    @staticmethod
    def _date(day: date, later: int) -> date:
        return day + timedelta(days=later)

    def _after(self, day: date, later: int) -> tuple[int, int, int]:
        found = self._date(day, later)
        return found.year, found.month, found.day


@pytest.mark.parametrize("seed", range(HISTORIES))
def test_everybody_gets_what_is_due(cast, on, rule, seed):
    rule(date(2026, 1, 1), tier1="100", tier2="100", tier3="100")
    history = History(seed, cast, on)
    history.live()
    settlements = db.session.scalars(select(GreatSettlement).order_by(GreatSettlement.first_day)).unique().all()
    frozen = [each for each in settlements if each.frozen_at]
    assert [faults(each) for each in frozen] == [[] for _ in frozen]
    if frozen:
        assert booked(frozen) == due(frozen[-1])
        assert_only_what_is_due_was_given_up(frozen)
        assert_nobody_is_paid_who_owes(frozen)
        assert_no_month_is_paid_twice(frozen)


def due(last: GreatSettlement) -> Counter:
    """Person → what was due until the last settlement, by what was known then."""
    found: Counter = Counter()
    for span in MONTHS:
        if span.first <= last.first_day:
            for row in db.session.execute(last.due(span, last.known_at)):
                found[row.person_id] += row.amount_fen
    return found


def booked(settlements: list[GreatSettlement]) -> Counter:
    """Person → what was paid or is to be paid, less what was got back or is to be."""
    found: Counter = Counter()
    for each in settlements:
        for payment in each.payments:
            found[payment.person_id] += payment.amount_fen
    return Counter({person: fen for person, fen in found.items() if fen})


def assert_only_what_is_due_was_given_up(settlements: list[GreatSettlement]) -> None:
    """What somebody gave up is of months that are due to him still; of others the money is missing. And nothing is offset but what a list
    takes back."""
    last, given_up = settlements[-1], Counter()
    still = {
        (row.person_id, span.first): row.amount_fen
        for span in MONTHS
        for row in db.session.execute(last.due(span, last.known_at))
    }
    months: defaultdict[int, set] = defaultdict(set)
    for settlement in settlements:
        lines = db.session.scalars(settlement.lines()).all()
        for payment in settlement.payments:
            if payment.status == "cancelled":
                given_up[payment.person_id] += payment.amount_fen
                his = {each.for_day for each in lines if each.person_id == payment.person_id and each.amount_fen > 0}
                if not his:  # what he had given back, and gave up when it turned out that he had never got it
                    given_up[payment.person_id] -= payment.amount_fen
                    continue
                months[payment.person_id] |= his
                assert payment.amount_fen <= sum(still.get((payment.person_id, day), 0) for day in his)
        offset = Counter()
        for payment in settlement.payments:
            if payment.status == "offset" and payment.amount_fen < 0:
                offset[payment.person_id, payment.for_day] -= payment.amount_fen
        for (person, day), fen in offset.items():
            taken = [each.amount_fen for each in lines if (each.person_id, each.for_day) == (person, day)]
            assert fen <= -sum(taken)
    for person, fen in given_up.items():
        assert fen <= sum(still.get((person, day), 0) for day in months[person])


def assert_nobody_is_paid_who_owes(settlements: list[GreatSettlement]) -> None:
    owing: defaultdict[int, int] = defaultdict(int)
    for settlement in settlements:
        for each in settlement.payments:
            if each.amount_fen > 0 and not each.levelled and each.status != "cancelled":
                assert not owing[each.person_id], (settlement.number, each.shown_name)
        for each in settlement.payments:
            if each.amount_fen < 0 and each.status == "due":
                owing[each.person_id] += 1


def assert_no_month_is_paid_twice(settlements: list[GreatSettlement]) -> None:
    """What was given up is of months that were listed once and are not due any more: nobody keeps a month and is paid it again."""
    last, once, given_up = settlements[-1], defaultdict(set), Counter()
    for settlement in settlements:
        for each in db.session.scalars(settlement.lines()):
            once[each.person_id].add(each.for_day)
        for payment in settlement.payments:
            given_up[payment.person_id] -= payment.amount_fen if payment.status == "written" else 0
    due_now = {
        (row.person_id, span.first) for span in MONTHS for row in db.session.execute(last.due(span, last.known_at))
    }
    for person, fen in given_up.items():
        assert fen <= 10_000 * sum((person, day) not in due_now for day in once[person])
