"""就餐老人: the list, enrolling, the page of each, and what is done with them."""

from flask import url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from plugins.elder_care.blueprint import bp
from plugins.elder_care.choices import SITTINGS, WAYS
from plugins.elder_care.forms.members import (
    AgentForm,
    EnrolForm,
    HouseholdForm,
    NewCardForm,
    RosterForm,
    StopForm,
)
from plugins.elder_care.models import Canteen, Meal, Member
from plugins.elder_care.register import members
from portal import clock
from portal.entitlements.category_pages import category_steps, mount_proof
from portal.extensions import db
from portal.files.intake import CleanFile
from portal.org.models import OrgUnit
from portal.people.finding import resident_of
from portal.people.whole import contact_facts
from portal.plugin.activation import takes_new
from portal.plugin.context import current_unit
from portal.plugin.contributions import Action
from portal.records import timeline
from portal.records.beginning import mount_beginning
from portal.records.forms import NoteForm, PhotoForm, ReasonForm
from portal.records.import_pages import mount_import
from portal.records.imports import Import
from portal.records.lists import mount_register
from portal.records.mounting import Ask, among, mount, today
from portal.records.portrait_pages import mount_portrait
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

SHOWN = 20
WHOLE = (
    joinedload(Member.unit),
    selectinload(Member.categories),
    selectinload(Member.cards),
    selectinload(Member.agents),
    selectinload(Member.events),
)


def _enrolled(form: RosterForm, unit: OrgUnit) -> dict:
    row = form.data
    given = {name: row[name] for name in ("household", "category", "document", "joined_on")}
    return {"person": resident_of(unit, row), **given}


def enrol_row(canteen: Canteen, *, by, photo: bytes | None = None, **row) -> Member:
    """A line of an imported roster: a member in the unit of the canteen, with the photo that lies on the line."""
    given = {name: row[name] for name in ("household", "category", "document", "joined_on")}
    member = Member.enrol(unit=canteen.unit, person=resident_of(canteen.unit, row), by=by, **given)
    if photo:
        member.portray(CleanFile("photo.jpg", "image/jpeg", photo), by=by, on_roster=True)
    return member


mount_beginning(
    bp,
    Member.enrol,
    Ask(
        EnrolForm,
        done=lambda member: f"已登记，编号 {member.number}。请打印就餐卡。",
        button="登记",
        args=_enrolled,
        start=lambda unit: {"unit_id": unit.id, "household": "local"},
        explanation="先按身份证号查找，居民库里已有的不重复登记。",
        error_at="id_number",
        keeps_draft=True,
    ),
    at="/members/new",
    show=lambda member: url_for("elder_care.member", member_id=member.id),
    back="elder_care.members",
    place="unit_id",
)
member_steps = mount(
    bp,
    Member,
    at="/members/<int:member_id>",
    show="elder_care.member",
    steps={
        Member.review: Ask(NoteForm, at="review", done="已年审。", icon="check", title="年审通过"),
        **category_steps(Member),
        Member.correct_household: Ask(
            HouseholdForm,
            at="household",
            done="已更正。",
            icon="pencil",
            start=lambda member: {"household": member.household or "local"},
            explanation="以后打的餐按更正后的户籍计算补贴，已经打的餐不变。",
        ),
        Member.reissue: Ask(
            NewCardForm,
            at="cards/new",
            done="已换卡，请打印新卡。",
            explanation="原卡立即失效；新卡的码是随机的，与身份证号无关。",
        ),
        Member.authorise: Ask(
            AgentForm,
            at="agents/new",
            done="已登记。",
            explanation="凭本人书面授权登记；只能在授权期内代领。",
            start=today("valid_from"),
            error_at="valid_until",
        ),
        Member.revoke: Ask(
            NoteForm,
            at="agents/<int:agent_id>/ending",
            done="已撤销。",
            title=lambda member, agent: f"撤销代领：{agent.person.name_masked}",
            row=among("agents"),
        ),
        Member.portray: Ask(
            PhotoForm,
            at="photo/new",
            done="已登记照片。",
            uploads=True,
            error_at="upload",
            explanation="本人同意才登记，不登记也能就餐。",
        ),
        Member.stop: Ask(StopForm, at="stop", done="已停止。", tone="danger", start=today("on"), error_at="on"),
        Member.resume: Ask(NoteForm, at="resumption", done="已恢复。", main=True),
        Member.correct_death: Ask(
            ReasonForm, at="death-correction", done="已更正，请打印新卡。", explanation="误报死亡的办理，以后照常就餐。"
        ),
    },
)
mount_proof(bp, Member, at="/members/<int:member_id>", needs="elder_care.manage")
mount_portrait(bp, Member, at="/members/<int:member_id>/photo", needs="elder_care.serve")  # at the till
mount_portrait(bp, Member, at="/members/<int:member_id>/portrait", needs="elder_care.manage")  # is it the right face?
MEMBERS = Import(
    "elder_care.members",
    "导入就餐老人名册",
    RosterForm,
    "elder_care.manage",
    Member,
    add=enrol_row,
    picture="photo",
    consent="照片都经本人同意，仅用于就餐核对",
    aliases={"category": ("人员类别", "补贴类别"), "document": ("证号", "低保证号")},
)
mount_import(
    bp,
    MEMBERS,
    at="/canteens/<int:canteen_id>",
    load=lambda canteen_id: get_or_404(
        select(Canteen).where(Canteen.reach(current_user, "elder_care.manage")), canteen_id
    ),
    back="elder_care.members",
)


