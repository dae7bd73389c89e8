"""A text for everybody is refused while a number stands in it in full; dates, amounts and masked numbers may stay."""

import pytest

from portal.cases.forms import PartyForm
from portal.demo.names import NameBook
from portal.people.publishing import numbers_in_full

ID = NameBook(7).person().id_number


def spaced(number: str) -> str:
    return f"{number[:6]} {number[6:14]}-{number[14:]}"


@pytest.mark.parametrize(
    "text",
    [
        f"张三（{ID}）跳入水中。",
        f"张三身份证{ID.lower()}，男",
        f"证件号：{spaced(ID)}。",
        f"{ID[:17]}{'0' if ID[17] != '0' else '1'}",
        "".join(chr(ord(digit) + 0xFEE0) for digit in ID),
        "150429800101123",
        f"3号楼 {ID}",
    ],
)
def test_an_id_number_is_found_however_it_is_written(text):
    assert [what for what, _ in numbers_in_full(text)] == ["身份证号"]


@pytest.mark.parametrize(
    "text",
    [
        "电话15412345678。",
        "联系154 1234 5678",
        "154-1234-5678",
        "+86 15412345678",
        "１５４１２３４５６７８",
        "0477-5212345",
        "(0477)5212345",
        "2026-03-10 15412345678",
    ],
)
def test_a_telephone_number_is_found_however_it_is_written(text):
    assert [what for what, _ in numbers_in_full(text)] == ["电话号码"]


def test_each_number_is_named_masked():
    found = numbers_in_full(f"张三15412345678、王五 15412345679 {ID}")
    assert found == [
        ("电话号码", "154****5678"),
        ("电话号码", "154****5679"),
        ("身份证号", ID[:6] + 12 * "*"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2026年3月10日14时30分，张三在3号楼2单元501室救人。",
        "奖金20000元，共 1,000,000 元",
        ID[:6] + 12 * "*",
        "154****5678",
        "达政发〔2026〕12号",
        "2026-03-10至2026-03-17",
        "911506217MA0XXXX",
        "统一社会信用代码 91150621MA0PXXXX5D",
        "第00012号",
        "",
    ],
)
def test_what_is_no_number_of_anybody_may_stay(text):
    assert numbers_in_full(text) == []


def test_a_long_row_of_digits_is_read_to_its_end():
    assert numbers_in_full("2 2 " * 4000 + "15412345678") == [("电话号码", "154****5678")]


@pytest.mark.parametrize(("field", "box"), [("address", "联系电话"), ("agent_note", "代理人电话")])
def test_the_box_is_told_that_belongs_to_the_same_person(app, field, box):
    with app.test_request_context(method="POST", data={"name": "张三", field: "昭君苑 15412345678"}):
        form = PartyForm(meta={"csrf": False})
        form.validate()
        assert f"电话号码请写在“{box}”里" in form[field].errors[0]
