"""组织 have a page with their cases, and are put right with a reason by whoever may."""

import pytest

from portal.extensions import db
from portal.people.models import Organisation
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def firm(cast) -> Organisation:
    firm = factories.organisation(cast.street, name="便民超市", phone="13800000001")
    parties = [(1, factories.resident(cast.taixing)), (2, firm)]
    factories.case(cast.taixing, by=cast.clerk, title="卖过期牛奶", parties=parties)
    db.session.commit()
    return firm


def test_its_page_shows_what_is_known_and_its_cases_within_sight(as_user, cast, firm):
    clerk, case = as_user("clerk"), db.session.scalars(db.select(factories.Case)).one()
    assert f"/organisations/{firm.id}" in clerk.page(f"/cases/{case.id}").links()
    page = clerk.page(f"/organisations/{firm.id}")
    assert "卖过期牛奶" in page.text
    assert firm.uscc in page.text
    assert "13800000001" not in page.text
    assert "卖过期牛奶" not in as_user("grid").page(f"/cases/{case.id}").text
    assert as_user("outsider").get(f"/organisations/{firm.id}").status_code == 404
    assert as_user("department").get(f"/organisations/{firm.id}").status_code == 403


def test_it_is_put_right_with_a_reason(as_user, cast, firm):
    clerk, at, other = as_user("clerk"), f"/organisations/{firm.id}/correction", factories.organisation(cast.street)
    db.session.commit()
    form = clerk.page(at)
    assert "13800000001" not in form.text
    for given, said in (
        ({"name": "便民超市二店"}, "请写明理由"),
        ({"reason": "看错了。"}, "没有需要更正的内容"),
        ({"uscc": other.uscc, "reason": "看错了。"}, "已登记过这个代码"),
        ({"uscc": "123", "reason": "看错了。"}, "信用代码"),
    ):
        page = clerk.fill(clerk.page(at), **given)
        assert (page.status, said in page.text) == (422, True), said
    done = clerk.fill(clerk.page(at), name="便民超市二店", address="泰兴街 3 号", reason="按营业执照更正。")
    assert (done.status, done.url) == (200, f"/organisations/{firm.id}")
    firm = db.session.get(Organisation, firm.id, populate_existing=True)
    assert (firm.name, firm.address, firm.phone) == ("便民超市二店", "泰兴街 3 号", "13800000001")
