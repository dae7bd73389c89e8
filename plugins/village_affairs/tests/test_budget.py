"""SQL statements that the pages send, whatever they show."""

import pytest

from plugins.village_affairs.models import Council
from plugins.village_affairs.samples import COUNCILS, COVENANTS
from portal.extensions import db
from portal.testing.statements import statements


def sent_by(client, url: str) -> list[str]:
    client.page(url)  # once before: what is cached for the process is cached
    with statements() as sent:
        assert client.page(url).status == 200
    return sent


@pytest.mark.parametrize(("path", "most"), [("covenants", 5), ("councils", 5), ("activities", 5)])
def test_lists_of_rules_and_councils(as_user, stage, path, most):
    COUNCILS.take(Council.note, COUNCILS.begin(stage), stage)
    COVENANTS.bring("in_force", stage)
    db.session.commit()
    sent = sent_by(as_user("clerk"), f"/village_affairs/{path}")
    assert len(sent) <= most, "\n\n".join(sent)


def test_pages_of_rules_and_councils(as_user, client, cast, stage):
    council, covenant = COUNCILS.begin(stage), COVENANTS.bring("in_force", stage)
    for _ in range(3):
        COUNCILS.take(Council.note, council, stage)
        COUNCILS.take(Council.enlist, council, stage)
    db.session.commit()
    for path in (f"councils/{council.id}", f"covenants/{covenant.id}"):
        sent = sent_by(as_user("clerk"), f"/village_affairs/{path}")
        assert len(sent) <= 6, "\n\n".join(sent)
    assert len(sent_by(client, f"/village_affairs/public/{cast.unit_ids['street']}/covenants")) <= 5
