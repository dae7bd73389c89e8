"""巡访记录: one short form for the phone, and the note with what became of it."""

from flask import url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.stewards.blueprint import bp
from plugins.stewards.forms import RoundForm, SettleForm
from plugins.stewards.models import Neighbourhood, Round
from plugins.stewards.models.round import NOTE
from plugins.stewards.register import rounds
from portal.extensions import db
from portal.files.models import Attachment
from portal.files.models import chosen as has_file
from portal.org.models import OrgUnit
from portal.records.beginning import begin_button, mount_beginning
from portal.records.choosing import chosen_body, offer_bodies
from portal.records.forms import PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import get_or_404, render


def offer_places(form: RoundForm, unit: OrgUnit) -> None:
    offer_bodies(form.neighbourhood_id, Neighbourhood, NOTE, "neighbourhood")


def place_of(form: RoundForm) -> Neighbourhood:
    return chosen_body(form.neighbourhood_id, Neighbourhood)


mount_beginning(
    bp,
    Round.note,
    Ask(
        RoundForm,
        done="已记下。",
        button="记下",
        prepare=offer_places,
        start=lambda unit: {"neighbourhood_id": Neighbourhood.looked_after_by(current_user, NOTE) or 0},
        args=lambda form, unit: (
            form.arguments()
            | {"neighbourhood": place_of(form), "photo": form.photo.data if has_file(form.photo.data) else None}
        ),
        template="stewards/new.html",
        keeps_draft=True,
        uploads=True,
    ),
    at="/rounds/new",
    show=lambda round_: url_for("stewards.show_round", round_id=round_.id),
    back="stewards.rounds",
    place=lambda form: place_of(form).unit,
)
steps = mount(
    bp,
    Round,
    at="/rounds/<int:round_id>",
    show="stewards.show_round",
    line=rounds.line,
    steps={
        Round.report: Ask(
            PlainForm,
            at="case",
            done=lambda round_: f"已登记为事项 {round_.case.number}，办理情况会写在这里。",
            shown=False,  # the page has it as one press
            explanation="登记为一件事项，由社区受理分流。",
        ),
        Round.settle: Ask(SettleForm, at="result", done="已登记。", icon="check"),
        Round.drop: Ask(ReasonForm, at="dropping", done="已作废。", icon="x", tone="danger"),
    },
)
mount_register(bp, rounds, at="/rounds", endpoint="rounds", export="stewards.export", actions=begin_button(Round.note))


@bp.get("/rounds/<int:round_id>")
@requires("stewards.view")
def show_round(round_id: int):
    """One note: what was seen, and how its case goes."""
    found = get_or_404(
        Round.visible_to(current_user).options(
            joinedload(Round.unit), joinedload(Round.recorder), joinedload(Round.case)
        ),
        round_id,
    )
    case = found.case
    return render(
        "stewards/round.html",
        **steps.shown(found, ("巡访", "stewards.rounds")),
        may_report=steps.offers(Round.report, found, current_user),
        facts=[
            ("小区", found.neighbourhood.name),
            ("哪里", found.location),
            ("类别", found.matter_name),
            ("怎么发现的", found.way_name),
            ("记录人", found.recorder.name),
            ("时间", moment(found.noted_at)),
        ],
        case=case,
        may_open=case is not None and case.allows(current_user, "cases.view"),
        photos=db.session.scalars(Attachment.of(found)).all(),
    )
