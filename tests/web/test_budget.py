"""SQL statements a page may send, whatever the rows and the role, with every plugin on.

Aimed at: 5, 6 and 8. The page of a case spends 5, each plugin with a panel one or two more. Registering also looks
the resident up and enters name, number and search terms, which the 8 do not provide for.
"""

import pytest

from portal.extensions import db
from portal.testing import factories
from portal.testing.statements import statements

pytestmark = pytest.mark.database
LIST, DETAIL, CREATE = 5, 7, 17


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


@pytest.mark.parametrize("who", ["clerk", "grid", "department", "district"])
def test_the_list(as_user, busy, who):
    sent = spent(as_user(who), "/cases?status=open")
    assert len(sent) <= LIST, "\n\n".join(sent)


@pytest.mark.parametrize("who", ["clerk", "department", "district"])
def test_the_page_of_a_case(as_user, busy, who):
    sent = spent(as_user(who), f"/cases/{busy}")
    assert len(sent) <= DETAIL, "\n\n".join(sent)


def test_registering(as_user, cast, busy):
    client = as_user("clerk")
    for _ in range(2):
        person = factories.book.person()
        page = client.page("/cases/new")
        form = page.fields(page.form("/cases/new")) | {
            "unit_id": cast.unit_ids["taixing"], "title": "噪音", "kind": "0203", "description": "夜间施工。",
            "applicants-0-name": person.name, "applicants-0-id_number": person.id_number}
        with statements() as sent:
            assert client.post("/cases/new", data=form).status_code == 303
    assert len(sent) <= CREATE, f"{len(sent)}:\n" + "\n\n".join(sent)
