"""就餐老人: enrolling, the page of each, and what is done with them."""

import io

from flask import abort, send_file, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from werkzeug.datastructures import FileStorage

from plugins.elder_care.blueprint import bp
from plugins.elder_care.choices import SITTINGS, WAYS
from plugins.elder_care.forms.members import (
    AgentForm,
    CategoryForm,
    EndingForm,
    EnrolForm,
    HouseholdForm,
    NewCardForm,
    PhotoForm,
    RosterForm,
    ScanForm,
    StopForm,
)
from plugins.elder_care.models import Canteen, Meal, Member
from portal import clock
from portal.database import records
from portal.extensions import db
from portal.files.views import hand_out
from portal.org.models import OrgUnit
from portal.people.finding import found_or_entered
from portal.people.models import Person
from portal.records import timeline
from portal.records.beginning import mount_beginning
from portal.records.forms import NoteForm, ReasonForm
from portal.records.import_pages import mount_import
from portal.records.imports import Import
from portal.records.mounting import Ask, among, mount, today
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


def person_of(unit: OrgUnit, row: dict) -> Person:
    """The resident with this number, entered if new. RuleError where the register has another name for it."""
    return found_or_entered(unit, **{name: row[name] for name in ("name", "id_number", "phone", "address")})


def _enrolled(form: RosterForm, unit: OrgUnit) -> dict:
    row = form.data
    given = {name: row[name] for name in ("household", "category", "document", "joined_on")}
    return {"person": person_of(unit, row), **given}


def enrol_row(canteen: Canteen, *, by, photo: bytes | None = None, **row) -> Member:
    """A line of an imported roster: a member in the unit of the canteen, with the photo that lies on the line."""
    given = {name: row[name] for name in ("household", "category", "document", "joined_on")}
    member = Member.enrol(unit=canteen.unit, person=person_of(canteen.unit, row), by=by, **given)
    if photo:
        member.portray(FileStorage(io.BytesIO(photo), filename="photo.jpg"), by=by, on_roster=True)
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
        Member.classify: Ask(
            CategoryForm,
            at="categories/new",
            done="已登记。",
            icon="plus",
            start=today("valid_from"),
            uploads=True,
        ),
        Member.prove: Ask(
            ScanForm,
            at="categories/<int:category_id>/proof/new",
            done="已登记。",
            title=lambda member, category: f"证明材料：{category.label}",
            row=among("categories"),
            uploads=True,
            error_at="upload",
        ),
        Member.declassify: Ask(
            EndingForm,
            at="categories/<int:category_id>/ending",
            done="已终止。",
            title=lambda member, category: f"终止类别：{category.label}",
            row=among("categories"),
            start=today("on"),
            error_at="on",
        ),
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
        Member.portray: Ask(PhotoForm, at="photo/new", done="已登记照片。", uploads=True, error_at="upload"),
        Member.stop: Ask(StopForm, at="stop", done="已停止。", tone="danger", start=today("on"), error_at="on"),
        Member.resume: Ask(NoteForm, at="resumption", done="已恢复。", main=True),
        Member.correct_death: Ask(
            ReasonForm, at="death-correction", done="已更正，请打印新卡。", explanation="误报死亡的办理，以后照常就餐。"
        ),
    },
)
MEMBERS = Import(
    "elder_care.members",
    "导入就餐老人名册",
    RosterForm,
    "elder_care.manage",
    Member,
    add=enrol_row,
    picture="photo",
    consent="照片都经本人同意，仅用于就餐核对",
    aliases={
        "phone": ("联系电话", "手机号", "手机"),
        "id_number": ("证件号码", "身份证号码"),
        "category": ("人员类别", "补贴类别"),
        "document": ("证号", "低保证号"),
        "address": ("家庭住址", "现住址"),
    },
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


@bp.get("/members/<int:member_id>/photo")
@requires("elder_care.serve")
def photo(member_id: int):
    """The small photo, for whoever serves there."""
    return _photo(member_id, "elder_care.serve")


@bp.get("/members/<int:member_id>/portrait")
@requires("elder_care.manage")
def portrait(member_id: int):
    """The same, for whoever keeps the roster: to see that it is the right face."""
    return _photo(member_id, "elder_care.manage")


def _photo(member_id: int, right: str):
    found = get_or_404(select(Member).where(Member.reach(current_user, right)), member_id)
    if found.photo is None:
        abort(404)
    return send_file(io.BytesIO(found.photo.content), mimetype=found.photo.mime)


@bp.get("/members/<int:member_id>/categories/<int:category_id>/proof")
@records
@requires("elder_care.manage")
def proof(member_id: int, category_id: int):
    """The scan behind a category, on record, for whoever keeps the roster."""
    found = get_or_404(select(Member).where(Member.reach(current_user, "elder_care.manage")), member_id)
    category = among("categories")(found, category_id)
    if category is None or category.proof is None:
        abort(404)
    return hand_out(category.proof)


def _facts(found: Member) -> list[tuple[str, str]]:
    person = found.person
    return [
        ("编号", found.number),
        ("性别", person.gender),
        ("周岁", f"{person.age_on(clock.today())} 岁" if person.birth_date else ""),
        ("证件", person.id_number_masked),
        ("电话", person.phone_masked),
        ("户籍", found.household_name),
        ("所属", found.unit.name),
        ("登记", str(found.joined_on)),
        ("下次年审", str(found.review_due)),
    ]
