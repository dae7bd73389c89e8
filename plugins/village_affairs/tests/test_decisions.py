"""What a covenant rests on: a decision of 四议两公开 about it, posted and free of objections, whose figures may be put right."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

from plugins.village_affairs.models import Covenant, VillageMatter
from plugins.village_affairs.samples import MATTERS, TEXT
from portal import clock
from portal.accounts.models import User
from portal.errors import RuleError
from portal.extensions import db

pytestmark = pytest.mark.database
HERE = "/village_affairs/covenants"


@pytest.fixture
def stage(stage, village):
    return replace(stage, unit=village)


def test_what_went_through_four_discussions_is_not_entered_again(as_user, cast, covenant, stage):
    given = {VillageMatter.raise_matter: {"title": "修订村规民约"}, VillageMatter.notify: {"body": "households"}}
    matter = MATTERS.bring("carried", stage, MATTERS.begin(stage, given), given)
    db.session.commit()
    number = matter.number
    clerk = as_user("clerk")
    page = clerk.fill(clerk.page(f"{HERE}/{covenant.id}/adoption"), matter_id=str(matter.id))
    assert "请报备案" in page.text
    assert number in page.text
    assert db.session.query(Covenant).one().meeting == "村民会议（户代表）：应到 45 人，实到 32 人，同意 30 人"


@pytest.fixture
def decided(stage):
    """`decided("修订村规民约")` is a matter that the households of the village resolved, whose posting is over."""

    def make(title: str, status: str = "carried", **fields) -> VillageMatter:
        given = {VillageMatter.raise_matter: {"title": title} | fields, VillageMatter.notify: {"body": "households"}}
        return MATTERS.bring(status, stage, MATTERS.begin(stage, given), given)

    return make


def test_a_matter_about_something_else_or_from_before_the_draft_adopts_nothing(cast, covenant, decided):
    nothing = dict.fromkeys(("on", "expected", "present", "agreed"))
    with pytest.raises(RuleError, match="不是起草以后决议的关于村规民约的事项"):
        covenant.adopt(by=cast.clerk, body="households", matter=decided("修北段机耕路"), **nothing)
    matter = decided("修订村规民约")
    covenant.created_at = clock.now() + timedelta(days=300)
    with pytest.raises(RuleError, match="不是起草以后决议的"):
        covenant.adopt(by=cast.clerk, body="households", matter=matter, **nothing)


@pytest.mark.parametrize("status", ["resolved", "carried"])
def test_a_meeting_that_is_a_sheet_of_a_matter_is_not_entered_by_hand_beside_it(cast, covenant, decided, status):
    sheet = next(each for each in decided("修订村规民约", status).sheets if each.kind == "resolve")
    with pytest.raises(RuleError, match="请选择它"):
        covenant.adopt(by=cast.clerk, body="households", on=sheet.on, expected=45, present=32, agreed=30)
    other_day = sheet.on - timedelta(days=1)
    covenant.adopt(by=cast.clerk, body="households", on=other_day, expected=45, present=32, agreed=30)


def test_a_matter_adopts_one_text(as_user, cast, village, covenant, decided):
    nothing = dict.fromkeys(("on", "expected", "present", "agreed"))
    matter = decided("修订村规民约")
    covenant.adopt(by=cast.clerk, body="households", matter=matter, **nothing)
    second = Covenant.draft(unit=village, kind="village", text=TEXT, by=cast.clerk)
    db.session.commit()
    assert str(matter.id) not in as_user("clerk").page(f"{HERE}/{second.id}/adoption").tree.xpath(
        "//select[@name='matter_id']/option/@value"
    )
    with pytest.raises(RuleError, match="已经用于一版规约"):
        second.adopt(by=cast.clerk, body="households", matter=matter, **nothing)


def test_a_community_adopts_its_own_by_a_matter_of_the_residents(as_user, cast, stage):
    clerk = as_user("clerk")
    made = Covenant.draft(unit=cast.taixing, text=TEXT, by=cast.clerk)
    db.session.commit()
    page = clerk.page(f"{HERE}/{made.id}/adoption")
    assert "没有起草以后决议的、写明居民公约的四议两公开事项" in page.text
    assert page.tree.xpath("//select[@name='matter_id']") == []
    given = {VillageMatter.raise_matter: {"title": "修订居民公约"}, VillageMatter.notify: {"body": "families"}}
    town = replace(stage, unit=cast.taixing)
    matter = MATTERS.bring("carried", town, MATTERS.begin(town, given), given)
    db.session.commit()
    page = clerk.fill(clerk.page(f"{HERE}/{made.id}/adoption"), matter_id=str(matter.id))
    assert "居民会议（户代表）：应到 45 人，实到 32 人，同意 30 人" in page.text
    matter.sheets[-1].on = matter.sheets[3].on
    matter.correct_sheet(
        next(each for each in matter.sheets if each.kind == "resolve"),
        "抄错。",
        by=cast.clerk,
        **{name: getattr(matter.sheets[3], name) for name in ("on", "venue", "text", "observers", "opinion")},
        expected=46,
        present=33,
        agreed=31,
        against=1,
        abstained=1,
    )
    assert db.session.get_one(Covenant, made.id).meeting == "居民会议（户代表）：应到 46 人，实到 33 人，同意 31 人"


NOTHING = dict.fromkeys(("on", "expected", "present", "agreed"))


def corrected(matter: VillageMatter, by: User, **more) -> None:
    """The fourth sheet, with other figures."""
    sheet = next(each for each in matter.sheets if each.kind == "resolve")
    matter.sheets[-1].on = sheet.on  # samples post on the day of the stage
    given = {name: getattr(sheet, name) for name in ("on", "venue", "text", "observers", "opinion")}
    given |= {"expected": 45, "present": 32, "agreed": 30, "against": 1, "abstained": 1} | more
    matter.correct_sheet(sheet, "抄错。", by=by, **given)


@pytest.mark.parametrize("status", ["resolved", "published"])
def test_a_decision_that_is_not_posted_or_may_be_objected_to_adopts_nothing(as_user, cast, covenant, decided, status):
    matter = decided("修订村规民约", status)
    db.session.commit()
    page = as_user("clerk").page(f"{HERE}/{covenant.id}/adoption")
    assert f"{matter.number}（{matter.status_name}）已经决议，公开期满、异议答复以后才能选。" in page.text
    assert page.tree.xpath("//select[@name='matter_id']") == []
    with pytest.raises(RuleError, match="公开期满、异议答复以后"):
        covenant.adopt(by=cast.clerk, body="households", matter=matter, **NOTHING)
    if status == "resolved":
        return
    objection = matter.object("太严。", by=cast.clerk)
    db.session.flush()
    with clock.pretend(clock.now() + timedelta(days=300)):
        offered = covenant.matters().where(VillageMatter.stands)
        assert (matter.stands, db.session.scalars(offered).all()) == (False, [])
        matter.answer(objection, "已经说明。", by=cast.clerk)
        db.session.flush()
        assert (matter.stands, db.session.scalars(offered).all()) == (True, [matter])


def test_a_matter_of_that_kind_is_about_it_whatever_it_is_called(covenant, decided):
    matter = decided("移风易俗", kind="covenant", text="办酒不超过十桌。")
    assert db.session.scalars(covenant.matters()).all() == [matter]


def test_the_result_cannot_turn_while_a_covenant_rests_on_it(as_user, cast, covenant, decided):
    matter = decided("修订村规民约")
    covenant.adopt(by=cast.clerk, body="households", matter=matter, **NOTHING)
    db.session.commit()
    failed = {"agreed": 10, "against": 20, "abstained": 2}
    with pytest.raises(RuleError, match="白泥井村村规民约第1版（待备案）凭这次会议通过，不能更正为没有通过"):
        corrected(matter, cast.clerk, **failed)
    clerk, url = as_user("clerk"), f"{HERE}/{covenant.id}"
    page = clerk.fill(clerk.page(f"{url}/taking-back"), text="决议抄错，没有通过。")
    assert "已撤回，回到起草" in page.text
    assert "村民会议（户代表）：应到 45 人，实到 32 人，同意 30 人。决议抄错，没有通过。" in page.text
    drafted = db.session.get_one(Covenant, covenant.id)
    assert (drafted.status, drafted.meeting, drafted.adopted_on, drafted.matter) == ("drafted", "", None, None)
    assert clerk.get(f"{url}/covenant_filing.pdf").status_code == 409


def test_the_log_of_the_covenant_tells_what_was_put_right_and_it_waits_for_the_new_posting(
    as_user, cast, covenant, decided
):
    matter = decided("修订村规民约")
    covenant.adopt(by=cast.clerk, body="households", matter=matter, **NOTHING)
    corrected(matter, cast.clerk, present=33, agreed=31)
    db.session.commit()
    clerk = as_user("clerk")
    page = clerk.page(f"{HERE}/{covenant.id}")
    assert "实到 32 人，同意 30" in page.text
    assert "实到 33 人，同意 31 人" in page.text
    assert "公告要重新公开" in page.text
    assert f"/village_affairs/matters/{matter.id}" in page.links()
    page = clerk.page(f"/village_affairs/matters/{matter.id}")
    assert f"{HERE}/{covenant.id}" in page.links()
    with pytest.raises(RuleError, match="的决议要公开期满"):
        covenant.file(clock.today() + timedelta(days=300), by=cast.clerk)


def test_a_notice_says_until_when_it_hangs(as_user, stage):
    matter = MATTERS.bring("published", stage)
    db.session.commit()
    pdf = PdfReader(io.BytesIO(as_user("clerk").get(f"/village_affairs/matters/{matter.id}/decision.pdf").data))
    told = "".join("".join(page.extract_text().split()) for page in pdf.pages)
    last = matter.published_until
    assert f"起至{last.year}年{last.month}月{last.day}日止，张贴在" in told
