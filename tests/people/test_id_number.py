"""公民身份号码: a number is judged by its date and check digit, never by its county; and the other documents."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.people.id_number import IdNumber, IdNumberError, check_character, second_generation
from portal.people.id_types import ID_TYPES, check_document

TODAY = date(2026, 11, 21)
BIRTHS = st.dates(date(1850, 1, 1), TODAY)
PREFIXES = st.one_of(st.sampled_from(["150621", "152722", "622101"]), st.from_regex("[1-8][0-9]{5}", fullmatch=True))


def remainder_is_one(number: str) -> bool:
    """The standard's definition, apart from the module's tables: the weighted sum with check digit is 1 mod 11."""
    values = [10 if character == "X" else int(character) for character in number]
    return sum(value * pow(2, 17 - place) for place, value in enumerate(values)) % 11 == 1


@st.composite
def numbers(draw, births=BIRTHS):
    body = f"{draw(PREFIXES)}{draw(births):%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return next(body + character for character in "0123456789X" if remainder_is_one(body + character))


@given(numbers())
def test_every_valid_number_is_read(number):
    parsed = IdNumber.parse(number, today=TODAY)
    assert parsed.value == number
    assert f"{parsed.birth_date:%Y%m%d}" == number[6:14]
    assert parsed.gender == ("男" if number[16] in "13579" else "女")
    assert parsed.prefix == number[:6]
    assert parsed.masked == number[:6] + 12 * "*"


@given(numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_any_single_slip_is_noticed(number, place, character):
    slipped = number[:place] + character + number[place + 1 :]
    if slipped == number:
        return
    with pytest.raises(IdNumberError):
        IdNumber.parse(slipped, today=TODAY)


@given(numbers(), st.integers(0, 16))
def test_two_neighbours_swapped_are_noticed(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    if swapped == number:
        return
    with pytest.raises(IdNumberError):
        IdNumber.parse(swapped, today=TODAY)


@given(st.text())
def test_no_text_breaks_the_reader(text):
    with pytest.raises(IdNumberError):
        IdNumber.parse(text, today=TODAY)


@pytest.mark.parametrize("length", [4, 17, 19, 10_000])
def test_length(length):
    with pytest.raises(IdNumberError, match=f"应为18位，现在是{length}位"):
        IdNumber.parse("1" * length)


# The number printed as example in the standard.
EXAMPLE = "11010519491231002X"


@pytest.mark.parametrize(
    "text", [EXAMPLE, EXAMPLE.lower(), "110105 19491231 002x", "１１０１０５１９４９１２３１００２Ｘ",
             "110105-19491231-002X", "\u3000110105–19491231–002X\n"],
)  # fmt: skip
def test_ways_of_typing(text):
    parsed = IdNumber.parse(text)
    assert (parsed.value, parsed.birth_date, parsed.gender) == (EXAMPLE, date(1949, 12, 31), "女")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "请填写"),
        (" - ", "请填写"),
        ("110105491231002", "15位的第一代身份证"),
        ("11010519491231O02X", "第15位“O”不是数字"),
        ("1101051949123100٣X", "第17位“٣”不是数字"),
        ("11010519491231002A", "最后一位只能是数字或X，现在是“A”"),
        ("110105194912310021", "校验不通过"),
        ("110105194902310021", "1949年02月31日不存在"),
        ("110105190002290021", "1900年02月29日不存在"),
        ("110105194913010021", "1949年13月01日不存在"),
        ("110105000101010021", "0001年01月01日早于1850年"),
        ("110105184912310021", "早于1850年"),
        ("110105204912310021", "2049年12月31日晚于今天"),
    ],
)
def test_each_fault_is_named(text, message):
    with pytest.raises(IdNumberError, match=message):
        IdNumber.parse(text, today=TODAY)


def test_born_today_is_not_the_future():
    body = f"150621{TODAY:%Y%m%d}001"
    number = body + check_character(body)
    assert IdNumber.parse(number, today=TODAY).birth_date == TODAY
    with pytest.raises(IdNumberError, match="晚于今天"):
        IdNumber.parse(number, today=TODAY - timedelta(days=1))


@pytest.mark.parametrize(("day", "read"), [("18500101", True), ("18501231", True), ("18491231", False)])
def test_nobody_was_born_before_1850(day, read):
    number = _with_check(f"150621{day}001")
    if read:
        assert IdNumber.parse(number, today=TODAY).value == number
        return
    with pytest.raises(IdNumberError, match="早于1850年"):
        IdNumber.parse(number, today=TODAY)


@pytest.mark.parametrize(
    ("digits", "body"),
    [
        ("110105491231002", EXAMPLE[:17]),
        ("150621010304995", "15062119010304995"),
        *((f"150621950403{last}", f"15062118950403{last}") for last in ("996", "997", "998", "999")),
    ],
)
def test_a_number_of_fifteen_digits_is_one_of_the_last_century_but_for_those_over_a_hundred(digits, body):
    number = second_generation(digits)
    assert number[:17] == body
    assert remainder_is_one(number)


def test_today_is_the_day_in_china(time_machine):
    time_machine.move_to("2026-11-20T17:00:00Z")  # one in the morning of the 21st
    body = "15062120261121001"
    assert IdNumber.parse(body + check_character(body)).birth_date == TODAY


def _with_check(body: str) -> str:
    return body + check_character(body)


HONG_KONG = _with_check("81000019900307003")
FOREIGNER = _with_check("93108419850617001")


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("resident", EXAMPLE.lower(), EXAMPLE),
        ("residence_permit", HONG_KONG, HONG_KONG),
        ("travel_permit", "h01234567", "H01234567"),
        ("travel_permit", "01234567", "01234567"),
        ("passport", "e 1234 5678", "E12345678"),
        ("permanent_residence", FOREIGNER, FOREIGNER),
        ("permanent_residence", "usa110012345678", "USA110012345678"),
    ],
)
def test_documents_accepted(key, text, value):
    assert check_document(key, text) == value


@pytest.mark.parametrize(
    ("key", "text", "message"),
    [
        ("resident", HONG_KONG, "港澳台居民居住证"),
        ("resident", FOREIGNER, "外国人永久居留身份证"),
        ("residence_permit", EXAMPLE, "810000"),
        ("residence_permit", HONG_KONG[:17] + ("1" if HONG_KONG[17] != "1" else "2"), "校验不通过"),
        ("travel_permit", "K1234567", "通行证号码应为"),
        ("passport", "PASSPORT", "护照号码应为"),
        ("passport", "护照12345", "护照号码应为"),
        ("passport", "", "请填写护照号码"),
        ("permanent_residence", EXAMPLE, "以9开头"),
    ],
)
def test_documents_refused(key, text, message):
    with pytest.raises(IdNumberError, match=message):
        check_document(key, text)


@pytest.mark.parametrize("kind", ID_TYPES, ids=lambda kind: kind.key)
@given(text=st.text(max_size=40))
def test_documents_never_break(kind, text):
    try:
        value = kind.check(text)
    except IdNumberError:
        return
    assert kind.check(value) == value
