"""SQL statements a page may send, whatever the rows and the role, with every plugin on (docs/adr/0011)."""

import pytest

from portal.extensions import db
from portal.testing import factories
from portal.testing.statements import statements

LIST, DETAIL, CREATE = 3, 5, 13
EACH_MORE = 2  # SQLite hands back the ids of new rows one row at a time; PostgreSQL needs none


@pytest.fixture
def busy(cast):
    """A street with 30 cases of several parties, one of them with a long history."""
    for _ in range(29):
        factories.case(cast.taixing, by=cast.clerk)
    people = [(1, factories.resident(cast.taixing)) for _ in range(4)]
    case = factories.case(cast.grid1, by=cast.grid, parties=[*people, (2, factories.organisation(cast.street))])
    case.triage(kind="0201", level="minor", by=cast.director)
    case.assign(cast.labour_bureau, by=cast.clerk)
    case.assign(cast.street, by=cast.director)
    case.assignments[0].acknowledge(by=cast.department)
    case.assignments[1].acknowledge(by=cast.mediator)
    db.session.commit()
    return case.id


def spent(client, url) -> list[str]:
    client.page(url)  # once before: what is cached for the process is cached
    with statements() as sent:
        assert client.page(url).status == 200
    return sent


EVERYBODY = ("clerk", "mediator", "grid", "director", "department", "district")


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_list(as_user, busy, who):
    sent = spent(as_user(who), "/cases?status=open")
    assert len(sent) <= LIST, "\n\n".join(sent)


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_page_of_a_case(as_user, busy, who):
    sent = spent(as_user(who), f"/cases/{busy}")
    assert len(sent) <= DETAIL, "\n\n".join(sent)


@pytest.mark.parametrize("who", ["clerk", "mediator", "grid", "director"])
@pytest.mark.parametrize("parties", [1, 4])
def test_registering_people_nobody_knew(as_user, cast, busy, who, parties):
    client, most = as_user(who), CREATE + EACH_MORE * (parties - 1)
    for _ in range(2):
        form = filled(client, cast, parties)
        with statements() as sent:
            assert client.post("/cases/new", data=form).status_code == 303
    assert len(sent) <= most, f"{len(sent)}:\n" + "\n\n".join(sent)


def filled(client, cast, parties: int) -> dict[str, str]:
    """The form with so many parties on both sides, in the grid."""
    page = client.page("/cases/new")
    form = page.fields(page.form("/cases/new")) | {
        "unit_id": cast.unit_ids["grid1"],
        "title": "噪音",
        "kind": "0203",
        "description": "夜间施工。",
    }
    for number in range(parties):
        person, row = factories.book.person(), f"{('applicants', 'respondents')[number % 2]}-{number // 2}"
        form |= {f"{row}-kind": "person", f"{row}-name": person.name, f"{row}-id_number": person.id_number}
    return form
