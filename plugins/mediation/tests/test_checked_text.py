"""核对: what is said of the words of an agreement before the parties leave. Figures, parts of terms, days, and words that are doubtful."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.mediation.checking import Draft, Finding, Signer, findings_of, is_about_identity
from plugins.mediation.checking.amounts import amounts_in, read_numerals
from plugins.mediation.checking.parts_of_terms import lacking
from portal.money import MAX_FEN, capitals, format_yuan

TODAY = date(2026, 11, 30)
SETTLED = {"place": "人民调解室", "time_note": "自生效之日起十日内"}
FEN = st.integers(1, MAX_FEN)


def found(*terms: str, **fields) -> list[Finding]:
    return findings_of(Draft(terms=terms, today=TODAY, **SETTLED | fields))


def rules(*terms: str, **fields) -> set[tuple[str, bool]]:
    return {(each.rule, each.must) for each in found(*terms, **fields)}


def in_capitals(fen: int) -> str:
    """Capitals by another way than `portal.money`: digit by digit from the left, runs of 零 drawn together."""
    yuan, small = divmod(fen, 100)
    places = ["", "拾", "佰", "仟"]
    text = ""
    for at, digit in enumerate(str(yuan)):
        power = len(str(yuan)) - 1 - at
        text += "零壹贰叁肆伍陆柒捌玖"[int(digit)] + (places[power % 4] if digit != "0" else "")
        if power % 4 == 0 and power:
            empty = int(str(yuan)[max(0, at - 3) : at + 1]) == 0
            text += "" if empty else "万亿"[power // 4 - 1]
    while "零零" in text:
        text = text.replace("零零", "零")
    for unit in "万亿":
        text = text.replace(f"零{unit}", f"{unit}零")
    while "零零" in text:
        text = text.replace("零零", "零")
    text = text.rstrip("零") if yuan else ""
    jiao, cents = divmod(small, 10)
    told = f"{text}元" if text else ""
    told += ("零" if told and not jiao and cents else "") + ("零壹贰叁肆伍陆柒捌玖"[jiao] + "角" if jiao else "")
    return told + ("零壹贰叁肆伍陆柒捌玖"[cents] + "分" if cents else "整")


def test_ten_thousand_amounts_read_the_same_in_figures_and_in_capitals():
    dice = Random(20261130)
    for _ in range(10_000):
        fen = dice.randrange(1, 10 ** dice.randrange(1, 14))
        term = f"被申请人赔偿￥{format_yuan(fen)}（大写：{in_capitals(fen)}）。"
        figures, upper = amounts_in(term)
        assert (figures.fen, upper.fen) == (fen, fen), term
        assert rules(term, amount_fen=fen) == set(), term


@given(FEN, FEN)
@settings(max_examples=300, deadline=None)
def test_capitals_beside_other_figures_stop_it(fen, other):
    stopped = ("大小写金额", True) in rules(f"被申请人赔偿{format_yuan(fen)}元（{capitals(other)}）。", amount_fen=fen)
    assert stopped == (fen != other)


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=8), st.data())
@settings(max_examples=200, deadline=None)
def test_parts_that_make_up_the_sum_are_right_and_a_fen_more_is_not(parts, data):
    term = "、".join(f"第{at}项{format_yuan(fen)}元" for at, fen in enumerate(parts, start=1))
    assert rules(f"被申请人赔偿{term}。", amount_fen=sum(parts)) == set()
    wrong = sum(parts) + 1
    if not any(wrong == total for total in sums_of(parts)):
        assert ("条款与协议金额", True) in rules(f"被申请人赔偿{term}。", amount_fen=wrong)


def sums_of(parts: list[int]) -> set[int]:
    reached = {0}
    for each in parts:
        reached |= {total + each for total in reached}
    return reached


@given(
    st.lists(st.tuples(st.dates(date(2027, 1, 1), date(2030, 1, 1)), st.integers(1, 10**9)), min_size=1, max_size=200)
)
@settings(max_examples=60, deadline=None)
def test_instalments_that_do_not_add_up_stop_it(plan):
    whole = sum(fen for _, fen in plan)
    assert ("分期合计", True) not in rules("被申请人分期付清。", amount_fen=whole, plan=plan)
    assert ("分期合计", True) in rules("被申请人分期付清。", amount_fen=whole + 1, plan=plan)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("三千元", 300_000),
        ("两万五千元", 2_500_000),
        ("十五万元", 15_000_000),
        ("一百零五元五角", 10_550),
        ("1.2万元", 1_200_000),
        ("３，０００．５０元", 300_050),
        ("2600元5角", 260_050),
        ("叁仟元正", 300_000),
        ("人民币叁仟圆整", 300_000),
        ("￥88", 8_800),
    ],
)
def test_amounts_are_read_as_they_are_written(text, fen):
    assert [each.fen for each in amounts_in(f"被申请人赔偿{text}。")] == [fen]


@pytest.mark.parametrize("text", ["三千五", "一万二"])
def test_what_may_be_two_numbers_is_read_as_none(text):
    assert read_numerals(text) is None


@pytest.mark.parametrize(
    ("term", "amount", "expected"),
    [
        ("被申请人赔偿2600元。", 250_000, {("条款与协议金额", True)}),
        ("被申请人赔偿2600元，扣除已付100元。", 250_000, set()),
        ("双方确认损失5000元，被申请人赔偿2500元。", 250_000, {("另外的金额", False)}),
        ("被申请人每月支付500元。", 300_000, {("条款没有写金额", False)}),
        ("被申请人赔偿2500元。", None, {("协议金额空着", False)}),
        ("被申请人赔偿贰仟伍佰佰元。", 250_000, {("大写金额", True), ("条款没有写金额", False)}),
    ],
)
def test_an_amount_in_a_term_fits_the_sum_or_is_told(term, amount, expected):
    assert rules(term, amount_fen=amount) == expected


def test_an_instalment_named_in_a_term_is_no_other_amount():
    plan = [(date(2026, 12, 31), 100_000), (date(2027, 1, 31), 150_000)]
    assert rules("被申请人赔偿2500元，第一期1000元。", amount_fen=250_000, plan=plan) == set()


@pytest.mark.parametrize(
    ("term", "lacks"),
    [
        ("云建国于十日内赔偿损失。", []),
        ("被申请人修复天花板。", ["何时"]),
        ("三日内赔礼道歉。", ["谁"]),
        ("赔偿。", ["谁", "何时"]),
        ("天气很好。", ["做什么"]),
        ("任何一方不得私自堵截渠口。", []),
        ("双方再无其他争议。", []),
    ],
)
def test_a_term_says_who_does_what_and_when(term, lacks):
    assert lacking(term, ("云建国",), timed=False) == lacks


def test_the_last_day_of_the_agreement_is_the_time_of_every_term():
    assert lacking("被申请人修复天花板。", (), timed=True) == []


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("被申请人于2026年11月31日前修复。", ("没有这一天", True)),
        ("被申请人于2月30日前修复。", ("没有这一天", True)),
        ("被申请人于2026年2月29日前修复。", ("没有这一天", True)),
        ("被申请人于2026-13-01前修复。", ("没有这一天", True)),
        ("被申请人于2026年10月1日前修复。", ("期限已过", False)),
        ("被申请人于2027年3月1日前修复。", ("期限不一致", False)),
    ],
)
def test_a_day_that_is_not_or_is_over_is_told(term, expected):
    assert expected in rules(term, perform_by=date(2027, 1, 31))


@pytest.mark.parametrize(
    "term", ["被申请人于2028年2月29日前修复。", "2 月 29 日到场。", "面积1.5亩，3/4归申请人使用。"]
)
def test_days_that_are_and_fractions_are_left_alone(term):
    assert not [each for each in found(term) if each.rule in ("没有这一天", "期限已过")]


@pytest.mark.parametrize(
    ("term", "rule"),
    [
        ("双方自愿离婚。", "婚姻关系"),
        ("儿子由女方抚养，男方每月付抚养费。", "抚养、监护关系"),
        ("申请人同意送养。", "收养关系"),
        ("双方断绝父子关系。", "亲子关系"),
        ("儿子不再承担赡养义务。", "放弃法定义务"),
        ("申请人自愿放弃缴纳社保。", "放弃社会保险"),
        ("申请人不得再婚。", "限制人身自由"),
        ("申请人不得再上访。", "限制起诉、信访、举报"),
        ("申请人不追究刑事责任。", "刑事责任"),
        ("违反的罚款500元。", "行政处罚"),
        ("申请人放弃继承权。", "继承资格"),
        ("被申请人归还赌债。", "不受保护的债务"),
        ("房屋归申请人所有。", "不动产权属"),
    ],
)
def test_what_parties_cannot_settle_is_told_with_the_law_and_stops_nothing(term, rule):
    told = [each for each in found(term) if each.rule == rule]
    assert [(bool(each.law), each.must) for each in told] == [(True, False)]


@pytest.mark.parametrize(
    "term",
    ["双方不离婚，和好如初。", "男方每月支付抚养费500元。", "解除租赁合同关系。", "子女轮流照顾，共同赡养老人。"],
)
def test_other_words_of_the_same_matters_are_left_alone(term):
    assert not is_about_identity([term])


def test_an_agent_without_authority_and_a_minor_alone_are_told():
    signers = (
        Signer("张三", unauthorised="委托代理人李四只有一般代理权限。"),
        Signer("王五"),
        Signer("小明", is_minor=True, alone="小明不满十六周岁。"),
    )
    assert rules("被申请人修复。", signers=signers) == {("代理权限", False), ("未成年人没有法定代理人", True)}


def test_what_must_be_changed_comes_first():
    told = found("双方离婚。", "被申请人于2月30日前修复。")
    assert [each.must for each in told] == sorted((each.must for each in told), reverse=True)


def test_one_wrong_amount_is_told_once():
    beside = found("被申请人赔偿2600元（大写：贰仟伍佰元整）。", amount_fen=250_000)
    assert [each.rule for each in beside] == ["大小写金额"]
    plan = [(date(2027, 1, 31), 130_000), (date(2027, 3, 31), 130_000)]
    of_the_plan = found("被申请人分期付2600元。", amount_fen=250_000, plan=plan)
    assert [each.rule for each in of_the_plan if each.must] == ["分期合计"]


def test_signs_of_a_chat_are_looked_at_and_those_of_forms_are_not():
    signs = [each for each in found("赔偿三千元👍👍☎。", facts="漏水😡。") if each.rule == "表情符号"]
    assert [(each.at, each.must) for each in signs] == [("terms-0-text", False), ("facts", False)]
    assert "“👍☎”" in signs[0].said
    assert [each for each in found("☑ ★ № 25℃") if each.rule == "表情符号"] == []
