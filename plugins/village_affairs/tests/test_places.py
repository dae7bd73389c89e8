"""Villages and communities of towns: both are offered, and each has its own rules."""

import pytest

from plugins.village_affairs.models import Council, Covenant
from plugins.village_affairs.samples import TEXT
from portal import clock
from portal.errors import RuleError
from portal.org.models import OrgUnit

pytestmark = pytest.mark.database
HERE = "/village_affairs/covenants"
OPTIONS = "//select[@name='unit_id']/option/text()"


def test_only_villages_and_communities_are_offered_and_have_rules(as_user, cast, village):
    for page in ("covenants", "councils"):
        offered = {each.strip() for each in as_user("clerk").page(f"/village_affairs/{page}/new").tree.xpath(OPTIONS)}
        assert offered == {"泰兴社区", "南干社区", "白泥井村"}
    for unit in (cast.street, cast.grid1):
        with pytest.raises(RuleError, match="不是村、社区"):
            Covenant.draft(unit=unit, kind="village", text=TEXT, by=cast.clerk)
        with pytest.raises(RuleError, match="不是村、社区"):
            Council.set_up(unit=unit, kind="红白理事会", founded_on=clock.today(), by=cast.clerk)


def test_the_name_of_the_place_says_which_rules_it_has(as_user, cast, village):
    clerk = as_user("clerk")
    for unit, title in ((cast.taixing, "泰兴社区居民公约"), (village, "白泥井村村规民约")):
        assert title in clerk.fill(clerk.page(f"{HERE}/new"), unit_id=str(unit.id), text=TEXT).text
    page = clerk.fill(clerk.page(f"{HERE}/new"), unit_id=str(cast.unit_ids["taixing"]), kind="village", text=TEXT)
    assert (page.status, "泰兴社区的是居民公约" in page.text) == (422, True)
    farm = OrgUnit.create(kind="community", name="白土梁农场", parent=cast.street)
    with pytest.raises(RuleError, match="请选择种类"):
        Covenant.draft(unit=farm, text=TEXT, by=cast.clerk)
    assert Covenant.draft(unit=farm, kind="residents", text=TEXT, by=cast.clerk).title == "白土梁农场居民公约"
