"""Where the meals meet the core: cards of the desk, the panel of a resident, what is left open when it is switched off."""

from flask import render_template
from markupsafe import Markup
from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased

from plugins.elder_care.models import Canteen, LateSheet, Licence, Meal, Member, ServiceOrder
from plugins.elder_care.models.service import SERVICE, SERVICE_STATES
from portal import clock
from portal.accounts.reader import Reader
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people.models import Person
from portal.plugin.contributions import Action, Panel, Queue
from portal.plugin.hookspecs import Context

_Later = aliased(Licence)
SOON = 30  # days; the page of a canteen goes by the setting of its district


def panels(ctx: Context, person: Person) -> list[Panel]:
    """Membership of a resident, and the last meal."""
    member = Member.of(person)
    if member is None or not member.allows(ctx.actor, "elder_care.members"):
        return []
    last = db.session.scalar(select(func.max(Meal.eaten_on)).where(Meal.member_id == member.id))
    html = render_template("elder_care/panel.html", member=member, last=last)
    return [Panel("老年助餐", Markup(html))]  # noqa: S704  rendered by our own template, autoescaped


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    asked = db.session.scalar(
        select(func.count(LateSheet.id)).where(ctx.unit.subtree_of(LateSheet), LateSheet.status == "asked")
    )
    members = db.session.scalar(
        select(func.count(Member.id)).where(ctx.unit.subtree_of(Member), Member.status == "active")
    )
    today = db.session.scalar(
        select(func.coalesce(func.sum(Meal.portions), 0)).where(
            ctx.unit.subtree_of(Meal), Meal.booked_on == clock.today()
        )
    )
    counts = ((asked, "待审批的补录单 {} 份"), (members, "在册的就餐老人 {} 人"), (today, "今天已打餐 {} 餐，尚未结算"))
    return [words.format(count) for count, words in counts if count]


def to_the_till(ctx: Context) -> list[Action]:
    """打餐, for whoever may serve: which till it is, is asked when the button is pressed."""
    return [Action("打餐", "/elder_care/till", "wallet")] if ctx.actor.can("elder_care.serve") else []


def _late(reader: Reader) -> Select | None:
    """Sheets that wait for this reader."""
    if not reader.can("elder_care.approve"):
        return None
    rows = select(LateSheet.id, LateSheet.number.label("text"), LateSheet.eaten_on.label("due"))
    return rows.where(LateSheet.seen_by(reader), LateSheet.waiting_for(reader)).order_by(
        LateSheet.eaten_on, LateSheet.id
    )


def _licences(reader: Reader) -> Select | None:
    """Canteens with a licence that has expired or does so within a month, unless a later one stands behind it."""
    if not reader.can("elder_care.canteens"):
        return None
    renewed = exists().where(
        _Later.canteen_id == Licence.canteen_id,
        _Later.kind == Licence.kind,
        _Later.holder == Licence.holder,
        _Later.withdrawn_on.is_(None),
        or_(_Later.valid_until.is_(None), _Later.valid_until > Licence.valid_until),
    )
    return (
        select(Canteen.id, Canteen.name.label("text"), func.min(Licence.valid_until).label("due"))
        .join(Licence, Licence.canteen_id == Canteen.id)
        .where(
            Canteen.reach(reader, "elder_care.canteens"),
            or_(Canteen.closed_on.is_(None), Canteen.closed_on >= reader.today()),
            Licence.withdrawn_on.is_(None),
            Licence.valid_until <= reader.today(SOON),
            ~renewed,
        )
        .group_by(Canteen.id, Canteen.name)
        .order_by(func.min(Licence.valid_until), Canteen.id)
    )


def _reviews(reader: Reader) -> Select | None:
    """Members whose yearly review is due within a month, or was missed; by number, for a desk is seen by passers-by."""
    if not reader.can("elder_care.manage"):
        return None
    return (
        select(
            Member.id,
            Member.number.label("text"),
            Member.review_due.label("due"),
            OrgUnit.short_name.label("place"),
        )
        .join(OrgUnit, OrgUnit.id == Member.unit_id)
        .where(
            Member.reach(reader, "elder_care.manage"),
            Member.status == "active",
            Member.review_due <= reader.today(SOON),
        )
        .order_by(Member.review_due, Member.id)
    )


def _services(reader: Reader) -> Select | None:
    """Orders at a step that this reader may take, the nearest day first."""
    if not reader.can(SERVICE):
        return None
    return (
        select(
            ServiceOrder.id,
            (ServiceOrder.number + " " + ServiceOrder.title).label("text"),
            ServiceOrder.wanted_on.label("due"),
        )
        .where(ServiceOrder.reach(reader, SERVICE), ServiceOrder.status.in_(SERVICE_STATES.open))
        .order_by(ServiceOrder.wanted_on, ServiceOrder.id)
    )


QUEUES = [
    Queue(
        "elder-care-licences",
        "助餐点证照到期",
        "/elder_care/canteens",
        "/elder_care/canteens/{id}",
        _licences,
        "warn",
        order=60,
    ),
    Queue("elder-care-late", "补录待审批", "/elder_care/late?status=asked", "/elder_care/late/{id}", _late, order=61),
    Queue(
        "elder-care-services",
        "为老服务工单",
        "/elder_care/services?status=open",
        "/elder_care/services/{id}",
        _services,
        order=63,
    ),
    Queue(
        "elder-care-reviews",
        "就餐老人待年审",
        "/elder_care/members?review=due",
        "/elder_care/members/{id}",
        _reviews,
        order=62,
    ),
]
