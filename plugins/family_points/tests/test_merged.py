"""A household that was entered twice: claims and points of both are of one family, and nothing is lost, earned twice or refused later."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from plugins.family_points import data_rights
from plugins.family_points.models import Exchange, PointAccount, PointClaim, PointLine
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.families import Family
from portal.migrating import downgrade, drift, histories, upgrade_all
from portal.testing import factories

pytestmark = pytest.mark.database
SECOND = "13804770002"


def history(key: str):
    return next(each for each in histories() if each.key == key)


def held() -> int:
    return db.session.scalar(select(func.coalesce(func.sum(PointLine.points), 0)))


@pytest.fixture
def merged(claim, good, cast):
    """Twenty points on the one and ten on the other, of which ten were exchanged; then the second is merged into the first."""
    first, second = claim(confirmed=True), claim(SECOND, "李四光", confirmed=True)
    more, waiting = (
        claim(SECOND, "李四光", on=clock.today() - timedelta(days=1), confirmed=True),
        claim(SECOND, "李四光", on=clock.today() - timedelta(days=2)),
    )
    kept, gone = first.family, second.family
    spent = Exchange.hand_over(PointAccount.of(gone, cast.street), good_id=good.id, quantity=1, by=cast.clerk)
    db.session.commit()
    before = held()
    kept.merge(SECOND, "一家人。", by=cast.director, one_family=True)
    db.session.commit()
    assert held() == before == 20
    return first, second, more, waiting, spent


def accounts() -> list[PointAccount]:
    return list(db.session.scalars(select(PointAccount).order_by(PointAccount.id)))


def test_sums_are_equal_and_numbers_stay(merged):
    kept, gone = accounts()
    assert [(each.balance, each.faults()) for each in (kept, gone)] == [(20, []), (0, [])]
    assert (gone.merged_into, gone.living, {gone.family_id, kept.family_id}) == (kept, kept, {merged[0].family_id})
    assert {each.family_id for each in db.session.scalars(select(PointClaim))} == {kept.family_id}
    assert db.session.scalar(select(func.count(Family.id))) == 1
    assert [each.expires_on for each in kept.lots()] == [each.expires_on for each in kept.lots() if each.expires_on]


def test_goods_that_come_back_give_points_to_the_account_that_goes_on(merged, cast):
    spent = merged[-1]
    spent.give_back("破损。", by=cast.director)
    db.session.commit()
    kept, gone = accounts()
    assert [(each.balance, each.faults()) for each in (kept, gone)] == [(30, []), (0, [])]
    assert "余额 30 分" in spent.events[-1].note


def test_a_claim_of_before_is_taken_back_as_a_whole(merged, cast):
    for each, left in zip(merged[:2], (10, 0), strict=True):
        each.correct("重复登记。", by=cast.clerk)
        db.session.commit()
        assert [(one.balance, one.faults()) for one in accounts()] == [(left, []), (0, [])]


def test_what_waits_counts_with_what_the_other_earned(merged, cast):
    """Twenty-five a month: the household has thirty."""
    with pytest.raises(RuleError, match="已满 25 分"):
        merged[3].confirm(by=cast.director)


def test_the_page_leads_to_both_accounts_and_to_the_next_claim(merged, as_user):
    clerk, family = as_user("clerk"), merged[0].family
    page = clerk.page(f"/families/{family.id}")
    offered = f"/family_points/claims/new?family={family.id}"
    assert {offered, *(f"/family_points/accounts/{each.id}" for each in accounts())} <= set(page.links())
    form = clerk.page(offered)
    assert form.fields(form.form())["claimant"] == "王桂兰"
    assert "转入" in clerk.page(f"/family_points/accounts/{accounts()[1].id}").text
    assert offered not in as_user("district").page(f"/families/{family.id}").links()


def test_an_older_version_has_them_as_two_again_and_adds_up(merged):
    db.session.remove()
    downgrade(history("family_points"), "family_points_0002")
    upgrade_all()
    assert drift(history("family_points")) == []
    kept, gone = accounts()
    assert [(each.balance, each.faults()) for each in (kept, gone)] == [(20, []), (0, [])]
    assert gone.family_id != kept.family_id
    assert (gone.family.contact.name, gone.family.phone_hash) == ("已合并", "")


def test_the_second_of_a_household_is_told_of_its_points_and_the_old_card_is_void(cast, claim):
    second = factories.resident(cast.taixing, name="李四光", phone="13804770002")
    first, other = claim(confirmed=True), claim("13804770002", "李四光", confirmed=True)
    old = PointAccount.of(other.family, cast.street)
    first.family.merge("13804770002", "一家人", by=cast.director, one_family=True)
    db.session.commit()
    db.session.expire_all()
    assert data_rights.held(second)["积分明细"]
    assert old.code_hash is None
    assert all("归同一户的另一位家人" in said for said in data_rights.erase(second))
    assert PointAccount.of(first.family, cast.street).code_hash, "her card is not his"


def test_what_both_were_given_for_the_same_thing_is_named_and_one_is_countered(claim, cast, as_user):
    first, second = claim(confirmed=True), claim(SECOND, "李四光", confirmed=True)
    director = as_user("director")
    form = director.page(f"/families/{first.family_id}/merger")
    shown = director.fill(form, phone=SECOND, reason="一家人。", one_family="y")
    said = f"积分登记 {first.number}、{second.number}：2026-03-09 的“参加小区志愿服务”记了 2 次"
    assert shown.text.count(said) == 2, "when it is done, and on the timeline"
    page = director.page(f"/family_points/claims/{second.id}")
    assert "一件事只记一次，重复的冲正一件" in page.text
    assert f"/family_points/claims/{first.id}" in page.links()
    second.correct("合并后重复。", by=cast.clerk)
    db.session.commit()
    assert "一件事只记一次" not in director.page(f"/family_points/claims/{first.id}").text
    assert [(each.balance, each.faults()) for each in accounts()] == [(10, []), (0, [])]


def test_the_account_that_was_merged_offers_what_only_a_living_one_can(merged, as_user, good, cast):
    kept, gone = accounts()
    clerk, at = as_user("clerk"), f"/family_points/accounts/{gone.id}"
    links = set(clerk.page(at).links())
    assert f"/family_points/accounts/{kept.id}" in links
    assert not {f"{at}/card.pdf", f"{at}/code", f"{at}/exchanges/new"} & links
    assert {f"/family_points/accounts/{kept.id}/{each}" for each in ("card.pdf", "code", "exchanges/new")} <= set(
        clerk.page(f"/family_points/accounts/{kept.id}").links()
    )
    assert clerk.get(f"{at}/card.pdf").status_code == 409
    with pytest.raises(RuleError, match=f"已经并入 {kept.number}"):
        gone.renew(by=cast.clerk)
    with pytest.raises(RuleError, match=f"已经并入 {kept.number}"):
        Exchange.hand_over(gone, good_id=good.id, quantity=1, by=cast.clerk)


def test_nothing_is_named_where_nothing_stands_twice(claim, cast):
    first, _ = claim(), claim(SECOND, "李四光", on=clock.today() - timedelta(days=1))
    first.family.merge(SECOND, "一家人。", by=cast.director, one_family=True)
    db.session.commit()
    assert [each.verb for each in first.family.events] == ["merge"]
