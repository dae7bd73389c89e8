"""面包补贴: many small records a month, paid to the baker."""

from datetime import date

import pytest
from bakery.models import BreadSettlement, Loaf

from portal.entitlements.proof import faults
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db


def said(settlement) -> list[tuple]:
    return [
        (each.person.name, each.for_day.month, each.quantity, each.amount_fen)
        for each in db.session.scalars(settlement.lines())
    ]


@pytest.fixture
def october(cast, people, loaf, today):
    """Three loaves for one, one for another, in October; it is November."""
    with today(2026, 10, 20):
        for person, day in ((0, 1), (0, 2), (0, 30), (1, 5)):
            loaf(people[person], date(2026, 10, day))
        db.session.commit()


def test_the_lines_are_frozen_when_the_month_is_submitted(cast, people, loaf, bread, today, october):
    with today(2026, 11, 2):
        settlement = bread(date(2026, 10, 1))
        assert said(settlement) == [("王桂兰", 10, 3, 300), ("李秀英", 10, 1, 100)]
        assert settlement.total == "2 人 4 个，4.00 元"
        assert settlement.number == "昭君街道面包〔2026〕1号"
        assert faults(settlement) == []


def test_a_month_that_is_not_over_is_not_submitted(cast, october, today):
    with today(2026, 10, 31):
        settlement = BreadSettlement.draw_up(date(2026, 10, 1), unit=cast.street, by=cast.clerk)
        with pytest.raises(RuleError, match="2026年10月还没有过完，2026-11-01 起可以提交"):
            settlement.submit(by=cast.clerk)


def test_months_follow_each_other_without_a_gap(cast, october, today):
    with today(2026, 12, 2):
        BreadSettlement.draw_up(date(2026, 10, 1), unit=cast.street, by=cast.clerk)
        db.session.flush()
        with pytest.raises(RuleError, match="已经编制到2026年10月"):
            BreadSettlement.draw_up(date(2026, 10, 9), unit=cast.street, by=cast.clerk)
        with pytest.raises(RuleError, match="请先编制2026年11月"):
            BreadSettlement.draw_up(date(2026, 12, 1), unit=cast.street, by=cast.clerk)
        november = BreadSettlement.draw_up(date(2026, 11, 1), unit=cast.street, by=cast.clerk)
        db.session.flush()
        with pytest.raises(RuleError, match="2026年10月还没有提交"):
            november.submit(by=cast.clerk)


def test_a_month_without_a_loaf_is_not_submitted(cast, today):
    with today(2026, 11, 2):
        settlement = BreadSettlement.draw_up(date(2026, 10, 1), unit=cast.street, by=cast.clerk)
        with pytest.raises(RuleError, match="没有一笔明细"):
            settlement.submit(by=cast.clerk)


def test_nor_does_the_next_wait_for_it(cast, people, loaf, bread, october, today):
    with today(2026, 12, 20):
        loaf(people[0], date(2026, 12, 20))
    with today(2027, 1, 2):
        bread(date(2026, 10, 1))
        BreadSettlement.draw_up(date(2026, 11, 1), unit=cast.street, by=cast.clerk)
        db.session.flush()
        assert bread(date(2026, 12, 1)).status == "reviewed"


def test_who_submitted_checks_and_reviews_nothing_whatever_rights_they_hold(cast, october, today):
    with today(2026, 11, 2):
        settlement = BreadSettlement.draw_up(date(2026, 10, 1), unit=cast.street, by=cast.clerk)
        db.session.flush()
        settlement.submit(by=cast.clerk)
        assert cast.clerk.can("bakery.check", settlement)
        assert not BreadSettlement.check.is_open_to(cast.clerk, settlement)
        with pytest.raises(NotAllowed, match="您是提交人，不能自己办“初核”"):
            settlement.check(by=cast.clerk)
        settlement.check(by=cast.director)
        assert cast.director.can("bakery.review", settlement)
        with pytest.raises(NotAllowed, match="您是初核人，不能自己办“复核”"):
            settlement.review(by=cast.director)
        settlement.review(by=cast.district)
        assert settlement.status == "reviewed"


def test_the_check_waits_until_every_finding_is_decided(cast, october, today):
    with today(2026, 11, 2):
        settlement = BreadSettlement.draw_up(date(2026, 10, 1), unit=cast.street, by=cast.clerk)
        db.session.flush()
        settlement.submit(by=cast.clerk)
        settlement.doubtful = "还有 2 条核查疑点没有认定。"
        with pytest.raises(RuleError, match="还有 2 条核查疑点"):
            settlement.check(by=cast.director)


def test_what_is_sent_back_is_thawed_and_frozen_anew(cast, people, loaf, october, today):
    with today(2026, 11, 2):
        settlement = BreadSettlement.draw_up(date(2026, 10, 1), unit=cast.street, by=cast.clerk)
        db.session.flush()
        settlement.submit(by=cast.clerk)
        settlement.return_("李秀英的一个没有领。", by=cast.director)
        assert (settlement.status, settlement.amount_fen, said(settlement)) == ("open", 0, [])
        loaf(people[1], date(2026, 10, 5), back=True)
        settlement.submit(by=cast.clerk)
        assert said(settlement) == [("王桂兰", 10, 3, 300)]


