"""Where 见义勇为 meets the core: cards of the work desk, search, the page of a resident, what stays open, what happens by itself
each day."""

from flask import render_template, url_for
from markupsafe import Markup
from sqlalchemy import ColumnElement, Select, func, select

from plugins.heroes.models import Association, Deed, Hero, HeroAward
from plugins.heroes.models.states import RECOGNISED, STATES
from plugins.heroes.register import deeds
from portal import clock
from portal.accounts.reader import Reader
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import Hit, Panel, PublicPage, Queue
from portal.plugin.hookspecs import Context


def _waiting(reader: Reader) -> Select | None:
    may = reader.can("heroes.nominate") or reader.can("heroes.manage")
    return _deeds(Deed.seen_by(reader), Deed.waiting_for(reader)) if may else None


def _published(reader: Reader) -> Select | None:
    seen = Deed.seen_by(reader), Deed.reach(reader, "heroes.manage")
    return _deeds(*seen, Deed.status == "published") if reader.can("heroes.manage") else None


def _deeds(*wanted: ColumnElement[bool]) -> Select:
    return (
        select(Deed.id, Deed.title.label("text"), Deed.due_on.label("due"))
        .where(*wanted)
        .order_by(Deed.due_on.is_(None), Deed.due_on, Deed.id)
    )


def _visits(reader: Reader) -> Select | None:
    """Heroes who are to be called on."""
    if not reader.can("heroes.nominate"):
        return None
    return (
        select(Hero.id, ("回访" + Hero.name).label("text"), Hero.visit_due_on.label("due"))
        .join(Hero.deed)
        .where(Deed.seen_by(reader), Deed.reach(reader, "heroes.nominate"), Hero.visit_due_on <= reader.today())
        .order_by(Hero.visit_due_on)
    )


OPEN, DEED = "/heroes/deeds?status=open", "/heroes/deeds/{id}"
QUEUES = [
    Queue("heroes-waiting", "见义勇为待办", OPEN, DEED, _waiting, order=30),
    Queue("heroes-published", "见义勇为公示中", OPEN, DEED, _published, order=31),
    Queue("heroes-visits", "见义勇为回访到期", "/heroes/visits", "/heroes/people/{id}", _visits, "warn", 32),
]


def search(ctx: Context, text: str) -> list[Hit]:
    """Deeds by number, title or name: only what the reader may see."""
    return deeds.hits(ctx, text)


def person_panels(ctx: Context, person: Person) -> list[Panel]:
    """What a resident did, for those who may know."""
    if not ctx.actor.can("heroes.view"):
        return []
    found = db.session.scalars(
        select(Hero).join(Hero.deed).where(Hero.person_id == person.id, Deed.seen_by(ctx.actor)).order_by(Hero.id)
    ).all()
    html = render_template("heroes/panel.html", heroes=found) if found else ""
    return [Panel("见义勇为", Markup(html))] if found else []  # noqa: S704  rendered by our own template, autoescaped


def public_pages(ctx: Context) -> list[PublicPage]:
    """勇士榜 and 公示 of the unit."""
    return [
        PublicPage("见义勇为勇士榜", url_for("heroes.public_roll", unit_id=ctx.unit.id), "称号和季度、年度榜单"),
        PublicPage("见义勇为公示", url_for("heroes.public_notices", unit_id=ctx.unit.id), "正在公示的拟确认人员"),
    ]


def still_open(ctx: Context) -> list[str]:
    """What would wait if the plugin were switched off here."""
    unit = ctx.unit

    def count(query) -> int:
        return db.session.scalar(query) or 0

    deeds = count(select(func.count(Deed.id)).where(unit.subtree_of(Deed), Deed.status.in_(STATES.open)))
    shown = count(select(func.count(Deed.id)).where(unit.subtree_of(Deed), Deed.status == "published"))
    unpaid = count(
        select(func.count(HeroAward.id))
        .join(HeroAward.hero)
        .where(unit.subtree_of(Hero), HeroAward.paid_on.is_(None), HeroAward.cancelled_on.is_(None))
    )
    visits = count(select(func.count(Hero.id)).where(unit.subtree_of(Hero), Hero.visit_due_on.is_not(None)))
    funds = count(select(func.sum(Association.balance_fen)).where(unit.subtree_of(Association)))
    said = (
        (deeds, f"{deeds} 件见义勇为还没有办完，法定期限照常计算"),
        (shown, f"{shown} 件正在公示，公开页面会消失"),
        (unpaid, f"{unpaid} 笔奖金还没有发放"),
        (visits, f"{visits} 人还在回访期内"),
        (funds, f"协会基金还有余额 {funds / 100:,.2f} 元"),
    )
    return [f"{sentence}。" for number, sentence in said if number]


def end_publications(ctx: Context, progress) -> str:
    """公示期满 → 待确认, in `ctx.unit`; those with an objection unanswered stay, and are counted."""
    over = db.session.scalars(
        select(Deed)
        .where(ctx.unit.subtree_of(Deed), Deed.status == "published", Deed.published_until < clock.today())
        .order_by(Deed.id)
    ).all()
    ended = waiting = 0
    for number, deed in enumerate(over, start=1):
        if deed.unanswered:
            waiting += 1
        else:
            deed.end_publication(by=None)
            ended += 1
        progress(number, len(over))
    return f"公示期满转入确认 {ended} 件，异议未答复 {waiting} 件。"


def mark_visits(ctx: Context, progress) -> str:
    """回访到期: noted once in the timeline of each."""
    due = db.session.scalars(
        select(Hero)
        .join(Hero.deed)
        .where(
            ctx.unit.subtree_of(Hero),
            Hero.visit_due_on <= clock.today(),
            Hero.visit_marked_on.is_(None),
            Deed.status.in_(RECOGNISED),
        )
        .order_by(Hero.id)
    ).all()
    for number, hero in enumerate(due, start=1):
        hero.mark_visit_due(by=None)
        progress(number, len(due))
    return f"到期回访 {len(due)} 人。"
