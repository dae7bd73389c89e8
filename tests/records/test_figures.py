"""The rows of a figure stand in an order that ranks nobody."""

from sqlalchemy import column

from portal.records.figures import Axis


def test_places_stand_by_their_names_and_never_by_size():
    streets = Axis("乡镇街道", column("street"), write=lambda name: name or "县直")
    assert streets.in_order({"昭君街道": (1,), "白塔街道": (2,), None: (9,), "工业街道": (30,)}) == [
        "白塔街道",
        "工业街道",
        "昭君街道",
        None,
    ]


def test_years_come_latest_first():
    assert Axis("年份", column("year")).in_order({2024: (9,), 2026: (1,), 2025: (3,)}) == [2026, 2025, 2024]
