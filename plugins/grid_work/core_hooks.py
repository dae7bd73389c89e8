"""Where 网格走访 meets the core: the desk, the page of a case and of a resident, the search, what befalls cases and households."""

from flask import url_for
from sqlalchemy import case as sql_case
from sqlalchemy import select

from plugins.grid_work.choices import MANAGE, VIEW, VISIT
from plugins.grid_work.models import HomeVisit, VisitedHome
from plugins.grid_work.register import homes
from portal.accounts.models import User
from portal.cases.attached import attached_to_all, attaches
from portal.cases.models import Case
from portal.extensions import db
from portal.people.models import Person
from portal.plugin.contributions import Hit, Panel
from portal.plugin.hookspecs import Context
from portal.records.desk import queue_of, still_open
from portal.records.origin import TellsDwelling
from portal.records.panel import Line, panel_of

KEY, LATEST = "grid_work", 5
HERE = f"/{KEY}"
attaches(KEY, HomeVisit.case_id)
QUEUES = [
    queue_of(
        VisitedHome,
        "grid-work-due",
        "到期走访",
        at=f"{HERE}/homes",
        needs=VISIT,
        where=lambda reader: VisitedHome.due_by(reader.today()),
        among=VisitedHome.due_on.is_not(None),
        text=VisitedHome.title,
        sort=(VisitedHome.due_on,),  # due, not late: a visit that was missed is not red, nor above a case that is
        order=41,
        step=VisitedHome.visit,
    ),
    queue_of(
        VisitedHome,
        "grid-work-check",
        "人户核查",
        at=f"{HERE}/homes",
        needs=VISIT,
        where=lambda reader: VisitedHome.check_since <= reader.today(),
        among=VisitedHome.check_since.is_not(None),
        text=VisitedHome.title,
        due=VisitedHome.check_since,
        tone="warn",
        order=42,
        step=VisitedHome.check,
    ),
    queue_of(
        VisitedHome,
        "grid-work-review",
        "走访户类别待复核",
        at=f"{HERE}/homes",
        needs=MANAGE,
        where=lambda reader: VisitedHome.review_on <= reader.today(),
        among=VisitedHome.review_on.is_not(None),
        text=VisitedHome.title,
        due=VisitedHome.review_on,
        order=71,
        step=VisitedHome.regrade,
        task="复核",
    ),
    queue_of(
        HomeVisit,
        "grid-work-found",
        "走访中发现的",
        at=f"{HERE}/visits",
        text=sql_case((VisitedHome.unit_id == HomeVisit.unit_id, VisitedHome.title + "："), else_="") + HomeVisit.title,
        joins=(HomeVisit.home,),
        sort=(HomeVisit.on,),
        order=43,
    ),
]


def search(ctx: Context, text: str) -> list[Hit]:
    """Households that are visited, by address or whom one asks for."""
    return homes.hits(ctx, text)


def case_panels(ctx: Context, case: Case) -> list[Panel]:
    """The visits that led to the case or are part of its progress: shown, never copied."""
    if not attached_to_all(case, KEY):
        return []
    lines = (
        Line(each, url_for("grid_work.show_visit", visit_id=each.id), str(each.on), _said(each, ctx.actor))
        for each in HomeVisit.visible_in_all(case, ctx.actor)
    )
    return panel_of("入户走访", lines)


def _said(visit: HomeVisit, reader: User) -> str:
    home = visit.home_for(reader)
    return f"{home.title}　{visit.text}" if home else visit.text


def person_panels(ctx: Context, person: Person) -> list[Panel]:
    """The last visits to the household of a resident."""
    if not ctx.actor.can(VIEW, person):
        return []
    mine = db.session.scalars(select(VisitedHome.id).where(VisitedHome.person_id == person.id)).all()
    rows = HomeVisit.latest(mine, ctx.actor, LATEST)
    return panel_of(
        "入户走访",
        (Line(each, url_for("grid_work.show_visit", visit_id=each.id), str(each.on), each.title) for each in rows),
    )


def heard(record, event) -> None:
    """A case was closed or taken up again; a household of another plugin got a class, moved, or is gone."""
    if isinstance(record, Case):
        HomeVisit.hear(record, event.verb)
    elif isinstance(record, TellsDwelling):
        VisitedHome.hear(record)


def open_work(ctx: Context) -> list[str]:
    """What would be left lying in the unit."""
    return still_open(
        ctx.unit,
        (HomeVisit, "{} 条走访记录还没有办完。"),
        (VisitedHome, "{} 户待人户核查。", VisitedHome.check_since.is_not(None)),
    )
