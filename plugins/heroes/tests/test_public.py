"""Public pages: without sign-in, only where the plugin is on, and only as long as they may be seen."""

from datetime import timedelta

import pytest

from plugins.heroes.models import Deed, Roll
from portal import clock
from portal.extensions import db
from portal.plugin_admin.switching import switch

pytestmark = pytest.mark.database


def test_the_roll_shows_honours_and_no_more(client, cast, bring):
    deed = bring("commended")
    person = deed.heroes[0].person
    roll = Roll.draw_up(unit=cast.county, year=2026, quarter=2, by=cast.district)
    roll.enter("model", "勇救落水儿童", hero=deed.heroes[0], by=cast.district)
    url, draft = f"/heroes/public/{cast.unit_ids['county']}/", "第二季度勇士榜"
    db.session.commit()
    assert draft not in client.page(url).text, "a draft is not for everybody"
    roll.publish(by=cast.district)
    db.session.commit()
    text = client.page(url).text
    assert draft in text
    assert deed.heroes[0].name in text
    for private in (person.id_number, person.phone, person.id_number_masked):
        assert private not in text


def test_a_revoked_title_leaves_the_roll(client, cast, bring):
    deed = bring("commended")
    roll = Roll.draw_up(unit=cast.county, year=2026, quarter=2, by=cast.district)
    roll.enter("model", "勇救", hero=deed.heroes[0], by=cast.district)
    roll.publish(by=cast.district)
    deed.revoke("骗取", by=cast.district)
    db.session.commit()
    assert deed.heroes[0].name not in client.page(f"/heroes/public/{cast.unit_ids['county']}/").text


def test_a_notice_goes_down_by_itself(client, cast, bring):
    with clock.pretend(clock.now() - timedelta(days=30)):
        over = bring("published", title="期满的事迹")
    fresh = bring("published", title="正在公示的事迹")
    base = f"/heroes/public/{cast.unit_ids['county']}/notices"
    text = client.page(base).text
    assert fresh.title in text
    assert over.title not in text
    assert client.get(f"{base}/{fresh.id}").status_code == 200
    assert client.get(f"{base}/{over.id}").status_code == 404, "down even before the job has run"


def test_only_where_it_is_on(client, as_user, cast, bring):
    bring("commended")
    county, elsewhere = cast.unit_ids["county"], cast.unit_ids["dongsheng"]
    assert client.get(f"/heroes/public/{county}/").status_code == 200
    for unit in (elsewhere, cast.unit_ids["city"], 0, 987654):
        assert client.get(f"/heroes/public/{unit}/").status_code == 404
    switch("heroes", cast.county, "off", by=cast.administrator, reason="停用")
    db.session.commit()
    assert client.get(f"/heroes/public/{county}/").status_code == 404
    clerk = as_user("clerk")
    assert clerk.get("/heroes/deeds").status_code == 404
    assert "见义勇为" not in clerk.page("/").text


@pytest.mark.parametrize("page", ["", "notices", "notices/1"])
def test_strangers_who_ask_too_often_are_slowed_down(client, cast, rate_limits, page):
    statuses = [client.get(f"/heroes/public/{cast.unit_ids['county']}/{page}").status_code for _ in range(601)]
    assert statuses[0] in (200, 404)
    assert 429 in statuses


@pytest.mark.parametrize("number", ["id_number", "phone"])
def test_a_number_in_full_does_not_go_out_in_a_notice(as_user, bring, number):
    deed = bring("proposed")
    deed_id, person, district = deed.id, deed.heroes[0].person, as_user("district")
    given, masked = getattr(person, number), getattr(person, f"{number}_masked")
    page = district.page(f"/heroes/deeds/{deed_id}/publication")
    typed = page.fields(page.form())["notice"]
    page = district.fill(page, notice=f"{typed}\n号码：{given[:3]} {given[3:]}")
    assert page.status == 422
    assert f"对所有人公开，不能写{'身份证号' if number == 'id_number' else '电话号码'} {masked}" in page.text
    assert db.session.get(Deed, deed_id).status == "proposed"
    district.fill(page, notice=f"{typed}\n号码：{masked}")
    assert db.session.get(Deed, deed_id).status == "published"


def test_nor_in_a_roll(as_user, cast, bring):
    hero = bring("commended").heroes[0]
    roll = Roll.draw_up(unit=cast.county, year=2026, quarter=1, by=cast.district)
    db.session.commit()
    district, phone = as_user("district"), hero.person.phone
    page = district.page(f"/heroes/rolls/{roll.id}/lines/new")
    page = district.fill(page, name="张三", category="micro", citation=f"热心助人，电话{phone}")
    assert page.status == 422
    assert "不能写电话号码" in page.text
