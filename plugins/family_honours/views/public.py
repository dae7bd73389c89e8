"""家庭荣誉 for residents without an account: what one may nominate for, what is published, the roll of honour; nominating and objecting."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from plugins.family_honours.blueprint import bp
from plugins.family_honours.choices import HONOURS, VILLAGE
from plugins.family_honours.models import Campaign, FamilyHonour, HonourObjection
from plugins.family_honours.public_forms import PublicNominationForm, PublicObjectionForm, WithdrawalForm
from portal.extensions import db, limiter
from portal.org.models import OrgUnit
from portal.records.public_guards import PER_READER, public_unit
from portal.records.public_pages import Poster, PublicAsk, mount_public
from portal.web.http.guards import public
from portal.web.pages.rendering import render

SHOWN = 200


def _campaign(unit: OrgUnit, campaign_id: int) -> Campaign | None:
    """One of families that takes nominations today; communities are put forward by offices."""
    offered = Campaign.offered_to(unit).where(Campaign.id == campaign_id, Campaign.kind != VILLAGE)
    return db.session.scalar(offered)


def _ground(unit: OrgUnit, campaign: Campaign) -> OrgUnit:
    """Where the family lives: in `unit` and in the unit of the campaign, so in the smaller of the two."""
    return unit if campaign.unit.contains(unit) else campaign.unit


def _about(unit: OrgUnit, campaign: Campaign) -> str:
    return (
        f"{campaign.title}，推荐到 {campaign.nominates_until} 为止。条件：{'、'.join(campaign.criteria.splitlines())}。"
        "可以推荐自己家，也可以推荐别人家；推荐别人家的，我们会征求本人同意。"
    )


def _places(form: PublicNominationForm, unit: OrgUnit, campaign: Campaign) -> None:
    ground = _ground(unit, campaign)
    below = ground.subtree_of(OrgUnit), OrgUnit.kind == "community", OrgUnit.closed_on.is_(None)
    found = db.session.execute(select(OrgUnit.id, OrgUnit.short_name).where(*below).order_by(OrgUnit.path))
    form.place_id.choices = {0: "不清楚"} | {row.id: row.short_name for row in found}


def _nominated(form: PublicNominationForm, unit: OrgUnit, campaign: Campaign) -> dict:
    place = db.session.get(OrgUnit, form.place_id.data or 0) or _ground(unit, campaign)
    return form.arguments() | {"campaign_id": campaign.id, "place": place}


def _told(honour: FamilyHonour) -> list[tuple[str, str]]:
    """What whoever knows the code sees; nobody's name."""
    published = f"{honour.published_from} 至 {honour.published_until}" if honour.published_from else ""
    facts = [("评选", honour.title), ("公示", published), ("证书编号", honour.certificate), ("说明", honour.ending)]
    if honour.source == "self":
        facts.append(("公开姓名", "同意" if honour.by_name else "不同意，只显示姓"))
    return [(label, value) for label, value in facts if value]


def _on_display(unit: OrgUnit, honour_id: int) -> FamilyHonour | None:
    return db.session.scalar(
        FamilyHonour.on_display(unit).where(FamilyHonour.id == honour_id, FamilyHonour.status == "published")
    )


nominations = mount_public(
    bp,
    FamilyHonour.nominate,
    PublicAsk(
        PublicNominationForm,
        title=lambda unit, campaign: f"推荐：{campaign.title}",
        button="提交推荐",
        done="已收到。核查、评议、公示的进展，可以凭编号和查询码查看。",
        explanation=_about,
        prepare=_places,
        args=_nominated,
        error_at="phone",
    ),
    at="nominations",
    new="campaigns/<int:campaign_id>/nominations/new",
    about=_campaign,
    tells=_told,
    steps={
        FamilyHonour.withdraw: PublicAsk(
            WithdrawalForm, title="撤回推荐", at="withdrawal", done="已撤回。", danger=True
        ),
        FamilyHonour.conceal: PublicAsk(
            WithdrawalForm, title="不再公开姓名", at="concealment", done="公开页面不再显示全名。", danger=True
        ),
    },
    sheet=Poster(
        lambda unit, campaign: f"推荐：{campaign.title}",
        needs="family_honours.view",
        lines=(
            "一、推荐自己家或者别人家，写明主要事迹。",
            "二、抄下编号和查询码，凭它查看进展，也可以撤回。",
            "三、不方便用手机的，请到社区登记。",
        ),
    ),
)
objecting = mount_public(
    bp,
    HonourObjection.lodge,
    PublicAsk(
        PublicObjectionForm,
        title="对公示提出异议",
        button="提交异议",
        done=lambda objection: f"已收到，{objection.due_on} 前答复；凭编号和查询码查看。您的姓名依法保密。",
        explanation=lambda unit, honour: (
            f"{honour.title}，{honour.public_name}，公示到 {honour.published_until}。请实名提出，您的姓名依法保密。"
        ),
        args=lambda form, unit, honour: form.arguments() | {"honour": honour},
    ),
    at="objections",
    new="honours/<int:honour_id>/objections/new",
    about=_on_display,
    tells=lambda objection: [
        ("评选", objection.title),
        ("答复期限", str(objection.due_on)),
        *([("答复", objection.answer)] if objection.answer else []),
    ],
    steps={
        HonourObjection.withdraw: PublicAsk(
            WithdrawalForm, title="撤回异议", at="withdrawal", done="已撤回。", danger=True
        )
    },
)


@bp.get("/public/<int:unit_id>/honours")
@limiter.limit(PER_READER)
@public
def public_honours(unit_id: int):
    """What one may nominate for, and what is published today."""
    unit = public_unit(unit_id)
    offered = db.session.scalars(Campaign.offered_to(unit).where(Campaign.kind != VILLAGE))
    shown = (
        FamilyHonour.on_display(unit).where(FamilyHonour.status == "published").options(selectinload(FamilyHonour.unit))
    )
    return render(
        "family_honours/public/honours.html",
        **nominations.following.words(unit),
        objection_url=objecting.following.url("follow", unit),
        campaigns=[(each, nominations.url(unit, each.id)) for each in offered],
        honours=[(each, objecting.url(unit, each.id)) for each in db.session.scalars(shown.limit(SHOWN)).unique()],
    )


@bp.get("/public/<int:unit_id>/roll")
@limiter.limit(PER_READER)
@public
def public_roll(unit_id: int):
    """光荣榜: the titles that stand, campaign by campaign, in the order in which they were given. A family is named as it agreed."""
    unit = public_unit(unit_id)
    mine = unit.subtree_of(FamilyHonour), FamilyHonour.status == "awarded"
    standing = select(FamilyHonour).where(*mine).options(selectinload(FamilyHonour.unit))
    found = (
        db.session.scalars(standing.order_by(FamilyHonour.awarded_on.desc(), FamilyHonour.id).limit(SHOWN))
        .unique()
        .all()
    )
    rolls: dict[Campaign, list[FamilyHonour]] = {}
    for each in found:
        rolls.setdefault(each.campaign, []).append(each)
    return render("family_honours/public/roll.html", unit=unit, rolls=rolls.items(), kinds=HONOURS)
