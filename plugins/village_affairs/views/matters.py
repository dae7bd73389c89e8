"""村级事项 by 四议两公开."""

from datetime import timedelta

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload, selectinload

from plugins.village_affairs.blueprint import bp
from plugins.village_affairs.forms.matter import (
    AgainForm,
    AnswerForm,
    CarryOutForm,
    CorrectionForm,
    HeldForm,
    MatterDetails,
    MatterForm,
    NoticeForm,
    PostForm,
    VillageObjectionForm,
)
from plugins.village_affairs.models.matter import MANAGE, VillageMatter
from plugins.village_affairs.models.matter_states import KINDS, LABELS, ORIGINS
from plugins.village_affairs.papers import matter_papers
from plugins.village_affairs.places import board_of
from plugins.village_affairs.register import matters
from plugins.village_affairs.rules import BODIES
from plugins.village_affairs.settings import rules_of
from portal import clock
from portal.accounts.places import places_for
from portal.extensions import db
from portal.money import format_yuan
from portal.org.models import OrgUnit
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import NoteForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.majorities import MAJORITIES
from portal.records.mounting import Ask, among, mount, present
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

FIELDS = ("title", "text", "origin", "kind", "villagers_only", "budget_fen")
HELD = ("on", "venue", "expected", "present", "agreed", "against", "abstained", "text", "observers", "opinion")
IN_DAYS = 90


def party_quorum(matter: VillageMatter) -> str:
    """Over the form of the first three meetings."""
    rules = rules_of(matter.unit)
    return f"须{MAJORITIES[rules.village_party]}到会，到会的{MAJORITIES[rules.village_passing]}同意。到会不足的，本次不成会。"


def body_quorum(matter: VillageMatter) -> str:
    """Over the form of the fourth."""
    rules = rules_of(matter.unit)
    name, setting = BODIES[matter.meeting_body]
    return f"{name}须{MAJORITIES[rules.values[setting]]}到会，到会的{MAJORITIES[rules.village_passing]}同意。依据：{matter.law}。"


def offer_bodies(form: NoticeForm, matter: VillageMatter) -> None:
    form.body.choices = matter.bodies


def first_notice(matter: VillageMatter) -> dict:
    """As soon as everybody can have been told, by a meeting of all where only that may decide."""
    of_all = [each for each in matter.bodies if each != "representatives"]
    body = of_all[0] if matter.villagers_only else next(iter(matter.bodies))
    return {"body": body, "meeting_on": clock.today() + timedelta(days=matter.notice_days(body))}


def offer_places(form: MatterDetails, matter: VillageMatter) -> None:
    form.unit_id.choices = places_for(current_user, MANAGE, ("community",))


def corrected(form: MatterDetails, matter: VillageMatter) -> dict:
    return {"unit": db.session.get_one(OrgUnit, form.unit_id.data)} | {name: form[name].data for name in FIELDS}


def held(at: str, **more) -> Ask:
    """How a meeting is entered."""
    given = {
        "done": lambda matter: f"已登记：{matter.status_name}。",
        "main": True,
        "icon": "check",
        "button": "登记",
        "error_at": "present",
        "explanation": party_quorum,
        "start": lambda matter: {"on": clock.today()},
    } | more
    return Ask(HeldForm, at=at, keeps_draft=True, **given)


