"""With what campaigns, honours and objections are begun, and each of their steps is taken once."""

from datetime import date, timedelta

from plugins.family_honours.models import Campaign, FamilyHonour, HonourObjection
from portal import clock
from portal.families.samples import new_phone
from portal.records.people import Contact
from portal.records.samples import Sample, Samples, Stage, today

NOTICE = "妇字〔2026〕3号"
CAMPAIGN = {
    "title": "昭君街道最美家庭评选",
    "kind": "best",
    "authority": "昭君街道妇女联合会",
    "document_number": NOTICE,
    "quota": 10,
    "publication_days": 5,
    "nominates_from": today,
    "nominates_until": lambda campaign, stage: clock.today() + timedelta(days=30),
    "criteria": "夫妻和睦\n孝老爱亲",
    "negatives": "受过刑事处罚\n列入失信被执行人名单\n实施家庭暴力",
}
STORY = "三代同堂，照顾瘫痪的婆婆十二年，常年参加社区志愿服务。"
CONFIRMED = {"confirmed_by": "昭君派出所", "confirmed_on": today}


def a_campaign(record, stage: Stage) -> int:
    """One that runs, new for each nomination."""
    return CAMPAIGNS.bring("running", stage).id


def somebody(record, stage: Stage) -> Contact:
    return Contact(name="其其格", phone=new_phone(record, stage))


def unchecked(honour: FamilyHonour, stage: Stage) -> list[int]:
    return [each.id for each in honour.checks if each.confirmed_on is None]


def under_publication(record, stage: Stage) -> FamilyHonour:
    return HONOURS.bring("published", stage)


def kept_a_name(honour: FamilyHonour, stage: Stage) -> None:
    """Nominated by the family itself, which agreed to be named."""
    honour.source, honour.by_name = "self", True


def _week_later(campaign: Campaign, stage: Stage) -> date:
    return campaign.nominates_until + timedelta(days=7)


def _photo_of_one(campaign: Campaign, stage: Stage) -> list:
    """A photo whose file is named by the number of a nomination of this campaign."""
    return [stage.picture(HONOURS.begin(stage, {FamilyHonour.nominate: {"campaign_id": campaign.id}}).number)]


CAMPAIGNS = Samples(
    Campaign,
    {
        Campaign.announce: Sample("director", CAMPAIGN),
        Campaign.change: Sample("director", CAMPAIGN | {"quota": 12}, days=0),
        Campaign.attach: Sample(
            "director", {"upload": lambda row, stage: stage.picture("TONGZHI")}, at="draft", days=0
        ),
        Campaign.launch: Sample("director", {"note": "已经发到各社区。"}, first=(Campaign.attach,), days=0),
        Campaign.prolong: Sample("director", {"until": _week_later, "reason": "推荐的人少。"}, days=0),
        Campaign.add_photos: Sample("director", {"uploads": _photo_of_one}, at="running", days=0),
        Campaign.finish: Sample("director", days=0),
        Campaign.cancel: Sample("director", {"reason": "改由旗里统一评选。"}, at="draft", days=0),
    },
)
NOMINATION = {"campaign_id": a_campaign, "head": somebody, "category": "elders", "story": STORY, "agreed": "paper"}
PLACE = {"unit_id": lambda honour, stage: stage.unit.id, "recommended_by": "泰兴社区"}
TYPED = PLACE | {"head": "其其格", "phone": new_phone}
FOUND = {"finding": "法院查询，在名单上。"} | CONFIRMED
ASIDE = {"name": "乌云", "relation": "户主的姐姐"}
VOTE = {"held_on": today, "present": 11, "agreed": 9, "against": 0, "aside": [ASIDE]}
AWARD = {"awarded_on": today, "document_number": "妇字〔2026〕9号", "conferred_by": "昭君街道妇女联合会"}
REVOKED = {"decision": "妇字〔2026〕15号", "decided_by": "昭君街道妇女联合会", "reason": "申报的事迹不实。"}
HONOURS = Samples(
    FamilyHonour,
    {
        FamilyHonour.nominate: Sample("clerk", NOMINATION, form=TYPED),
        FamilyHonour.identify: Sample("clerk", {"name": "其其格", "phone": new_phone}, at="nominated", days=0),
        FamilyHonour.take_consent: Sample("clerk", {"agreed": "present", "by_name": True}, at="nominated", days=0),
        FamilyHonour.confirm: Sample("clerk", {"items": unchecked} | CONFIRMED),
        FamilyHonour.complete: Sample("clerk", first=(FamilyHonour.confirm,), days=0),
        FamilyHonour.fail: Sample("clerk", FOUND, row=lambda honour, stage: honour.checks[-1], days=0),
        FamilyHonour.deliberate: Sample("clerk", VOTE, to="reviewed"),
        FamilyHonour.approve: Sample("director"),
        FamilyHonour.publish: Sample("director"),
        FamilyHonour.end_publication: Sample("director", past=lambda honour: honour.published_until),
        FamilyHonour.award: Sample("director", AWARD, past=lambda honour: honour.published_until),
        FamilyHonour.put_photo: Sample(
            "clerk", {"upload": lambda row, stage: stage.picture("JIATING")}, at="nominated", days=0
        ),
        FamilyHonour.renew: Sample(
            "director", {"on": today, "confirmed_by": "昭君派出所"}, past=lambda honour: honour.awarded_on, days=0
        ),
        FamilyHonour.lapse: Sample("director", {"reason": "已经搬离本地，本人同意。"}, days=0),
        FamilyHonour.revoke: Sample("director", REVOKED, days=0),
        FamilyHonour.decline: Sample("director", {"reason": "材料不全，本次不评。"}, at="reviewed", days=0),
        FamilyHonour.reopen: Sample("director", days=0),
        FamilyHonour.withdraw: Sample("", at="nominated", days=0),
        FamilyHonour.conceal: Sample("", first=(kept_a_name,), at="nominated", days=0),
    },
)
OBJECTOR = {"objector": "宋某", "phone": "13804770010"}
SAID = {
    "honour": under_publication,
    "received_on": today,
    "objector": lambda objection, stage: Contact(name="宋某", phone="13804770010"),
    "text": "事迹里写的志愿服务没有参加过，请核实。",
}
OBJECTIONS = Samples(
    HonourObjection,
    {
        HonourObjection.lodge: Sample("director", SAID, form=OBJECTOR),
        HonourObjection.respond: Sample(
            "director", {"answer": "经核实，有签到记录。", "upheld": False}, to="dismissed", form={"upheld": "no"}
        ),
        HonourObjection.withdraw: Sample("", days=0),
    },
)
SAMPLES = (CAMPAIGNS, HONOURS, OBJECTIONS)
