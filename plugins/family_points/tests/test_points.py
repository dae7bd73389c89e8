"""Family points: who enters, who confirms, who decides on an objection; how points are used, expire and are corrected."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.family_points.data_rights import held
from plugins.family_points.effects import effects
from plugins.family_points.models import PointAccount, PointClaim, PointRule
from plugins.family_points.settings import rules_of
from plugins.family_points.sums import EXAMPLES, Moved, expired, granted, lots
from plugins.family_points.tests.conftest import RULE, account_of
from portal import clock
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.people import data_rights
from portal.records.people import Contact
from portal.testing import factories
from portal.testing.statements import statements

pytestmark = pytest.mark.database
REASON = "签到表上没有这一户。"


def test_who_entered_it_does_not_confirm_it(claim, cast, as_user):
    made, clerk = claim(), as_user("clerk")
    assert clerk.get(f"/family_points/claims/{made.id}/confirmation").status_code == 403
    assert "confirmation" not in " ".join(clerk.page(f"/family_points/claims/{made.id}").links())
    assert "积分登记待确认" not in clerk.page("/").text, "not on the desk of who entered it"
    director = as_user("director")
    assert "积分登记待确认" in director.page("/").text
    director.fill(director.page(f"/family_points/claims/{made.id}/confirmation"), text="已核对。")
    db.session.refresh(made)
    account = account_of(made)
    assert (made.status, account.balance, account.lots()[0].expires_on) == ("confirmed", 10, date(2028, 3, 31))
    assert account.faults() == []


def test_unless_the_district_lets_them(claim, cast, rules):
    rules(confirmed_by="anybody")
    made = claim()
    made.confirm(by=cast.clerk)
    assert made.status == "confirmed"
    with pytest.raises(NotAllowed):
        claim(on=date(2026, 3, 8)).confirm(by=cast.grid)


def test_the_rule_of_the_day_on_which_it_was_entered_counts(claim, cast, rules):
    made = claim()
    rules(confirmed_by="anybody")
    with pytest.raises(NotAllowed, match="您是登记的人，不能自己办“确认”"):
        made.confirm(by=cast.clerk)


def test_an_objection_is_decided_by_somebody_else(claim, cast, as_user):
    made = claim()
    made.refuse(REASON, by=cast.director)
    made.take_appeal("去的是奶奶，签的是她的名字。", by=cast.clerk)
    db.session.commit()
    assert made.due_on == date(2026, 3, 24)
    assert as_user("director").get(f"/family_points/claims/{made.id}/upholding").status_code == 403
    with pytest.raises(NotAllowed, match="您是答复的人，不能自己办“复核"):
        made.uphold("维持。", by=cast.director)
    made.allow("核实了。", by=cast.district)
    assert (made.status, account_of(made).balance) == ("confirmed", 10)


def test_an_objection_that_is_not_right_stays_refused(claim, cast):
    made = claim()
    made.refuse(REASON, by=cast.director)
    made.appeal("不服。", by=None)
    made.uphold("核对过签到表。", by=cast.district)
    assert made.status == "upheld"
    with pytest.raises(WrongState):
        made.appeal("还是不服。", by=None)


def test_too_late_to_object(claim, cast):
    made = claim()
    made.refuse(REASON, by=cast.director)
    with clock.pretend(clock.now() + timedelta(days=30)):
        assert not PointClaim.appeal.objection(made)
    with clock.pretend(clock.now() + timedelta(days=31)), pytest.raises(RuleError, match="30 天内可以提出异议"):
        made.appeal("不服。", by=None)


# -- what a rule holds -------------------------------------------------------------------------------------------------


def test_a_month_holds_no_more_than_the_rule_says(claim):
    days = [date(2026, 3, each) for each in (2, 3, 4)]
    first, second, third = (claim(on=day, confirmed=True) for day in days)
    assert [each.points for each in (first, second, third)] == [10, 10, 5]
    assert "每户最多 25 分" in third.events[-1].note
    with pytest.raises(RuleError, match="2026年3月“参加小区志愿服务”已满 25 分"):
        claim(on=date(2026, 3, 5), confirmed=True)
    db.session.rollback()
    assert claim(on=date(2026, 2, 27), confirmed=True).points == 10, "another month"
    assert claim("13804770002", on=date(2026, 3, 5), confirmed=True).points == 10, "another family"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"on": date(2025, 12, 8)}, "前 90 天"),
        ({"on": date(2024, 12, 31)}, "没有“参加小区志愿服务”这条规则"),
        ({"times": 3}, "每月最多 25 分，3 次超过了"),
        ({"proof": " "}, "要有证明：志愿服务时长证明编号"),
    ],
)
def test_what_no_rule_gives_points_for(claim, fields, said):
    with pytest.raises(RuleError, match=said):
        claim(**fields)


def test_one_thing_counts_once(claim, cast):
    first = claim()
    with pytest.raises(RuleError, match="已经登记过"):
        claim()
    db.session.rollback()
    first.refuse(REASON, by=cast.director)
    db.session.commit()
    assert claim().status == "claimed", "what was refused may be entered again"


def test_a_family_has_an_account_with_each_street_that_gives_it_points(claim, cast):
    here = claim(confirmed=True)
    PointRule.lay_down(unit=cast.other_street, by=cast.district, **RULE)
    db.session.flush()
    other = db.session.scalars(PointRule.of(cast.other_street)).one()
    who = {"claimant": Contact(name="王桂兰", phone="13804770001"), "proof": "编号", "happened_on": clock.today()}
    there = PointClaim.claim(unit=cast.other_street, rule_id=other.id, by=None, **who)
    there.confirm(by=cast.district)
    db.session.commit()
    assert there.family is here.family
    accounts = db.session.scalars(db.select(PointAccount).order_by(PointAccount.id)).all()
    assert [(each.unit_id, each.balance) for each in accounts] == [(cast.street.id, 10), (cast.other_street.id, 10)]


def test_two_confirmations_at_once_give_no_more_than_the_month_holds(app, claim, cast):
    idents, director = [claim(on=date(2026, 3, day)).id for day in range(1, 6)], cast.director.id
    now = clock.now()

    def press(ident: int) -> int:
        with app.app_context(), clock.pretend(now):
            made = db.session.get_one(PointClaim, ident)
            by = db.session.get_one(type(cast.director), director)
            try:
                made.confirm(by=by)
                db.session.commit()
            except RuleError:
                db.session.rollback()
                return 0
            return made.points

    db.session.rollback()
    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(press, idents)) == [0, 0, 5, 10, 10]
    account = db.session.scalars(db.select(PointAccount)).one()
    assert (account.balance, account.faults()) == (25, [])


@settings(deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 50), st.integers(0, 40)), max_size=30))
def test_what_is_left_is_always_the_sum(steps):
    """Whatever is earned and used, the lots hold the balance, and none less than nothing."""
    moves: list[Moved] = []
    for number, (earned, points, months) in enumerate(steps, start=1):
        balance = sum(each.points for each in moves)
        until = date(2026, 1, 1) + timedelta(days=30 * months) if months else None
        if earned:
            moves.append(Moved(number, "earned", points, date(2026, 1, 1), until))
        elif balance:
            moves.append(Moved(number, "exchange", -min(points, balance), date(2026, 1, 1)))
        elif moves and moves[-1].kind == "exchange":
            moves.append(Moved(number, "returned", -moves[-1].points, date(2026, 1, 1), None, moves[-1].id))
    assert sum(each.left for each in lots(moves)) == sum(each.points for each in moves)
    assert all(each.left > 0 for each in lots(moves))


def test_reckoning():
    assert [granted(10, 25, each) for each in (0, 15, 20, 25, 30)] == [10, 10, 5, 0, 0]
    earned = [Moved(1, "earned", 10, date(2025, 1, 10)), Moved(2, "exchange", -4, date(2025, 2, 1))]
    quarter = date(2026, 1, 1), date(2026, 3, 31)
    assert [expired(earned, months, *quarter) for months in (0, 6, 12, 24)] == [0, 0, 6, 0]
    assert not [each.fault for each in EXAMPLES if each.fault]


def test_what_a_change_would_mean_is_told_before_it_is_saved(claim, cast, rules):
    with clock.pretend(datetime(2025, 11, 10, 2, tzinfo=UTC)):
        claim(on=date(2025, 11, 9), confirmed=True)
    before = rules_of(cast.county)
    rules(months="1", late_days="0")
    after = rules_of(cast.county)
    found = effects(cast.county, before, after, date(2025, 10, 1), date(2025, 12, 31))
    assert [(each.label, each.before, each.after) for each in found.lines] == [
        ("到期的积分", 0, 0),
        ("来得及登记的", 1, 0),
    ]
    quarter = date(2026, 1, 1), date(2026, 3, 31)
    assert effects(cast.county, before, after, *quarter).lines[0].after == 10
    assert effects(cast.county, before, before, *quarter) is None


# -- people, pages -----------------------------------------------------------------------------------------------------


def test_what_another_of_the_family_told_stays_until_she_asks_and_what_she_waits_for_is_done_first(claim, cast):
    claim(name="张大山", confirmed=True)
    hers = claim(name="王桂兰", one_family=True, proof="照片一张", on=date(2026, 3, 8))
    husband, wife = (factories.resident(cast.taixing, name=name, phone="13804770001") for name in ("张大山", "王桂兰"))
    assert hers.number in data_rights.hindrance(husband)
    hers.confirm(by=cast.director)
    db.session.commit()
    data_rights.erase(husband, reason="本人申请。", by=cast.district)
    assert hers.proof == "照片一张"
    data_rights.erase(wife, reason="本人申请。", by=cast.district)
    assert hers.proof == ""


def test_the_own_data_are_handed_out_and_erased_when_nothing_waits(claim, cast):
    person = factories.resident(cast.taixing, name="王桂兰", phone="13804770001")
    made = claim(confirmed=True)
    waiting = claim(on=date(2026, 3, 8))
    told = held(person)
    assert told["积分登记"][0]["编号"] == made.number
    assert (told["积分明细"][0]["积分"], told["积分明细"][0]["余额"]) == ("+10", "10")
    assert waiting.number in data_rights.hindrance(person)
    waiting.withdraw(by=None)
    db.session.commit()
    assert not data_rights.hindrance(person)
    account = account_of(made)
    said = "".join(data_rights.erase(person, reason="本人申请。", by=cast.district))
    db.session.commit()
    assert f"积分账户 {account.number} 的联系人、证明和查询码已删除" in said
    assert (account.code_hash, account.balance, made.claimant.phone, made.proof) == (None, 10, None, "")


def test_no_list_and_no_figure_ranks_families(as_user, claim):
    claim(confirmed=True)
    director = as_user("director")
    for url in ("/family_points/accounts", "/family_points/claims", "/family_points/exchanges", "/families"):
        page = director.page(url)
        assert not [each for each in page.links() if "sort=" in each], url
        assert director.page(f"{url}?sort=balance").status == 200
    text = director.page("/family_points/statistics?year=2026").text
    assert "参加小区志愿服务" in text
    assert not [word for word in ("王桂兰", "排名", "名次") if word in text]


def test_a_page_costs_few_statements_however_many_lines(as_user, claim, good):
    made = [claim(f"1380477002{each}", on=date(2026, 3, 1 + each), confirmed=True) for each in range(5)]
    account = account_of(made[0])
    clerk = as_user("director")
    urls = ("claims", "accounts", "goods", "rules", "exchanges", f"claims/{made[0].id}", f"accounts/{account.id}")
    for url in (*urls, f"goods/{good.id}", "statistics", "exchanged", "claims/new"):
        clerk.page(f"/family_points/{url}")
        with statements() as sent:
            clerk.page(f"/family_points/{url}")
        assert len(sent) <= 15, (url, len(sent))


def test_files_are_for_those_who_may_export(as_user, claim):
    claim(confirmed=True)
    for what in ("claims", "accounts", "exchanges", "goods", "rules"):
        assert as_user("director").get(f"/family_points/{what}.xlsx").status_code == 200
        assert as_user("clerk").get(f"/family_points/{what}.xlsx").status_code == 403
    assert Contact(name="王桂兰").name_masked == "王**"
