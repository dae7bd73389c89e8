"""四会: councils of a village, their members and terms, and what they do."""

from datetime import timedelta

import pytest

from plugins.village_affairs import data_rights
from plugins.village_affairs.models import Activity, Council
from plugins.village_affairs.samples import DONE
from plugins.village_affairs.settings import KEY
from portal import clock
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.records import data_rights as kit
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def council(cast) -> Council:
    made = Council.set_up(unit=cast.taixing, kind="红白理事会", founded_on=clock.today(), by=cast.clerk)
    db.session.commit()
    return made


def test_which_councils_there_are_is_a_setting(as_user, cast, council):
    with pytest.raises(RuleError, match="没有“村民理事会”"):
        Council.set_up(unit=cast.taixing, kind="村民理事会", founded_on=clock.today(), by=cast.clerk)
    change(KEY, cast.county, {"village_councils": ["红白理事会、村民理事会"]}, by=cast.district, reason="本地名称")
    db.session.commit()
    Council.set_up(unit=cast.taixing, kind="村民理事会", founded_on=clock.today(), by=cast.clerk)
    with pytest.raises(RuleError, match="已经设立"):
        Council.set_up(unit=cast.taixing, kind="红白理事会", founded_on=clock.today(), by=cast.clerk)
    form = as_user("clerk").page("/village_affairs/councils/new").text
    assert "村民理事会" in form
    assert "道德评议会" not in form


def test_one_set_up_for_the_wrong_place_is_corrected_with_the_reason(as_user, cast, council):
    clerk, url = as_user("clerk"), f"/village_affairs/councils/{council.id}"
    page = clerk.fill(clerk.page(f"{url}/place"), unit_id=str(cast.unit_ids["nangan"]))
    assert (page.status, "请写明理由" in page.text) == (422, True)
    page = clerk.fill(page, text="设立时选错了。")
    assert "从泰兴社区更正为南干社区：设立时选错了。" in page.text
    moved = db.session.get_one(Council, council.id)
    assert (moved.name, moved.community_id) == ("南干社区红白理事会", cast.unit_ids["nangan"])
    with pytest.raises(RuleError, match="不是村、社区"):
        moved.relocate(cast.grid1, "试", by=cast.clerk)
    Council.set_up(unit=cast.taixing, kind="红白理事会", founded_on=clock.today(), by=cast.clerk)
    with pytest.raises(RuleError, match="已经设立了"):
        moved.relocate(cast.taixing, "试", by=cast.clerk)
    with pytest.raises(RuleError, match="不能在这个村"):
        moved.relocate(cast.outside_community, "试", by=cast.clerk)


def test_a_term_is_offered_and_there_is_one_head(as_user, council):
    clerk, url = as_user("clerk"), f"/village_affairs/councils/{council.id}/members/new"
    form = clerk.page(url)
    until = form.fields(form.form())["valid_until"]
    assert int(until[:4]) - clock.today().year in (2, 3)
    assert "已登记" in clerk.fill(form, name="王秀英", post="head", phone="13804770001").text
    page = clerk.fill(clerk.page(url), name="李红", post="head")
    assert page.status == 422
    assert "已有会长" in page.text
    assert "已经是红白理事会的成员" in clerk.fill(clerk.page(url), name="王秀英").text


def test_members_are_found_when_they_ask_and_keep_their_term(cast, council):
    someone = factories.resident(cast.taixing)
    given = {"name": someone.name, "phone": someone.phone, "post": "member", "valid_from": clock.today()}
    member = council.enlist(by=cast.clerk, **given)
    db.session.commit()
    assert [each.what for each in data_rights.under_way(someone)] == ["在任的四会成员"]
    council.release(member, clock.today(), by=cast.clerk)
    assert any("公开的任职记录" in each for each in kit.erase(someone))
    assert (member.name, member.contact.phone) == (someone.name, None)


def test_an_activity_is_entered_once_and_printed(as_user, council):
    clerk, url = as_user("clerk"), f"/village_affairs/councils/{council.id}"
    page = clerk.fill(
        clerk.page(f"{url}/activities/new"), title="宣传红白事新规", people="理事 3 人", outcome="发放 60 份。"
    )
    assert "已登记" in page.text
    assert clerk.fill(clerk.page(f"{url}/activities/new"), title="劝导 13804770001").status == 422
    made = db.session.query(Activity).one()
    page = clerk.fill(clerk.page(f"{url}/activities/{made.id}"), outcome="发放 80 份。")
    assert "发放 80 份" in page.text
    assert clerk.get(f"{url}/council_ledger.pdf").data[:4] == b"%PDF"
    assert "宣传红白事新规" in clerk.page("/village_affairs/activities").text
    assert as_user("director").get("/village_affairs/activities.xlsx").data[:2] == b"PK"
    assert clerk.get("/village_affairs/activities.xlsx").status_code == 403


def test_nobody_else_enters_anything(as_user, cast, council):
    with pytest.raises(NotAllowed):
        council.note(by=cast.grid, **DONE | {"on": clock.today()})
    assert as_user("grid").get(f"/village_affairs/councils/{council.id}/activities/new").status_code == 403
    assert as_user("outsider").get(f"/village_affairs/councils/{council.id}").status_code == 404


def test_one_that_is_dissolved_keeps_its_ledger_and_takes_nothing_more(as_user, cast, council):
    council.enlist(name="王秀英", post="head", valid_from=clock.today(), by=cast.clerk)
    council.note(by=cast.clerk, **DONE | {"on": clock.today()})
    db.session.commit()
    ident = council.id
    clerk, url = as_user("clerk"), f"/village_affairs/councils/{ident}"
    page = clerk.fill(clerk.page(f"{url}/ending"))
    assert (page.status, "请写明为什么撤销" in page.text) == (422, True)
    page = clerk.fill(page, reason="并入村民议事会。")
    assert f"撤销，最后一天 {clock.today()}：并入村民议事会。" in page.text
    assert "宣传红白事新规" in page.text
    ended = db.session.get_one(Council, ident)
    assert ended.members[0].valid_until == clock.today()
    for act in (
        lambda: ended.enlist(name="李红", post="member", valid_from=clock.today(), by=cast.clerk),
        lambda: ended.note(by=cast.clerk, **DONE | {"on": clock.today()}),
    ):
        with pytest.raises(RuleError, match="撤销。"):
            act()
    with pytest.raises(RuleError, match="点“恢复”"):
        Council.set_up(unit=cast.taixing, kind="红白理事会", founded_on=clock.today(), by=cast.clerk)
    page = clerk.fill(clerk.page(f"{url}/restoring"), text="撤销错了。")
    assert "恢复：撤销错了。" in page.text
    assert f"{url}/members/new" in page.links()


@pytest.mark.parametrize("query", ["standing=in", "standing=out"])
def test_the_list_tells_which_are_left(as_user, cast, council, query):
    council.dissolve(clock.today(), "并入。", by=cast.clerk)
    db.session.commit()
    found = "红白理事会" in as_user("clerk").page(f"/village_affairs/councils?{query}").text
    assert found == (query == "standing=out")


def test_not_before_what_it_did_last(cast, council):
    council.note(by=cast.clerk, **DONE | {"on": clock.today()})
    db.session.flush()
    with pytest.raises(RuleError, match="早于设立、到任或者最近一次活动"):
        council.dissolve(clock.today() - timedelta(days=1), "并入。", by=cast.clerk)
