"""家庭荣誉: who may be put forward, what is checked, who votes, how many, who is named, how a title is kept and lost."""

from datetime import date, timedelta

import pytest
from wtforms import Form as PlainForm
from wtforms import StringField

from plugins.family_honours import nightly
from plugins.family_honours.data_rights import held
from plugins.family_honours.models import Campaign, FamilyHonour, HonourObjection
from plugins.family_honours.samples import CAMPAIGN, CAMPAIGNS, HONOURS, OBJECTIONS
from plugins.family_honours.settings import no_rights
from plugins.family_honours.tests.conftest import NOW
from portal import clock
from portal.errors import NotAllowed, RuleError
from portal.extensions import db
from portal.people import data_rights
from portal.plugin.hookspecs import Context
from portal.records.people import Contact
from portal.testing import factories
from portal.web.forms import ValidationError

pytestmark = pytest.mark.database
PHONE = "13804770001"


@pytest.fixture
def campaign(stage) -> Campaign:
    found = CAMPAIGNS.bring("running", stage, given={Campaign.announce: {"quota": 1}})
    db.session.commit()
    return found


@pytest.fixture
def nominate(campaign, cast):
    """`nominate("王桂兰")` puts a family forward; `by=None` as if it did so itself."""

    def make(name="王桂兰", phone=PHONE, *, by="clerk", unit="taixing", **fields) -> FamilyHonour:
        given = {"story": "照顾婆婆十二年。", "agreed": "paper", "category": "elders"} | fields
        who = cast[by] if by else None
        head = Contact(name=name, phone=phone) if name else None
        honour = FamilyHonour.nominate(
            unit=getattr(cast, unit), campaign_id=given.pop("campaign_id", campaign.id), head=head, by=who, **given
        )
        db.session.flush()
        return honour

    return make


@pytest.mark.parametrize("words", ["多次信访", "投诉物业", "与村委会诉讼未结"])
def test_using_a_right_is_held_against_nobody(words, cast, rules):
    class Negatives(PlainForm):
        words = StringField()

    form = Negatives(data={"words": words})
    with pytest.raises(ValidationError, match="合法权利"):
        no_rights(form, form.words)
    with pytest.raises(RuleError):
        rules(negative_family=words)


def test_a_campaign_needs_its_document_and_the_days_in_their_order(stage, cast):
    made = CAMPAIGNS.begin(stage)
    with pytest.raises(RuleError, match="评选通知"):
        made.launch(by=cast.director)
    with pytest.raises(RuleError, match="截止日期"):
        Campaign.announce(unit=cast.street, by=cast.director, **_fields(nominates_until=date(2026, 1, 1)))
    with pytest.raises(NotAllowed):
        Campaign.announce(unit=cast.street, by=cast.clerk, **_fields())


def _fields(**fields) -> dict:
    today = clock.today()
    return CAMPAIGN | {"nominates_from": today, "nominates_until": today + timedelta(days=9)} | fields


def test_one_family_once_and_only_in_its_days_and_place(nominate, campaign, cast):
    first = nominate()
    with pytest.raises(RuleError, match=r"已经推荐过.*家荐"):
        nominate("别人", PHONE, one_family=True)
    first.decline("材料不全。", by=cast.director)
    nominate("王桂兰", PHONE)
    with pytest.raises(RuleError, match="只在泰兴社区评选"):
        FamilyHonour.nominate(
            unit=cast.nangan, campaign_id=campaign.id, story="…", head=Contact(name="乙"), by=cast.clerk
        )
    with clock.pretend(NOW + timedelta(days=40)):
        nominate("丙", "13804770003", by="clerk")  # what came on paper may still be entered
        with pytest.raises(RuleError, match="现在不能推荐"):
            nominate("丁", "13804770004", by=None, source="self")


