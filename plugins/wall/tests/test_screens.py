"""大屏: opened by its link alone, says nobody's name, and is gone when it is withdrawn."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from plugins.wall.models import Screen
from plugins.wall.settings import LISTS
from portal import clock
from portal.accounts.models import Appointment
from portal.errors import RuleError
from portal.extensions import db
from portal.home.hall import hall_cards, hall_lists
from portal.migrating import downgrade, histories, upgrade_all
from portal.settings import change, settings_of
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def screen(cast) -> str:
    """The address of a screen in the hall of the street, where a case has waited too long."""
    with clock.pretend(clock.now() - timedelta(days=40)):
        late = factories.case(cast.taixing, by=cast.clerk, title="王小明家漏水")
        late.triage(kind="0203", level="minor", by=cast.director)
    made = Screen.put_up(unit=cast.street, name="一楼大厅", by=cast.director)
    db.session.commit()
    return f"/wall/public/{made.unit_id}/screens/{made.secret}"


def test_it_lists_what_is_late_and_names_nobody(client, screen):
    page = client.page(screen)
    assert "已超期 1" in page.text
    assert "昭君街道〔" in page.text
    assert "邻里" in page.text
    assert "泰兴社区" in page.text
    assert "超期" in page.text
    assert "王小明" not in page.text
    assert "漏水" not in page.text
    assert "未办结 1" in page.text


def test_visitors_see_numbers_only(client, screen):
    page = client.page(f"{screen}?visitors=1")
    assert "已超期 1" in page.text
    assert "〔" not in page.text
    assert screen in page.links()


def test_it_is_read_again_with_and_without_script(client, screen):
    page = client.page(screen)
    assert page.tree.xpath("//noscript/meta/@content") == ["60"]
    part = client.get(screen, headers={"HX-Request": "true"}).get_data(as_text=True)
    assert part.startswith("<header")


def test_the_director_puts_it_up_sees_the_link_and_withdraws_it(as_user, cast, client):
    director = as_user("director")
    page = director.fill(director.page("/wall/screens/new"), name="值班室", unit_id=cast.street.id)
    (link,) = page.tree.xpath("//a[contains(@href, '/wall/public/')]/@href")
    link = link.removeprefix("http://localhost")
    assert client.page(link).status == 200
    page = director.fill(director.page(next(each for each in page.links() if each.endswith("/withdrawal"))))
    assert "链接打不开" in page.text
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("who", ["clerk", "grid", "administrator"])
def test_nobody_else_sees_links(as_user, screen, who):
    assert as_user(who).get("/wall/screens").status_code == 403


def test_a_screen_of_somebody_who_has_left_shows_nothing(client, cast, screen):
    cast.director.active = False
    db.session.commit()
    assert client.get(screen).status_code == 404


def test_a_wrong_key_opens_nothing(client, screen):
    assert client.get(f"{screen}x").status_code == 404
    assert client.post(screen).status_code == 405


def test_the_district_says_which_lists(client, cast, screen):
    change("wall", cast.county, {"lists": ["triage"], "seconds": ["120"]}, by=cast.district, reason="旗综治中心定")
    db.session.commit()
    page = client.page(screen)
    assert not page.tree.xpath("//h2[contains(., '已超期')]")
    assert page.tree.xpath("//noscript/meta/@content") == ["120"]


def test_no_other_unit_of_whoever_put_it_up_stands_on_it(client, cast):
    director = cast.district
    for unit, role in ((cast.county, "director"), (cast.street, "clerk"), (cast.other_street, "clerk")):
        db.session.add(Appointment(user=director, unit=unit, role=role))
    with clock.pretend(clock.now() - timedelta(days=40)):
        own, other, county = (
            factories.case(unit, by=director) for unit in (cast.street, cast.other_street, cast.county)
        )
    made = Screen.put_up(unit=cast.street, name="一楼大厅", by=director)
    db.session.commit()
    page = client.page(f"/wall/public/{cast.street.id}/screens/{made.secret}")
    assert "已超期 1" in page.text
    assert own.number in page.text
    assert other.number not in page.text
    assert county.number not in page.text


def test_what_lies_in_the_database_opens_nothing(client, screen):
    (made,) = db.session.scalars(select(Screen)).unique()
    assert client.get(f"/wall/public/{made.unit_id}/screens/{made.key}").status_code == 404


def test_a_card_that_there_is_not_is_refused_at_the_field(app, cast):
    with pytest.raises(RuleError, match="没有“late”这一样"):
        change("wall", cast.county, {"lists": ["overdue", "late"]}, by=cast.district, reason="旗综治中心定")


def test_none_at_all_is_refused(app, cast):
    with pytest.raises(RuleError, match="请至少选一样"):
        change("wall", cast.county, {"lists": []}, by=cast.district, reason="旗综治中心定")


def test_all_cards_that_are_there_can_be_chosen_by_default_or_not(app, cast):
    offered = [key for below in hall_cards().values() for key in below]
    assert {*LISTS} <= {*offered}
    change("wall", cast.county, {"lists": offered}, by=cast.district, reason="旗综治中心定")


def test_cards_are_ticked_by_name_and_nothing_is_stored_where_nothing_changed(as_user, cast, screen, client):
    district = as_user("district")
    page = district.page("/settings/wall")
    assert page.tree.xpath("//li[contains(., '收回、销单的派单')]/input[@value='ended']")
    untouched = district.fill(page, "/settings/wall", reason="旗综治中心定", set__lists=[*LISTS])
    assert "没有改动" in untouched.text
    page = district.fill(
        district.page("/settings/wall"), "/settings/wall", reason="旗综治中心定", set__lists=["triage", "soon"]
    )
    assert "已修改 1 项" in page.text
    assert settings_of("wall", cast.street).lists == ["soon", "triage"]
    assert "已超期" not in client.page(screen).tree.xpath("string(//main)")


def test_red_first_then_as_on_the_desk(cast, screen):
    found = hall_lists(cast.director, cast.street, ["triage", "assign", "overdue"])
    assert [each.title for each in found] == ["已超期", "待交办"]


def test_what_was_chosen_by_title_is_carried_over_to_keys_and_back(cast, client, screen):
    change("wall", cast.county, {"lists": ["assign", "overdue"]}, by=cast.district, reason="旗文件", lock=["lists"])
    db.session.commit()
    rows, history = text("SELECT content FROM settings_row"), next(each for each in histories() if each.key == "wall")
    db.session.remove()
    downgrade(history, "wall_0001")
    assert json.loads(db.session.scalar(rows)) == {"lists": ["待交办、已超期"]}
    db.session.remove()
    upgrade_all()
    assert json.loads(db.session.scalar(rows)) == {"lists": ["assign", "overdue"]}
    assert "已超期" in client.page(screen).text


@pytest.mark.parametrize("sign", "+-")
def test_a_heading_ticks_all_below_it_or_none(as_user, cast, sign):
    below, district = hall_cards()["吹哨报到"], as_user("district")
    page, box = district.page("/settings/wall"), f"{sign}{next(iter(below))}"
    assert page.tree.xpath(f"//input[@value='{box}']")
    ticked = ["soon", box] if sign == "+" else ["soon", *below, box]
    district.fill(page, "/settings/wall", reason="旗综治中心定", set__lists=ticked)
    assert {*settings_of("wall", cast.county).lists} == ({"soon", *below} if sign == "+" else {"soon"})
