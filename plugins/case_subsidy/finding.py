"""待申报: disputes that were settled come by themselves, when their case is closed, and each night for what was settled otherwise."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from plugins.case_subsidy.choices import KEY
from plugins.case_subsidy.models import Award, AwardSettlement
from portal import clock
from portal.cases.mediated import TellsMediated, mediated_of
from portal.cases.models import Case
from portal.entitlements import Span
from portal.extensions import db
from portal.jobs.schedule import rows_in_effect
from portal.plugin.activation import takes_new
from portal.plugin.hookspecs import Context
from portal.plugin.manifest import Job
from portal.records import Record
from portal.records.origin import answering


def heard(ctx: Context, record, event) -> None:
    """A case was closed."""
    if not isinstance(record, Case) or event.verb != Case.resolve.verb:
        return
    for model in answering(TellsMediated).values():
        for each in db.session.scalars(
            select(model).where(model.case_id == record.id).order_by(model.id.desc())
        ).unique():
            _note(each)


def _note(record: Record) -> bool:
    """An award for `record`, where it is one that was settled, the plugin is on in the unit of the committee, and nothing stands against it."""
    told = mediated_of(record)
    if told is None or not takes_new(KEY, told.unit) or Award.hindrance(told):
        return False
    Award.note_down(told, by=None, origin=record)
    return True


def _find(ctx: Context, progress: Callable) -> str:
    """In `ctx.unit`: what ended in this quarter or the one before and was not noted yet."""
    this = Span.around(AwardSettlement.SPAN, clock.today()).first
    since, noted = Span.around(AwardSettlement.SPAN, this - timedelta(days=1)).first, 0
    for model in answering(TellsMediated).values():
        known = select(Award.id).where(Award.case_id == model.case_id).exists()
        wanted = select(model.id).where(model.ended_on >= since, ~known, rows_in_effect(model, KEY, ctx.unit))
        ids = db.session.scalars(wanted.order_by(model.id)).all()
        for number, ident in enumerate(ids, start=1):
            noted += _note(db.session.get_one(model, ident))
            progress(number, len(ids))
    return f"新增待申报 {noted} 件。"


job = Job(key="find", name="查找调解成功、还没有登记以案定补的纠纷", run=_find, every="day")
