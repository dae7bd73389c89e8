"""How many ID numbers are left by what is shown of somebody: reckoned, and counted out."""

from datetime import date, timedelta

import pytest

from portal.people.id_number import check_character
from portal.people.masking import FEWEST, mask_document, numbers_left
from portal.testing.conformance.told import Somebody, Told

NUMBER = "15062119570309" + "123" + check_character("15062119570309123")


@pytest.mark.parametrize(
    ("born", "tail", "left"),
    [
        ("", 0, 18_262_500),
        ("year", 0, 182_500),
        ("month", 0, 15_000),
        ("day", 0, 500),
        ("year", 1, 16_590),
        ("year", 2, 3_318),
        ("year", 3, 331),
        ("", 4, 3_320),
        ("year", 4, 33),
        ("day", 4, 0),
    ],
)
def test_it_is_reckoned(born, tail, left):
    assert numbers_left(born, tail) == left


def test_what_is_not_said_is_not_known():
    assert numbers_left() == numbers_left("", 0)
    assert numbers_left("year") == numbers_left("year", 0)
    assert numbers_left(tail=4) == numbers_left("", 4)


@pytest.mark.parametrize("tail", [1, 2, 3, 4])
def test_it_is_what_is_counted_for_a_year(tail):
    days = [date(1957, 1, 1) + timedelta(each) for each in range(365)]
    bodies = (f"150621{day:%Y%m%d}{sequence:03d}" for day in days for sequence in range(1, 1000, 2))
    counted = sum((body + check_character(body)).endswith(NUMBER[-tail:]) for body in bodies)
    assert abs(counted - numbers_left("year", tail)) <= 0.25 * counted


def test_what_a_page_shows_of_a_masked_number_leaves_enough():
    assert NUMBER[-4:] not in mask_document(NUMBER)
    assert numbers_left("year") >= FEWEST > numbers_left("day")


@pytest.fixture
def told() -> Told:
    found = Told.__new__(Told)
    found.know(
        [Somebody("白玉兰", NUMBER, date(1957, 3, 9)), Somebody("赵桂兰", NUMBER[:-4] + "5674", date(1957, 3, 9))]
    )
    return found


@pytest.mark.parametrize(
    "page",
    [
        f"<td>白玉兰</td><td>1957</td><td>150621********{NUMBER[-4:]}</td>",
        f"<td>白**</td><td>尾号{NUMBER[-4:]}</td>",
        "白玉兰，1957年3月9日出生",
        "白玉兰 1957-03-09",
        "白**\t19570309",
        f"白玉兰 1957-03 ****{NUMBER[-2:]}",
        f"白玉兰,{NUMBER[-4:]},昭君街",
    ],
)
def test_a_page_that_leaves_too_few_is_found(told, page):
    assert [each for each in told.complaints(page, "/page") if "白玉兰" in each]


@pytest.mark.parametrize(
    "page",
    [
        f"白玉兰 1957年 {mask_document(NUMBER)}",
        f"白玉兰 1957年3月 138****{NUMBER[-4:]}",
        f"白玉兰 {NUMBER} 1957年3月9日",
        f"云秀英 1957-03-09 ****{NUMBER[-4:]}",
        "白玉兰 2026-03-09 第1957号",
    ],
)
def test_a_page_that_leaves_enough_is_none(told, page):
    assert not [each for each in told.complaints(page, "/page") if "白玉兰" in each]
