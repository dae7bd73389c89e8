"""The demo is the year of a seed street: 23 neighbourhoods, 52 meetings, 65 problems solved; and the figures say so."""

from datetime import timedelta

import pytest

from plugins.consultation.demo import MEETINGS_HELD, SOLVED
from plugins.consultation.figures import MEETING_FIGURES, TOPIC_FIGURES
from plugins.consultation.models import Forum, Meeting, Resolution, Topic
from portal import clock
from portal.demo.cli import build
from portal.extensions import db

pytestmark = pytest.mark.database


def sums(statistics, key: str, user) -> tuple[int, ...]:
    return statistics.table(statistics.figure(key), user).sums


def test_the_figures_of_the_demo_agree(app, monkeypatch):
    for table in reversed(db.metadata.sorted_tables):
        db.session.execute(table.delete())
    db.session.commit()
    world = build(only={"consultation"})
    director = world.users["director"]
    assert (MEETINGS_HELD, SOLVED) == (52, 65)
    assert db.session.query(Forum).count() == 23
    assert db.session.query(Meeting).filter(Meeting.status.in_(("held", "closed"))).count() == 52
    for key in ("forum", "month"):
        assert sums(MEETING_FIGURES, key, director)[-1] == 52
    for key in ("forum", "matter", "source"):
        assert sums(TOPIC_FIGURES, key, director)[-1] == 65
    assert db.session.query(Topic).filter(Topic.status == "solved").count() == 65
    assert db.session.query(Resolution).filter(Resolution.status == "accepted").count() == 65
    assert sums(MEETING_FIGURES, "forum", world.users["outsider"]) == (0, 0)
    assert all(each.item.voters <= each.item.record.present for each in db.session.query(Resolution))


def test_behind_a_number_stand_its_records(as_user, solved):
    middle_of_a_year = clock.now().replace(month=6, day=15) + timedelta(days=366)  # all of it is of this year
    with clock.pretend(middle_of_a_year):
        made = solved()
        page = as_user("director").page("/consultation/statistics/topics/matter?line=hazard&of=2")
        assert made.title in page.text
        assert as_user("director").page("/consultation/statistics/meetings").status == 200
        assert as_user("director").get("/consultation/statistics/meetings/forum?line=nothing").status_code == 404
