"""可能重复: what is shown as the same matter and why, what is not, and how one goes from there to the merger."""

from datetime import timedelta

import pytest

from portal import clock
from portal.cases.duplicates import duplicates_of, likely_duplicates
from portal.cases.models import Case
from portal.extensions import db
from portal.settings import change
from portal.testing import factories
from portal.testing.statements import statements

pytestmark = pytest.mark.database

BARBECUE = {
    "title": "楼下烧烤摊夜间噪声扰民",
    "kind": "2701",
    "location": "滨河小区 3 号楼",
    "description": "每天夜间十二点以后还在营业，烧烤油烟大，噪声大，睡不着。",
}
AGAIN = {
    "title": "夜间烧烤噪声太大",
    "kind": "2701",
    "location": "滨河小区 5 号楼",
    "description": "居民反映楼下烧烤夜间营业，油烟和噪声影响休息。",
}
WAGES = {
    "title": "工地拖欠工资",
    "kind": "0701",
    "location": "滨河小区 3 号楼",
    "description": "八名工人三个月没有拿到工资。",
}


@pytest.fixture
def earlier(cast) -> Case:
    case = factories.case(cast.grid1, by=cast.grid, **BARBECUE)
    db.session.commit()
    return case


def registered(cast, unit, **told) -> Case:
    case = factories.case(unit, by=cast.clerk, **told)
    db.session.commit()
    return case


def test_the_same_matter_is_shown_with_what_both_speak_of(cast, earlier):
    case = registered(cast, cast.taixing, **AGAIN)
    (found,) = duplicates_of(case, cast.clerk)
    assert found.id == earlier.id
    assert found.near == "同一村社区、今天"
    assert {"烧烤", "噪声"} <= set(found.words)


def test_another_matter_at_the_same_door_is_not(cast, earlier):
    assert duplicates_of(registered(cast, cast.grid1, **WAGES), cast.clerk) == []


def test_the_same_words_in_another_community_are_not(cast, earlier):
    assert duplicates_of(registered(cast, cast.nangan, **AGAIN), cast.clerk) == []


def test_what_the_desk_of_the_street_took_by_telephone_is(cast):
    first = registered(cast, cast.street, **BARBECUE)
    assert [each.id for each in duplicates_of(registered(cast, cast.grid1, **AGAIN), cast.clerk)] == [first.id]


def test_the_desk_of_the_street_sees_what_a_community_has(cast, earlier):
    assert [each.id for each in duplicates_of(registered(cast, cast.street, **AGAIN), cast.clerk)] == [earlier.id]


def test_older_than_the_days_of_the_setting_is_not(cast, earlier):
    change("cases", cast.street, {"alike_days": 5}, by=cast.director, reason="试一试")
    earlier.created_at = clock.now() - timedelta(days=6)
    case = registered(cast, cast.grid1, **AGAIN)
    assert duplicates_of(case, cast.clerk) == []
    earlier.created_at = clock.now() - timedelta(days=4)
    db.session.commit()
    assert duplicates_of(case, cast.clerk)[0].near == "同一网格、4 天前"


def test_what_the_reader_may_not_see_is_not_shown(cast, earlier):
    assert likely_duplicates(cast.grid1, reader=cast.outsider, **AGAIN) == []


def test_a_merged_one_and_an_accepted_case_show_nothing(cast, earlier):
    case = registered(cast, cast.grid1, **AGAIN)
    case.merge_into(earlier, "同一件事。", by=cast.clerk)
    third = registered(cast, cast.grid1, **AGAIN)
    assert [each.id for each in duplicates_of(third, cast.clerk)] == [earlier.id]
    third.accept(by=cast.clerk)
    assert duplicates_of(third, cast.clerk) == []


def test_from_the_page_it_is_one_press_to_the_merger_filled_in(as_user, cast, earlier):
    case, clerk = registered(cast, cast.grid1, **AGAIN), as_user("clerk")
    page = clerk.page(f"/cases/{case.id}")
    assert "可能是同一件事" in page.text
    at = f"/cases/{case.id}/merger?into={earlier.id}"
    assert at in page.links()
    form = clerk.page(at)
    assert form.fields(form.form(f"/cases/{case.id}/merger"))["number"] == earlier.number
    assert clerk.fill(form).status == 200
    assert db.session.get(Case, case.id, populate_existing=True).merge.other_id == earlier.id


def test_whoever_may_not_merge_sees_it_without_the_button(as_user, cast, earlier):
    case = registered(cast, cast.grid1, **AGAIN)
    page = as_user("grid").page(f"/cases/{case.id}")
    assert "可能是同一件事" in page.text
    assert f"/cases/{case.id}/merger?into={earlier.id}" not in page.links()


def test_with_a_closed_one_nothing_is_merged(as_user, cast, earlier):
    earlier.decline("不归本级管。", by=cast.clerk)
    case = registered(cast, cast.taixing, **AGAIN)
    page = as_user("clerk").page(f"/cases/{case.id}")
    assert earlier.number in page.text
    assert f"into={earlier.id}" not in " ".join(page.links())


def test_it_is_one_statement_however_many_there_are(cast, earlier):
    case = registered(cast, cast.grid1, **AGAIN)
    for _ in range(8):
        factories.case(cast.grid1, by=cast.clerk, **BARBECUE)
    db.session.commit()
    duplicates_of(case, cast.clerk)
    with statements() as sent:
        assert len(duplicates_of(case, cast.clerk)) == 5
    assert len([each for each in sent if "created_at >=" in each]) == 1
