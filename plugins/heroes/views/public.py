"""Pages for everybody: the roll of heroes, and what is being published. Only where the plugin is on for the unit."""

from flask import abort
from sqlalchemy import select

from plugins.heroes.blueprint import bp
from plugins.heroes.choices import KINDS, LEVELS
from plugins.heroes.models import Deed, Hero, Honour, Roll, RollLine
from portal import clock
from portal.extensions import db, limiter
from portal.records.public_guards import PER_READER, public_unit
from portal.web.http.guards import public
from portal.web.pages.rendering import LARGEST_ID, render

SHOWN = 100


@bp.get("/public/<int:unit_id>/")
@limiter.limit(PER_READER)
@public
def public_roll(unit_id: int):
    """勇士榜: rolls published, and the honours that stand."""
    unit = public_unit(unit_id)
    rolls = db.session.scalars(
        select(Roll)
        .where(unit.subtree_of(Roll), Roll.published_on.is_not(None))
        .order_by(Roll.year.desc(), Roll.quarter.desc())
        .limit(8)
    ).all()
    lines = db.session.scalars(RollLine.to_be_shown(rolls)).all()
    shown = [(roll, [line for line in lines if line.roll_id == roll.id]) for roll in rolls]
    honours = db.session.execute(
        select(
            Hero.name,
            Honour.title,
            Honour.level,
            Honour.conferred_on,
            Deed.title.label("deed"),
            Deed.kind,
            Hero.condition,
        )
        .select_from(Honour)
        .join(Honour.hero)
        .join(Hero.deed)
        .where(unit.subtree_of(Deed), Deed.secret.is_(False), Deed.status == "commended", Honour.revoked_on.is_(None))
        .order_by(Honour.conferred_on.desc(), Honour.id.desc())
        .limit(SHOWN)
    ).all()
    return render("heroes/public/roll.html", unit=unit, rolls=shown, honours=honours, levels=LEVELS, kinds=KINDS)


@bp.get("/public/<int:unit_id>/notices")
@limiter.limit(PER_READER)
@public
def public_notices(unit_id: int):
    """公示: what may be seen today; the day after its last day it is gone."""
    unit = public_unit(unit_id)
    found = db.session.scalars(Deed.on_display(unit)).all()
    return render("heroes/public/notices.html", unit=unit, deeds=found, today=clock.today())


@bp.get("/public/<int:unit_id>/notices/<int:deed_id>")
@limiter.limit(PER_READER)
@public
def public_notice(unit_id: int, deed_id: int):
    """One 公示."""
    unit = public_unit(unit_id)
    if deed_id > LARGEST_ID:
        abort(404)
    deed = db.session.scalars(Deed.on_display(unit).where(Deed.id == deed_id)).one_or_none() or abort(404)
    return render("heroes/public/notice.html", unit=unit, deed=deed)
