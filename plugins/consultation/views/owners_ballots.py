"""表决票 of owners: printed with number and code for each head, and cast online by whoever holds the code."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from wtforms import RadioField

from plugins.consultation.blueprint import bp
from plugins.consultation.models import OwnersVote, Voter
from plugins.consultation.models.owners_ballot import CHOICES
from plugins.consultation.models.owners_vote import NOT_A_FORUM, OWNERS
from plugins.consultation.views.public import UNKNOWN, CodeForm
from portal.audit import trail
from portal.database import begin_writing, records
from portal.documents.printing import to_pdf
from portal.documents.qr import absolute, data_uri
from portal.documents.sheet import Sheet
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.papers import pdf
from portal.records.public_form import PublicForm
from portal.records.public_guards import opened, public_unit, sought, taken, wrong_code
from portal.web.forms import Required
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

TITLE = "业主表决票"


@bp.get("/owners-votes/<int:vote_id>/ballots.pdf")
@records
@requires(OWNERS)
def print_owners_ballots(vote_id: int) -> ResponseReturnValue:
    """The ballots of all who have not voted yet, each with number and code; on record, the codes kept nowhere in plain text."""
    vote = get_or_404(OwnersVote.visible_to(current_user), vote_id)
    if not vote.allows(current_user, OWNERS):
        raise NotAllowed("您没有打印表决票的权限。")
    if vote.status != "voting":
        raise WrongState("开始投票以后、计票以前才能打印表决票。")
    waiting = db.session.scalars(
        select(Voter)
        .where(Voter.vote_id == vote.id, Voter.flats.any(), ~Voter.ballots.any())
        .order_by(Voter.ordinal)
        .options(selectinload(Voter.flats))
    ).all()
    if not waiting:
        raise WrongState("所有业主都已经投票。")
    address = absolute(url_for("consultation.owners_public_vote", unit_id=vote.unit_id))
    content = to_pdf(
        render_template(
            "consultation/documents/owners_ballots.html",
            sheet=Sheet(title=TITLE, office=vote.organiser, number=vote.number),
            vote=vote,
            voters=waiting,
            address=address,
            image=data_uri(address),
        ),
        TITLE,
    )
    begin_writing()
    trail.record("print", subject=vote, unit=vote.unit, detail=f"{TITLE}：{len(waiting)} 张")
    db.session.commit()
    return pdf(content, TITLE)


class OwnersChoiceForm(PublicForm):
    """The vote of an owner."""

    choice = RadioField("您的意见", [Required("请选择一项。")], choices=CHOICES)


def ask_owner(unit_id: int) -> ResponseReturnValue:
    """Asks for the code on the ballot."""
    return _page(public_unit(unit_id), CodeForm(formdata=None))


def show_owner(unit_id: int) -> ResponseReturnValue:
    """What is put to the vote, for whoever knows a code."""
    unit = public_unit(unit_id)
    form, voter = _asked(unit)
    return _page(unit, form, voter, OwnersChoiceForm(formdata=None), status=200 if voter else 422)


def cast_owner(unit_id: int) -> ResponseReturnValue:
    """The vote, once."""
    unit = public_unit(unit_id)
    form, voter = _asked(unit)
    if voter is None:
        return _page(unit, form, status=422)
    choice = OwnersChoiceForm()
    if not choice.validate():
        return _page(unit, form, voter, choice, 422)
    try:
        voter.vote.cast_online(voter, choice.choice.data)
    except RuleError as error:
        db.session.rollback()
        choice.form_errors.append(str(error))
        return _page(unit, *_asked(unit), choice, 422)
    db.session.commit()
    return _page(unit, form, voter, said="您的一票已经记下，谢谢参加。")


def _asked(unit: OrgUnit) -> tuple[CodeForm, Voter | None]:
    form = CodeForm()
    voter = Voter.found(unit, form.code.data) if form.validate() else None
    if voter is None and form.code.data:
        wrong_code()
        form.code.errors = [UNKNOWN]
    return form, voter


def _page(
    unit: OrgUnit,
    form: CodeForm,
    voter: Voter | None = None,
    choice: OwnersChoiceForm | None = None,
    status: int = 200,
    said: str = "",
) -> ResponseReturnValue:
    return render(
        "consultation/public/owners_vote.html",
        status=status,
        unit=unit,
        home_url=url_for("home.landing", unit_id=unit.id),
        form=form,
        voter=voter,
        objection="" if voter is None or said else voter.vote.online_objection(voter),
        choice=choice,
        said=said,
        law=NOT_A_FORUM,
    )


for _at, _name, _method, _guard, _answer in (
    ("owners", "owners_public_vote", "GET", opened, ask_owner),
    ("owners", "owners_public_ballot", "POST", sought, show_owner),
    ("owners/choice", "owners_public_cast", "POST", taken, cast_owner),
):
    bp.add_url_rule(
        f"/public/<int:unit_id>/{_at}",
        _name,
        _guard(_answer, f"consultation_{_name}", _answer.__doc__),
        methods=[_method],
    )
