"""统计: every number is that of the records behind it, and only of those the reader may see."""

from datetime import UTC, datetime

import pytest

from plugins.heroes.register import STATISTICS
from portal import clock

pytestmark = pytest.mark.database
NEW_YEAR = datetime(2025, 12, 31, 17, tzinfo=UTC)  # an hour into the first of January in Shanghai


def numbers(key: str, user) -> dict[str, tuple[int, ...]]:
    table = STATISTICS.table(STATISTICS.figure(key), user)
    return {line.label: line.numbers for line in table.lines}


def test_deeds_are_counted_by_kind_and_those_confirmed_apart(cast, bring, nominate):
    bring("confirmed", kind="fire")
    nominate(kind="fire")
    assert numbers("kind", cast.director)["火灾救人抢险"] == (2, 1)


def test_the_year_is_that_of_the_office(cast, nominate):
    with clock.pretend(datetime(2026, 1, 20, tzinfo=UTC)):
        nominate(happened_at=NEW_YEAR)
    assert numbers("year", cast.district) == {"2026 年": (1, 0)}


def test_money_is_summed_as_it_stands(cast, bring, fund):
    deed = bring("commended")
    award = deed.heroes[0].awards[0]
    award.hero.pay(award, clock.today(), by=cast.district)
    assert list(numbers("money", cast.district).values()) == [(award.amount_fen, award.amount_fen, 0)]


def test_a_secret_deed_is_counted_for_whoever_may_know_of_it_alone(cast, nominate):
    nominate(secret=True)
    assert sum(each[0] for each in numbers("kind", cast.director).values()) == 1
    assert sum(each[0] for each in numbers("kind", cast.clerk).values()) == 0


def test_behind_each_number_stand_its_records(as_user, bring, nominate):
    confirmed, fresh = bring("confirmed", kind="fire").title, nominate(kind="fire", title="雨夜救火")
    page = as_user("director").page("/heroes/statistics/kind?line=fire&of=1")
    assert confirmed in page.text
    assert fresh.title not in page.text
    assert fresh.title in as_user("director").page("/heroes/statistics/kind?line=fire&of=0").text


@pytest.mark.parametrize(
    "wrong", ["nothing?line=fire", "kind?line=nothing", "kind?line=fire&of=9", "kind?line=fire&of=-1", "year?line=x"]
)
def test_a_number_that_is_none_is_not_there(as_user, nominate, wrong):
    nominate(kind="fire")
    assert as_user("director").get(f"/heroes/statistics/{wrong}").status_code == 404
