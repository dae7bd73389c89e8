"""Pages of a vote of owners: bad input at its field, who sees what, the public page."""

import pytest

from plugins.owners_vote.models import Flat, OwnersVote
from plugins.owners_vote.samples import VOTES
from plugins.owners_vote.settings import OwnersVoteSettings
from plugins.owners_vote.tests.conftest import cast_for
from portal.errors import NotAllowed
from portal.extensions import db
from portal.plugin_admin.switching import switch

pytestmark = pytest.mark.database
HERE = "/owners_vote/votes"


def test_ballots_are_entered_one_after_the_other(as_user, polled):
    vote = polled()
    clerk, url = as_user("clerk"), f"{HERE}/{vote.id}/ballots/new"
    page = clerk.fill(clerk.page(url), number="3", choice="for")
    assert "收到 1 张有效票" in page.text
    again = clerk.fill(page, number="3", choice="against")
    assert again.status == 422
    assert "第 3 号票已经" in again.text


def test_an_agent_needs_a_written_authority(as_user, polled):
    vote = polled()
    clerk, url = as_user("clerk"), f"{HERE}/{vote.id}/ballots/new"
    page = clerk.fill(clerk.page(url), number="1", choice="for", agent="李强")
    assert page.status == 422
    assert "须有业主的书面委托" in page.text


@pytest.mark.parametrize("area", ["", "九十", "98.567", "0", "999999.99"])
def test_an_area_that_cannot_be_is_said_at_the_field(as_user, vote, area):
    clerk, url = as_user("clerk"), f"{HERE}/{vote.id}/flats/new"
    page = clerk.fill(clerk.page(url), building="3号楼", door="101", area=area, owners="张三")
    assert page.status == 422
    assert "面积" in page.text
    assert page.fields(page.form())["owners"] == "张三"


def test_an_area_is_kept_exactly(as_user, vote):
    clerk, url = as_user("clerk"), f"{HERE}/{vote.id}/flats/new"
    clerk.fill(clerk.page(url), building="3号楼", door="101", area="98.5㎡", owners="张三、李四")
    flat = db.session.query(Flat).one()
    assert (flat.area, [each.who.name for each in flat.voter.owners]) == (9_850, ["张三", "李四"])


def test_an_owner_votes_with_the_code_of_the_ballot_once(client, cast, polled):
    vote = polled()
    voter, url = vote.voter_numbered(1), f"/owners_vote/public/{cast.taixing.id}/votes"
    code = voter.code
    page = client.fill(client.page(url), code=code.lower())
    assert "3号楼 101" in page.text
    assert "已经记下" in client.fill(page, choice="for").text
    assert "以先收到的为准" in client.fill(client.page(url), code=code).text
    assert vote.count_now.ways == {"online": 1}


def test_a_wrong_code_opens_nothing(client, cast, polled):
    polled()
    page = client.fill(client.page(f"/owners_vote/public/{cast.taixing.id}/votes"), code="2222-2222")
    assert page.status == 422
    assert "没有这个表决码" in page.text


def test_codes_stand_in_no_table(polled):
    codes = [each.code.replace("-", "") for each in polled(2).voters]
    stored = str(db.session.connection().exec_driver_sql("SELECT * FROM owners_vote_voter").all())
    assert not any(each in stored for each in codes)


def test_who_only_reads_sees_no_votes_before_the_count(as_user, cast, polled):
    vote = polled()
    cast_for(vote, cast.clerk, "+++")
    db.session.commit()
    assert "参与面积" in as_user("clerk").page(f"{HERE}/{vote.id}").text
    assert "参与面积" not in as_user("district").page(f"{HERE}/{vote.id}").text


@pytest.mark.parametrize("path", ["/owners_vote/flats", "/owners_vote/ballots"])
def test_roll_and_ballots_are_for_those_who_organise(as_user, path):
    assert as_user("clerk").get(path).status_code == 200
    assert as_user("grid").get(path).status_code == 403


def test_only_who_may_organises(cast):
    with pytest.raises(NotAllowed):
        OwnersVote.draw_up(unit=cast.taixing, by=cast.grid, **VOTES.begun[1].args)


def test_every_setting_of_a_right_has_worked_examples():
    assert OwnersVoteSettings.unworked() == []


def test_a_ballot_that_was_printed_before_leads_on(client, cast):
    at = f"/owners_vote/public/{cast.taixing.id}/votes"
    assert at in client.page(f"/consultation/public/{cast.taixing.id}/owners").links()
    assert client.page(at).status == 200
    switch("owners_vote", cast.taixing, "off", by=cast.administrator, reason="试验。")
    db.session.commit()
    assert client.get(f"/consultation/public/{cast.taixing.id}/owners").status_code == 404, "it leads nowhere"
