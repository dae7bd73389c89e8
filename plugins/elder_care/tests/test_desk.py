"""The desk: the till for whoever serves, nothing that leads to a refusal, no settlement that is somebody else's turn."""

from datetime import UTC, date, datetime

import pytest

from plugins.elder_care import core_hooks
from plugins.elder_care.models import MealSettlement
from portal import clock
from portal.extensions import db
from portal.home.desk import fill
from portal.plugin_admin.switching import switch
from portal.settings import change

pytestmark = pytest.mark.database
APRIL = datetime(2026, 4, 1, 1, 0, tzinfo=UTC)


def cards_of(user) -> dict:
    return {queue.key: card for queue, card in fill(core_hooks.QUEUES, user, clock.now()).items()}


def buttons(page) -> list[str]:
    return ["".join(each.itertext()).strip() for each in page.tree.xpath("//div[contains(@class,'page-actions')]//a")]


def test_the_operator_s_desk_begins_with_the_till(noon, cast, canteen, as_user):
    operator = as_user("elder_care.operator")
    assert buttons(operator.page("/")) == ["打餐"]
    assert operator.page("/elder_care/till").url == f"/elder_care/canteens/{canteen.id}/till"
    assert "打餐" not in buttons(as_user("mediator").page("/"))
    switch("elder_care", cast.county, "read_only", by=cast.administrator, reason="盘点")
    db.session.commit()
    assert buttons(operator.page("/")) == []


def test_of_several_canteens_one_is_chosen(noon, cast, canteen, as_user):
    canteen.found(unit=cast.taixing, by=cast.director, name="泰兴二食堂", lunch="11:00-13:00")
    db.session.commit()
    assert as_user("elder_care.operator").page("/elder_care/till").url == "/elder_care/canteens"


@pytest.mark.parametrize("role", ["clerk", "mediator", "auditor", "grid", "director"])
def test_late_entries_wait_only_for_whoever_approves_them(noon, cast, as_user, role):
    offered = "elder-care-late" in cards_of(cast[role])
    assert offered == (role == "director")
    if offered:
        assert as_user(role).page("/elder_care/late?status=asked").status == 200


def test_a_licence_is_on_the_desk_from_the_days_of_notice_on(noon, cast, canteen):
    def warned() -> int:
        return cards_of(cast.director)["elder-care-licences"].count

    canteen.licences[1].valid_until = date(2026, 4, 20)
    db.session.commit()
    assert warned() == 0
    change("elder_care", cast.county, {"notice_days": ["60"]}, by=cast.district, reason="测试")
    db.session.commit()
    assert warned() == 1


def test_who_submitted_does_not_find_the_settlement_on_the_desk_again(noon, cast, take, member, canteen, as_user):
    take(member)
    with clock.pretend(APRIL):
        settlement = MealSettlement.draw_up(date(2026, 3, 1), unit=cast.taixing, canteen_id=canteen.id, by=cast.clerk)
        db.session.commit()
        clerk, director = as_user("clerk"), as_user("director")
        assert canteen.name in clerk.page("/").text
        settlement.submit(by=cast.clerk)
        db.session.commit()
        assert canteen.name not in clerk.page("/").text
        assert canteen.name in director.page("/").text
        assert "初核选中的" not in clerk.page("/elder_care/settlements").text
        assert "初核选中的" in director.page("/elder_care/settlements").text
