"""The demo of 以案定补: what was mediated in 达拉特旗 and performed, in every state, by rates that are invented."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import exists, select

from plugins.case_subsidy.choices import KEY
from plugins.case_subsidy.models import Award, AwardEntry, AwardSettlement
from plugins.case_subsidy.samples import AWARDS, RATES, cleared, since, told
from portal import clock
from portal.cases.mediated import Mediated, MediatedBy, TellsMediated, mediated_of
from portal.demo.world import World
from portal.entitlements import Span
from portal.entitlements.samples import lead, on_day
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records import Record
from portal.records.origin import answering
from portal.records.samples import Stage
from portal.settings import change

MOST, INVENTED = 24, 14  # disputes
STATES = ("approved", "approved", "approved", "declared", "found", "approved", "waived")
QUARTERS = 3  # settled, before the present one


def load(world: World) -> None:
    """Switch the plugin on for 达拉特旗, off for 东胜区; what the mediation desk settled is declared and decided on, and paid by the quarter."""
    world.switch_on(KEY, "全旗实行以案定补。")
    typed, reason = {name: [value] for name, value in RATES.items()}, "演示用的假定金额，请按本地文件填写。"
    with clock.pretend(world.began):
        change(KEY, world.units.county, typed, by=None, reason=reason, valid_from=since())
    disputes = _settled() or _invented(world)
    today = clock.local(world.now).date()
    this = Span.around("quarter", today).first
    for first in reversed(Span.before("quarter", this, QUARTERS)):
        span = Span.around("quarter", first)
        _declared(world, [each for each in disputes if span.first <= each[1].ended_on <= span.last])
        if span.last + timedelta(days=1) == this:
            _taken_back(world, span)
        _settle(world, span)
    _declared(world, [each for each in disputes if each[1].ended_on >= this])


def _settled() -> list[tuple[Record, Mediated]]:
    """The latest disputes that were settled and performed."""
    found = []
    for model in answering(TellsMediated).values():
        for each in db.session.scalars(
            select(model).where(model.ended_on.is_not(None)).order_by(model.ended_on.desc())
        ).unique():
            if len(found) < MOST and (said := mediated_of(each)) and not Award.hindrance(said):
                found.append((each, said))
    return found


def _invented(world: World) -> list[tuple[None, Mediated]]:
    """Where nothing mediates: some of 昭君街道, twelve days apart, by two mediators."""
    stage, found = world.stage(world.units.zhaojun, world.now), []
    for number in range(INVENTED):
        day = clock.local(world.now).date() - timedelta(days=2 + 12 * number)
        with on_day(day):
            there = Stage(stage.users, world.units.zhaojun, stage.names)
            said = told(there, agreed_on=day, ended_on=day, number=f"人调字第{number + 1}号", lacking=())
            found.append((None, replace(said, mediators=(MediatedBy(1 + number % 2, "", None, True),))))
    return found


def _declared(world: World, disputes: Sequence[tuple[Record, Mediated]]) -> None:
    for number, (dispute, said) in enumerate(disputes):
        stage = world.stage(said.unit, world.now)
        with on_day(min(said.ended_on + timedelta(days=3), clock.local(world.now).date())):
            there = Stage(stage.users, said.unit, stage.names)
            award = AWARDS.begin(there, {Award.note_down: {"told": said, "origin": dispute}})
            _payees(award, there)
            AWARDS.bring(STATES[number % len(STATES)], there, award)
            if number % 5 == 0 and award.status == "approved":
                AWARDS.take(Award.call, award, there)


def _payees(award: Award, stage: Stage) -> None:
    """Each mediator is entered as a resident the first time."""
    names, known = award.names, award.payees
    for each in award.shares:
        if each.mediator_id not in known:
            called = {"name": name} if (name := names.get(each.mediator_id)) else {}
            person = stage.resident(**called)
            by = next(stage.users[role] for role in ("clerk", "director") if stage.users[role].id != each.user_id)
            award.name_payee(each.mediator_id, person, by=by)
    db.session.flush()


def _taken_back(world: World, span: Span) -> None:
    """What somebody got for the quarter before, and declared for this one, was made up: it is all cancelled, and nothing is left to withhold it from."""
    stage = world.stage(world.units.zhaojun, world.now)
    (before,) = Span.before("quarter", span.first, 1)
    paid = select(AwardEntry.person_id).join(Award).where(stage.unit.subtree_of(Award), AwardEntry.for_day == before)
    his = select(AwardEntry.award_id).where(
        AwardEntry.person_id == paid.order_by(AwardEntry.id).limit(1).scalar_subquery(),
        AwardEntry.for_day.in_((before, span.first)),
    )
    with on_day(span.last):
        for award in db.session.scalars(select(Award).where(Award.id.in_(his), Award.status == "approved")):
            award.cancel("经回访，这几件没有调解过。", by=stage.users["director"])
        db.session.flush()


def _settle(world: World, span: Span) -> None:
    """The quarter of 昭君街道, as far as it has come by today: from the first in which something was booked."""
    street, today = world.units.zhaojun, clock.local(world.now).date()
    begun = exists().where(AwardSettlement.of(street.id)) | AwardSettlement.concerns(span)
    if not db.session.scalar(select(OrgUnit.id).where(OrgUnit.id == street.id, begun)):
        return
    stage = world.stage(street, world.now)
    with on_day(span.last + timedelta(days=2)):
        opened = AwardSettlement.draw_up(span.first, unit=street, by=stage.users["clerk"])
        db.session.flush()
        if opened.is_empty():
            return
    lead(opened, stage, today, _check)
    for owed in [each for each in opened.payments if each.status == "due"] if opened.status == "settled" else ():
        opened.propose_write_off(owed, "died", "家里没有留下遗产。", "社区走访记录", by=stage.users["director"])


def _check(settlement: AwardSettlement, stage: Stage) -> None:
    cleared(settlement, stage)
    settlement.check(by=stage.users["director"])
