"""Where 见义勇为 meets the core: cards of the work desk, search, the page of a resident, what stays open, what happens by itself
each day."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, selectinload

from plugins.heroes.models import Association, Deed, Hero, HeroAward
from plugins.heroes.models.states import RECOGNISED
from plugins.heroes.register import deeds
from portal import clock
from portal.accounts.reader import Reader
from portal.extensions import db
from portal.money import format_yuan
from portal.people.models import Person
from portal.plugin.contributions import Hit, Panel, PublicPage, Queue
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.panel import Line, panel_of


def _visits(reader: Reader) -> Select | None:
    """Heroes who are to be called on."""
    if not reader.can("heroes.nominate"):
        return None
    return (
        select(Hero.id, ("回访" + Hero.name).label("text"), Hero.visit_due_on.label("due"))
        .join(Hero.deed)
        .where(
            Hero.visit_due_on.is_not(None),
            Hero.reach(reader, "heroes.nominate"),
            Deed.seen_by(reader),
            Hero.visit_due_on <= reader.today(),
        )
        .order_by(Hero.visit_due_on)
    )


QUEUES = [
    queue_of(Deed, "heroes-waiting", "见义勇为待办", at="/heroes/deeds", due=Deed.due_on, order=30),
    queue_of(
        Deed,
        "heroes-published",
        "见义勇为公示中",
        at="/heroes/deeds",
        needs="heroes.manage",
        where=lambda reader: Deed.status == "published",
        due=Deed.due_on,
        order=31,
    ),
    Queue(
        "heroes-visits",
        "见义勇为回访到期",
        "/heroes/visits?desk=heroes-visits",
        "/heroes/people/{id}",
        _visits,
        "warn",
        32,
        step=Hero.visit,
    ),
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
    return panel_of("见义勇为", map(_line, found))


def people_panels(ctx: Context, people: Sequence[Person]) -> list[Panel]:
    """The same of several."""
    if not ctx.actor.can("heroes.view"):
        return []
    names = {each.id: each.name_shown for each in people}
    theirs = select(Hero).join(Hero.deed).where(Hero.person_id.in_(names), Deed.seen_by(ctx.actor)).order_by(Hero.id)
    rows = db.session.scalars(theirs.options(contains_eager(Hero.deed), selectinload(Hero.honours)))
    return panel_of("见义勇为", (_line(each).about(names[each.person_id]) for each in rows))


def _line(hero: Hero) -> Line:
    honours = "、".join(each.title for each in hero.honours)
    return Line(hero.deed, url_for("heroes.show", deed_id=hero.deed_id), hero.deed.title, honours)


def public_pages(ctx: Context) -> list[PublicPage]:
    """勇士榜 and 公示 of the unit."""
    return [
        PublicPage("见义勇为勇士榜", url_for("heroes.public_roll", unit_id=ctx.unit.id), "称号和季度、年度榜单"),
        PublicPage("见义勇为公示", url_for("heroes.public_notices", unit_id=ctx.unit.id), "正在公示的拟确认人员"),
    ]


def open_work(ctx: Context) -> list[str]:
    """What would wait if the plugin were switched off here."""
    awards = select(func.count(HeroAward.id)).join(HeroAward.hero).where(ctx.unit.subtree_of(Hero))
    unpaid = awards.where(HeroAward.paid_on.is_(None), HeroAward.cancelled_on.is_(None))
    fund = db.session.scalar(select(func.sum(Association.balance_fen)).where(ctx.unit.subtree_of(Association)))
    return [
        *still_open(
            ctx.unit,
            (Deed, "{} 件见义勇为还没有办完，法定期限照常计算。"),
            (Deed, "{} 件正在公示，公开页面会消失。", Deed.status == "published"),
            (unpaid, "{} 笔奖金还没有发放。"),
            (Hero, "{} 人还在回访期内。", Hero.visit_due_on.is_not(None)),
        ),
        *([f"协会基金还有余额 {format_yuan(fund)} 元。"] if fund else []),
    ]


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
