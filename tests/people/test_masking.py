"""脱敏: what remains visible, and that nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.masking import HIDDEN, mask_address, mask_bank_card, mask_document, mask_name
from portal.personal_names import normalise_name, split_name


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张小明", "张**"),
        ("欧阳娜", "欧阳*"),
        ("欧阳娜娜", "欧阳**"),
        ("欧阳", "欧*"),
        ("阿拉腾·其其格", "阿**"),
        ("敖登高娃", "敖**"),
        ("䶮", "*"),
        ("𬭎𬭎", "𬭎*"),
        ("Батбаяр", "Б**"),
        ("ᠪᠠᠲᠤ", "ᠪ**"),
        ("John Smith", "J**"),
        ("葛\U000e0100飾三", "葛\U000e0100**"),
        ("葛\U000e0100", "*"),
        ("E\u0301ric", "E\u0301**"),
        ("张", "*"),
        ("".join(["已", "删除"]), "已依法删除"),
        ("", ""),
    ],
)
def test_name(name, masked):
    assert mask_name(name) == masked


@given(st.text(alphabet="张欧阳尉迟恭·阿其格𬭎", min_size=1, max_size=12))
def test_a_name_never_shows_more_than_its_surname(name):
    masked = mask_name(name)
    shown = masked.rstrip("*")
    assert masked.endswith("*")
    assert name.startswith(shown)
    assert len(shown) <= 1 or shown == split_name(name)[0]


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("达拉特旗昭君街道泰兴社区12号楼3单元502室", "达拉特旗昭君街道泰兴社区12号楼***"),
        ("兴盛园社区三栋二单元", "兴盛园社区三栋***"),
        ("兴盛园小区A座1201", "兴盛园小区A座***"),
        ("兴盛园小区3＃2单元501", "兴盛园小区3＃***"),
        ("兴盛园小区12-3-501", "兴盛园小区12***"),
        ("团结路12号院3号楼501", "团结路12号院3号楼***"),
        ("团结路12号2单元501", "团结路12号***"),
        ("团结路12号", "团结路***"),
        ("白泥井镇七份子村三社18号", "白泥井镇七份子村三社***"),
        ("白泥井镇七份子村三社", "白泥井镇七份子村三社"),
        ("白泥井镇七份子村供销社东第二家", "白泥井镇七份子村供销社***"),
        ("达拉特旗昭君街道12号楼", "达拉特旗昭君街道12号楼"),
        ("星座花苑西门", "星座花苑***"),
        ("东院", "东***"),
        ("东", "***"),
        ("东边院", "东边***"),
        ("东边院子", "东边***"),
        ("  东边院子 ", "东边***"),
        ("", ""),
    ],
)
def test_address(address, masked):
    assert mask_address(address) == masked


@given(
    st.integers(1, 40),
    st.integers(1, 9),
    st.integers(100, 3300),
    st.sampled_from(["号楼", "栋", "幢", "座", "号"]),
)
def test_an_address_never_shows_the_flat(building, entrance, flat, kind):
    masked = mask_address(f"泰兴社区{building}{kind}{entrance}单元{flat}室")
    assert masked == f"泰兴社区{building}{kind}{HIDDEN}"


@given(st.text())
def test_no_address_breaks_the_mask(address):
    assert mask_address(address).removesuffix(HIDDEN) in address


@pytest.mark.parametrize(
    ("card", "masked"),
    [
        ("6222 0200 0000 1234", "**** 1234"),
        ("6222020000001234567", "**** 4567"),
        ("12345678", "**** 5678"),
        ("1234 567", "****"),
        ("1234", "****"),
        ("", "****"),
    ],
)
def test_bank_card(card, masked):
    assert mask_bank_card(card) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("11010519491231002X", "110105************"),
        ("1101051949123100", "11**************"),
        ("110105194912310021X", "11*****************"),
        ("E12345678", "E1*******"),
        ("H012345", "H0*****"),
        ("H01234", "******"),
        ("H0123", "*****"),
        ("", ""),
    ],
)
def test_document(number, masked):
    assert mask_document(number) == masked


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("张　三", "张三"),
        (" 张 三 丰 ", "张三丰"),
        ("阿拉腾•其其格", "阿拉腾·其其格"),
        ("阿拉腾・其其格", "阿拉腾·其其格"),
        ("阿拉腾‧其其格", "阿拉腾·其其格"),
        ("阿拉腾 · 其其格", "阿拉腾·其其格"),
        ("阿拉腾.其其格", "阿拉腾·其其格"),
        ("Ｊｏｈｎ　 Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("张\u200b三\ufeff", "张三"),
        ("㛃䶮𬭎堃翀婳", "㛃䶮𬭎堃翀婳"),
        ("Батбаяр", "Батбаяр"),
        ("ᠪᠠᠲᠤ\u202fᠶᠢᠨ", "ᠪᠠᠲᠤ\u202fᠶᠢᠨ"),
        ("", ""),
    ],
)
def test_names_are_stored_in_one_form(typed, name):
    assert normalise_name(typed) == name


@given(st.text(alphabet="张三 ·•.\u3000AbБ𬭎", max_size=12))
def test_a_stored_name_stays_as_it_is(text):
    name = normalise_name(text)
    assert normalise_name(name) == name
