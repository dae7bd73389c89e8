"""A card of the desk leads to the list of its matters, all of them and no other."""

import re
from datetime import timedelta

import pytest

from portal import clock
from portal.accounts.models import User
from portal.cases.cards import QUEUES
from portal.cases.models import Case
from portal.extensions import db
from portal.home import desk
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database
ROW = re.compile(r"/cases/(\d+|ended/\d+/notice)")
READERS = ("clerk", "director", "department")


def handed(cast, title: str) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk, title=title)
    case.triage(kind="0201", level="minor", by=cast.clerk)
    case.assign(cast.labour_bureau, by=cast.clerk)
    return case


@pytest.fixture
def cases(cast) -> None:
    """One of each kind that a card is about."""
    change("cases", cast.county, {"most_returns": ["0"]}, by=None, reason="旗文件")
    factories.case(cast.taixing, by=cast.clerk, title="待受理的")
    for title in ("未签收的", "签收的", "反馈的", "退回未签收的", "退回签收的", "提醒过的", "收回的"):
        handed(cast, title)
    found = {each.title: each.assignments[0] for each in db.session.scalars(db.select(Case)) if each.assignments}
    for title in ("签收的", "反馈的", "退回签收的"):
        found[title].acknowledge(by=cast.department)
    found["反馈的"].report("修好了。", by=cast.department)
    for title in ("退回未签收的", "退回签收的"):
        found[title].return_("不归我们管。", by=cast.department)
    found["提醒过的"].remind(by=cast.clerk)
    found["收回的"].recall("送错了。", by=cast.clerk)
    db.session.commit()


@pytest.mark.parametrize("reader", READERS)
def test_the_cases_of_a_card_are_those_of_its_list(as_user, cast, cases, reader):
    user, client = db.session.get(User, cast.user_ids[reader]), as_user(reader)
    cards = desk.fill(QUEUES, user, clock.now()).values()
    lists = {card.title: (card.url, {row[1] for row in card.rows}) for card in cards if card.count}
    assert lists
    for title, (url, wanted) in lists.items():
        assert {each for each in client.page(url).links() if ROW.fullmatch(each)} == wanted, title


def test_what_is_soon_due_is_not_listed_with_what_is_overdue(as_user, cast):
    late, soon = (factories.case(cast.taixing, by=cast.clerk, title=title) for title in ("过了期的", "快到期的"))
    late.due_at = late.warn_at = clock.now() - timedelta(days=1)
    soon.warn_at, soon.due_at = clock.now() - timedelta(days=1), clock.now() + timedelta(days=1)
    db.session.commit()
    for address in ("/cases?overdue=soon", "/cases?desk=soon&sort=due"):
        page = as_user("clerk").page(address).text
        assert ("快到期的" in page, "过了期的" in page) == (True, False)


def test_what_was_taken_back_and_who_was_reminded_have_lists_of_their_own(as_user, cast, cases):
    department = as_user("department")
    assert "收回的" in department.page("/cases/ended").text
    reminded = department.page("/cases?status=reminded").text
    assert ("提醒过的" in reminded, "未签收的" in reminded) == (True, False)
    clerk = as_user("clerk")
    assert "没有还没知悉的派单" in clerk.page("/cases/ended").text
    contested = clerk.page("/cases?status=contested").text
    assert ("退回未签收的" in contested, "退回签收的" in contested, "提醒过的" in contested) == (True, True, False)