def test_the_household_is_told_by_its_telephone_and_stands_on_its_page(nominate, as_user):
    honour = nominate()
    other = nominate("张三", None, by=None, source="resident", recommender=Contact(name="李四", phone="13804770008"))
    db.session.commit()
    assert (honour.family.contact.name, other.family) == ("王桂兰", None)
    page = as_user("clerk").page(f"/families/{honour.family_id}")
    assert f"/family_honours/honours/{honour.id}" in page.links()
    assert "待核查" in page.text


def test_a_telephone_recommends_only_so_many(nominate, rules):
    rules(nominations_most="1")
    by = {"by": None, "source": "resident", "agreed": ""}
    nominate("甲", None, recommender=Contact(name="李四", phone=PHONE), **by)
    with pytest.raises(RuleError, match="最多 1 户"):
        nominate("乙", None, recommender=Contact(name="李四", phone=PHONE), **by)


def test_what_is_missing_is_named_before_the_review(nominate, cast):
    honour = nominate("张三", None, by=None, source="resident", agreed="", recommender=Contact(name="李", phone=PHONE))
    with pytest.raises(RuleError, match="核实家庭联系电话、登记本人同意、核对负面清单，还有 3 项"):
        honour.complete(by=cast.clerk)
    honour.identify("张三", "13804770002", by=cast.clerk)
    honour.take_consent("present", by=cast.clerk)
    with pytest.raises(RuleError, match="请勾选"):
        honour.confirm([], "派出所", clock.today(), by=cast.clerk)
    honour.confirm([each.id for each in honour.checks[:2]], "昭君派出所", clock.today(), by=cast.clerk)
    honour.confirm([honour.checks[2].id], "旗法院", clock.today(), by=cast.clerk)
    honour.complete(by=cast.clerk)
    assert [each.confirmed_by for each in honour.checks] == ["昭君派出所", "昭君派出所", "旗法院"]
    assert honour.status == "checked"


def test_what_was_found_stands_in_no_timeline(nominate, cast, as_user):
    honour = nominate()
    honour.fail(honour.checks[1], "旗法院", clock.today(), "在失信名单上。", by=cast.clerk)
    db.session.commit()
    assert honour.status == "declined"
    assert "失信名单上" not in "".join(each.note for each in honour.events)
    url = f"/family_honours/honours/{honour.id}"
    assert "失信名单上" in as_user("director").page(url).text
    assert "失信名单上" not in as_user("clerk").page(url).text


def _checked(honour: FamilyHonour, cast) -> FamilyHonour:
    honour.confirm([each.id for each in honour.checks], "派出所", clock.today(), by=cast.clerk)
    honour.complete(by=cast.clerk)
    return honour


def _vote(honour: FamilyHonour, by, present: int, agreed: int, against: int = 0, aside=()) -> None:
    honour.deliberate(held_on=clock.today(), present=present, agreed=agreed, against=against, aside=list(aside), by=by)
    db.session.flush()


def test_whoever_is_related_does_not_count_among_those_who_vote(nominate, cast):
    aside = [
        {"name": "乌云", "relation": "姐姐"},
        {"name": "萨仁", "relation": "邻居合伙人"},
        {"name": "", "relation": ""},
    ]
    honour = _checked(nominate(), cast)
    with pytest.raises(RuleError, match="至少 5 人参加表决，现在只有 4 人"):
        _vote(honour, cast.clerk, 6, 4, aside=aside)
    with pytest.raises(RuleError, match="超过了参加表决的 9 人"):
        _vote(honour, cast.clerk, 11, 9, 1, aside=aside)
    _vote(honour, cast.clerk, 11, 5, 2, aside=aside)
    assert honour.status == "reviewed"  # 5 of 9
    assert honour.reviews[0].tally == "到会 11 人，回避 2 人，同意 5 票，不同意 2 票，弃权 2 票"
    assert "乌云" not in "".join(each.note for each in honour.events)


def test_half_is_not_more_than_half(nominate, cast):
    honour = _checked(nominate(), cast)
    _vote(honour, cast.clerk, 10, 5)
    assert (honour.status, honour.ended_on) == ("declined", clock.today())


