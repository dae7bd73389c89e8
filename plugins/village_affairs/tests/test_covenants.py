"""村规民约 and 居民公约: adopted by all, filed, answered by somebody else, in force instead of the one before."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.village_affairs.models import Covenant
from plugins.village_affairs.samples import ADOPTED, COUNCILS, COVENANTS, TEXT
from portal import clock
from portal.accounts.models import User
from portal.errors import NotAllowed, RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
HERE = "/village_affairs/covenants"


@pytest.fixture
def held():
    return ADOPTED | {"on": clock.today(), "body": "households"}


@pytest.fixture
def stage(stage, village):
    return replace(stage, unit=village)


@pytest.fixture
def filed(cast, covenant, held) -> Covenant:
    covenant.adopt(by=cast.clerk, **held)
    covenant.file(clock.today(), by=cast.clerk)
    db.session.commit()
    return covenant


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"body": "residents"}, "代表会议不能通过"),
        ({"body": "representatives"}, "代表会议不能通过"),
        ({"present": 199}, "本次不成会"),  # of 300 households 200 must send somebody
        ({"present": 200, "agreed": 100}, "没有通过"),
        ({"agreed": 215}, "没有通过"),
        ({"on": None}, "请填写通过日期"),
        ({"expected": None}, "请填写通过日期"),
    ],
)
def test_only_a_meeting_of_all_adopts_it(cast, covenant, held, more, said):
    with pytest.raises(RuleError, match=said):
        covenant.adopt(by=cast.clerk, **held | more)
    assert (covenant.status, covenant.body) == ("drafted", "")


def test_more_than_half_of_the_residents_adopt_their_own(cast, held):
    made = Covenant.draft(unit=cast.taixing, kind="residents", text=TEXT, by=cast.clerk)
    with pytest.raises(RuleError, match="本次不成会"):
        made.adopt(by=cast.clerk, **held | {"body": "residents", "expected": 100, "present": 50, "agreed": 50})
    made.adopt(by=cast.clerk, **held | {"body": "residents", "expected": 100, "present": 51, "agreed": 26})
    assert made.meeting == "居民会议：应到 100 人，实到 51 人，同意 26 人"


def test_of_two_editions_published_in_the_same_moment_one_is_in_force(cast, village, filed, held, while_open):
    filed.answer(True, "", by=cast.director)
    second = Covenant.draft(unit=village, kind="village", text="第一条　不攀比。", by=cast.clerk)
    second.adopt(by=cast.clerk, **held)
    second.file(clock.today(), by=cast.clerk)
    second.answer(True, "", by=cast.director)
    db.session.commit()
    clerk = cast.clerk.id

    def publish(ident: int):
        def act():
            db.session.get_one(Covenant, ident).publish(by=db.session.get_one(User, clerk))
            db.session.flush()
            return "published"

        return act

    idents = filed.id, second.id
    assert while_open(*map(publish, idents)) == ("published", "published")
    db.session.expire_all()
    assert [db.session.get_one(Covenant, each).status for each in idents] == ["replaced", "in_force"]


def test_what_is_missing_is_said_on_the_form_and_nothing_is_lost(as_user, covenant):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"{HERE}/{covenant.id}/adoption"), expected="300", present="214")
    assert page.status == 422
    assert "请填写通过日期" in page.text
    assert page.fields(page.form())["present"] == "214"
    assert clerk.fill(clerk.page(f"{HERE}/{covenant.id}/text"), text="电话 13804770001").status == 422


def test_the_township_answers_and_not_who_filed_it(as_user, cast, filed):
    with pytest.raises(NotAllowed):
        filed.answer(True, "", by=cast.clerk)
    filed.filed_by_id = cast.director.id
    with pytest.raises(RuleError, match="您是报备案的人，不能自己办“答复备案”"):
        filed.answer(True, "", by=cast.director)
    filed.filed_by_id = cast.clerk.id
    db.session.commit()
    director = as_user("director")
    assert director.fill(director.page(f"{HERE}/{filed.id}/answer"), accepted="no").status == 422
    page = director.fill(director.page(f"{HERE}/{filed.id}/answer"), accepted="no", opinion="第二条设定罚款，请删去。")
    assert "责令改正" in page.text


def test_what_was_ordered_is_corrected_and_adopted_anew(cast, filed, held):
    filed.answer(False, "第二条设定罚款，请删去。", by=cast.director)
    filed.revise("第一条　邻里有事先商量。", by=cast.clerk)
    assert (filed.status, filed.opinion) == ("drafted", ""), (
        "what was said of the text before is no opinion on this one"
    )
    filed.adopt(by=cast.clerk, **held)
    filed.file(clock.today(), by=cast.clerk)
    filed.answer(True, "与法律不抵触。", by=cast.director)
    filed.publish(by=cast.clerk)
    assert (filed.status, filed.in_force_from) == ("in_force", clock.today())


def test_a_new_edition_takes_the_place_of_the_one_before(client, as_user, cast, village, filed, held):
    filed.answer(True, "", by=cast.director)
    filed.publish(by=cast.clerk)
    second = Covenant.draft(unit=village, kind="village", text="第一条　不攀比。", by=cast.clerk)
    db.session.commit()
    assert (second.number, filed.status) == ("第2版", "in_force")
    board = f"/village_affairs/public/{cast.unit_ids['street']}/covenants"
    assert board in client.page(f"/public/{cast.unit_ids['street']}").links()
    assert "红事新办" in client.page(board).text
    second.adopt(by=cast.clerk, **held)
    second.file(clock.today(), by=cast.clerk)
    second.answer(True, "", by=cast.director)
    second.publish(by=cast.clerk)
    db.session.commit()
    first = db.session.query(Covenant).filter_by(edition=1).one()
    assert (first.status, first.events[-1].note) == ("replaced", "第2版")
    assert "红事新办" not in client.page(board).text
    page = as_user("clerk").page(HERE).text
    assert "已有新版" in page
    assert "施行中" in page


def test_filed_before_it_was_adopted_is_an_error(cast, covenant, held):
    covenant.adopt(by=cast.clerk, **held)
    with pytest.raises(RuleError, match="早于通过的日期"):
        covenant.file(clock.today() - timedelta(days=1), by=cast.clerk)


def test_papers(as_user, filed):
    clerk = as_user("clerk")
    for paper in ("covenant.pdf", "covenant_filing.pdf"):
        assert clerk.get(f"{HERE}/{filed.id}/{paper}").data[:4] == b"%PDF"


def test_a_draft_for_the_wrong_place_is_corrected_until_a_meeting_adopted_it(as_user, cast, covenant, held):
    clerk, url = as_user("clerk"), f"{HERE}/{covenant.id}"
    page = clerk.fill(clerk.page(f"{url}/place"), unit_id=str(cast.unit_ids["nangan"]))
    assert "南干社区居民公约" in page.text
    moved = db.session.get(Covenant, covenant.id)
    assert (moved.unit_id, moved.kind, moved.edition) == (cast.unit_ids["nangan"], "residents", 1)
    assert "改为南干社区居民公约第1版" in moved.events[-1].note
    with pytest.raises(RuleError, match="不能在这个村"):
        moved.relocate(cast.outside_community, by=cast.clerk)
    moved.adopt(by=cast.clerk, **held | {"body": "residents"})
    db.session.commit()
    assert clerk.get(f"{url}/place").status_code == 409


def test_rules_and_councils_are_found_and_counted(as_user, stage):
    COVENANTS.bring("in_force", stage)
    COUNCILS.begin(stage)
    db.session.commit()
    clerk = as_user("clerk")
    assert "红白理事会" in clerk.page("/search?q=红白理事会").text
    assert "第1版" in clerk.page("/search?q=白泥井村").text
    assert clerk.page("/village_affairs/statistics/covenants").status == 200
    assert "白泥井村村规民约" in clerk.page("/village_affairs/statistics/covenants/kind?line=village&of=2").text


def test_only_the_meetings_that_may_adopt_it_are_offered(as_user, cast, covenant):
    clerk, offered = as_user("clerk"), "//select[@name='body']/option/@value"
    made = Covenant.draft(unit=cast.taixing, text=TEXT, by=cast.clerk)
    db.session.commit()
    assert clerk.page(f"{HERE}/{covenant.id}/adoption").tree.xpath(offered) == ["villagers", "households"]
    assert clerk.page(f"{HERE}/{made.id}/adoption").tree.xpath(offered) == ["residents", "families", "groups"]


@pytest.mark.parametrize(
    ("given", "at"),
    [
        ({"on": ""}, "on"),
        ({"expected": ""}, "expected"),
        ({"present": "199"}, "present"),
        ({"agreed": "99"}, "agreed"),
    ],
)
def test_the_box_that_is_wrong_is_red(as_user, covenant, given, at):
    clerk, url = as_user("clerk"), f"{HERE}/{covenant.id}/adoption"
    right = {"on": str(clock.today()), "expected": "300", "present": "214", "agreed": "201"}
    page = clerk.fill(clerk.page(url), **right | given)
    assert (page.status, page.tree.xpath("//*[@aria-invalid='true']/@name")) == (422, [at])


def test_two_drafts_of_one_covenant_are_told(as_user, cast, village, covenant):
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"{HERE}/new"), unit_id=str(village.id), text=TEXT)
    assert "白泥井村村规民约还有第1版（起草中）没有办完" in page.text
    assert f"{HERE}/{covenant.id}" in page.links()
