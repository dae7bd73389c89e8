"""Papers of honours: 公示, 光荣榜 of a campaign; 评议表, 荣誉证书, 撤销决定 of one honour."""

import base64

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from plugins.family_honours.blueprint import bp
from plugins.family_honours.models import DECIDE, NOMINATE, Campaign, FamilyHonour
from plugins.family_honours.settings import rules_of
from portal.extensions import db
from portal.records.majorities import MAJORITIES
from portal.records.papers import Paper, mount_papers

VIEW = "family_honours.view"


def _those(campaign: Campaign, status: str) -> list[FamilyHonour]:
    """The honours of a campaign in one state, as they were entered."""
    mine = select(FamilyHonour).where(FamilyHonour.campaign_id == campaign.id, FamilyHonour.status == status)
    return list(db.session.scalars(mine.options(selectinload(FamilyHonour.unit)).order_by(FamilyHonour.id)).unique())


def publication(campaign: Campaign) -> dict:
    """公示, for the wall: families are named as they agreed."""
    shown = [each for each in _those(campaign, "published") if each.posted]
    return {
        "honours": shown,
        "first": min((each.published_from for each in shown), default=None),
        "last": max((each.published_until for each in shown), default=None),
    }


def _none_published(campaign: Campaign) -> str:
    return "" if any(each.posted for each in _those(campaign, "published")) else "现在没有公示。"


def roll(campaign: Campaign) -> dict:
    """光荣榜, with the photos of those who are named."""
    standing = _those(campaign, "awarded")
    return {"honours": [(each, _photo_of(each)) for each in standing]}


def _photo_of(honour: FamilyHonour) -> str:
    if honour.photo is None or not (honour.by_name or honour.village):
        return ""
    return f"data:{honour.photo.mime};base64,{base64.b64encode(honour.photo.content).decode()}"


def _none_awarded(campaign: Campaign) -> str:
    return "" if campaign.number_of("awarded") else "还没有命名。"


def sheet(honour: FamilyHonour) -> dict:
    """评议表: to be filled in at the meeting."""
    rules = rules_of(honour.unit)
    return {"lines": 12, "reviewers": rules.reviewers, "majority": MAJORITIES[rules.majority]}


def _not_awarded(honour: FamilyHonour) -> str:
    return "" if honour.status == "awarded" else "命名以后才能打印证书，撤销、不再保留的不再打印。"


campaign_papers = mount_papers(
    bp,
    Campaign,
    (
        Paper("notice", "公示", needs=VIEW, context=publication, unless=_none_published),
        Paper("roll", "光荣榜", needs=VIEW, context=roll, unless=_none_awarded),
    ),
    at="/campaigns/<int:campaign_id>",
    office=lambda campaign: campaign.unit.name,
)
honour_papers = mount_papers(
    bp,
    FamilyHonour,
    (
        Paper(
            "review",
            "社区评议表",
            needs=NOMINATE,
            context=sheet,
            unless=lambda honour: "" if honour.status == "checked" else "核查完毕、还没有评议的才打印评议表。",
        ),
        Paper(
            "certificate",
            "荣誉证书",
            needs=NOMINATE,
            context=lambda honour: {},
            unless=_not_awarded,
            number=lambda honour: honour.certificate,
        ),
        Paper(
            "revocation",
            "撤销荣誉称号决定",
            needs=DECIDE,
            context=lambda honour: {},
            unless=lambda honour: "" if honour.status == "revoked" else "没有撤销。",
            number=lambda honour: honour.revocation,
        ),
    ),
    at="/honours/<int:honour_id>",
    office=lambda honour: honour.conferred_by or honour.campaign.authority,
)