def test_approval_is_by_another_and_within_the_quota(nominate, cast):
    first, second = _checked(nominate(), cast), _checked(nominate("乙", "13804770002"), cast)
    _vote(first, cast.director, 9, 9)
    _vote(second, cast.clerk, 9, 9)
    with pytest.raises(RuleError, match="登记评议的人，不能自己办“审核通过”"):
        first.approve(by=cast.director)
    second.approve(by=cast.director)
    db.session.flush()
    with pytest.raises(RuleError, match="名额 1 个已经用完"):
        first.approve(by=cast.district)


def test_the_office_of_the_campaign_decides_and_those_below_nominate_for_it(stage, cast, as_user):
    given = {"campaign_id": _of_the_banner(cast, stage).id, "head": None, "agreed": ""}
    honour = FamilyHonour.nominate(unit=cast.taixing, story="村风好。", by=cast.clerk, **given)
    _checked(honour, cast)
    _vote(honour, cast.clerk, 9, 9)
    db.session.commit()
    assert (honour.village, honour.name_masked) == ("泰兴社区", "泰兴社区")
    with pytest.raises(RuleError, match="已经推荐过"):
        FamilyHonour.nominate(unit=cast.taixing, story="…", by=cast.clerk, **given)
    with pytest.raises(NotAllowed):
        honour.approve(by=cast.director)
    campaign_url = f"/family_honours/campaigns/{given['campaign_id']}"
    assert "达拉特旗文明村镇" in as_user("clerk").page(campaign_url).text
    document = next(link for link in as_user("clerk").page(campaign_url).links() if "/files/" in link)
    assert as_user("clerk").get(document).status_code == 200
    assert as_user("outsider").get(campaign_url).status_code == 404
    assert as_user("outsider").get(document).status_code == 404
    assert as_user("clerk").get(f"{campaign_url}/files/{2**70}").status_code == 404
    assert as_user("clerk").get(f"{campaign_url}/ending").status_code == 403
    assert "家荐" not in as_user("director").page("/").text, "what the banner decides waits for nobody in the street"
    honour.approve(by=cast.district)
    assert honour.status == "approved"


def _of_the_banner(cast, stage) -> Campaign:
    fields = _fields(title="达拉特旗文明村镇评选", kind="village", authority="旗文明委")
    campaign = Campaign.announce(unit=cast.county, by=cast.district, **fields)
    campaign.attach(stage.picture(), by=cast.district)
    campaign.launch(by=cast.district)
    db.session.flush()
    return campaign


def test_an_objection_that_is_upheld_leads_back_and_one_unanswered_holds_it(stage, cast):
    honour = HONOURS.bring("published", stage)
    objection = OBJECTIONS.begin(stage, {HonourObjection.lodge: {"honour": honour}})
    db.session.commit()
    with clock.pretend(NOW + timedelta(days=30)):
        with pytest.raises(RuleError, match="没有答复"):
            honour.end_publication(by=cast.director)
        assert nightly.end_publications(Context(cast.street, None, clock.now()), lambda *at: None) == "公示期满 0 件。"
        objection.respond("查实。", upheld=True, by=cast.director)
    assert (honour.status, objection.status) == ("reviewed", "answered")
    with pytest.raises(RuleError, match="已经答复过"):
        objection.reply("再答", upheld=False)


def test_it_ends_by_itself_when_nobody_objects(stage, cast):
    honour = HONOURS.bring("published", stage)
    with pytest.raises(RuleError, match="才期满"):
        honour.end_publication(by=cast.director)
    assert honour.published_until == date(2026, 3, 16)  # five working days from the Monday
    db.session.commit()
    with clock.pretend(NOW + timedelta(days=8)):
        nightly.end_publications(Context(cast.street, None, clock.now()), lambda *at: None)
    assert honour.status == "cleared"
    with pytest.raises(RuleError, match="公示期内提出"):
        honour.check_received(date(2026, 3, 20))


