"""议题: proposed, let in or kept out, merged, published."""

from flask import abort, request, url_for
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from plugins.consultation.blueprint import bp
from plugins.consultation.forms.topic import AcceptanceForm, MergerForm, ProposalForm
from plugins.consultation.models import Forum, Resolution, Topic
from plugins.consultation.models.topic import HOST, PROPOSE, RATINGS, STATES
from plugins.consultation.papers import topic_papers
from plugins.consultation.register import topics
from portal.cases.models import Case
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.plugin.contributions import Action
from portal.records.beginning import begin_button, mount_beginning
from portal.records.choosing import chosen_body, offer_bodies
from portal.records.forms import PlainForm, ReasonForm
from portal.records.lists import mount_register
from portal.records.mounting import Ask, mount
from portal.records.origin import concern_of, named, sign
from portal.web.http.guards import requires
from portal.web.pages.rendering import get_or_404, render

MOST = 50  # topics to be merged with


def offer_forums(form: ProposalForm, unit: OrgUnit) -> None:
    offer_bodies(form.forum_id, Forum, PROPOSE, "forum")


def forum_of(form: ProposalForm) -> Forum:
    return chosen_body(form.forum_id, Forum)


def from_elsewhere(unit: OrgUnit) -> dict:
    """What a case (`?case=`) or a record of another plugin (`?origin=`) tells already."""
    if case := _given(Case, request.args.get("case")):
        return {"title": case.title[:80], "text": case.description, "case_id": case.id}
    if (origin := _origin(request.args.get("origin"))) and (told := concern_of(origin)):
        here = db.session.scalars(select(Forum.id).where(Forum.unit_id == origin.unit_id, Forum.name == told.place))
        known = {"title": told.title[:80], "text": told.text, "matter": told.matter, "origin": sign(origin)}
        return known | ({"forum_id": ident} if (ident := here.first()) else {})
    return {}


def proposed(form: ProposalForm, unit: OrgUnit) -> dict:
    return {
        "forum": forum_of(form),
        "title": form.title.data,
        "text": form.text.data,
        "matter": form.matter.data,
        "case": _given(Case, form.case_id.data),
        "origin": _origin(form.origin.data),
    }


def _origin(text: str | None):
    kind, _, ident = (text or "").partition("-")
    return _given(named(kind) or abort(404), ident or "-") if text else None


def _given(model: type, ident: str | None):
    """The row that an address or a hidden box names, if the reader may see it."""
    if not ident:
        return None
    return (
        get_or_404(model.visible_to(current_user), int(ident[:12]), model.permission)
        if ident.isdecimal()
        else abort(404)
    )


def offer_others(form: MergerForm, topic: Topic) -> None:
    others = (
        select(Topic.id, Topic.number, Topic.title)
        .where(Topic.forum_id == topic.forum_id, Topic.status.in_(STATES.open), Topic.id != topic.id)
        .order_by(Topic.id.desc())
    )
    found = db.session.execute(others.limit(MOST + 1)).all()
    form.other_id.choices = {0: "请选择"} | {row.id: f"{row.number}　{row.title}" for row in found[:MOST]}
    if len(found) > MOST:
        form.other_id.description = f"只列出最近的 {MOST} 个。更早的请打开那一个，并入这一个。"


mount_register(
    bp, topics, at="/topics", endpoint="topics", export="consultation.export", actions=begin_button(Topic.propose)
)
mount_beginning(
    bp,
    Topic.propose,
    Ask(
        ProposalForm,
        done=lambda topic: f"已登记，编号 {topic.number}。",
        button="提出",
        prepare=offer_forums,
        start=from_elsewhere,
        args=proposed,
        keeps_draft=True,
    ),
    at="/topics/new",
    show=lambda topic: url_for("consultation.show_topic", topic_id=topic.id),
    back="consultation.topics",
    place=lambda form: forum_of(form).unit,
)
steps = mount(
    bp,
    Topic,
    at="/topics/<int:topic_id>",
    show="consultation.show_topic",
    line=topics.line,
    steps={
        Topic.accept: Ask(
            AcceptanceForm,
            at="acceptance",
            done="已列入，待公示。",
            main=True,
            icon="check",
            start=lambda topic: {"title": topic.title, "text": topic.text},
            explanation=lambda topic: f"涉及负面清单：{topic.hits}。" if topic.hits else "",
            error_at="reason",
        ),
        Topic.publish: Ask(
            PlainForm,
            at="publication",
            done=lambda topic: f"已公示到 {topic.published_until}。",
            main=True,
            explanation="公示后在公开页面显示，打印的公示请张贴在小区。",
        ),
        Topic.merge_into: Ask(
            MergerForm,
            at="merger",
            done="已并入。",
            prepare=offer_others,
            args=lambda form, topic: {"other": db.session.get(Topic, form.other_id.data) or abort(404)},
            error_at="other_id",
        ),
        Topic.decline: Ask(ReasonForm, at="refusal", done="已登记。", icon="ban", tone="danger"),
    },
)


def _facts(topic: Topic) -> list[tuple[str, str]]:
    """What is known of it so far."""
    who = topic.proposer
    told = [
        ("小区", topic.forum.name),
        ("来源", topic.source_name),
        ("类别", topic.matter_name),
        ("提出人", f"{who.name_masked}　{who.phone_masked}" if who else ""),
        ("会前公示", f"{topic.published_from} 至 {topic.published_until}" if topic.published_from else ""),
        ("说明", topic.ruling),
        ("评价", RATINGS[topic.rating] if topic.rating else ""),
    ]
    return [(label, value) for label, value in told if value]


def _links(topic: Topic) -> list[Action]:
    """A meeting of its forum, while it waits for one."""
    if topic.status != "published" or not (steps.takes_new(topic) and topic.forum.allows(current_user, HOST)):
        return []
    url = url_for("consultation.call", forum_id=topic.forum_id, topic=topic.id)
    return [Action("召集议事会", url, "calendar", main=True)]


@bp.get("/topics/<int:topic_id>")
@requires("consultation.view")
def show_topic(topic_id: int):
    """One topic: where it comes from, and how far it has come."""
    topic = get_or_404(
        Topic.visible_to(current_user).options(
            joinedload(Topic.unit), joinedload(Topic.case), joinedload(Topic.merged_into)
        ),
        topic_id,
    )
    shown = steps.shown(topic, ("议题", "consultation.topics"), topic_papers)
    return render(
        "consultation/topics/show.html",
        **shown | {"actions": _links(topic) + shown["actions"]},
        facts=_facts(topic),
        resolution=db.session.scalars(select(Resolution).where(Resolution.topic_id == topic.id)).first(),
        may_open=topic.case is not None and topic.case.allows(current_user, "cases.view"),
    )
