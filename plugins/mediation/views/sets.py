"""成套打印, of one dispute and of several chosen from a list."""

from flask import abort, request, url_for
from flask_login import current_user

from plugins.mediation.blueprint import bp
from plugins.mediation.dossiers.sets import MOMENTS, Moment, of
from plugins.mediation.models import Dispute
from plugins.mediation.papers import MEDIATE, papers
from plugins.mediation.settings import KEY
from plugins.mediation.views.whole import dispute_seen, whole
from portal import clock
from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.records.bulk import chosen_ids
from portal.settings import settings_of
from portal.web.http.guards import requires
from portal.web.pages.rendering import render

CHOSEN = "chosen"  # name of the boxes
MOST = 30  # disputes in one file
SHOWN = 60  # of the list to choose from


def _moment(key: str) -> Moment:
    return MOMENTS.get(key) or abort(404)


@bp.get("/disputes/<int:dispute_id>/sets/<moment>.pdf")
@requires(MEDIATE)
def print_set(dispute_id: int, moment: str):
    """All that one moment needs of one dispute."""
    asked, dispute = _moment(moment), dispute_seen(dispute_id)
    return _file([dispute], asked)


@bp.get("/sets")
@requires(MEDIATE)
def choose_sets():
    """The disputes of which a set may be printed, the latest first."""
    key = request.args.get("moment", "")
    key = key if key in MOMENTS else next(iter(MOMENTS))
    rows = (
        Dispute.visible_to(current_user)
        .where(Dispute.status.in_(MOMENTS[key].statuses), Dispute.reach(current_user, MEDIATE))
        .join(Dispute.case)
        .with_only_columns(Dispute.id, Dispute.number, Dispute.accepted_on, Case.title)
        .order_by(Dispute.id.desc())
        .limit(SHOWN)
    )
    return render(
        "mediation/sets.html",
        moments=MOMENTS,
        chosen=key,
        rows=db.session.execute(rows).all(),
        box=CHOSEN,
        most=MOST,
        crumbs=[("人民调解", url_for("mediation.index")), ("成套打印", "")],
    )


@bp.get("/sets/<moment>.pdf")
@requires(MEDIATE)
def print_sets(moment: str):
    """The sets of the chosen disputes in one file."""
    asked, ids = _moment(moment), chosen_ids(request.args.getlist(CHOSEN))
    if not ids:
        raise RuleError("请先选要打印的纠纷。")
    if len(ids) > MOST:
        raise RuleError(f"一次最多打印 {MOST} 起，请分几次打印。")
    rows = whole(Dispute.visible_to(current_user)).where(Dispute.id.in_(ids)).order_by(Dispute.id)
    return _file(list(db.session.scalars(rows).unique()), asked)


def _file(disputes: list[Dispute], moment: Moment):
    double = any(settings_of(KEY, each.unit, clock.today()).sides == "double" for each in disputes)
    return papers.print_set(f"{moment.label}文书", of(disputes, moment), leaves=double)
