"""异议: taken down by whoever of the street sees the settlement; one that is upheld asks again about what was cleared."""

from datetime import date

import pytest

from portal.errors import NotAllowed
from portal.extensions import db

pytestmark = pytest.mark.database
SAID = {"received_on": date(2026, 11, 4), "objector": "赵六", "text": "十月已去世。"}
TYPED = SAID | {"received_on": "2026-11-04"}


@pytest.fixture
def published(cast, books):
    """October with a meal after a death, which was cleared."""
    books.wang.stop_reason, books.wang.stopped_on = "died", date(2026, 10, 9)
    books.eat(books.wang, date(2026, 10, 12))
    with books.on(2026, 11, 3):
        found = books.draw_up(date(2026, 10, 1))
        found.submit(by=cast.clerk)
        for each in found.findings:
            found.decide(each, "cleared", "已核实。", by=cast.director)
        found.check(by=cast.director)
        found.review(by=cast.district)
        found.publish(by=cast.district)
        db.session.commit()
    return found


def test_the_street_takes_it_down_and_the_reviewer_answers(cast, books, published, as_user):
    at = f"/elder_care/settlements/{published.id}"
    with books.on(2026, 11, 4):
        for user in ("clerk", "director"):
            client = as_user(user)
            assert f"{at}/objections/new" in client.page(at).links()
            done = client.fill(client.page(f"{at}/objections/new"), **TYPED)
            assert done.status == 200, done.text
        db.session.expire_all()
        [first, _] = published.objections
        with pytest.raises(NotAllowed):
            published.answer_objection(first, "查过了。", upheld=False, by=cast.clerk)
        district = as_user("district")
        refused = district.fill(district.page(f"{at}/objections/{first.id}/answer"), text="查过了。")
        assert (refused.status, "请选择是否成立" in refused.text) == (422, True)


def test_what_was_cleared_is_asked_again(cast, books, published):
    with books.on(2026, 11, 4):
        raised = published.object(**SAID, by=cast.clerk)
        published.answer_objection(raised, "确已去世。", upheld=True, by=cast.district)
        assert "原来认定正常的 1 条疑点重新认定" in published.events[-1].note
        published.submit(by=cast.clerk)
        assert "还有 1 条核查疑点没有认定" in published.doubts()
