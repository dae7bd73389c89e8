"""Each paper of a topic, a meeting and a resolution can be printed, and says what it must."""

import pytest
from flask import render_template

from plugins.consultation.models.resolution import NOT_THE_OWNERS
from plugins.consultation.papers import resolution_papers
from portal.documents.sheet import Sheet

pytestmark = pytest.mark.database
HERE = "/consultation"


def test_papers_of_the_way(as_user, solved):
    made = solved()
    meeting, topic = made.item.meeting_id, made.topic_id
    item, clerk = made.item_id, as_user("clerk")
    for path in (
        f"topics/{topic}/topic_posting.pdf",
        f"meetings/{meeting}/notice.pdf",
        f"meetings/{meeting}/sign_in.pdf",
        f"meetings/{meeting}/minutes.pdf",
        f"meetings/{meeting}/items/{item}/ballot.pdf",
        f"resolutions/{made.id}/resolution.pdf",
        f"resolutions/{made.id}/posting.pdf",
    ):
        answer = clerk.get(f"{HERE}/{path}")
        assert (path, answer.status_code, answer.data[:4]) == (path, 200, b"%PDF")


def test_a_resolution_is_never_called_a_decision_of_the_owners(app, solved):
    made = solved()
    for paper in resolution_papers.papers:
        words = {"resolution": made, "office": made.forum.title, **paper.context(made)}
        with app.test_request_context():
            text = render_template(
                f"consultation/documents/{paper.kind}.html", sheet=Sheet(title="", office=""), **words
            )
        assert NOT_THE_OWNERS in text
        assert "业主大会" not in text.replace(NOT_THE_OWNERS, "")


def test_minutes_wait_for_the_meeting(as_user, call):
    meeting = call()
    assert as_user("clerk").get(f"{HERE}/meetings/{meeting.id}/minutes.pdf").status_code == 409


def test_slips_are_printed_for_households_by_whoever_hosts(as_user, cast, discussed):
    from datetime import timedelta

    from portal import clock
    from portal.extensions import db

    item = discussed()
    item.open_ballot(households=["1号楼101", "1号楼102"], until=clock.now() + timedelta(days=1), by=cast.clerk)
    db.session.commit()
    url = f"{HERE}/meetings/{item.meeting_id}/items/{item.id}/households.pdf"
    assert as_user("clerk").get(url).data[:4] == b"%PDF"
    assert as_user("grid").get(url).status_code == 403


def test_no_slips_without_a_ballot(as_user, discussed):
    item = discussed()
    assert as_user("clerk").get(f"{HERE}/meetings/{item.meeting_id}/items/{item.id}/households.pdf").status_code == 409
