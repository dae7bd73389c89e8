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
from plugins.village_affairs.models.covenant import KINDS
from plugins.village_affairs.models.matter import MANAGE
from plugins.village_affairs.papers import covenant_papers
from plugins.village_affairs.register import covenants
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


def offer_matters(form: AdoptionForm, covenant: Covenant) -> None:
    """Those that a meeting decided lately about these rules."""
    found = db.session.scalars(covenant.matters().order_by(VillageMatter.id.desc()).limit(MOST)).all()
    form.matter_id.choices = {0: "没有，直接登记会议"} | {each.id: f"{each.number}　{each.title}" for each in found}


def adopted(form: AdoptionForm, covenant: Covenant) -> dict:
    names = ("body", "on", "expected", "present", "agreed")
    matter = db.session.get(VillageMatter, form.matter_id.data) if form.matter_id.data else None
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
        done="已登记，请征求意见。",
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
            prepare=offer_matters,
            start=lambda covenant: {"body": "residents" if covenant.kind == "residents" else "households"},
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
        facts=[
            ("种类", KINDS[covenant.kind]),
            ("通过", day(covenant.adopted_on)),
            ("会议", covenant.meeting),
            ("村级事项", covenant.matter.number if covenant.matter else ""),
            ("报备案", day(covenant.filed_on)),
            ("审查意见", covenant.opinion),
            ("施行", day(covenant.in_force_from)),
        ],
    )
