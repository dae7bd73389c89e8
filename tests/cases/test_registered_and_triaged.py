"""提交登记，接着办下一步: straight on to triage, where what may be the same matter stands beside the form."""

import pytest

from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database
TOLD = {
    "title": "楼道堆放纸箱",
    "kind": "0201",
    "description": "三单元楼道里堆满纸箱，轮椅过不去。",
    "applicants-0-name": "王桂兰",
    "applicants-0-phone": "13804770001",
}


def test_who_registers_goes_on_to_triage(as_user, cast):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page("/cases/new"), **TOLD, unit_id=cast.taixing.id, onward="1")
    assert page.url.endswith("/triage")
    assert "已登记：" in page.text


def test_what_may_be_the_same_matter_is_shown_there(as_user, cast):
    factories.case(cast.taixing, by=cast.clerk, title=TOLD["title"], description=TOLD["description"])
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page("/cases/new"), **TOLD, unit_id=cast.taixing.id, onward="1")
    assert (page.url.endswith("/triage"), "可能是同一件事" in page.text) == (True, True)


def test_who_may_not_triage_is_not_asked_to_go_on(as_user):
    assert "接着办下一步" not in as_user("grid").page("/cases/new").text
