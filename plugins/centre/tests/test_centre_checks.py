"""规范化自检: items with their source, answers with evidence, and what is short has a day."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from plugins.centre.models import CheckItem, SelfCheck
from plugins.centre.tests.conftest import THURSDAY
from portal.errors import NotAllowed, RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
YES, NO = {"answer": "yes", "evidence": "有照片。"}, {"answer": "no", "evidence": ""}


@pytest.fixture
def items(cast, centre) -> list[CheckItem]:
    """One of the county, one of the street, and one that is over."""
    told = (("place", "有牌子", cast.county, None), ("staff", "名单公布", cast.street, None))
    made = [
        CheckItem.enter(
            unit=unit, block=block, title=title, source="测试", valid_from=THURSDAY, valid_until=until, by=cast.district
        )
        for block, title, unit, until in told
    ]
    with_end = {"valid_from": THURSDAY - timedelta(days=9), "valid_until": THURSDAY - timedelta(days=1)}
    CheckItem.enter(unit=cast.county, block="system", title="旧条目", source="测试", by=cast.district, **with_end)
    db.session.commit()
    return made


@pytest.fixture
def check(cast, centre, items) -> SelfCheck:
    made = SelfCheck.start(centre, year=2026, quarter=4, by=cast.clerk)
    db.session.commit()
    return made


def test_it_asks_what_holds_today_here_and_above(check):
    assert [each.item.title for each in check.answers] == ["有牌子", "名单公布"]


def test_without_items_there_is_nothing_to_ask(cast, centre):
    with pytest.raises(RuleError, match="还没有自检条目"):
        SelfCheck.start(centre, year=2026, quarter=4, by=cast.clerk)


def test_once_a_quarter(cast, centre, check):
    with pytest.raises(RuleError, match="已经有自检") as said:
        SelfCheck.start(centre, year=2026, quarter=4, by=cast.clerk)
    assert said.value.at == "quarter"


def test_whoever_says_yes_says_by_what_it_is_seen(cast, check):
    with pytest.raises(RuleError, match="请写明佐证"):
        check.fill_in([YES | {"evidence": " "}, NO], by=cast.clerk)


def test_what_is_short_needs_a_measure_before_it_is_finished(cast, check):
    check.fill_in([YES, NO], by=cast.clerk)
    with pytest.raises(RuleError, match="还没有登记整改"):
        check.finish(by=cast.director)
    check.add_measure(check.answers[1], "公布名单。", THURSDAY + timedelta(days=20), by=cast.clerk)
    db.session.refresh(check)
    check.finish(by=cast.director)
    assert check.status == "finished"


def test_who_filled_it_in_does_not_finish_it(cast, check):
    check.fill_in([YES, YES], by=cast.director)
    with pytest.raises(NotAllowed):
        check.finish(by=cast.director)


def test_a_measure_is_on_the_desk_until_it_is_done(as_user, cast, check):
    check.fill_in([YES, NO], by=cast.clerk)
    measure = check.add_measure(check.answers[1], "公布名单。", THURSDAY + timedelta(days=20), by=cast.clerk)
    db.session.commit()
    assert "公布名单" in as_user("clerk").page("/").text
    measure.finish("已公布。", by=cast.clerk)
    db.session.commit()
    assert "公布名单" not in as_user("clerk").page("/").text


@pytest.mark.parametrize(("answer", "days", "field"), [(0, 20, "what"), (1, -1, "due_on")])
def test_no_measure_for_what_is_there_and_none_for_yesterday(cast, check, answer, days, field):
    check.fill_in([YES, NO], by=cast.clerk)
    with pytest.raises(RuleError) as said:
        check.add_measure(check.answers[answer], "公布名单。", THURSDAY + timedelta(days=days), by=cast.clerk)
    assert said.value.at == field


def test_it_is_compared_with_the_last_and_printed(as_user, cast, centre, check):
    check.fill_in([YES, YES], by=cast.clerk)
    check.finish(by=cast.director)
    following = SelfCheck.start(centre, year=2026, quarter=0, by=cast.clerk)
    db.session.commit()
    assert {each.answer for each in following.last_time.values()} == {"yes"}
    clerk = as_user("clerk")
    for each in (check, following):
        assert clerk.get(f"/centre/checks/{each.id}/check.pdf").data.startswith(b"%PDF")


def test_the_form_has_a_line_for_each_item(as_user, check):
    clerk, at = as_user("clerk"), f"/centre/checks/{check.id}/answers"
    told = {"answers__0__answer": "yes", "answers__0__evidence": "有照片。", "answers__1__answer": "no"}
    assert clerk.fill(clerk.page(at), **told).status == 200
    kept = db.session.get(SelfCheck, check.id, populate_existing=True)
    assert [each.answer for each in kept.answers] == ["yes", "no"]


def test_nor_does_who_filled_in_before_another_saved_it(cast, check):
    check.fill_in([YES, YES], by=cast.director)
    check.fill_in([YES, YES], by=cast.clerk)
    with pytest.raises(NotAllowed, match="填写的人"):
        check.finish(by=cast.director)


def test_it_is_on_the_desk_of_whoever_filled_in_nothing(cast, check):
    def waits(user):
        db.session.flush()
        return db.session.scalar(select(SelfCheck.id).where(SelfCheck.waiting_for(user))) == check.id

    assert waits(cast.director)
    check.fill_in([YES, YES], by=cast.director)
    assert not waits(cast.director)