def test_a_title_is_looked_at_again_kept_and_lost(stage, cast, as_user):
    honour = HONOURS.bring("awarded", stage)
    db.session.commit()
    url = f"/family_honours/honours/{honour.id}/certificate.pdf"
    assert honour.review_due_on == date(honour.awarded_on.year + 2, honour.awarded_on.month, honour.awarded_on.day)
    assert as_user("clerk").get(url).data.startswith(b"%PDF")
    with clock.pretend(NOW + timedelta(days=720)):
        assert honour.certificate not in as_user("director").page("/").text
        assert honour.number in as_user("director").page("/").text, "to be looked at again within two months"
        honour.renew(clock.today(), "昭君派出所", by=cast.director)
        assert honour.review_due_on.year == clock.today().year + 2
        honour.revoke("事迹不实。", "妇字〔2028〕1号", "街道妇联", by=cast.director)
        db.session.commit()
        assert as_user("clerk").get(url).status_code == 409
        assert as_user("director").get(url.replace("certificate", "revocation")).data.startswith(b"%PDF")
    assert (honour.status, honour.revocation, honour.review_due_on) == ("revoked", "妇字〔2028〕1号", None)


def test_what_is_held_is_told_and_goes_while_the_result_stays(stage, cast, nominate):
    person = factories.resident(cast.taixing, name="王桂兰", phone=PHONE)
    honour = nominate()
    db.session.commit()
    assert honour.number in str(data_rights.hindrance(person)), "withheld while it is open"
    assert honour.number in str(held(person)["家庭荣誉"])
    honour.decline("材料不全。", by=cast.director)
    db.session.flush()
    assert "事迹" in "".join(data_rights.erase(person, "本人申请删除。", by=cast.director))
    db.session.expire_all()
    assert "王桂兰" not in honour.name
    assert (honour.story, honour.by_name) == ("", False)
    assert honour.family.phone_hash == ""


def test_an_objection_is_lodged_by_staff_on_the_page_of_what_is_published(stage, as_user):
    honour = HONOURS.bring("published", stage)
    db.session.commit()
    director = as_user("director")
    page = director.page(f"/family_honours/honours/{honour.id}")
    form = director.page(next(each for each in page.links() if each.endswith("/objections/new")))
    assert director.fill(form, objector="宋某", text="").status == 422
    made = director.fill(director.page(form.url), objector="宋某", phone=PHONE, text="请核实。")
    assert "待答复" in made.text
    assert db.session.scalar(db.select(HonourObjection)).honour_id == honour.id
    assert as_user("clerk").get(made.url).status_code == 403, "who objects is for those who answer"


def test_a_number_of_somebody_elses_family_is_asked_about(nominate, campaign, cast, as_user):
    nominate().decline("材料不全。", by=cast.director)
    db.session.commit()
    clerk, values = as_user("clerk"), {"head": "李四光", "phone": PHONE, "story": "照顾邻居。"}
    values |= {"campaign_id": str(campaign.id), "unit_id": str(cast.unit_ids["taixing"])}
    page = clerk.fill(clerk.page("/family_honours/honours/new"), **values)
    assert (page.status, "这个电话是王**（138****0001，泰兴社区）一家的" in page.text) == (422, True), page.text
    shown = clerk.fill(page, **values | {"one_family": "y"})
    assert "已核对：户主不是家庭联系人，是这一家人。" in shown.text
    other = nominate("张三", None, by=None, source="resident", recommender=Contact(name="李四", phone="13804770008"))
    db.session.commit()
    with pytest.raises(RuleError, match="一家的"):
        other.identify("张三", PHONE, by=cast.clerk)
    page = clerk.fill(clerk.page(f"/family_honours/honours/{other.id}/identity"), name="张三", phone=PHONE)
    assert (page.status, "一家的。电话填错了的，请改" in page.text) == (422, True)
