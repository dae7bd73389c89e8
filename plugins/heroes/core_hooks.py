"""Where 见义勇为 meets the core: cards of the work desk, search, the page of a resident, what stays open."""

from flask import render_template, url_for
from markupsafe import Markup
from sqlalchemy import func, select

from plugins.heroes.models import Association, Deed, Hero, HeroAward
from plugins.heroes.models.states import STATES
from plugins.heroes.views.deeds import mentions
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import Card, Hit, Panel, PublicPage
from portal.plugin.hookspecs import Context
from portal.web.pages.formatting import deadline

SHOWN = 5
MOST_HITS = 10


def cards(ctx: Context) -> list[Card]:
    """What waits for this person."""
    if not ctx.actor.can("heroes.view"):
        return []
    found = []
    if ctx.actor.can("heroes.nominate") or ctx.actor.can("heroes.manage"):
        found.append(_deeds(ctx, "heroes-waiting", "见义勇为待办", Deed.waiting_for(ctx.actor), 30))
    if ctx.actor.can("heroes.manage"):
        published = Deed.reach(ctx.actor, "heroes.manage") & (Deed.status == "published")
        found.append(_deeds(ctx, "heroes-published", "见义勇为公示中", published, 31))
    if ctx.actor.can("heroes.nominate"):
        found.append(_visits(ctx))
    return found


def _deeds(ctx: Context, key: str, title: str, condition, order: int) -> Card:
    total = func.count().over().label("total")
    found = db.session.execute(
        select(Deed.id, Deed.title, Deed.due_on, total)
        .where(Deed.seen_by(ctx.actor), condition)
        .order_by(Deed.due_on.is_(None), Deed.due_on, Deed.id)
        .limit(SHOWN)
    ).all()
    rows = [(row.title, url_for("heroes.show", deed_id=row.id), *_left(ctx, row.due_on)) for row in found]
    count = found[0].total if found else 0
    late = any(tone == "danger" for *_, tone in rows)
    url = url_for("heroes.index", status="open")
    return Card(key, title, count, url, "danger" if late else "info", rows, url if count > SHOWN else "", order=order)


def _visits(ctx: Context) -> Card:
    total = func.count().over().label("total")
    found = db.session.execute(
        select(Hero.id, Hero.name, Hero.visit_due_on, total)
        .join(Hero.deed)
        .where(Deed.reach(ctx.actor, "heroes.nominate"), Hero.visit_due_on <= ctx.now.date())
        .order_by(Hero.visit_due_on)
        .limit(SHOWN)
    ).all()
    rows = [
        (f"回访{row.name}", url_for("heroes.show_hero", hero_id=row.id), *_left(ctx, row.visit_due_on)) for row in found
    ]
    count = found[0].total if found else 0
    url = url_for("heroes.visits")
    return Card("heroes-visits", "见义勇为回访到期", count, url, "warn", rows, url if count > SHOWN else "", 32)


def _left(ctx: Context, due_on) -> tuple[str, str]:
    return deadline(due_on, ctx.now) if due_on else ("", "neutral")


def search(ctx: Context, text: str) -> list[Hit]:
    """Deeds by number, title or name: only what the reader may see."""
    if not ctx.actor.can("heroes.view") or not text.strip():
        return []
    found = db.session.execute(
        select(Deed.id, Deed.title, Deed.number, Deed.status)
        .where(Deed.seen_by(ctx.actor), mentions(text.strip()[:60]))
        .order_by(Deed.id.desc())
        .limit(MOST_HITS)
    )
    return [
        Hit("见义勇为", row.title, url_for("heroes.show", deed_id=row.id), f"{row.number}　{STATES[row.status].name}")
        for row in found
    ]


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
