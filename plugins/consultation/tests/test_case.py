"""A case that was put before the forum: it waits for what comes of it. A county sees what its streets do."""

import pytest

from plugins.consultation.models import Topic
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin_admin.switching import switch
from portal.testing import factories

pytestmark = pytest.mark.database


def test_a_case_is_closed_after_its_topic(cast, forum):
    case = factories.case(cast.taixing, by=cast.clerk, title="电动车飞线充电")
    case.accept(by=cast.clerk)
    topic = Topic.propose(
        unit=forum.unit, forum=forum, title="装充电棚", text="楼下没有地方充电。", case=case, by=cast.clerk
    )
    db.session.commit()
    with pytest.raises(RuleError, match=r"由这件事提出的议题.*待把关"):
        case.resolve("已现场处理。", by=cast.clerk)
    db.session.rollback()
    topic.decline("物业已经安装。", by=cast.clerk)
    case.resolve("已现场处理。", by=cast.clerk)
    assert case.status == "resolved"


def test_a_county_that_has_it_off_looks_at_what_a_street_has_on(as_user, cast, forum, topic):
    topic(title="装充电棚")
    switch("consultation", cast.county, "off", by=None, reason="由街道自定。")
    switch("consultation", cast.street, "on", by=None, reason="本街道试点。")
    db.session.commit()
    district = as_user("district")
    assert "装充电棚" in district.page("/consultation/topics").text
    assert district.get("/consultation/forums/new").status_code == 403, "to look, not to act"
    assert "装充电棚" in as_user("clerk").page("/consultation/topics").text
