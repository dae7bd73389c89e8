"""Telephone numbers: many ways of typing, one stored form."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.phone import PhoneError, first_phone, mask_phone, normalise_phone, read_phones

MOBILES = st.from_regex("1[3-9][0-9]{9}", fullmatch=True)


@given(
    MOBILES,
    st.sampled_from(["", "+86", "0086", "86", "+86 ", "＋８６-"]),
    st.sampled_from(["", " ", "-", "\u3000"]),
)
def test_a_mobile_has_one_form(mobile, country, gap):
    typed = country + gap.join((mobile[:3], mobile[3:7], mobile[7:]))
    assert normalise_phone(typed) == mobile


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("0477-5212345", "0477-5212345"),
        ("(0477) 521 2345", "0477-5212345"),
        ("（０４７７）５２１２３４５", "0477-5212345"),
        ("+86 477 5212345", "0477-5212345"),
        ("010-62345678", "010-62345678"),
        ("+86-10-62345678", "010-62345678"),
        ("0471 4912345", "0471-4912345"),
        ("02882345678", "028-82345678"),
        ("013800001234", "13800001234"),
        ("400-820-8820", "400-820-8820"),
        ("4008208820", "400-820-8820"),
        ("\u202d13800001234\u202c", "13800001234"),
    ],
)
def test_landlines(text, phone):
    assert normalise_phone(text) == phone


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "请填写电话号码"),
        ("- ", "请填写电话号码"),
        ("1380000123", "手机号码应为11位，现在是10位"),
        ("138000012345", "手机号码应为11位，现在是12位"),
        ("12012345678", "第二位"),
        ("5212345", "请加区号"),
        ("047752123", "区号加7至8位号码"),
        ("0477-5212345转801", "“转”不是数字"),
        ("1380000123O", "“O”不是数字"),
        ("١٣٨٠٠٠٠١٢٣٤", "不是数字"),
        ("95588", "请填写11位手机号码"),
        ("1" * 10_000, "应为11位"),
    ],
)
def test_each_fault_is_named(text, message):
    with pytest.raises(PhoneError, match=message):
        normalise_phone(text)


@pytest.mark.parametrize(
    ("text", "phones"),
    [
        ("0477-5212345转801", "0477-5212345转801"),
        ("0477 5212345 分机 801", "0477-5212345转801"),
        ("（0477）5212345-转-801", "0477-5212345转801"),
        ("04775212345#801", "0477-5212345转801"),
        ("400-820-8820转2", "400-820-8820转2"),
        ("0477-5212345-801", "0477-5212345转801"),
        ("0477 5212345 801", "0477-5212345转801"),
        ("（0477）5212345—8", "0477-5212345转8"),
        ("010-62345678-12", "010-62345678转12"),
        ("400-820-8820-2", "400-820-8820转2"),
        ("0477 521 2345", "0477-5212345"),
        ("13800001234（儿子）", "13800001234"),
        ("13800001234(儿子、媳妇)、座机：0477-5212345", "13800001234、0477-5212345"),
        ("手机13800001234 ", "13800001234"),
        ("联系电话: 0477-5212345（分机）801", "0477-5212345转801"),
        ("13800001234/13900005678", "13800001234、13900005678"),
        ("13800001234，0477-5212345转801", "13800001234、0477-5212345转801"),
        ("13800001234 13900005678", "13800001234、13900005678"),
        ("138 0000 1234 或 139 0000 5678", "13800001234、13900005678"),
        ("13800001234\n13800001234", "13800001234"),
        ("+852 9123 4567", "+852 9123 4567"),
        ("00852-91234567", "+852 9123 4567"),
        ("＋７ ４９５ １２３ ４５ ６７", "+7 495 123-45-67"),
        ("+86 15400000001", "15400000001"),
        ("其他：微信号 abc_1", "其他：微信号 abc_1"),
        ("+86 015412345678", "15412345678"),
        ("其他联系方式: 村委会转 张三", "其他：村委会转 张三"),
    ],
)
def test_whatever_people_write_is_read(text, phones):
    assert read_phones(text) == phones
    assert read_phones(phones) == phones


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "请填写电话号码"),
        ("、", "请填写电话号码"),
        ("13800001234转8", "手机号码没有分机"),
        ("0477-5212345转", "“转”不是数字（分机写成 0477-5212345转801，不是电话的写成 其他：微信号）"),
        ("微信号 abc", "其他：微信号"),
        ("13800001234 张三", "“张”不是数字（备注写在括号里，例如 13800001234（儿子）；不是电话的写成 其他：微信号）"),
        ("短号 666123", "备注写在括号里"),
        ("95588", "其他：微信号"),
        ("无", "没有电话的请留空"),
        ("没有电话", "没有电话的请留空"),
        ("不详", "没有电话的请留空"),
        ("0477-5212345 5212346", "座机号码"),
        ("13800001234/1390000567", "手机号码应为11位，现在是10位"),
        ("13800001234 1390000567", "手机号码应为11位"),
        ("+852 1", "没有这样的电话号码"),
        ("+999 12345678", "没有这样的电话号码"),
        ("、".join(f"1380000123{last}" for last in range(4)), "最多写 3 个号码，现在是 4 个"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(text, message):
    with pytest.raises(PhoneError, match=re.escape(message)):
        read_phones(text)


@given(st.one_of(st.text(), st.text(alphabet="0123456789+-( )转/、 其他：x#")))
def test_no_text_breaks_the_reader_of_several(text):
    try:
        phones = read_phones(text)
    except PhoneError as error:
        assert str(error)  # noqa: PT017
    else:
        assert read_phones(phones) == phones
        assert first_phone(phones) in phones


@given(st.text(alphabet="0123456789+-( )８６１", max_size=20))
def test_a_stored_number_stays_as_it_is(text):
    try:
        phone = normalise_phone(text)
    except PhoneError:
        return
    assert normalise_phone(phone) == phone


@given(st.text())
def test_no_text_breaks_the_reader(text):
    try:
        assert normalise_phone(text).replace("-", "").isdigit()
    except PhoneError as error:
        assert str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("phone", "masked"),
    [
        ("13800001234", "138****1234"),
        ("0477-5212345", "047*****2345"),
        ("", ""),
        ("1234567", "*******"),
        ("13800001234、0477-5212345转801", "138****1234、047*****2345转***"),
        ("其他：微信号 abc", "其他：****"),
    ],
)
def test_mask(phone, masked):
    assert mask_phone(phone) == masked