def test_what_comes_late_is_a_counter_entry_of_the_next_month(cast, people, loaf, bread, today, october):
    with today(2026, 11, 2):
        settled = bread(date(2026, 10, 1))
    with today(2026, 11, 20):
        late = loaf(people[2], date(2026, 10, 9))
        loaf(people[0], date(2026, 10, 1), back=True)
        loaf(people[0], date(2026, 11, 20))
        assert late.booked_on == date(2026, 11, 20)
    with today(2026, 12, 1):
        november = bread(date(2026, 11, 1))
        assert said(november) == [("王桂兰", 11, 1, 100), ("王桂兰", 10, -1, -100), ("张玉梅", 10, 1, 100)]
        assert [each.note for each in db.session.scalars(november.lines())][1:] == ["补记或退回以前的面包"] * 2
        assert faults(settled) == faults(november) == []
        with pytest.raises(RuleError, match="后一期已经提交"):
            settled.send_back("再看看。", by=cast.district)


def test_the_sheet_that_is_published_tells_number_and_amount_only(cast, people, loaf, bread, today, october):
    with today(2026, 11, 2):
        assert bread(date(2026, 10, 1)).publication() == [("李**", 1, 100), ("王**", 3, 300)]


def test_it_is_settled_when_the_days_are_over_and_objections_answered(cast, bread, today, october):
    with today(2026, 11, 2):
        settlement = bread(date(2026, 10, 1))
        settlement.publish(by=cast.district)
        assert (settlement.published_from, settlement.published_until) == (date(2026, 11, 2), date(2026, 11, 9))
        with pytest.raises(RuleError, match="才期满"):
            settlement.settle(by=cast.district)
        raised = settlement.object(
            received_on=date(2026, 11, 2), objector="赵六", text="没有那么多。", by=cast.district
        )
        with pytest.raises(RuleError, match="公示期内"):
            settlement.object(received_on=date(2026, 11, 1), objector="赵六", text="早了。", by=cast.district)
    with today(2026, 11, 10):
        with pytest.raises(RuleError, match="异议没有答复"):
            settlement.settle(by=cast.district)
        settlement.answer_objection(raised, "查了签收，数目无误。", upheld=False, by=cast.district)
        settlement.settle(by=cast.district)
        db.session.commit()
        assert [(each.name, each.amount_fen, each.status) for each in settlement.payments] == [
            ("老街面包房", 400, "due")
        ]
        assert faults(settlement) == []


def test_an_objection_that_is_upheld_leads_back_to_the_beginning(cast, bread, today, october):
    with today(2026, 11, 2):
        settlement = bread(date(2026, 10, 1))
        settlement.publish(by=cast.district)
        raised = settlement.object(
            received_on=date(2026, 11, 2), objector="赵六", text="没有那么多。", by=cast.district
        )
        settlement.answer_objection(raised, "确实多记。", upheld=True, by=cast.district)
        assert (settlement.status, settlement.frozen_at, said(settlement)) == ("open", None, [])


def test_the_baker_is_paid_with_a_receipt(cast, bread, today, october):
    with today(2026, 11, 2):
        settlement = bread(date(2026, 10, 1))
        settlement.publish(by=cast.district)
    with today(2026, 11, 10):
        settlement.settle(by=cast.district)
        with pytest.raises(NotAllowed):
            settlement.pay("回单7", date(2026, 11, 10), by=cast.clerk)
        settlement.pay("回单7", date(2026, 11, 10), by=cast.district)
        db.session.commit()
        assert settlement.status == "paid"
        assert [(each.status, each.receipt) for each in settlement.payments] == [("paid", "回单7")]
        assert "1 笔 4.00 元" in settlement.events[-1].note
        with pytest.raises(WrongState):
            settlement.pay("回单8", date(2026, 11, 10), by=cast.district)


def test_the_proof_finds_what_was_changed_behind_its_back(app, bread, today, october):
    with today(2026, 11, 2):
        settlement_id = bread(date(2026, 10, 1)).id
        db.session.commit()
        proved = app.test_cli_runner().invoke(args=["entitlements", "prove"])
        assert (proved.exit_code, "共 1 期，相符 1 期" in proved.output) == (0, True)
        db.session.scalars(db.select(Loaf)).first().amount_fen = 500
        db.session.commit()
        assert faults(db.session.get(BreadSettlement, settlement_id)) == [
            "居民 1（2026-10）：原始记录比明细多 0 个、4.00 元。"
        ]
        proved = app.test_cli_runner().invoke(args=["entitlements", "prove"])
        assert (proved.exit_code, "不符" in proved.output) == (1, True)
