"""For residents, without account and without script: what is published and how it goes, a proposal, the vote of a household."""

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from plugins.consultation.blueprint import bp
from plugins.consultation.forms.topic import PublicProposalForm, RatingForm
from plugins.consultation.models import Ballot, Forum, Resolution, Topic
from plugins.consultation.models.ballot import ABSTAINED, AGAINST
from plugins.consultation.models.resolution import NOT_THE_OWNERS
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.activation import in_effect
from portal.records.code_vote import Asked, CodeVote
from portal.records.public_guards import opened, public_unit
from portal.records.public_pages import Poster, PublicAsk, mount_public
from portal.web.pages.formatting import day, moment
from portal.web.pages.rendering import render

SHOWN = 25


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
        law=NOT_THE_OWNERS,
    )


def printed_before(unit_id: int) -> ResponseReturnValue:
    """Ballots of owners that were printed while their votes were a part of this plugin lead to where these are now, as long as both plugins
    are in effect there."""
    unit = public_unit(unit_id)
    if "owners_vote" not in in_effect(unit):
        abort(404)
    return render(
        "consultation/public/moved.html",
        unit=unit,
        home_url=url_for("home.landing", unit_id=unit.id),
        vote_url=f"/owners_vote/public/{unit.id}/votes",
    )


def _plans(ballot: Ballot) -> Asked:
    item = ballot.item
    plans = {str(each.id): each.text for each in item.options}
    return Asked(
        item.topic.title,
        item.topic.text,
        [("户", ballot.household), ("截止", moment(item.ballot_until))],
        plans | {str(AGAINST): "都不同意", str(ABSTAINED): "弃权"},
        ballot.objection,
    )


CodeVote(
    at="votes",
    name="public",
    title="在线表决",
    slip="送到您家的《在线表决通知》上，每户一个",
    hint=f"每户一票，提交以后不能改。您选了哪一项只计入总数，不和户记在一起。{NOT_THE_OWNERS}",
    found=Ballot.found,
    asks=_plans,
    cast=lambda ballot, choice: ballot.cast(int(choice)),
).mount(bp)
for _at, _name, _answer in (("", "board", board), ("owners", "printed_before", printed_before)):
    bp.add_url_rule(
        f"/public/<int:unit_id>/{_at}",
        _name,
        opened(_answer, f"consultation_{_name}", _answer.__doc__),
        methods=["GET"],
    )
