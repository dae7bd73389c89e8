"""个人信息请求: entered by the director, decided by somebody else, answered in writing."""

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import nulls_first

from portal import clock
from portal.accounts.vouching import let_out
from portal.audit import trail
from portal.database import begin_writing, reads
from portal.documents.printing import to_pdf
from portal.documents.sheet import Sheet
from portal.errors import WrongState
from portal.extensions import db
from portal.people.data_rights import hindrance
from portal.people.models import Person
from portal.people.views import person_or_404
from portal.privacy.desk import waiting_for
from portal.privacy.forms import AnswerForm, DecideForm, RefuseForm, RequestForm
from portal.privacy.kept import kept_of
from portal.privacy.models import DECIDE, KINDS, LIFT, RIGHTS, DataRequest
from portal.records.attempt import attempt
from portal.records.papers import pdf
from portal.web.forms.idempotency import saved
from portal.web.http.guards import permitted, requires, signed_in
from portal.web.pages.rendering import get_or_404, render

bp = Blueprint("requests", __name__, url_prefix="/people", template_folder="templates")
TITLE, LETTER = "个人信息请求", "个人信息请求答复书"
SHOWN = 100


@bp.get("/requests")
@signed_in
def index() -> ResponseReturnValue:
    """Those that wait first, then the latest; with `waits` only those of that card of the desk."""
    _admit()
    found, waits = DataRequest.visible_to(current_user), request.args.get("waits")
    if waits in ("second", "answer"):
        found = found.where(waiting_for(current_user, waits))
    found = found.order_by(nulls_first(DataRequest.answered_on), DataRequest.id.desc())
    return render("privacy/requests.html", requests=db.session.scalars(found.limit(SHOWN)).all())


@bp.get("/<int:person_id>/requests/<kind>")
@requires(RIGHTS)
def new_request(person_id: int, kind: str) -> ResponseReturnValue:
    """Who asks, and what would stay."""
    return _asking(_person(person_id), _kind(kind), RequestForm(data={"asked_on": clock.today()}))


@bp.post("/<int:person_id>/requests/<kind>")
@requires(RIGHTS)
def ask(person_id: int, kind: str) -> ResponseReturnValue:
    """登记请求."""
    person, form = _person(person_id), RequestForm()
    form.offer(_kind(kind))
    if not form.validate():
        return _asking(person, kind, form, 422)
    office = current_user.offices_over(person, RIGHTS)[0]
    told = {name: form[name].data for name in ("who", "reason", "asked_on")}
    if refused := attempt(lambda: DataRequest.ask(person, kind, **told, office=office, by=current_user)):
        form.reason.errors = [str(refused)]
        return _asking(_person(person_id), kind, form, 422)
    return saved(url_for("people.show", person_id=person_id), "已登记，请另一位同事在工作台上复核。")


@bp.get("/requests/<int:request_id>")
@signed_in
def show(request_id: int) -> ResponseReturnValue:
    """The request, what stays, and the buttons of the second person or of who answers."""
    _admit()
    return _page(_request(request_id))


@bp.post("/requests/<int:request_id>/approval")
@requires(DECIDE)
def grant(request_id: int) -> ResponseReturnValue:
    """同意."""
    _request(request_id).grant(by=current_user)
    return saved(url_for("requests.show", request_id=request_id), "已同意并办理，请打印答复书。")


@bp.post("/requests/<int:request_id>/refusal")
@requires(DECIDE)
def refuse(request_id: int) -> ResponseReturnValue:
    """不同意."""
    found, form = _request(request_id), RefuseForm()
    if not form.validate():
        return _page(found, 422, refusing=form)
    found.refuse(form.reason.data, by=current_user)
    return saved(url_for("requests.show", request_id=request_id), "没有同意，请打印答复书。")


@bp.post("/requests/<int:request_id>/letter")
@requires(RIGHTS)
@reads
def letter(request_id: int) -> ResponseReturnValue:
    """答复书. That it was printed is recorded after it was drawn."""
    found = permitted(_request(request_id), RIGHTS)
    let_out(current_user)
    if found.state == "asked":
        raise WrongState("这件请求还没有复核，不能打印答复书。")
    sheet = Sheet(title=LETTER, office=found.office, number=found.number)
    page = render_template("privacy/documents/answer.html", sheet=sheet, asked=found, today=clock.today())
    paper = to_pdf(page, LETTER)
    begin_writing()
    trail.record("print", subject=found, unit=found.unit, detail=f"{LETTER}，{found.number}")
    db.session.commit()
    return pdf(paper, LETTER)


@bp.post("/requests/<int:request_id>/answer")
@requires(RIGHTS)
def answer(request_id: int) -> ResponseReturnValue:
    """登记答复."""
    found, form = permitted(_request(request_id), RIGHTS), AnswerForm()
    if not form.validate():
        return _page(found, 422, answering=form)
    if refused := attempt(lambda: found.answer(form.on.data, form.how.data, by=current_user)):
        form.on.errors = [str(refused)]
        return _page(_request(request_id), 422, answering=form)
    return saved(url_for("requests.index"), "已登记答复。")


def _admit() -> None:
    """Both may look: whoever enters and answers, and whoever decides."""
    if not (current_user.can(RIGHTS) or current_user.can(DECIDE)):
        abort(403)


def _kind(kind: str) -> str:
    return kind if kind in KINDS else abort(404)


def _person(person_id: int) -> Person:
    return permitted(person_or_404(person_id), RIGHTS)


def _request(request_id: int) -> DataRequest:
    return get_or_404(DataRequest.visible_to(current_user), request_id)


def _asking(person: Person, kind: str, form: RequestForm, status: int = 200) -> ResponseReturnValue:
    back = url_for("people.show", person_id=person.id)
    return render(
        "privacy/request_new.html",
        status=status,
        person=person,
        kind=kind,
        kind_name=KINDS[kind],
        form=form.offer(kind),
        kept=[] if kind == LIFT or person.erased_at else kept_of(person),
        hindrance="" if kind == LIFT or person.erased_at else hindrance(person, KINDS[kind]),
        back_url=back,
        crumbs=[("居民", url_for("people.index")), (person.name_shown, back), (f"申请{KINDS[kind]}", "")],
    )


def _page(
    found: DataRequest, status: int = 200, *, refusing: RefuseForm | None = None, answering: AnswerForm | None = None
) -> ResponseReturnValue:
    return render(
        "privacy/request.html",
        status=status,
        asked=found,
        decide=DecideForm(),
        refusing=refusing or RefuseForm(),
        answering=answering or AnswerForm(data={"on": clock.today()}),
        may_decide=found.may_be_decided_by(current_user),
        may_answer=current_user.can(RIGHTS, found),
        crumbs=[(TITLE, url_for("requests.index")), (found.number, "")],
    )
