"""Honours, money, support, visits, and taking it all back."""

from datetime import date, timedelta

import pytest

from plugins.heroes import core_hooks
from plugins.heroes.models import FundEntry
from portal import clock
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.hookspecs import Context
from portal.workdays.arithmetic import months_after

pytestmark = pytest.mark.database


def test_the_money_is_that_of_the_day_and_stays(cast, bring, rules):
    rules(award_county="12000.50", special_dead="800000")
    deed = bring("commended", condition="dead")
    assert [(each.kind, each.amount_fen) for each in deed.heroes[0].awards] == [
        ("bonus", 12_000_50),
        ("special", 800_000_00),
    ]
    rules(award_county="99999")
    db.session.expire_all()
    assert deed.heroes[0].awards[0].amount_fen == 12_000_50
    deed.commend("city", clock.today(), "鄂尔多斯市人民政府", by=cast.district)
    assert [each.kind for each in deed.heroes[0].awards].count("special") == 1, "the special award is given once"
    with pytest.raises(RuleError, match="不能重复授予"):
        deed.commend("city", clock.today(), "鄂尔多斯市人民政府", by=cast.district)


def test_a_day_before_the_confirmation_is_refused(cast, bring):
    deed = bring("confirmed")
    for day in (deed.confirmed_on - timedelta(days=1), clock.today() + timedelta(days=1)):
        with pytest.raises(RuleError, match="表彰日期"):
            deed.commend("county", day, "旗政府", by=cast.district)


def test_everybody_of_a_group_is_honoured(bring):
    deed = bring("commended", people=3)
    assert [each.honours[0].title for each in deed.heroes] == ["见义勇为先进群体"] * 3
    assert len({each.honours[0].number for each in deed.heroes}) == 3


@pytest.mark.parametrize("amount", ["0.001", "0", "-5", "1e5", "一万", "999999999999999"])
def test_an_amount_that_is_none_is_refused(as_user, bring, amount):
    hero = bring("commended").heroes[0].id
    district = as_user("district")
    page = district.fill(district.page(f"/heroes/people/{hero}/awards/new"), amount=amount, text="困难慰问")
    assert page.status == 422
    assert page.fields(page.form())["text"] == "困难慰问"


def test_paid_from_the_fund_and_recovered_after_revocation(cast, bring, fund):
    deed = bring("commended")
    award = deed.heroes[0].awards[0]
    award.hero.pay(award, clock.today(), by=cast.district)
    assert fund.balance_fen == 100_000_00 - award.amount_fen
    with pytest.raises(RuleError, match="已经发放"):
        award.hero.pay(award, clock.today(), by=cast.district)
    deed.revoke("骗取", by=cast.district)
    assert deed.heroes[0].honours[0].revoked_on
    assert deed.heroes[0].visit_due_on is None
    assert award.state[0] == "待追缴"
    award.hero.recover(award, clock.today(), by=cast.district)
    assert fund.balance_fen == 100_000_00
    assert fund.faults() == []
    names = " ".join(entry.counterparty + entry.note for entry in db.session.scalars(FundEntry.of(fund)))
    assert deed.heroes[0].name not in names, "the ledger names nobody"


def test_unpaid_money_is_cancelled_with_the_title(cast, bring, fund):
    deed = bring("commended")
    deed.revoke("骗取", by=cast.district)
    with pytest.raises(RuleError, match="取消"):
        deed.heroes[0].pay(deed.heroes[0].awards[0], clock.today(), by=cast.district)


def test_visits_become_due_for_years_and_then_end(cast, bring, rules):
    rules(visit_months="6", visit_years="1")
    deed = bring("commended")
    hero, first = deed.heroes[0], months_after(clock.today(), 6)
    assert hero.visit_due_on == first
    rules(visit_months="1")
    with clock.pretend(clock.now() + timedelta(days=185)):
        ctx = Context(cast.county, None, clock.now())
        assert "1 人" in core_hooks.mark_visits(ctx, lambda done, total: None)
        db.session.flush()
        assert "0 人" in core_hooks.mark_visits(ctx, lambda done, total: None), "noted once"
        hero.visit(by=cast.clerk, visited_on=clock.today(), way="visit", situation="很好")
        assert hero.visit_due_on in (None, months_after(clock.today(), 6)), "the interval of the day it began"
    with clock.pretend(clock.now() + timedelta(days=340)):
        hero.visit(by=cast.clerk, visited_on=clock.today(), way="phone", situation="很好")
    assert hero.visit_due_on is None


def test_a_step_of_one_hero_leads_back_to_that_hero(as_user, bring):
    second = bring("commended", people=2).heroes[1]
    assert second.id != second.deed_id
    clerk, page = as_user("clerk"), f"/heroes/people/{second.id}"
    shown = clerk.fill(clerk.page(f"{page}/visits/new"), situation="身体恢复良好")
    assert shown.url == page
    assert "身体恢复良好" in shown.text
    assert f"{page}/visits/new" in shown.links()


def test_support_cannot_end_before_it_begins(as_user, cast, bring):
    hero = bring("commended").heroes[0]
    with pytest.raises(RuleError, match="早于开始"):
        hero.support(
            by=cast.director, kind="medical", content="减免", started_on=date(2026, 5, 2), until=date(2026, 5, 1)
        )
    director = as_user("director")
    page = director.fill(
        director.page(f"/heroes/people/{hero.id}/supports/new"),
        content="减免",
        started_on="2026-05-02",
        until="2026-05-01",
        amount_fen="0.001",
    )
    assert page.status == 422
    assert "早于开始日期" in page.text
    assert "精确到分" in page.text
