"""The page of a household tells what other modules know of its members, to whoever may see it: 实有人口 and they do not know each other."""

import pytest

from plugins.elder_care.samples import MEMBERS
from plugins.elder_services.samples import ORDERS
from plugins.great_age.samples import GREAT_AGES
from plugins.population.models import Household
from plugins.reception.samples import VISITS
from portal import clock
from portal.extensions import db
from portal.people.models import Person
from portal.testing.statements import statements

pytestmark = pytest.mark.database
TITLES = {"老年助餐": MEMBERS, "居家养老服务": ORDERS, "高龄津贴": GREAT_AGES, "来访": VISITS}


@pytest.fixture
def known(stage) -> dict[str, Person]:
    """By the module that knows them: one resident each."""
    return {title: samples.begin(stage).person for title, samples in TITLES.items()}


@pytest.fixture
def household(cast, known) -> Household:
    """They live together."""
    head, *others = known.values()
    made = Household.enter(unit=cast.taixing, head=head, code="152026001", on=clock.today(), by=cast.clerk)
    for each in others:
        made.add(each, "other", clock.today(), by=cast.clerk)
    db.session.commit()
    return made


def panels(page) -> dict[str, str]:
    return {
        "".join(each.find(".//h2").itertext()).strip(): "".join(each.itertext())
        for each in page.tree.xpath("//section[.//h2]")
    }


def test_each_module_says_of_whom_it_tells(as_user, household, known):
    told = panels(as_user("clerk").page(f"/population/households/{household.id}"))
    for title, person in known.items():
        assert person.name_shown in told[title], title


def test_each_module_stands_there_once(as_user, household, known):
    page = as_user("clerk").page(f"/population/households/{household.id}")
    headings = ["".join(each.itertext()).strip() for each in page.tree.xpath("//section//h2")]
    assert [headings.count(title) for title in known] == [1] * len(known)


def test_of_whose_data_is_restricted_nothing_is_told(as_user, household, known):
    known["来访"].restricted_at = clock.now()
    db.session.commit()
    assert "来访" not in panels(as_user("clerk").page(f"/population/households/{household.id}"))


def test_more_members_cost_no_more_statements(as_user, cast, stage, household):
    clerk, url = as_user("clerk"), f"/population/households/{household.id}"
    clerk.page(url)
    with statements() as before:
        clerk.page(url)
    for _ in range(3):
        household.add(VISITS.begin(stage).person, "other", clock.today(), by=cast.clerk)
    db.session.commit()
    clerk.page(url)
    with statements() as after:
        clerk.page(url)
    assert len(after) == len(before), "\n\n".join(after)
