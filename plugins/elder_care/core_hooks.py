"""Where the meals meet the core: cards of the desk, the panel of a resident, what is left open when it is switched off."""

from collections.abc import Sequence

from flask import url_for
from sqlalchemy import func, or_, select

from plugins.elder_care.models import Canteen, LateSheet, Meal, Member
from plugins.elder_care.settings import in_force
from portal import clock
from portal.accounts.reader import Reader
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.plugin.activation import takes_new
from portal.plugin.contributions import Action, Panel, PublicPage, Queue
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.licences import expiring
from portal.records.panel import Line, panel, panel_of
from portal.records.waiting import stands_in

REVIEWED_SOON = 30  # days


def panels(ctx: Context, person: Person) -> list[Panel]:
    """Membership of a resident, and the last meal."""
    member = Member.of(person)
    if member is None or not member.allows(ctx.actor, "elder_care.members"):
        return []
    last = db.session.scalar(select(func.max(Meal.eaten_on)).where(Meal.member_id == member.id))
    return [panel("老年助餐", "elder_care/panel.html", member=member, last=last)]


def people_panels(ctx: Context, people: Sequence[Person]) -> list[Panel]:
    """Who of several is a member."""
    names = {each.id: each.name_shown for each in people}
    theirs = select(Member).where(Member.person_id.in_(names), Member.reach(ctx.actor, "elder_care.members"))
    rows = db.session.scalars(theirs.order_by(Member.id)).unique()
    return panel_of(
        "老年助餐",
        (
            Line(each, url_for("elder_care.member", member_id=each.id), each.number, names[each.person_id])
            for each in rows
        ),
    )


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    here = ctx.unit.subtree_of(Meal), Meal.booked_on == clock.today()
    return still_open(
        ctx.unit,
        (LateSheet, "待审批的补录单 {} 份"),
        (Member, "在册的就餐老人 {} 人", Member.status == "active"),
        (select(func.sum(Meal.portions)).where(*here), "今天已打餐 {} 餐，尚未结算"),
    )


def public_pages(ctx: Context) -> list[PublicPage]:
    """The menus, where there is a canteen."""
    if db.session.scalar(Canteen.open_in(ctx.unit).with_only_columns(Canteen.id).limit(1)) is None:
        return []
    url = url_for("elder_care.public_canteens", unit_id=ctx.unit.id)
    return [PublicPage("老年助餐点", url, "本周食谱、价格和供餐时间。")]


def to_the_till(ctx: Context) -> list[Action]:
    """打餐, for whoever may serve, where the plugin is not read-only: which till it is, is asked when the button is pressed."""
    serves = ctx.actor.can("elder_care.serve") and takes_new("elder_care", ctx.unit)
    return [Action("打餐", "/elder_care/till", "wallet")] if serves else []


def _notice(unit: OrgUnit) -> int:
    return in_force(unit, clock.today()).notice_days


def _open(reader: Reader):
    return or_(Canteen.closed_on.is_(None), Canteen.closed_on >= reader.today())


def _to_review(reader: Reader):
    """The yearly review is due within a month, or was missed."""
    return Member.review_due <= reader.today(REVIEWED_SOON)


QUEUES = [
    Queue(
        "elder-care-licences",
        "助餐点证照到期",
        "/elder_care/canteens?desk=elder-care-licences",
        "/elder_care/canteens/{id}",
        expiring(Canteen, "elder_care.canteens", _notice, where=_open),
        "warn",
        order=60,
        step=Canteen.license,
    ),
    queue_of(
        LateSheet,
        "elder-care-late",
        "补录待审批",
        at="/elder_care/late",
        text=LateSheet.number,
        due=LateSheet.eaten_on,
        order=61,
    ),
    queue_of(  # by number: a desk is seen by passers-by
        Member,
        "elder-care-reviews",
        "就餐老人待年审",
        at="/elder_care/members",
        needs="elder_care.manage",
        where=_to_review,
        among=stands_in(Member, ("active",)),
        text=Member.number + "　" + OrgUnit.short_name,
        due=Member.review_due,
        joins=((OrgUnit, OrgUnit.id == Member.unit_id),),
        order=62,
        task="就餐老人待年审",
        step=Member.review,
    ),
]