mount_register(
    bp,
    matters,
    at="/matters",
    endpoint="matters",
    export="village_affairs.export",
    actions=begin_button(VillageMatter.raise_matter),
)
mount_beginning(
    bp,
    VillageMatter.raise_matter,
    Ask(
        MatterForm,
        done="已登记。可以先打印空联，开会时当场签。",
        button="登记",
        args=FIELDS,
        error_at="title",
        fields=("unit_id", *FIELDS),
    ),
    at="/matters/new",
    show=lambda matter: url_for("village_affairs.show_matter", matter_id=matter.id),
    back="village_affairs.matters",
    place="unit_id",
    kinds=("community",),
)
steps = mount(
    bp,
    VillageMatter,
    at="/matters/<int:matter_id>",
    show="village_affairs.show_matter",
    prefix="matter_",
    steps={
        VillageMatter.propose: held("proposal"),
        VillageMatter.consult: held("consultation"),
        VillageMatter.examine: held("examination"),
        VillageMatter.notify: Ask(
            NoticeForm,
            at="notice",
            done="已登记通知。",
            main=lambda matter: matter.status == "examined",
            prepare=offer_bodies,
            start=first_notice,
            explanation=lambda matter: f"依据：{matter.law}。",
            error_at="meeting_on",
        ),
        VillageMatter.resolve: held(
            "resolution", explanation=body_quorum, title=lambda matter: matter.sheet_name("resolve")
        ),
        VillageMatter.publish: Ask(
            PostForm,
            at="publication",
            done=lambda matter: f"公开到 {matter.published_until}。请打印决议公告张贴。",
            main=True,
            button="公开",
            start=lambda matter: {"text": matter.text, "venue": board_of(matter.unit)},
        ),
        VillageMatter.carry_out: Ask(
            CarryOutForm,
            at="carrying-out",
            done="已交付实施。",
            main=True,
            start=lambda matter: {"due_on": clock.today() + timedelta(days=IN_DAYS)},
        ),
        VillageMatter.object: Ask(VillageObjectionForm, at="objections/new", done="已登记异议。", icon="plus"),
        VillageMatter.answer: Ask(
            AnswerForm, at="objections/<int:objection_id>/answer", done="已答复。", row=among("objections")
        ),
        VillageMatter.report: Ask(
            PostForm,
            at="report",
            done=lambda matter: f"结果公开到 {matter.published_until}。",
            main=True,
            button="公开",
            start=lambda matter: {"venue": board_of(matter.unit)},
        ),
        VillageMatter.archive: Ask(NoteForm, at="archive", done="已归档。", main=True, icon="archive"),
        VillageMatter.correct: Ask(
            MatterDetails,
            at="correction",
            done="已更正。",
            icon="pencil",
            button="保存",
            prepare=offer_places,
            start=present("unit_id", *FIELDS),
            edits=True,
            args=corrected,
            error_at="title",
        ),
        VillageMatter.correct_sheet: Ask(
            CorrectionForm,
            at="sheets/<int:matter_sheet_id>/correction",
            done="已更正，请重新打印这一联。",
            title=lambda matter, sheet: f"更正：{sheet.name}",
            explanation="原来的数字、更正的日期和原因印在联单上。",
            button="保存",
            row=among("sheets"),
            start=present(*HELD),
            edits=True,
            error_at="reason",
        ),
        VillageMatter.drop: Ask(ReasonForm, at="dropping", done="已作废。", icon="x", tone="danger"),
        VillageMatter.take_up: Ask(
            AgainForm,
            at="again",
            done="已修改，从党组织提议重新开始。",
            start=lambda matter: {"title": matter.title, "text": matter.text},
        ),
    },
)


@bp.get("/matters/<int:matter_id>")
@requires("village_affairs.view")
def show_matter(matter_id: int):
    """One matter, its sheets and objections."""
    matter = get_or_404(
        VillageMatter.visible_to(current_user).options(
            joinedload(VillageMatter.unit),
            joinedload(VillageMatter.covenants),
            selectinload(VillageMatter.sheets),
            selectinload(VillageMatter.objections),
        ),
        matter_id,
    )
    return render(
        "village_affairs/matter.html",
        **steps.shown(matter, ("村级事项", "village_affairs.matters"), matter_papers),
        may_answer=steps.offers(VillageMatter.answer, matter, current_user),
        may_correct=steps.offers(VillageMatter.correct_sheet, matter, current_user),
        facts=[
            ("动议事由", ORIGINS[matter.origin]),
            ("类别", KINDS[matter.kind]),
            (LABELS["villagers_only"], "是" if matter.villagers_only else ""),
            ("预算", f"{format_yuan(matter.budget_fen)} 元" if matter.budget_fen is not None else ""),
            ("会议通知", f"{day(matter.noticed_on)}，{matter.meeting_name}" if matter.noticed_on else ""),
            ("开会日期", day(matter.meeting_on)),
            ("公开", f"{day(matter.published_from)} 至 {day(matter.published_until)}" if matter.published_from else ""),
            ("责任人", matter.responsible),
            ("完成期限", day(matter.due_on)),
        ],
    )
