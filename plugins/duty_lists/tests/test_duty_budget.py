"""SQL statements that the pages send, whatever they show."""

import pytest

from plugins.duty_lists.samples import ADMISSIONS, TASKS
from portal.extensions import db
from portal.testing.statements import statements

pytestmark = pytest.mark.database


def sent_by(client, url: str) -> list[str]:
    client.page(url)  # once before: what is cached for the process is cached
    with statements() as sent:
        assert client.page(url).status == 200
    return sent


@pytest.mark.parametrize("path", ["tasks", "admissions", "opinions", "lists", "items"])
def test_lists_send_five_at_most(as_user, stage, path):
    TASKS.bring("returned", stage)
    ADMISSIONS.bring("consulting", stage)
    db.session.commit()
    sent = sent_by(as_user("clerk"), f"/duty_lists/{path}")
    assert len(sent) <= 5, "\n\n".join(sent)


def test_pages_of_a_task_and_an_application(as_user, stage):
    task, admission = TASKS.bring("returned", stage), ADMISSIONS.bring("consulting", stage)
    db.session.commit()
    for path in (f"tasks/{task.id}", f"admissions/{admission.id}"):
        sent = sent_by(as_user("clerk"), f"/duty_lists/{path}")
        assert len(sent) <= 9, "\n\n".join(sent)
