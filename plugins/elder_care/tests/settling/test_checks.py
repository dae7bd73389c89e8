"""核查: each rule finds what it is for, says it with the figures, and finds nothing where nothing is."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from plugins.elder_care.checks import NAMES, run
from plugins.elder_care.models import Finding, Meal
from portal.errors import RuleError
from portal.extensions import db
from portal.testing.statements import statements

pytestmark = pytest.mark.database
DAY = date(2026, 10, 12)


@pytest.fixture
def hits(books, cast):
    """`hits()`: rule → sentences found in October."""

    def look() -> dict[str, list[str]]:
        with books.on(2026, 11, 3):
            settlement = books.draw_up(date(2026, 10, 1))
            db.session.flush()
            found: dict[str, list[str]] = {}
            for rule, hit in run(settlement):
                found.setdefault(rule, []).append(hit.text)
            return found

    return look


def test_an_ordinary_month_has_none(books, hits):
    for day in (8, 9, 12, 13, 14):
        books.eat(books.wang, date(2026, 10, day))
    assert hits() == {}


def test_at_several_places(books, hits):
    books.eat(books.wang, DAY)
    books.eat(books.wang, DAY, canteen=books.other, sitting="dinner", subsidy=0)
    assert hits()["places"] == [f"{books.wang.number} 号老人10月12日在 2 个助餐点就餐（2 个起提示）。"]


def test_one_taken_back_counts_for_nothing(books, hits):
    books.eat(books.wang, DAY)
    books.eat(books.wang, DAY, canteen=books.other, sitting="dinner")
    books.take_back(books.wang, DAY, sitting="dinner", canteen=books.other)
    assert hits() == {}


def test_above_the_count(books, hits):
    books.eat(books.wang, DAY)
    books.eat(books.wang, DAY, sitting="dinner", at="17:30")
    for back in range(1, 6):
        books.eat(books.li, DAY + timedelta(days=back - 1))
    books.eat(books.li, date(2026, 10, 17))
    assert hits()["count"] == [
        f"{books.wang.number} 号老人10月12日补贴 2 餐，每天最多 1 餐。",
        f"{books.li.number} 号老人10月12日起的一周补贴 6 天，每周最多 5 天。",
    ]


def test_above_the_amount_of_a_month(books, hits):
    books.eat(books.wang, DAY, subsidy=15_100, price=20_000)
    assert hits()["count"] == [f"{books.wang.number} 号老人本月补贴 151.00 元，每月最多 150.00 元。"]


def test_after_death(books, hits):
    books.wang.stop_reason, books.wang.stopped_on = "died", date(2026, 10, 9)
    for day in (9, 12, 13):
        books.eat(books.wang, date(2026, 10, day))
    assert hits() == {"died": [f"{books.wang.number} 号老人 2026-10-09 去世，10月12日起仍有 2 餐。"]}


def test_in_an_institution(books, hits):
    books.wang.stop_reason, books.wang.stopped_on = "home", DAY
    books.eat(books.wang, DAY)
    assert hits() == {"home": [f"{books.wang.number} 号老人 2026-10-12 起入住养老机构，10月12日起仍有 1 餐。"]}


def test_not_on_the_roster(books, hits):
    books.wang.stop_reason, books.wang.stopped_on = "moved", date(2026, 10, 9)
    books.li.review_due = date(2026, 10, 1)
    books.zhang.household = "other"
    for who in (books.wang, books.li, books.zhang):
        books.eat(who, DAY)
    assert hits() == {
        "roster": [
            f"{books.wang.number} 号老人 2026-10-09 起停止（迁出），10月12日起仍有 1 餐。",
            f"{books.li.number} 号老人没有登记或者年审已过期，10月12日起有 1 餐享受补贴。",
            f"{books.zhang.number} 号老人是外地户籍，本月有 1 餐享受补贴。",
        ]
    }


def test_at_night_and_outside_the_hours(books, hits):
    books.eat(books.wang, DAY, at="02:10")
    books.eat(books.li, DAY, at="13:29")
    books.eat(books.zhang, DAY, sitting="breakfast", at="07:00")
    assert hits() == {
        "hours": [
            "10月12日早餐 1 餐在 07:00 至 07:00 之间打出，营业时段是 不供应。",
            "10月12日午餐 1 餐在 02:10 至 02:10 之间打出，营业时段是 11:00-13:00。",
        ]
    }


def test_seconds_apart(books, hits, cast):
    books.rule(check_streak="2")
    for number, who in enumerate((books.wang, books.li, books.zhang)):
        books.eat(who, DAY, at=f"11:30:0{number}")
    assert hits() == {"seconds": ["受理员小王10月12日有 2 次两餐间隔不到 3 秒（2 次起提示）。"]}


def test_soon_again(books, hits):
    books.rule(day_meals="3")
    books.eat(books.wang, DAY, at="12:50")
    books.eat(books.wang, DAY, sitting="dinner", at="14:20", canteen=books.canteen)
    found = hits()
    assert found["again"] == [f"{books.wang.number} 号老人10月12日两餐只隔 90 分钟（不到 120 分钟提示）。"]


def test_fetched_without_authority(books, hits):
    books.eat(books.wang, DAY, shown_by="agent")
    assert hits() == {"agent": [f"{books.wang.number} 号老人 1 餐由人代领，没有有效授权，最早是10月12日。"]}


def test_one_operator_s_bulk_late_entries(books, hits):
    books.rule(check_late="2")
    for who in (books.wang, books.li, books.zhang):
        books.eat(who, DAY, source="late")
    assert hits() == {"late": ["受理员小王本月补录 1 天共 3 餐（超过 2 餐提示）。"]}


def test_a_surge_at_the_end_of_the_month(books, hits):
    books.eat(books.wang, DAY)
    for who in (books.wang, books.li, books.zhang):
        books.eat(who, date(2026, 10, 30))
    assert hits() == {"surge": ["10月29日起日均 3 餐，此前日均 1 餐，高出 200%（50% 提示）。"]}


def test_one_address_for_many(books, hits):
    for who in (books.wang, books.li, books.zhang):
        who.person.address = "泰兴社区 3 号楼 2 单元 401"
        books.eat(who, DAY, way="delivery")
    assert hits() == {"address": ["泰兴社区3号楼*** 一处本月给 3 位老人送餐（3 位起提示）。"]}


def test_meals_after_a_licence_expired(books, hits):
    books.licence("fire").valid_until = date(2026, 10, 10)
    books.eat(books.wang, date(2026, 10, 9))
    books.eat(books.wang, DAY)
    assert hits() == {"licence": ["消防手续 2026-10-10 到期，此后仍打 1 餐。"]}


def test_every_rule_has_a_test_here():
    source = Path(__file__).read_text(encoding="utf-8")
    assert [rule for rule in NAMES if f'"{rule}"' not in source] == []


def test_findings_are_decided_by_a_person_with_a_reason_before_the_check(books, cast):
    books.wang.stop_reason, books.wang.stopped_on = "died", date(2026, 10, 9)
    books.eat(books.wang, DAY)
    books.eat(books.li, DAY)
    with books.on(2026, 11, 3):
        settlement = books.draw_up(date(2026, 10, 1))
        settlement.submit(by=cast.clerk)
        db.session.commit()
        [finding] = settlement.findings
        with pytest.raises(RuleError, match="还有 1 条核查疑点没有认定"):
            settlement.check(by=cast.director)
        with pytest.raises(RuleError, match="理由"):
            settlement.decide(finding, "cleared", " ", by=cast.director)
        settlement.decide(finding, "upheld", "家属刷卡。", by=cast.director)
        with pytest.raises(RuleError, match="1 条属实的还没有冲正"):
            settlement.check(by=cast.director)
        settlement.return_("先冲正。", by=cast.director)
        books.take_back(books.wang, DAY, booked=settlement.booking_day(settlement.canteen_id, DAY))
        settlement.submit(by=cast.clerk)
        db.session.commit()
        assert settlement.findings[0].gone_on == date(2026, 11, 3)
        settlement.check(by=cast.director)
        assert settlement.total == "1 人 1 餐，3.00 元"


def test_what_is_found_again_is_asked_once(books, cast):
    books.eat(books.wang, DAY, shown_by="agent")
    with books.on(2026, 11, 3):
        settlement = books.draw_up(date(2026, 10, 1))
        settlement.submit(by=cast.clerk)
        db.session.commit()
        settlement.decide(settlement.findings[0], "cleared", "儿子代领，授权已补。", by=cast.director)
        settlement.recheck(by=cast.director)
        db.session.commit()
        assert [(each.decision, each.gone_on) for each in db.session.query(Finding)] == [("cleared", None)]
        settlement.check(by=cast.director)


def test_the_number_of_statements_does_not_grow_with_the_meals(books, cast):
    books.eat(books.wang, DAY)
    with books.on(2026, 11, 3):
        settlement = books.draw_up(date(2026, 10, 1))
        db.session.commit()
        with statements() as few:
            list(run(settlement))
        for day in range(1, 29):
            for who in (books.wang, books.li, books.zhang):
                if not db.session.query(Meal).filter_by(member_id=who.id, eaten_on=date(2026, 10, day)).count():
                    books.eat(who, date(2026, 10, day), at=f"11:{day:02d}:{who.id:02d}")
        db.session.commit()
        assert settlement.canteen.licences
        with statements() as many:
            list(run(settlement))
    assert len(many) <= len(few) + 2, "only hits of one more rule"
    assert len(many) < 30
