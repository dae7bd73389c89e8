"""Telephone numbers: many ways of typing, one stored form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.phone import PhoneError, mask_phone, normalise_phone

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
    [("13800001234", "138****1234"), ("0477-5212345", "047*****2345"), ("", ""), ("1234567", "*******")],
)
def test_mask(phone, masked):
    assert mask_phone(phone) == masked
