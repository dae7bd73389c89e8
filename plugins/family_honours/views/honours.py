"""家庭荣誉: the list, nominating, the page of one with its checks, votes and objections."""

from flask import abort, request, url_for
from flask_login import current_user
from sqlalchemy import select

from plugins.family_honours.blueprint import bp
from plugins.family_honours.forms import (
    AwardForm,
    CheckForm,
    ConsentForm,
    DeliberationForm,
    FailureForm,
    IdentityForm,
    NominationForm,
    RenewalForm,
    RevocationForm,
)
from plugins.family_honours.models import DECIDE, NOMINATE, Campaign, FamilyHonour
from plugins.family_honours.papers import honour_papers
from plugins.family_honours.register import honours
from plugins.family_honours.settings import rules_of
from portal import clock
from portal.database import records
from portal.extensions import db
from portal.families.forms import asked_for
from portal.files.views import hand_out
from portal.org.models import OrgUnit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.bulk import Bulk
from portal.records.forms import PhotoForm, PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.majorities import MAJORITIES
from portal.records.mounting import Ask, among, mount, today
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

AT = "/honours/<int:honour_id>"


def _campaigns(form: NominationForm, unit: OrgUnit) -> None:
    form.unit = unit
    mine = Campaign.reach(current_user, NOMINATE), Campaign.status == "running"
    running = select(Campaign).where(*mine).order_by(Campaign.id.desc())
    form.campaign_id.choices = {each.id: each.title for each in db.session.scalars(running)}


def _start(unit: OrgUnit) -> dict:
    """The campaign or the family from whose page one comes."""
    known = asked_for(request.args, current_user)
    who = {"head": known.name, "phone": known.phone_masked} if known else {}
    return {"campaign_id": request.args.get("campaign", type=int)} | who


def _place(form: IdentityForm, honour: FamilyHonour) -> None:
    form.unit = honour.unit


def _left(form: CheckForm, honour: FamilyHonour) -> None:
    form.items.choices = {each.id: each.item for each in honour.checks if each.confirmed_on is None}


def _rules(honour: FamilyHonour) -> str:
    rules = rules_of(honour.unit)
    return (
        f"至少 {rules.reviewers} 人表决，{MAJORITIES[rules.majority]}同意为通过。"
        "户主、推荐人和他们的亲属、有利害关系的人应当回避，不参加表决。"
    )


def _award(honour: FamilyHonour) -> dict:
    return {"awarded_on": clock.today(), "conferred_by": honour.campaign.authority}


def _offered() -> list[Action]:
    figures = Action("统计", url_for("family_honours.honour_figures"), "chart-column")
    return [*begin_button(FamilyHonour.nominate)(), figures]


