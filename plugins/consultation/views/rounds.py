"""巡访记录: one short form for the phone, and the note with what became of it."""

from flask import abort, request, url_for
from flask_login import current_user
from sqlalchemy.orm import joinedload

from plugins.consultation.blueprint import bp
from plugins.consultation.forms.forum import RoundForm, SettleForm
from plugins.consultation.models import Forum, Round, Topic
from plugins.consultation.models.round import ROUND
from plugins.consultation.register import rounds
from portal.extensions import db
from portal.files.models import Attachment
from portal.files.models import chosen as has_file
from portal.org.models import OrgUnit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.forms import PlainForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.web.forms import Form
from portal.web.http.guards import requires
from portal.web.pages.formatting import moment
from portal.web.pages.rendering import LARGEST_ID, get_or_404, render

MOST = 100  # forums in the box; the page of any other leads here, too


def offer_forums(form: Form, unit: OrgUnit) -> None:
    """The forums in which the reader may note something, by community; of the one that the address names (`?forum=`), only that."""
    found = (
        Forum.visible_to(current_user)
        .where(Forum.reach(current_user, ROUND))
        .join(Forum.unit)
        .with_only_columns(Forum.id, Forum.name, OrgUnit.short_name)
        .order_by(OrgUnit.path, Forum.id)
    )
    if (chosen := request.args.get("forum", "")).isdecimal():
        found = found.where(Forum.id == min(int(chosen), LARGEST_ID))
    rows = db.session.execute(found.limit(MOST + 1)).all()
    form.forum_id.choices = {row.id: f"{row.short_name}　{row.name}" for row in rows[:MOST]}
    if len(rows) > MOST:
        form.forum_id.description = f"只列出前 {MOST} 个，其他的请从小区的页面进入。"


def forum_of(form: RoundForm) -> Forum:
    return db.session.get(Forum, form.forum_id.data) or abort(404)


mount_beginning(
    bp,
    Round.note,
    Ask(
        RoundForm,
        done="已记下。",
        button="记下",
        prepare=offer_forums,
        args=lambda form, unit: (
            form.arguments()
            | {"forum": forum_of(form), "photo": form.photo.data if has_file(form.photo.data) else None}
        ),
        template="consultation/rounds/new.html",
        keeps_draft=True,
        uploads=True,
    ),
    at="/rounds/new",
    show=lambda round_: url_for("consultation.show_round", round_id=round_.id),
    back="consultation.rounds",
    place=lambda form: forum_of(form).unit,
)
steps = mount(
    bp,
    Round,
    at="/rounds/<int:round_id>",
    show="consultation.show_round",
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
    },
)
mount_register(
    bp, rounds, at="/rounds", endpoint="rounds", export="consultation.export", actions=begin_button(Round.note)
)


@bp.get("/rounds/<int:round_id>")
@requires("consultation.view")
def show_round(round_id: int):
    """One note: what was seen, and how its case goes."""
    found = get_or_404(
        Round.visible_to(current_user).options(
            joinedload(Round.unit), joinedload(Round.recorder), joinedload(Round.case)
        ),
        round_id,
    )
    case = found.case
    shown = steps.shown(found, ("巡访", "consultation.rounds"))
    if shown["actions"] and found.status == "noted":
        shown["actions"].append(Action("提为议题", url_for("consultation.propose", round=found.id), "users"))
    return render(
        "consultation/rounds/show.html",
        **shown,
        may_report=steps.offers(Round.report, found, current_user),
        facts=[
            ("小区", found.forum.name),
            ("哪里", found.location),
            ("类别", found.matter_name),
            ("怎么发现的", found.way_name),
            ("记录人", found.recorder.name),
            ("时间", moment(found.noted_at)),
        ],
        case=case,
        topics=db.session.scalars(Topic.visible_to(current_user).where(Topic.round_id == found.id)).all(),
        may_open=case is not None and case.allows(current_user, "cases.view"),
        photos=db.session.scalars(Attachment.of(found)).all(),
    )
