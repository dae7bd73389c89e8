"""SQL statements that the pages send, whatever they show."""

import pytest

from portal.testing.statements import statements


def sent_by(client, url: str) -> list[str]:
    client.page(url)  # once before: what is cached for the process is cached
    with statements() as sent:
        assert client.page(url).status == 200
    return sent


@pytest.mark.parametrize(
    ("path", "most"), [("neighbourhoods", 5), ("roster", 5), ("rounds", 5), ("neighbourhoods/{place}", 6)]
)
@pytest.mark.parametrize("who", ["clerk", "director"])
def test_pages(as_user, place, note, who, path, most):
    note()
    sent = sent_by(as_user(who), f"/stewards/{path.format(place=place.id)}")
    assert len(sent) <= most, "\n\n".join(sent)


def test_the_page_of_a_round(as_user, cast, note):
    noted = note()
    noted.report(by=cast.grid)
    sent = sent_by(as_user("grid"), f"/stewards/rounds/{noted.id}")
    assert len(sent) <= 6, "\n\n".join(sent)
