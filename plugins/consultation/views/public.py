"""For residents, without account and without script: what is published and how it goes, a proposal, the vote of a household."""

from flask import url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from wtforms import RadioField, StringField

from plugins.consultation.blueprint import bp
from plugins.consultation.forms.topic import PublicProposalForm, RatingForm
from plugins.consultation.models import Ballot, Covenant, Forum, Resolution, Topic
from plugins.consultation.models.ballot import ABSTAINED, AGAINST
from plugins.consultation.models.resolution import NOT_THE_OWNERS
from portal.errors import RuleError
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.public_form import PublicForm
from portal.records.public_guards import opened, public_unit, sought, taken, wrong_code
from portal.records.public_pages import Poster, PublicAsk, mount_public
from portal.web.forms import Required, Short
from portal.web.pages.formatting import day
from portal.web.pages.rendering import render

SHOWN = 25
UNKNOWN = "没有这个表决码，请照着通知核对。"


def forum_in(unit: OrgUnit, forum_id: int) -> Forum | None:
    """The forum that the form is about, if it lies in the unit of the address."""
    forum = db.session.get(Forum, forum_id)
    return forum if forum and unit.contains(forum) else None


def progress(topic: Topic) -> list[tuple[str, str]]:
    """What whoever proposed it is shown."""
    told = [("小区", topic.forum.name), ("议题", topic.title)]
    if topic.ruling:
        told.append(("说明", topic.ruling))
    if topic.merged_into:
        told.append(("并入", f"{topic.merged_into.title}（{topic.merged_into.status_name}）"))
    if topic.published_until:
        told.append(("会前公示", f"{day(topic.published_from)} 至 {day(topic.published_until)}"))
    resolution = db.session.scalars(select(Resolution).where(Resolution.topic_id == topic.id)).first()
    if resolution:
        told.append(("决议", resolution.text))
        told += [
            (f"{each.unit}，{day(each.due_on)} 前", f"{each.text}：{each.case.status_name}")
            for each in resolution.tasks
        ]
        told.append(("验收", resolution.result))
    return told


proposals = mount_public(
    bp,
    Topic.propose,
    PublicAsk(
        PublicProposalForm,
        title=lambda unit, forum: f"{forum.name}：提一个议题",
        button="提交",
        done="收到了。社区看过以后会答复您；列入的先公示，再到议事会上协商。",
        args=lambda form, unit, forum: form.arguments() | {"forum": forum},
    ),
    at="topics",
    new="forums/<int:forum_id>/topics/new",
    about=forum_in,
    tells=progress,
    steps={Topic.rate: PublicAsk(RatingForm, title="评价", at="rating", done="谢谢您的评价。")},
    sheet=Poster(
        lambda unit, forum: f"{forum.title}征集议题",
        needs="consultation.view",
        lines=("小区里的事，扫码写下来，议事会上一起商量。", "凭编号和查询码可以看到办得怎么样。"),
    ),
)


class CodeForm(PublicForm):
    """The code on the notice."""

    code = StringField(
        "表决码", [Required("请填写表决码。"), Short(20)], render_kw={"autocomplete": "off", "data-width": "name"}
    )


class ChoiceForm(PublicForm):
    """The vote."""

    choice = RadioField("您的意见", [Required("请选择一项。")], coerce=int)


def board(unit_id: int) -> ResponseReturnValue:
    """What is published, and how the resolutions go."""
    unit = public_unit(unit_id)
    under_way = (
        select(Resolution)
        .where(unit.subtree_of(Resolution), Resolution.published_from.is_not(None))
        .options(selectinload(Resolution.tasks))
        .order_by(Resolution.published_from.desc(), Resolution.id.desc())
        .limit(SHOWN)
    )
    return render(
        "consultation/public/board.html",
        unit=unit,
        home_url=url_for("home.landing", unit_id=unit.id),
        topics=db.session.scalars(Topic.on_display(unit).limit(SHOWN)).all(),
        resolutions=db.session.scalars(under_way).all(),
        forums=db.session.scalars(select(Forum).where(unit.subtree_of(Forum)).order_by(Forum.id).limit(SHOWN)).all(),
        proposal=lambda forum: proposals.url(unit, forum.id),
        vote_url=url_for("consultation.public_vote", unit_id=unit.id),
        rules_url=url_for("consultation.public_covenants", unit_id=unit.id),
        law=NOT_THE_OWNERS,
    )


