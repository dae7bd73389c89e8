"""What is counted of cases is declared once, and each measure has its column."""

from portal.cases.rollup.folding import KEY
from portal.cases.rollup.measures import CLOSED, DAYS, LABELS, MEASURES, WHENEVER, parts_of
from portal.cases.rollup.models import Count, Standing


def test_each_measure_has_a_column_among_the_sums():
    assert {*Count.__table__.columns.keys()} - {*KEY} == {*MEASURES}


def test_each_counts_by_a_day_and_goes_by_columns_of_the_standing():
    columns = {*Standing.__table__.columns.keys()}
    assert [key for keys in DAYS.values() for key in keys] == [*MEASURES]
    assert all({each.day, *each.where} - {WHENEVER} <= columns for each in MEASURES.values())


def test_what_is_closed_is_the_sum_of_the_ways_to_end():
    assert parts_of(CLOSED) == tuple(key for key, each in MEASURES.items() if "ending" in each.where)
    assert {*LABELS} > {*MEASURES}
