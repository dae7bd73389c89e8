"""Communities of towns: their residents decide, by their own law."""

from datetime import timedelta

import pytest

from plugins.village_affairs.models.matter import VillageMatter
from plugins.village_affairs.samples import MATTERS
from portal import clock
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
HERE = "/village_affairs/matters"


@pytest.fixture
def of_a_town(cast, meet) -> VillageMatter:
    made = VillageMatter.raise_matter(unit=cast.taixing, by=cast.clerk, **MATTERS.begun[1].args)
    for name in ("propose", "consult", "examine"):
        meet(made, name)
    db.session.commit()
    return made


def test_residents_of_a_town_decide_by_their_own_law(as_user, cast, of_a_town, meet):
    clerk, url = as_user("clerk"), f"{HERE}/{of_a_town.id}"
    page = clerk.page(f"{url}/notice")
    assert "城市居民委员会组织法（2018 版）第九条" in page.text
    offered = [each.strip() for each in page.tree.xpath("//select[@name='body']/option/text()")]
    assert offered == ["居民会议", "居民会议（户代表）", "居民会议（居民小组代表）"]
    assert "请登记" not in clerk.fill(page, body="groups").text
    with clock.pretend(clock.now() + timedelta(days=11)):
        with pytest.raises(RuleError, match="应到 45 人，实到 22 人，须过半数到会"):
            meet(of_a_town, "resolve", present=22, agreed=22, against=0, abstained=0)
        meet(of_a_town, "resolve", present=23, agreed=23, against=0, abstained=0)
    assert (of_a_town.status, of_a_town.sheets[-1].name) == ("resolved", "居民会议决议")


def test_the_representatives_of_a_village_do_not(cast, of_a_town):
    with pytest.raises(RuleError, match="泰兴社区的事由居民会议"):
        of_a_town.notify(body="representatives", meeting_on=clock.today() + timedelta(days=20), by=cast.clerk)


def test_nor_residents_of_a_town_in_a_village(cast, examined):
    with pytest.raises(RuleError, match="白泥井村的事由村民代表会议"):
        examined.notify(body="residents", meeting_on=clock.today() + timedelta(days=20), by=cast.clerk)