def in_force(unit_id: int) -> ResponseReturnValue:
    """村规民约、居民公约 in force."""
    unit = public_unit(unit_id)
    found = (
        select(Covenant)
        .where(unit.subtree_of(Covenant), Covenant.status == "in_force")
        .options(joinedload(Covenant.unit))
        .order_by(Covenant.in_force_from.desc(), Covenant.id.desc())
        .limit(SHOWN)
    )
    return render(
        "consultation/public/covenants.html",
        unit=unit,
        home_url=url_for("home.landing", unit_id=unit.id),
        covenants=db.session.scalars(found).all(),
    )


def ask_code(unit_id: int) -> ResponseReturnValue:
    """Asks for the code."""
    return _page(public_unit(unit_id), CodeForm(formdata=None))


def show_ballot(unit_id: int) -> ResponseReturnValue:
    """The plans, for whoever knows a code."""
    unit = public_unit(unit_id)
    form, ballot = _asked(unit)
    return _page(unit, form, ballot, _choices(ballot), 200 if ballot else 422)


def cast(unit_id: int) -> ResponseReturnValue:
    """The vote of the household, once."""
    unit = public_unit(unit_id)
    form, ballot = _asked(unit)
    if ballot is None:
        return _page(unit, form, status=422)
    choice = _choices(ballot, filled=True)
    if not choice.validate():
        return _page(unit, form, ballot, choice, 422)
    try:
        ballot.cast(choice.choice.data)
    except RuleError as error:
        db.session.rollback()
        choice.form_errors.append(str(error))
        return _page(unit, *_asked(unit), choice, 422)
    db.session.commit()
    return _page(unit, form, ballot, said="您的一票已经记下，谢谢参加。")


def _asked(unit: OrgUnit) -> tuple[CodeForm, Ballot | None]:
    form = CodeForm()
    ballot = Ballot.found(unit, form.code.data) if form.validate() else None
    if ballot is None and form.code.data:
        wrong_code()
        form.code.errors = [UNKNOWN]
    return form, ballot


def _choices(ballot: Ballot | None, *, filled: bool = False) -> ChoiceForm | None:
    if ballot is None:
        return None
    form = ChoiceForm() if filled else ChoiceForm(formdata=None)
    plans = {each.id: each.text for each in ballot.item.options}
    form.choice.choices = plans | {AGAINST: "都不同意", ABSTAINED: "弃权"}
    return form


def _page(
    unit: OrgUnit,
    form: CodeForm,
    ballot: Ballot | None = None,
    choice: ChoiceForm | None = None,
    status: int = 200,
    said: str = "",
) -> ResponseReturnValue:
    return render(
        "consultation/public/vote.html",
        status=status,
        unit=unit,
        home_url=url_for("home.landing", unit_id=unit.id),
        form=form,
        ballot=ballot,
        choice=choice,
        said=said,
        law=NOT_THE_OWNERS,
    )


for _at, _name, _method, _guard, _answer in (
    ("", "board", "GET", opened, board),
    ("covenants", "public_covenants", "GET", opened, in_force),
    ("votes", "public_vote", "GET", opened, ask_code),
    ("votes", "public_ballot", "POST", sought, show_ballot),
    ("votes/choice", "public_cast", "POST", taken, cast),
):
    bp.add_url_rule(
        f"/public/<int:unit_id>/{_at}",
        _name,
        _guard(_answer, f"consultation_{_name}", _answer.__doc__),
        methods=[_method],
    )
