"""By when a unit has to answer is kept beside what it was handed, so that its desk and lists are read in that order."""

from datetime import timedelta

import pytest

from portal import clock
from portal.cases.choices import ASSIST
from portal.cases.models import Case
from portal.extensions import db
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def handed(cast) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk, title="欠薪")
    case.triage(kind="0701", level="minor", by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    return case


def answer_by(case: Case):
    db.session.commit()
    return case.assignments[-1].answer_by


def test_it_is_the_date_of_the_case_and_follows_it(cast, handed):
    assert answer_by(handed) == handed.due_at
    before = handed.due_at
    handed.run_until(before + timedelta(days=40))
    assert answer_by(handed) == handed.due_at == before + timedelta(days=40)


def test_a_date_of_its_own_goes_before(cast, handed):
    own = clock.now() + timedelta(days=1)
    handed.assign(cast.street, by=cast.clerk, due_at=own, role=ASSIST)
    assert [each.answer_by for each in handed.assignments] == [handed.due_at, own]


def test_while_the_case_stands_still_there_is_none(cast, handed):
    handed.suspend("等鉴定", clock.today() + timedelta(days=9), by=cast.director)
    assert answer_by(handed) is None
    handed.resume(by=cast.director)
    assert answer_by(handed) == handed.due_at is not None


def test_the_desk_says_overdue_where_the_own_date_is_past_and_that_of_the_case_is_not(as_user, cast, handed):
    handed.assignments[0].due_at = clock.now() - timedelta(hours=1)
    db.session.commit()
    assert "欠薪" in as_user("department").page("/cases?desk=overdue").text


def test_the_migration_writes_it_down_for_what_is_open(cast, handed):
    closed = factories.case(cast.taixing, by=cast.clerk, title="撤回的")
    closed.triage(kind="0701", level="minor", by=cast.clerk)
    closed.assign(cast.labour_bureau, by=cast.clerk)
    closed.withdraw(closed.side(1), "visit", "和好了。", by=cast.clerk)
    db.session.commit()
    core, *plugins = histories()
    db.session.remove()
    for history in reversed(plugins):
        downgrade(history)
    downgrade(core, "core_0054")
    upgrade_all()
    assert not drift(next(each for each in histories() if each.key == "core"))
    found = db.session.query(Case).order_by(Case.id).all()
    assert [each.assignments[0].answer_by == each.due_at for each in found] == [True, False]
