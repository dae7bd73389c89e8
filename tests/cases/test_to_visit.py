"""待回访: who asked is followed up within the local time, and until then the case stands on the desk."""

from datetime import UTC, date, datetime

import pytest

from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database
MONDAY = datetime(2026, 3, 2, 2, tzinfo=UTC)
SAID = {"way": "phone", "answered": "yes", "settled": "yes", "content": "content", "note": "问过。"}


def closed(cast, **fields) -> Case:
    case = factories.case(cast.taixing, by=cast.clerk, title="修好的路灯", **fields)
    case.accept(by=cast.clerk)
    case.resolve("修好了。", by=cast.clerk)
    db.session.commit()
    return case


def test_it_stands_on_the_desk_until_it_was_followed_up(as_user, cast):
    case, clerk = closed(cast), as_user("clerk")
    assert "待回访 1" in clerk.page("/").text
    assert "修好的路灯" in clerk.page("/cases?status=visit").text
    case.visit(**SAID, by=cast.clerk)
    db.session.commit()
    assert "待回访 1" not in clerk.page("/").text


def test_by_when_the_district_says(cast):
    with clock.pretend(MONDAY):
        assert closed(cast).visit_by == date(2026, 3, 9)
        change("cases", cast.county, {"visit_period": ["2 个工作日"]}, by=None, reason="旗文件")
        assert closed(cast).visit_by == date(2026, 3, 4)


def test_not_where_nobody_is_to_be_asked_any_more(cast):
    archived, again, withdrawn = closed(cast), closed(cast), factories.case(cast.taixing, by=cast.clerk)
    archived.archive(by=cast.clerk)
    again.reopen("又坏了。", by=cast.clerk)
    withdrawn.withdraw(withdrawn.side(1), "visit", "和好了。", by=cast.clerk)
    assert [each.visit_by for each in (archived, again, withdrawn)] == [None, None, None]