def _of_members() -> list[Action]:
    """Enrol, print cards, import a roster (into the first canteen of the unit one works in; each canteen's page has its own)."""
    unit = current_unit()
    if not (takes_new(bp.name, unit) and current_user.can("elder_care.manage", unit)):
        return []
    found = db.session.scalar(
        select(Canteen.id).where(unit.subtree_of(Canteen), Canteen.closed_on.is_(None)).order_by(Canteen.id).limit(1)
    )
    several = [Action("打印未打印的卡", url_for("elder_care.print_cards"), "printer")]
    if found:
        several.append(Action("从 Excel 导入", url_for("elder_care.import_members", canteen_id=found), "folder"))
    return [*several, Action("登记就餐老人", url_for("elder_care.enrol"), "plus", main=True)]


mount_register(bp, members, at="/members", endpoint="members", export="elder_care.export", actions=_of_members)


@bp.get("/members/<int:member_id>")
@requires("elder_care.members")
def member(member_id: int):
    """One member: by what he is subsidised, with which card, what he ate."""
    found = get_or_404(Member.visible_to(current_user).options(*WHOLE), member_id)
    today = clock.today()
    meals = db.session.scalars(
        select(Meal)
        .where(Meal.member_id == found.id)
        .options(joinedload(Meal.canteen))
        .order_by(Meal.eaten_on.desc(), Meal.id.desc())
        .limit(SHOWN)
    )
    return render(
        "elder_care/members/show.html",
        record=found,
        actions=member_steps.actions(found, current_user),
        keeps_roster=found.allows(current_user, "elder_care.manage"),
        may_manage=member_steps.takes_new(found) and found.allows(current_user, "elder_care.manage"),
        facts=_facts(found),
        events=timeline(found),
        meals=meals.all(),
        today=today,
        sittings=SITTINGS,
        ways=WAYS,
        crumbs=[("就餐老人", url_for("elder_care.members")), (found.number, "")],
    )


def _facts(found: Member) -> list[tuple[str, str]]:
    person = found.person
    return [
        ("编号", found.number),
        ("性别", person.gender),
        ("出生年份", person.birth_masked),
        ("证件", person.id_number_masked),
        *contact_facts(found, current_user),
        ("户籍", found.household_name),
        ("所属", found.unit.name),
        ("登记", str(found.joined_on)),
        ("下次年审", str(found.review_due)),
    ]
