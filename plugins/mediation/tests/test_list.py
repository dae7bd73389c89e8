"""Finding a dispute in the list."""

import pytest
from sqlalchemy import select

from plugins.mediation.models import Dispute
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database
ADDRESS = "/mediation/disputes"


@pytest.fixture
def two(cast, mediating):
    """漏水, which is being mediated, and another that nobody took up yet."""
    other = factories.case(cast.taixing, by=cast.clerk, title="院墙占地")
    other.triage(kind="0201", level="minor", by=cast.clerk)
    Dispute.receive(other, by=cast.clerk)
    db.session.commit()
    person = mediating.parties[0].party.person
    return {
        "name": person.name,
        "phone": person.phone,
        "number": mediating.number,
        "case": mediating.case.number,
        "title": "天花板",
        "company": "恒泰物业",
    }


@pytest.mark.parametrize("by", ["name", "phone", "number", "case", "title", "company"])
def test_by_whatever_one_knows_of_it(as_user, two, by):
    client = as_user("mediator")
    assert "院墙占地" in client.page(ADDRESS).text
    page = client.fill(client.page(ADDRESS), ADDRESS, q=two[by])
    assert "楼上漏水损坏天花板" in page.text
    assert "院墙占地" not in page.text
    assert (two["phone"] in page.url) is False


def test_with_the_state(as_user, two):
    client = as_user("mediator")
    page = client.fill(client.page(ADDRESS), ADDRESS, q="天花板", status="pending")
    assert "没有符合条件的纠纷" in page.text


def test_the_list_names_the_parties_by_their_surnames(as_user, two):
    page = as_user("mediator").page(ADDRESS)
    assert f"{two['name'][0]}*" in page.text
    assert two["name"] not in page.text


def test_what_waits_may_be_settled_at_one_table_from_its_line(as_user, two):
    [waiting] = db.session.scalars(select(Dispute).where(Dispute.status == "pending"))
    links = as_user("mediator").page(ADDRESS).links()
    assert [each for each in links if each.endswith("/at-one-table")] == [
        f"/mediation/disputes/{waiting.id}/at-one-table"
    ]


def test_not_by_whoever_is_of_no_committee(as_user, two):
    assert not any(each.endswith("/at-one-table") for each in as_user("district").page(ADDRESS).links())


def test_another_district_finds_nothing(as_user, two, cast):
    assert db.session.scalars(select(Dispute)).all()
    page = as_user("outsider").page(f"{ADDRESS}?q=天花板")
    assert "天花板" not in page.text
