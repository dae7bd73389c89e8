"""SQL statements that the pages send, whatever they show."""

import pytest

from portal.testing.statements import statements


def sent_by(client, url: str) -> list[str]:
    client.page(url)  # once before: what is cached for the process is cached
    with statements() as sent:
        assert client.page(url).status == 200
    return sent


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("forums", 5),
        ("topics", 5),
        ("meetings", 5),
        ("resolutions", 5),
        ("forums/{forum}", 6),
        ("topics/{topic}", 6),
        ("meetings/{meeting}", 8),
        ("resolutions/{resolution}", 7),
    ],
)
@pytest.mark.parametrize("who", ["clerk", "director"])
def test_pages(as_user, solved, who, path, most):
    made = solved()
    ids = {"resolution": made.id, "topic": made.topic_id, "forum": made.forum_id, "meeting": made.item.meeting_id}
    sent = sent_by(as_user(who), f"/consultation/{path.format(**ids)}")
    assert len(sent) <= most, "\n\n".join(sent)


def test_the_board_for_residents(client, cast, carried):
    carried()
    sent = sent_by(client, f"/consultation/public/{cast.unit_ids['street']}/")
    assert len(sent) <= 7, "\n\n".join(sent)
