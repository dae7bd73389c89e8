"""A dispute of 昭君街道 that was settled and performed, rates of the county, and helpers that lead an award and a quarter on."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest

from plugins.case_subsidy import samples
from plugins.case_subsidy.models import Award, AwardSettlement
from portal import clock
from portal.cases.mediated import Mediated, MediatedBy
from portal.extensions import db
from portal.settings import change
from portal.testing import factories

AGREED = date(2026, 8, 3)


@pytest.fixture
def on():
    """`with on(2026, 11, 3):` it is that day."""
    return lambda *day: clock.pretend(datetime(*day, 9, tzinfo=clock.SHANGHAI))


@pytest.fixture
def rule(cast):
    """`rule(date(2026, 9, 1), simple="100")`: settings of the county, from a day on."""

    def set_(begins: date, **fields: str) -> None:
        typed = {name: [value] for name, value in fields.items()}
        change("case_subsidy", cast.county, typed, by=None, reason="试验", valid_from=begins)
        db.session.flush()

    return set_


@pytest.fixture
def settled(cast, stage, on):
    """`settled(text="…")`: what a dispute says that was settled on 3 August and performed, mediated by 李秀兰 and the mediator of the cast.
    The county has the rates of the samples: 50, 100, 200, 400 元, oral ones the half of 简易."""

    def make(text: str = samples.TERMS, lacking: Sequence[str] = (), **other) -> Mediated:
        with on(2026, 8, 3):
            known = samples.told(stage, lacking, text, unit=cast.street, agreed_on=AGREED, ended_on=AGREED)
        who = (MediatedBy(11, "李秀兰", None, True), MediatedBy(12, cast.mediator.name, cast.mediator.id, True))
        return replace(known, **({"mediators": who} | other))

    return make


@pytest.fixture
def paid(cast):
    """`paid(award)`: both mediators are known as residents."""

    def name(award: Award) -> Award:
        for each in award.shares:
            if each.mediator_id not in award.payees:
                award.name_payee(each.mediator_id, factories.resident(cast.street), by=cast.clerk)
        db.session.flush()
        return award

    return name


@pytest.fixture
def found(settled, paid, on):
    """`found(lacking=…)`: an award that waits to be declared."""

    def make(**other) -> Award:
        with on(2026, 8, 4):
            made = paid(Award.note_down(settled(**other), by=None))
        db.session.commit()
        return made

    return make


@pytest.fixture
def declared(cast, found, on):
    """`declared("common", oral=True, …)`: declared by the clerk for both mediators."""

    def make(grade: str = "common", *, on_day: tuple = (2026, 8, 5), **other) -> Award:
        award = found(**other)
        with on(*on_day):
            both = [each.mediator_id for each in award.shares]
            award.declare(
                grade=grade, mediators=both, reason="两名当事人。", witness="邻居在场。", note="现金。", by=cast.clerk
            )
        db.session.commit()
        return award

    return make


@pytest.fixture
def approved(cast, declared, on):
    """`approved("common")`: decided on by the director."""

    def make(grade: str = "common", *, on_day: tuple = (2026, 8, 6), **other) -> Award:
        award = declared(grade, **other)
        with on(*on_day):
            award.approve(grade=grade, by=cast.director)
        db.session.commit()
        return award

    return make


@pytest.fixture
def submitted(cast, on):
    """`submitted(date(2026, 7, 1), (2026, 10, 2))`: the quarter of a day as submitted on another."""

    def make(day: date, at: tuple) -> AwardSettlement:
        with on(*at):
            made = AwardSettlement.draw_up(day, unit=cast.street, by=cast.clerk)
            db.session.flush()
            made.submit(by=cast.clerk)
        db.session.commit()
        return made

    return make
