"""村规民约、居民公约: drawn up, adopted, filed, answered, in force."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.village_affairs.blueprint import bp
from plugins.village_affairs.forms.covenant import (
    AdoptionForm,
    AnswerFilingForm,
    CovenantForm,
    FilingForm,
    PlaceForm,
    TextForm,
)
from plugins.village_affairs.models import Covenant, VillageMatter
from plugins.village_affairs.models.covenant import KINDS, MEETINGS
from plugins.village_affairs.models.matter import MANAGE
from plugins.village_affairs.papers import covenant_papers
from plugins.village_affairs.register import covenants
from plugins.village_affairs.rules import BODIES
from portal.accounts.places import places_for
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import NoteForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount, today
from portal.web.http.guards import requires
from portal.web.pages.formatting import day
from portal.web.pages.rendering import get_or_404, render

MOST = 20
begin = begin_button(Covenant.draft)


def offer_meetings(form: AdoptionForm, covenant: Covenant) -> None:
    """The meetings that may adopt it; and matters that one of them decided lately about these rules, where there are any."""
    form.body.choices = {each: BODIES[each][0] for each in MEETINGS[covenant.kind]}
    settled = covenant.matters().where(VillageMatter.stands)
    found = db.session.scalars(settled.order_by(VillageMatter.id.desc()).limit(MOST)).all()
    if not found:
        del form.matter_id
        return
    form.matter_id.choices = {0: "没有，直接登记会议"} | {each.id: f"{each.number}　{each.title}" for each in found}


def without_matter(covenant: Covenant) -> str:
    """Over the form: why no matter can be chosen, or not yet."""
    found = db.session.scalars(covenant.matters().order_by(VillageMatter.id.desc()).limit(MOST)).all()
    if any(each.stands for each in found):
        return ""
    if found:
        told = "、".join(f"{each.number}（{each.status_name}）" for each in found)
        return f"{told}已经决议，公开期满、异议答复以后才能选。"
    return f"没有起草以后决议的、写明{KINDS[covenant.kind]}的四议两公开事项，请直接登记会议。"


def told_of_others(covenant: Covenant) -> str:
    """What is said once it is drafted."""
    others = "、".join(f"{each.number}（{each.status_name}）" for each in covenant.unfinished)
    return (
        f"已登记，请征求意见。{covenant.title}还有{others}没有办完，请核对是不是重复起草。"
        if others
        else "已登记，请征求意见。"
    )


def adopted(form: AdoptionForm, covenant: Covenant) -> dict:
    names = ("body", "on", "expected", "present", "agreed")
    ident = form.matter_id.data if "matter_id" in form else 0
    matter = db.session.get(VillageMatter, ident) if ident else None
    return {name: form[name].data for name in names} | {"matter": matter}


def offer_places(form: PlaceForm, covenant: Covenant) -> None:
    form.unit_id.choices = places_for(current_user, MANAGE, ("community",))


def relocated(form: PlaceForm, covenant: Covenant) -> dict:
    return {"unit": db.session.get_one(OrgUnit, form.unit_id.data), "kind": form.kind.data}


mount_register(
    bp,
    covenants,
    at="/covenants",
    endpoint="covenants",
    export="village_affairs.export",
    actions=lambda: [*begin(), Action("四会", url_for("village_affairs.councils"), "users")],
)
mount_beginning(
    bp,
    Covenant.draft,
    Ask(
        CovenantForm,
        done=told_of_others,
        button="起草",
        args=("kind", "text"),
        error_at="kind",
        fields=("unit_id", "kind", "text"),
        keeps_draft=True,
    ),
    at="/covenants/new",
    show=lambda covenant: url_for("village_affairs.show_covenant", covenant_id=covenant.id),
    back="village_affairs.covenants",
    place="unit_id",
    kinds=("community",),
)
steps = mount(
    bp,
    Covenant,
    at="/covenants/<int:covenant_id>",
    show="village_affairs.show_covenant",
    prefix="covenant_",
    steps={
        Covenant.adopt: Ask(
            AdoptionForm,
            at="adoption",
            done="已登记，请报备案。",
            main=True,
            icon="check",
            prepare=offer_meetings,
            explanation=without_matter,
            start=lambda covenant: {"body": MEETINGS[covenant.kind][-1] if covenant.kind == "village" else "residents"},
            args=adopted,
            error_at="body",
        ),
        Covenant.file: Ask(
            FilingForm, at="filing", done="已登记，等答复。", main=True, start=today("on"), error_at="on"
        ),
        Covenant.answer: Ask(AnswerFilingForm, at="answer", done="已答复。", main=True, error_at="accepted"),
        Covenant.publish: Ask(
            NoteForm,
            at="publication",
            done="已公布施行，请打印张贴。",
            main=True,
            explanation="从今天起施行，以前的一版不再施行。",
        ),
        Covenant.revise: Ask(
            TextForm,
            at="text",
            done="已修改。",
            icon="pencil",
            button="保存",
            main=lambda covenant: covenant.status == "ordered",
            start=lambda covenant: {"text": covenant.text},
            keeps_draft=True,
        ),
        Covenant.relocate: Ask(
            PlaceForm,
            at="place",
            done="已更正。",
            icon="pencil",
            button="保存",
            start=lambda covenant: {"unit_id": covenant.unit_id},
            prepare=offer_places,
            args=relocated,
            error_at="kind",
        ),
        Covenant.take_back: Ask(
            ReasonForm,
            at="taking-back",
            done="已撤回，回到起草。",
            icon="x",
            explanation="会议登记错了，或者所依据的决议不成立的才撤回；改好以后重新登记会议通过、报备案。",
        ),
        Covenant.drop: Ask(ReasonForm, at="dropping", done="已作废。", icon="x", tone="danger"),
    },
)


@bp.get("/covenants/<int:covenant_id>")
@requires("village_affairs.view")
def show_covenant(covenant_id: int):
    """One edition: its text, who adopted it, what the township said."""
    covenant = get_or_404(
        Covenant.visible_to(current_user).options(joinedload(Covenant.unit), joinedload(Covenant.matter)), covenant_id
    )
    return render(
        "village_affairs/covenant.html",
        **steps.shown(covenant, (KINDS[covenant.kind], "village_affairs.covenants"), covenant_papers),
        others=covenant.unfinished if covenant.open else [],
        facts=[
            ("种类", KINDS[covenant.kind]),
            ("通过", day(covenant.adopted_on)),
            ("会议", covenant.meeting),
            ("报备案", day(covenant.filed_on)),
            ("审查意见", covenant.opinion),
            ("施行", day(covenant.in_force_from)),
        ],
    )
