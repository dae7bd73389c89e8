"""人民调解统计: from one entry, in both books; its sums agree with each other and with the ledger."""

from datetime import timedelta

import pytest

from plugins.mediation.models import Amendment, Committee
from plugins.mediation.samples import DISPUTES
from plugins.mediation.settings import corrections
from plugins.mediation.statistics.proof import prove
from plugins.mediation.statistics.reading import (
    committee_of,
    folded,
    judicial,
    measures,
    political,
    read,
    read_whole,
    total,
)
from portal import clock
from portal.entitlements import Span
from portal.errors import RuleError
from portal.extensions import db
from portal.settings import change

pytestmark = pytest.mark.database


@pytest.fixture
def month() -> Span:
    return Span.around("month", clock.today())


@pytest.fixture
def figures(cast, month):
    """`figures()`: label of each column → what it comes to this month, for the director."""

    def read_them() -> dict[str, int]:
        known = measures(month)
        return dict(zip((each.key for each in known), total(read(cast.director, month), len(known)), strict=True))

    return read_them


def unequal(cast, month) -> list[str]:
    before = Span.around("month", Span.before("month", month.first, 1)[0])
    return broken(cast, month, read(cast.director, month), read_whole(cast.director, before))


def broken(cast, month, cells, before=None) -> list[str]:
    rules = prove(cast.director, month, cells, before or (0,) * len(measures(month)))
    return [f"{each.left}≠{each.right}" for each in rules if not each.holds]


def test_a_dispute_counts_from_acceptance_to_its_end(figures, effective):
    counted = figures()
    wanted = {"new": 1, "done": 1, "settled": 1, "left": 0, "written": 1, "amount": 300_000, "many": 1, "people": 3}
    assert {key: counted[key] for key in wanted} == wanted


@pytest.fixture
def changed(cast, effective):
    """`changed(day)`: of the 3,000 yuan that were agreed on, 2,500 are owed from that day."""

    def change_it(day) -> None:
        amendment = Amendment(
            serial=1, kind="change", stage="effective", effective_on=day, reason="让步", amount_fen=250_000
        )
        effective.amendments.append(amendment)
        db.session.commit()

    return change_it


def test_the_sum_is_that_in_force_on_the_last_day_and_agrees_with_the_ledger(cast, month, figures, changed):
    changed(month.last)
    assert figures()["amount"] == 250_000
    assert unequal(cast, month) == []


def test_what_is_changed_later_leaves_the_month_as_it_was(cast, month, figures, changed):
    changed(month.last + timedelta(days=1))
    assert figures()["amount"] == 300_000
    assert unequal(cast, month) == []


def test_of_an_agreement_that_was_undone_nothing_is_in_force(cast, month, figures, effective):
    effective.revoke("void", clock.today(), "（2026）内0621民初1号", "判决无效。", by=cast.mediator)
    db.session.commit()
    assert (figures()["settled"], figures()["amount"]) == (1, 0)
    assert unequal(cast, month) == []


@pytest.mark.parametrize(("how", "label"), [("rescinded", "判决撤销"), ("void", "判决无效")])
@pytest.mark.parametrize("kind", ["month", "quarter"])
def test_a_judgment_stands_in_its_own_period_and_leads_to_its_dispute(
    as_user, cast, effective, stage, how, label, kind
):
    """The dispute was closed a year before the court spoke."""
    DISPUTES.bring("closed", stage, effective)
    then = clock.today() - timedelta(days=366)
    effective.accepted_on = effective.ended_on = effective.agreement.effective_on = then
    effective.revoke(how, clock.today(), "（2026）内0621民初1号", "判决。", by=cast.mediator)
    db.session.commit()
    client, now, before = (
        as_user("director"),
        *(f"{kind}:{Span.around(kind, day).first}" for day in (clock.today(), then)),
    )
    page = client.page(f"/mediation/statistics?period={now}&proof=1")
    [row] = page.tree.xpath(f"//tr[td = '{label}']")
    assert row.xpath("string(td[2])") == "1"
    assert effective.number in client.get(*row.xpath(".//a/@href")).text
    assert "全部相符" in page.text
    assert effective.number not in client.get(f"/mediation/statistics/{how}?period={before}").text


def test_one_that_goes_on_is_left(figures, mediating):
    counted = figures()
    assert (counted["new"], counted["done"], counted["left"]) == (1, 0, 1)


def test_one_that_was_not_accepted_does_not_count(figures, pending):
    assert set(figures().values()) == {0}


def test_the_sums_agree(cast, month, effective, stage):
    DISPUTES.bring("mediating", stage)
    DISPUTES.bring("terminated", stage)
    db.session.commit()
    assert unequal(cast, month) == []


