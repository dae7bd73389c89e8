"""季结: by the quarter, proved from the entries; hints wait for a person; what was false is withheld later."""

from datetime import date

import pytest

from plugins.case_subsidy import checks
from portal.entitlements.proof import faults
from portal.errors import NotAllowed, RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
SUMMER, AUTUMN = date(2026, 7, 1), date(2026, 10, 1)
OCTOBER, JANUARY = (2026, 10, 2), (2027, 1, 5)


def said(settlement) -> list[tuple]:
    lines = db.session.scalars(settlement.lines())
    return [(each.for_day, each.quantity, each.amount_fen) for each in lines]


def rules_found(settlement) -> list[str]:
    return sorted(each.rule for each in settlement.findings if each.gone_on is None)


def clear(cast, settlement) -> None:
    for each in settlement.findings:
        settlement.decide(each, "cleared", "已核对。", by=cast.director)


def test_a_quarter_pays_what_was_booked_in_it(approved, submitted):
    approved("common")
    settlement = submitted(SUMMER, OCTOBER)
    assert said(settlement) == [(SUMMER, 1, 50_00), (SUMMER, 1, 50_00)]
    assert (settlement.total, faults(settlement)) == ("2 人 2 件次，100.00 元", [])


def test_what_is_decided_late_comes_with_the_next_quarter(cast, approved, declared, submitted, on):
    approved("common")
    late = declared("simple")
    submitted(SUMMER, OCTOBER)
    with on(2026, 10, 8):
        late.approve(grade="simple", by=cast.director)
    db.session.commit()
    assert said(submitted(AUTUMN, JANUARY)) == [(SUMMER, 1, 25_00), (SUMMER, 1, 25_00)]


def test_what_was_false_is_taken_back_in_the_next_quarter(cast, approved, submitted, on):
    award = approved("common")
    first = submitted(SUMMER, OCTOBER)
    with on(2026, 10, 20):
        award.cancel("没有调解过。", by=cast.director)
    db.session.commit()
    second = submitted(AUTUMN, JANUARY)
    assert said(second) == [(SUMMER, -1, -50_00), (SUMMER, -1, -50_00)]
    assert faults(first) == faults(second) == []


def test_three_people_see_a_quarter(cast, approved, submitted, on):
    approved("common")
    settlement = submitted(SUMMER, OCTOBER)
    with on(2026, 10, 3):
        with pytest.raises(NotAllowed):
            settlement.check(by=cast.clerk)
        settlement.check(by=cast.director)
        with pytest.raises(NotAllowed):
            settlement.review(by=cast.director)
        settlement.review(by=cast.district)
    assert settlement.status == "reviewed"


def test_terms_that_say_the_same_are_pointed_at(cast, approved, submitted):
    approved("common"), approved("common")
    settlement = submitted(SUMMER, OCTOBER)
    assert rules_found(settlement) == ["alike"]
    with pytest.raises(RuleError, match="还有 1 条核查疑点没有认定"):
        settlement.check(by=cast.director)
    clear(cast, settlement)
    settlement.check(by=cast.director)


def test_also_where_another_committee_has_more_of_its_own(cast, approved, submitted, monkeypatch):
    monkeypatch.setattr(checks, "COMPARED", 2)
    approved("common"), approved("common")
    for text in ("拆除占用通道的棚子，恢复原状。", "每月十日前支付抚养费八百元，到十八周岁为止。"):
        approved("common", unit=cast.taixing, text=text)
    assert "alike" in rules_found(submitted(SUMMER, OCTOBER))


def test_terms_that_say_otherwise_are_not(approved, submitted):
    approved("common")
    approved("common", text="被申请人于九月底以前拆除占用通道的棚子，申请人不再追究过去的损失。")
    assert rules_found(submitted(SUMMER, OCTOBER)) == []


def test_the_same_parties_twice_are_pointed_at(approved, declared, submitted):
    first = approved("common")
    again = declared("common", text="另一件事情的条款，关于院墙和排水沟怎样修、由谁出工。")
    for mine, theirs in zip(again.case.parties, first.case.parties, strict=True):
        mine.person_id = theirs.person_id
    db.session.commit()
    assert rules_found(submitted(SUMMER, OCTOBER)) == ["parties"]


def test_a_street_is_not_told_the_number_of_another_street(cast, approved, declared, submitted):
    first = approved("common")
    again = declared("common", text="另一件事情的条款，关于院墙和排水沟怎样修、由谁出工。")
    for mine, theirs in zip(again.case.parties, first.case.parties, strict=True):
        mine.person_id = theirs.person_id
    again.place(cast.other_street)
    db.session.commit()
    (finding,) = submitted(SUMMER, OCTOBER).findings
    assert (again.number in finding.text, "与 本旗县区另一件 的双方" in finding.text) == (False, True)


def test_papers_that_are_missing_and_a_call_that_says_no_are_pointed_at(cast, approved, submitted):
    award = approved("common", lacking=("履行凭证",))
    award.call(called_on=date(2026, 8, 7), way="phone", result="false", words="没有调解过。", by=cast.district)
    db.session.commit()
    assert rules_found(submitted(SUMMER, OCTOBER)) == ["called", "papers"]


def test_many_on_one_day_are_pointed_at(approved, submitted, rule):
    rule(date(2026, 1, 1), day_number="2", alike_percent="100")
    approved("common"), approved("common", text="拆除占用通道的棚子，恢复原状。")
    assert rules_found(submitted(SUMMER, OCTOBER)) == ["day"]


def test_the_check_waits_for_the_calls_that_the_district_asks_for(cast, approved, submitted, rule):
    rule(date(2026, 1, 1), calls_percent="20")
    award = approved("common")
    settlement = submitted(SUMMER, OCTOBER)
    with pytest.raises(RuleError, match="抽查回访 0 件，至少要 1 件"):
        settlement.check(by=cast.director)
    award.call(called_on=date(2026, 8, 7), way="phone", result="true", words="属实。", by=cast.district)
    settlement.check(by=cast.director)


def test_a_call_of_whoever_approves_afterwards_does_not_count(cast, declared, submitted, rule, on):
    rule(date(2026, 1, 1), calls_percent="20")
    award = declared("common")
    with on(2026, 8, 6):
        award.call(called_on=date(2026, 8, 6), way="phone", result="true", words="属实。", by=cast.director)
        award.approve(grade="common", by=cast.director)
    with pytest.raises(RuleError, match="抽查回访 0 件，至少要 1 件"):
        submitted(SUMMER, OCTOBER).check(by=cast.director)


def test_what_is_published_names_nobody(cast, approved, submitted):
    approved("common")
    names = {name for name, _, _ in submitted(SUMMER, OCTOBER).publication()}
    assert all("*" in name for name in names)