mount_register(
    bp,
    honours,
    at="/honours",
    endpoint="honours",
    export="family_honours.export",
    actions=_offered,
    bulk=(
        Bulk(FamilyHonour.publish, at="published", when=lambda given: given.get("status") == "approved"),
        Bulk(FamilyHonour.award, at="awarded", form=AwardForm, when=lambda given: given.get("status") == "cleared"),
    ),
)
mount_beginning(
    bp,
    FamilyHonour.nominate,
    Ask(
        NominationForm,
        done=lambda honour: f"已登记，编号 {honour.number}。",
        title="推荐家庭、村镇",
        button="登记推荐",
        start=_start,
        prepare=_campaigns,
        error_at="head",
        keeps_draft=True,
    ),
    at="/honours/new",
    show=lambda honour: url_for("family_honours.show_honour", honour_id=honour.id),
    back="family_honours.honours",
    place="unit_id",
)
honour_steps = mount(
    bp,
    FamilyHonour,
    at=AT,
    show="family_honours.show_honour",
    prefix="honour_",
    steps={
        FamilyHonour.confirm: Ask(
            CheckForm,
            at="checks/confirmation",
            done="已登记。",
            main=lambda honour: any(each.confirmed_on is None for each in honour.checks),
            icon="check",
            prepare=_left,
            start=today("confirmed_on"),
            error_at="items",
            explanation="同一个单位确认的几项一起勾。查到有的，在那一项后面点“不符合”。",
        ),
        FamilyHonour.complete: Ask(at="checks/completion", done="核查完毕。", main=True, icon="circle-check"),
        FamilyHonour.fail: Ask(
            FailureForm,
            at="checks/<int:check_id>/failure",
            done="已登记，推荐没有通过。",
            title=lambda honour, *check: f"不符合：{check[0].item}" if check else "不符合",
            tone="danger",
            row=among("checks"),
            start=today("confirmed_on"),
        ),
        FamilyHonour.identify: Ask(
            IdentityForm,
            at="identity",
            done="已核实。",
            icon="user",
            main=lambda honour: honour.family_id is None,
            prepare=_place,
            start=lambda honour: {"name": honour.head.name, "phone": honour.head.phone or ""},
            error_at="phone",
        ),
        FamilyHonour.take_consent: Ask(
            ConsentForm,
            at="consent",
            done="已登记本人意见。",
            icon="pencil",
            main=lambda honour: not honour.agreed,
            start=lambda honour: {"agreed": honour.agreed or None, "by_name": honour.by_name},
        ),
        FamilyHonour.deliberate: Ask(
            DeliberationForm,
            at="reviews/new",
            done=lambda honour: "评议通过。" if honour.status == "reviewed" else "评议没有通过。",
            title="登记社区评议",
            button="保存评议结果",
            main=True,
            icon="scale",
            explanation=_rules,
            start=today("held_on"),
            groups=("aside",),
            error_at="agreed",
        ),
        FamilyHonour.approve: Ask(at="approval", done="审核通过。", main=True, icon="check"),
        FamilyHonour.publish: Ask(PlainForm, at="publication", done="已开始公示。", main=True, icon="file-text"),
        FamilyHonour.end_publication: Ask(
            PlainForm, at="publication/end", done="公示已结束。", main=True, icon="check"
        ),
        FamilyHonour.award: Ask(
            AwardForm, at="award", done="已命名。", main=True, icon="award", start=_award, error_at="awarded_on"
        ),
        FamilyHonour.renew: Ask(
            RenewalForm, at="renewal", done="已登记复查。", icon="check", start=today("on"), error_at="on"
        ),
        FamilyHonour.put_photo: Ask(
            PhotoForm, at="photo/new", done="已登记照片。", icon="paperclip", uploads=True, error_at="upload"
        ),
        FamilyHonour.decline: Ask(ReasonForm, at="refusal", done="已登记。", icon="x", tone="danger"),
        FamilyHonour.lapse: Ask(ReasonForm, at="lapse", done="不再保留，光荣榜上已取下。", icon="x", tone="danger"),
        FamilyHonour.revoke: Ask(
            RevocationForm, at="revocation", done="已撤销，光荣榜上已取下。", icon="x", tone="danger"
        ),
    },
)


@bp.get(AT)
@requires("family_honours.view")
def show_honour(honour_id: int):
    """One honour: who, why, what was confirmed by whom, how the community voted, and what comes next."""
    honour = get_or_404(FamilyHonour.visible_to(current_user), honour_id)
    may_nominate = honour.allows(current_user, NOMINATE)
    may_decide = honour.allows(current_user, DECIDE)
    objectionable = honour.status == "published" and honour.posted and honour_steps.takes_new(honour)
    return render(
        "family_honours/honour.html",
        **honour_steps.shown(honour, ("家庭荣誉", "family_honours.honours"), honour_papers),
        beside=db.session.scalars(honour.beside()).unique().all() if honour.family_id else [],
        may_nominate=may_nominate,
        may_fail=honour_steps.offers(FamilyHonour.fail, honour, current_user),
        may_decide=may_decide,
        may_object=may_decide and objectionable,
    )


@bp.get(f"{AT}/photo")
@records
@requires("family_honours.view")
def honour_photo(honour_id: int):
    """The photo of a family or village."""
    honour = get_or_404(FamilyHonour.visible_to(current_user), honour_id)
    return hand_out(honour.photo or abort(404))
