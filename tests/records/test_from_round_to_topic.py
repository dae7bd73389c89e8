"""A note of a round is put before the forum, and the steward is told how it went: of 红管家 and 议事坊 neither knows the other."""

import pytest

from plugins.consultation.models import Forum, Topic
from plugins.stewards.models import Neighbourhood, Round
from portal import clock
from portal.extensions import db
from portal.plugin_admin.switching import switch

pytestmark = pytest.mark.database


@pytest.fixture
def forum(cast) -> Forum:
    """That of 万豪花园, where a steward serves."""
    place = Neighbourhood.enter(unit=cast.grid1, name="万豪花园", by=cast.director)
    place.enlist(name="王秀英", post="unit", area="3号楼2单元", valid_from=clock.today(), by=cast.director)
    founded = Forum.found(unit=cast.grid1, name="万豪花园", households=320, venue="议事厅", by=cast.director)
    db.session.commit()
    return founded


@pytest.fixture
def noted(cast, forum) -> Round:
    place = db.session.query(Neighbourhood).one()
    made = Round.note(
        unit=cast.grid1,
        neighbourhood=place,
        by=cast.grid,
        title="楼道灯不亮",
        location="3号楼2单元",
        matter="property",
    )
    db.session.commit()
    return made


def proposed(as_user, noted: Round) -> Topic:
    grid = as_user("grid")
    url = f"/consultation/topics/new?origin=stewards_round-{noted.id}"
    assert url in grid.page(f"/stewards/rounds/{noted.id}").links()
    grid.fill(grid.page(url))
    return db.session.query(Topic).one()


def test_a_round_becomes_a_topic(as_user, forum, noted):
    topic = proposed(as_user, noted)
    assert (topic.source, topic.origin, topic.matter, topic.forum) == ("round", noted, "property", forum)
    assert topic.text == "3号楼2单元楼道灯不亮"
    kept = db.session.get(Round, noted.id)
    assert (kept.status, kept.events[-1].note) == ("raised", topic.number)
    assert not any("origin=" in each for each in as_user("grid").page(f"/stewards/rounds/{noted.id}").links())


def test_the_steward_sees_what_came_of_the_topic_raised_on_a_note(as_user, cast, noted):
    raised = proposed(as_user, noted)
    raised.decline("物业已经修好。", by=cast.clerk)
    kept = db.session.get(Round, noted.id)
    assert (kept.status, kept.events[-1].note) == ("answered", "物业已经修好。")


def test_from_the_page_of_a_forum_its_stewards_are_asked_already(as_user, cast, forum, noted):
    topic = proposed(as_user, noted)
    topic.accept(title=topic.title, text=topic.text, by=cast.clerk)
    topic.publish(by=cast.clerk)
    db.session.commit()
    clerk = as_user("clerk")
    assert f"/consultation/forums/{forum.id}/meetings/new" in clerk.page(f"/consultation/forums/{forum.id}").links()
    page = clerk.page(f"/consultation/forums/{forum.id}/meetings/new")
    fields = page.fields(page.form())
    assert (fields["invited-0-name"], fields["invited-0-role"], fields["venue"]) == ("王秀英", "steward", "议事厅")
    assert "王秀英" in clerk.page(f"/consultation/forums/{forum.id}").text


@pytest.mark.parametrize("off", ["stewards", "consultation"])
def test_each_goes_on_where_the_other_is_off(as_user, cast, forum, noted, off):
    raised = proposed(as_user, noted)
    switch(off, cast.county, "off", by=cast.administrator, reason="试验")
    db.session.commit()
    if off == "stewards":
        raised.decline("物业已经修好。", by=cast.clerk)
        assert db.session.get(Round, noted.id).status == "raised"
        assert "王秀英" not in as_user("clerk").page(f"/consultation/forums/{forum.id}").text
    else:
        assert as_user("grid").page(f"/stewards/rounds/{noted.id}").status == 200


@pytest.mark.parametrize("named", ["stewards_round-9999999", "stewards_round-x", "accounts_user-1", "stewards_round"])
def test_what_an_address_names_must_be_there(as_user, forum, named):
    assert as_user("grid").get(f"/consultation/topics/new?origin={named}").status_code == 404


def test_nor_a_note_of_another_district(as_user, forum, noted):
    answer = as_user("outsider").get(f"/consultation/topics/new?origin=stewards_round-{noted.id}")
    assert answer.status_code in (403, 404)


def test_a_steward_may_propose_where_both_are_on(as_user, forum, noted):
    page = as_user("stewards.steward").page(f"/stewards/rounds/{noted.id}")
    assert any("origin=" in each for each in page.links())