def test_the_proof_finds_what_does_not_agree(cast, month, effective):
    names = ("受理", "办结", "调解成功", "涉及金额")
    assert broken(cast, month, []) == [f"台账里本期{name}≠{name}" for name in names]


def test_the_proof_finds_a_result_that_nobody_counts(cast, month, effective):
    effective.agreement.effective_on, effective.ended_on = None, clock.today()
    db.session.commit()
    assert broken(cast, month, read(cast.director, month)) == [
        "调解成功＋调解不成＋当事人撤回≠办结",
        "台账里本期调解成功≠调解成功",
        "台账里本期涉及金额≠涉及金额",
    ]


def test_what_was_agreed_by_word_of_mouth_before_acceptance_counts_from_then(cast, month, figures, written):
    """Accepted on the first of a month, agreed on the last day of the one before."""
    agreed_on = month.first - timedelta(days=1)
    written.accepted_on, written.sessions[0].held_at = month.first, clock.begin_of(agreed_on)
    written.agree_orally(agreed_on, checked=written.doubts, by=cast.mediator)
    db.session.commit()
    counted = figures()
    assert (counted["new"], counted["done"], counted["oral"], counted["left"]) == (1, 1, 1, 0)
    assert unequal(cast, month) == []


def test_a_withdrawal_is_no_failure(figures, mediating, cast):
    mediating.withdraw("双方自行和好。", by=cast.mediator)
    db.session.commit()
    counted = figures()
    assert (counted["done"], counted["failed"], counted["withdrawn"]) == (1, 0, 1)


def test_two_committees_of_one_name_are_two(cast, month, effective, stage):
    with clock.pretend(clock.now() + timedelta(seconds=1)):
        other = DISPUTES.bring("mediating", stage)
    other.committee = Committee.found(unit=cast.other_street, name=effective.committee.name, by=None)
    db.session.commit()
    lines = folded(read(cast.director, month), committee_of)
    assert [each.name for each in lines] == [effective.committee.name] * 2


def names(cells, of) -> list[str]:
    return [each.name for each in folded(cells, of)]


def test_one_entry_stands_in_both_books(cast, month, effective):
    cells = read(cast.director, month)
    assert names(cells, judicial) == ["邻里"]
    assert names(cells, political) == ["邻里·用水排水通行通风采光"]


def test_the_county_corrects_the_class_of_the_judicial_book(cast, month, effective):
    change("mediation", cast.county, {"judicial": ["0201 物业"]}, by=None, reason="试验")
    db.session.commit()
    assert names(read(cast.director, month), judicial) == ["物业"]


def test_only_codes_and_classes_that_there_are():
    for typed in ("0201", "邻里 物业", "0201 没有的类别"):
        with pytest.raises(ValueError, match=typed):
            corrections(typed)


def test_what_is_told_besides_is_counted(cast, figures, mediating):
    mediating.report(difficulty="difficult", prevented="suicide", people=1, by=cast.mediator)
    db.session.commit()
    assert figures()["difficult"] == 1


def test_what_was_prevented_touches_somebody(cast, mediating):
    with pytest.raises(RuleError, match="一起填") as refused:
        mediating.report(difficulty="common", prevented="fight", by=cast.mediator)
    assert refused.value.at == "people"


def test_who_handed_it_over_is_told_of_those_that_were(cast, mediating):
    with pytest.raises(RuleError, match="委托移送的请选择移送单位") as refused:
        mediating.report(difficulty="common", handed_by="court", by=cast.mediator)
    assert refused.value.at == "handed_by"


def test_other_committees_are_not_told(cast, month, effective):
    assert read(cast.outsider, month) == []


def test_a_number_leads_to_its_disputes(as_user, effective):
    page = as_user("director").get("/mediation/statistics/settled")
    assert effective.number in page.text


def test_a_number_of_a_table_leads_to_the_disputes_of_its_line(as_user, effective):
    client = as_user("director")
    found = [each for each in client.page("/mediation/statistics").links() if "/statistics/new?" in each]
    assert len(found) == 4
    for each in found:
        assert effective.number in client.get(each).text
    assert effective.number not in client.get("/mediation/statistics/new?judicial=物业").text


def test_the_page_proves_itself_by_one_press(as_user, effective):
    assert "全部相符" in as_user("director").get("/mediation/statistics?proof=1").text


def test_a_time_that_makes_no_sense_is_this_month(as_user, effective):
    assert as_user("director").get("/mediation/statistics?period=never&committee=x").status_code == 200
