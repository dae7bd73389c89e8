"""A list is drafted by one person and published by another; a new edition takes over on its day, and what stood before stays."""

from datetime import timedelta

import pytest

from plugins.duty_lists.models import DutyEdition
from portal import clock
from portal.errors import RuleError, WrongState
from portal.extensions import db

pytestmark = pytest.mark.database


def test_who_drafted_it_does_not_publish_it(cast):
    edition = DutyEdition.draft(unit=cast.street, kind="basic", title="清单", by=cast.district)
    edition.put(by=cast.district, serial=1, title="调解")
    with pytest.raises(RuleError, match="您是编制的人"):
        edition.enact(clock.today(), "街发〔2026〕1号", by=cast.district)


def test_an_empty_list_is_not_published(cast):
    edition = DutyEdition.draft(unit=cast.street, kind="basic", title="清单", by=cast.director)
    with pytest.raises(RuleError, match="还没有条目"):
        edition.enact(clock.today(), "街发〔2026〕1号", by=cast.district)


def test_until_its_day_the_old_edition_holds_and_later_the_new_one(cast, listed):
    old = listed("basic")
    new = DutyEdition.draft(unit=cast.street, kind="basic", title="新清单", copies=True, by=cast.director)
    assert [each.title for each in new.items] == [old.title]
    day = clock.today() + timedelta(days=10)
    new.enact(day, "街发〔2026〕9号", by=cast.district)
    db.session.commit()

    def holding(on):
        rows = db.session.scalars(DutyEdition.rows_for(cast.taixing, on)).unique()
        return [each.edition.edition for each in rows]

    assert holding(day - timedelta(days=1)) == [1]
    assert holding(day) == [2]
    assert (old.edition.status_name, old.edition.valid_until) == ("已有新版", day - timedelta(days=1))


def test_a_new_edition_does_not_begin_before_the_old_one(cast, listed):
    listed("basic")
    new = DutyEdition.draft(unit=cast.street, kind="basic", title="新清单", copies=True, by=cast.director)
    with pytest.raises(RuleError, match="不能早于基本履职清单第1版"):
        new.enact(clock.today() - timedelta(days=5), "街发〔2026〕9号", by=cast.district)


def test_rows_of_a_published_list_are_not_changed(cast, listed):
    row = listed("basic")
    with pytest.raises(WrongState):
        row.edition.put(by=cast.director, serial=13, title="新的一项")


def test_lists_of_another_street_do_not_hold_here(cast, listed):
    listed("basic")
    assert db.session.scalars(DutyEdition.rows_for(cast.other_street, clock.today())).all() == []


def test_each_list_asks_for_its_own_fields(as_user, cast):
    edition = DutyEdition.draft(unit=cast.street, kind="assist", title="清单", by=cast.director)
    db.session.commit()
    director = as_user("director")
    page = director.page(f"/duty_lists/lists/{edition.id}/items/new")
    assert "本级配合职责" in page.text
    assert "承接方式" not in page.text
    wrong = director.fill(page, title="秸秆禁烧巡查", department="")
    assert wrong.status == 422
    assert "请填写上级部门" in wrong.text
    given = {"department": "生态环境局", "superior_duty": "处罚", "own_duty": "上报", "funded": "y"}
    done = director.fill(page, title="秸秆禁烧巡查", **given)
    assert "本级配合职责：上报" in done.text
    assert "随附经费" in done.text


def test_a_number_is_given_once_in_a_list(cast):
    edition = DutyEdition.draft(unit=cast.street, kind="basic", title="清单", by=cast.director)
    edition.put(by=cast.director, serial=1, title="调解")
    with pytest.raises(RuleError, match="第 1 项已经有了"):
        edition.put(by=cast.director, serial=1, title="走访")


def test_the_public_version_is_printed(as_user, listed):
    edition_id = listed("withdrawn").edition_id
    assert as_user("clerk").get(f"/duty_lists/lists/{edition_id}/list.pdf").data[:4] == b"%PDF"


def test_everybody_reads_the_lists_and_finds_a_row(client, cast, listed):
    listed("withdrawn")
    listed("basic")
    url = f"/duty_lists/public/{cast.unit_ids['taixing']}/lists"
    assert url in client.page(f"/public/{cast.unit_ids['taixing']}").links()
    page = client.page(f"{url}?q=用电")
    assert "采集企业用电数据" in page.text
    assert "矛盾纠纷" not in page.text
    assert "没有找到" in client.page(f"{url}?q=100%25").text


def test_many_rows_are_paged(as_user, cast):
    edition = DutyEdition.draft(unit=cast.street, kind="basic", title="清单", by=cast.director)
    for serial in range(1, 31):
        edition.put(by=cast.director, serial=serial, title=f"第 {serial} 件事")
    db.session.commit()
    page = as_user("clerk").page("/duty_lists/items")
    assert "第 30 件事" in page.text
    following = next(each for each in page.links() if "after=" in each)
    assert "第 1 件事" in as_user("clerk").page(following).text
