"""A case says of itself that it waits for whoever was to take it over, and for the director who decides about a return: the desk reads it from there."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.accounts.models import Appointment, User
from portal.cases.models import Case
from portal.cases.models.assignment import Assignment
from portal.extensions import db
from portal.settings import change
from portal.testing import factories
from portal.testing.core_history import core_back_to, core_to_head
from portal.testing.plans import plan_of

pytestmark = pytest.mark.database
SAID = {"reason": "没有执法权。", "done": "现场看过两次。", "asked": "请协调执法。"}


@pytest.fixture
def case(cast) -> Case:
    return factories.case(cast.taixing, by=cast.clerk, title="违法采砂")


@pytest.fixture
def above(cast) -> User:
    """A clerk of the county."""
    user = User(username="county_clerk", name="旗受理员", password_hash="")
    user.appointments.append(Appointment(unit=cast.county, role="clerk", valid_from=date(2020, 1, 1)))
    db.session.add(user)
    db.session.flush()
    return user


@pytest.mark.parametrize("answer", ["taken", "refused", "undone", "closed"])
def test_it_waits_until_the_other_end_has_answered(cast, case, above, answer):
    case.escalate(cast.county, **SAID, by=cast.clerk)
    passed = case.referrals[-1]
    assert case.take_by == passed.due_at
    {
        "taken": lambda: passed.take_over(by=above),
        "refused": lambda: passed.refuse("请先调查。", by=above),
        "undone": lambda: passed.undo(by=cast.clerk),
        "closed": lambda: case.withdraw(case.side(1), "visit", "不办了。", by=cast.clerk),
    }[answer]()
    assert case.take_by is None


@pytest.mark.parametrize("outcome", ["refused", "done"])
def test_the_outcome_is_untold_until_whoever_passed_it_on_takes_note(cast, case, above, outcome):
    case.escalate(cast.county, **SAID, by=cast.clerk)
    passed = case.referrals[-1]
    assert not case.outcome_untold
    if outcome == "refused":
        passed.refuse("请先调查。", by=above)
    else:
        passed.take_over(by=above)
        case.withdraw(case.side(1), "visit", "不办了。", by=above)
    assert case.outcome_untold
    passed.take_note(by=cast.clerk)
    assert not case.outcome_untold


def test_of_two_outcomes_the_second_is_still_to_be_noted(cast, case, above):
    for _ in range(2):
        case.escalate(cast.county, **SAID, by=cast.clerk)
        case.referrals[-1].refuse("请先调查。", by=above)
    first, second = case.referrals
    first.take_note(by=cast.clerk)
    assert case.outcome_untold
    second.take_note(by=cast.clerk)
    assert not case.outcome_untold


def test_an_outcome_nobody_noted_before_the_upgrade_is_on_the_desk_after_it(cast, case, above):
    for _ in range(2):
        case.escalate(cast.county, **SAID, by=cast.clerk)
        case.referrals[-1].refuse("请先调查。", by=above)
        db.session.flush()
    other = factories.case(cast.taixing, by=cast.clerk, title="已经知悉的")
    other.escalate(cast.county, **SAID, by=cast.clerk)
    other.referrals[-1].refuse("请先调查。", by=above)
    other.referrals[-1].take_note(by=cast.clerk)
    db.session.commit()
    core_back_to("core_0067")
    assert not core_to_head()
    assert db.session.execute(select(Case.title, Case.outcome_untold).order_by(Case.id)).all() == [
        ("违法采砂", True),
        ("已经知悉的", False),
    ]


def test_it_waits_for_the_director_while_any_unit_asks_to_send_it_back(cast, case):
    change("cases", cast.county, {"most_returns": ["0"]}, by=None, reason="旗文件")
    case.accept(by=cast.clerk)
    for unit in (cast.labour_bureau, cast.street):
        case.assign(unit, by=cast.clerk, role="lead" if unit is cast.labour_bureau else "assist")
    bureau, street = case.assignments
    bureau.return_("不归我局管辖。", by=cast.department)
    street.return_("不归街道办。", by=cast.clerk)
    bureau.uphold(by=cast.director)
    assert case.contested
    street.order_on("属于街道。", by=cast.director)
    assert not case.contested


def test_what_was_passed_on_before_the_upgrade_waits_after_it(cast, case):
    change("cases", cast.county, {"most_returns": ["0"]}, by=None, reason="旗文件")
    disputed = factories.case(cast.taixing, by=cast.clerk, title="退回的")
    disputed.accept(by=cast.clerk)
    disputed.assign(cast.labour_bureau, by=cast.clerk)
    disputed.assignments[0].return_("不归我局管辖。", by=cast.department)
    case.escalate(cast.county, **SAID, by=cast.clerk)
    until = case.take_by
    db.session.commit()
    core_back_to("core_0063")
    assert not core_to_head()
    found = select(Case.title, Case.take_by, Case.contested).order_by(Case.id)
    assert db.session.execute(found).all() == [("违法采砂", until, False), ("退回的", None, True)]


def test_what_was_taken_from_a_unit_and_is_not_noted_has_an_index_of_its_own(app):
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL reads a table of one page as a whole")
    read = plan_of(select(Assignment.id).where(Assignment.untold_to([1])).order_by(Assignment.id), {})
    assert any("ix_cases_assignment_untold" in each for each in read), read
