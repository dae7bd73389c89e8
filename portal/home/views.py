"""What is gathered from every module: the work desk, the search, the reports, the public page of a unit."""

from flask import Blueprint
from flask_login import current_user
from sqlalchemy import select

from portal import clock
from portal.database import reads
from portal.extensions import limiter
from portal.home.desk import cards_of
from portal.home.navigation import by_room, entries_named, offered
from portal.home.queue import SHOWN, queue
from portal.home.search import by_kind
from portal.org.models import OrgUnit
from portal.people import guesses
from portal.permissions import READ_TRAIL
from portal.plugin import dispatch
from portal.plugin.context import hook_context
from portal.plugin.contributions import Action, Hit
from portal.plugin.hookspecs import Context
from portal.records.window import AT_A_GLANCE
from portal.web.http.guards import public, signed_in
from portal.web.pages import searching
from portal.web.pages.rendering import get_or_404, render

bp = Blueprint("home", __name__, template_folder="templates")
STRIP = 8  # cards shown as large figures
WEEKDAYS = "一二三四五六日"


@bp.get("/")
@signed_in
def desk():
    """What waits for me."""
    ctx = hook_context()
    given = dispatch.call("home_cards", ctx=ctx)
    notices = dispatch.call("notices", ctx=ctx)
    buttons = [each for each in dispatch.values(given) if isinstance(each, Action)]
    cards, answers = cards_of(given, current_user, ctx.now)
    cards.sort(key=lambda card: card.rank)
    lines = queue(cards)
    mine, others = ([line for line in lines if bool(line.tasks) is asked] for asked in (True, False))
    quick = []
    if current_user.can("cases.register"):
        on_foot = ctx.unit is not None and ctx.unit.kind == "grid"
        quick += [("报一件事", "/cases/quick", "plus")] * on_foot + [("登记事项", "/cases/new", "plus")]
    if current_user.can("cases.view"):
        quick.append(("未办结事项", "/cases?status=open", "files"))
    if current_user.can(READ_TRAIL):
        quick.append(("审计记录", "/audit/", "shield-check"))
    quick += [(each.label, each.url, each.icon) for each in buttons]
    today = clock.today()
    shown = f"{today.year}年{today.month}月{today.day}日　星期{WEEKDAYS[today.weekday()]}"
    return render(
        "home/desk.html",
        cards=cards[:STRIP],
        rest=by_room(card for card in cards[STRIP:] if card.count),
        lines=mine[:SHOWN],
        others=others[:SHOWN],
        watched=[card.title for card in cards if card.rows and not card.asks],
        whole=len(mine) <= SHOWN and not any(card.more_url for card in cards if card.asks),
        notices=dispatch.values(notices),
        missing=dict.fromkeys(dispatch.failures([*answers, *notices])),
        quick=quick,
        today=shown,
    )


@bp.get("/search")
@signed_in
def search():
    """What the box in the header found, in every module and plugin in effect."""
    return searching.elsewhere() or _found(searching.sought())


@bp.post("/search")
@signed_in
@reads
def find():
    """What is typed into the box."""
    return searching.elsewhere() or _found(searching.sought())


def _found(text: str):
    guesses.admit(text)
    answers = dispatch.call("search", ctx=hook_context(), text=text) if text else []
    pages = [Hit("菜单", each.label, each.url, each.group) for each in entries_named(text)] if text else []
    hits = by_kind([*pages, *dispatch.values(answers)])
    guesses.note(text, hits)
    return render("home/search.html", text=text, groups=hits, missing=dispatch.failures(answers), most_read=AT_A_GLANCE)


@bp.get("/reports")
@signed_in
def reports():
    """统计: the reports of every module and plugin in effect that the reader may see."""
    answers = dispatch.call("reports", ctx=hook_context())
    rooms = by_room(offered(dispatch.values(answers)))
    ours = rooms.pop("统计", [])  # those of the core stand on pages of this one
    rooms = {"事项": ours + rooms.pop("事项", []), **rooms}
    return render("home/reports.html", rooms=rooms, missing=dispatch.failures(answers))


@bp.get("/public/<int:unit_id>")
@limiter.limit("60/minute")
@public
def landing(unit_id: int):
    """The page of a unit for residents: what its plugins offer without sign-in."""
    unit = get_or_404(select(OrgUnit).where(OrgUnit.closed_on.is_(None)), unit_id)
    answers = dispatch.call("public_pages", ctx=Context(unit, None, clock.now()))
    return render("home/landing.html", unit=unit, pages=dispatch.values(answers), missing=dispatch.failures(answers))
