"""No open case is ever on no desk: whatever is done with it, whoever leaves, whichever unit is closed or module switched off."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select

from plugins.mediation.models import Committee, Dispute, Mediator
from portal import clock
from portal.accounts.models import Appointment, User
from portal.cases.choices import ASSIST
from portal.cases.models import STATES, Assignment, Case
from portal.cases.models.referral import Referral
from portal.cases.models.states import OUT
from portal.errors import RuleError
from portal.extensions import db
from portal.home import desk
from portal.org.models import OrgUnit
from portal.plugin import dispatch
from portal.plugin.contributions import Queue
from portal.plugin.hookspecs import Context
from portal.plugin_admin.switching import switch
from portal.records.record import steps_of
from portal.testing import factories
from portal.units.models import UnitChange
from portal.units.relocation import Relocation

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
BELOW = ("street", "other_street", "taixing", "nangan")
PLACES = ("grid1", "taixing", "nangan", "street", "other_street")
HANDS = ("labour_bureau", "street", "nangan", "other_street", "empty_office")
LENGTH = 60  # steps of one walk


@pytest.fixture
def office(cast):
    """With a director and a clerk of the county, who stay; a committee; and an office in which nobody works."""
    for name, role in (("county_director", "director"), ("county_clerk", "clerk")):
        user = User(username=name, name=name, password_hash="!")
        user.appointments.append(Appointment(unit=cast.county, role=role, valid_from=date(2020, 1, 1)))
        db.session.add(user)
        db.session.flush()
        cast.user_ids[name] = user.id
    cast.unit_ids["empty_office"] = OrgUnit.create(kind="department", name="空着的科室", parent=cast.county).id
    committee = Committee.found(unit=cast.street, name="昭君街道调委会", by=None, founded_on=date(2024, 1, 1))
    committee.mediators = [Mediator(name="李秀兰", gender="女", post="chair", valid_from=date(2024, 1, 1))]
    db.session.commit()
    return cast


def desks() -> Iterator[set[str]]:
    """Of each account in force: the addresses of everything that its cards list, however much it is."""
    for user in db.session.scalars(select(User).where(User.active)):
        if not user.current_appointments:
            continue
        answers = dispatch.call("home_cards", ctx=Context(user.units[0], user, clock.now()))
        queues = [each for each in dispatch.values(answers) if isinstance(each, Queue)]
        cards = desk.fill(queues, user, clock.now()).values()
        yield {row[1] for card in cards for row in card.rows} | {
            f"{card.title}:{row[1]}" for card in cards for row in card.rows
        }


def lost() -> list[str]:
    """The open cases that nobody's desk lists."""
    cases = db.session.scalars(select(Case).where(Case.status.in_(STATES.open))).all()
    seen = set().union(*desks())
    ways = {
        case: [f"/cases/{case.id}", *(f"/mediation/disputes/{each.id}" for each in _disputes(case))] for case in cases
    }
    missing = [case for case, urls in ways.items() if not seen.intersection(urls)]
    back = [case for case in cases if case.id in waiting_again()]
    missing += [case for case in back if f"回到本单位:/cases/{case.id}" not in seen]
    return [f"{case.number} {case.status_name} {[each.status_name for each in case.assignments]}" for case in missing]


def _disputes(case: Case) -> list[Dispute]:
    return list(db.session.scalars(Dispute.of(case.id)))


class Walk:
    """Anything that people may do, at random but the same for the same seed; what is not allowed is not done."""

    def __init__(self, cast, seed: int) -> None:
        self.cast, self.chance, self.done = cast, Random(seed), []

    def step(self) -> None:
        chosen = self.chance.choices(
            (
                self._register,
                self._on_a_case,
                self._on_a_dispute,
                self._later,
                self._leaves,
                self._closes,
                self._switch,
                self._reorganises,
            ),
            (16, 60, 20, 6, 2, 1, 1, 2),
        )[0]
        try:
            with db.session.begin_nested():
                self.done.append(chosen())
        except RuleError:
            pass  # not possible there
        db.session.commit()
        for each in db.session.scalars(select(Relocation).where(Relocation.finished_at.is_(None))).all():
            each.follow(lambda done, total: db.session.commit())
        db.session.commit()

    def _somebody(self) -> User:
        return db.session.get_one(User, self.chance.choice([*self.cast.user_ids.values()]))

    def _unit(self, names: tuple[str, ...]) -> OrgUnit:
        return getattr(self.cast, self.chance.choice(names))

    def _register(self) -> str:
        unit = self._unit(PLACES)
        clerks = [self.cast.clerk, self.cast.county_clerk, self.cast.grid]
        return factories.case(unit, by=self.chance.choice(clerks)).number

    def _case(self) -> Case:
        found = db.session.scalars(select(Case).where(Case.status != "archived").order_by(Case.id)).all()
        if not found:
            raise RuleError("nothing is open")
        self.case = self.chance.choice(found)
        return self.case

    def _on_a_case(self) -> str:
        """Any step of a case, of one of its assignments, or of what was passed up or down, by anybody who may."""
        case = self._case()
        rows = [case, *(each for each in case.assignments if not each.channel), *case.referrals]
        open_to = [
            (row, each, able)
            for row in rows
            for each in steps_of(type(row)).values()
            if each.name in ARGUMENTS and (able := [who for who in self._staff() if each.is_open_to(who, row)])
        ]
        if not open_to:
            raise RuleError("nobody may do anything")
        row, each, able = self.chance.choice(open_to)
        each.take(row, by=self.chance.choice(able), **ARGUMENTS[each.name](self))
        return f"{case.number} {each.label}"

    def _staff(self) -> list[User]:
        found = (db.session.get_one(User, ident) for ident in self.cast.user_ids.values())
        return [each for each in found if each.current_appointments]

    def _on_a_dispute(self) -> str:
        """It goes to mediation; there it is taken up or refused, and ended."""
        case, chance = self._case(), self.chance
        pending = next((each for each in _disputes(case) if each.open), None)
        if pending is None:
            Dispute.receive(case, by=chance.choice(self._staff()))
            return f"{case.number} to mediation"
        by = self.cast.mediator
        if pending.status == "pending":
            answers = {each.party_id: chance.choice(("yes", "yes", "no")) for each in pending.parties}
            pending.accept(source="application", consents=answers, mediators=pending.committee.serving[:1], by=by)
        else:
            pending.terminate("意见分歧太大。", by=by)
        return f"{case.number} in mediation"

    def _later(self) -> str:
        self.cast.now += timedelta(days=self.chance.choice((1, 4, 30)))
        return "later"

    def _leaves(self) -> str:
        """Whoever leaves, the county's people stay."""
        who = self.chance.choice([each for each in self._staff() if not each.username.startswith("county_")])
        for each in who.current_appointments:
            each.valid_until = clock.today() - timedelta(days=1)
        return f"{who.username} leaves"

    def _closes(self) -> str:
        unit = self._unit(PLACES + HANDS)
        unit.closed_on = clock.today()
        return f"{unit} is closed"

    def _reorganises(self) -> str:
        """A unit stands under another from now on, or is merged into another."""
        unit, other = self._unit(PLACES + HANDS), self._unit(PLACES + HANDS)
        change = self.chance.choice((UnitChange.merge, UnitChange.reparent))
        change(unit, other.id, clock.today(), "批复", by=None)
        return f"{unit} goes to {other}"

    def _switch(self) -> str:
        state = self.chance.choice(("on", "off"))
        switch("mediation", self.cast.county, state, by=None, reason="试一试")
        return f"mediation {state}"


ARGUMENTS: dict[str, Callable[[Walk], dict]] = {
    "accept": lambda walk: {},
    "triage": lambda walk: {"kind": "0201", "level": walk.chance.choice(("micro", "hard"))},
    "decline": lambda walk: {"reason": "不属于受理范围。"},
    "assign": lambda walk: {
        "unit": walk._unit(HANDS),
        "beside": [{"unit": walk._unit(HANDS), "role": ASSIST}] if walk.chance.random() < 0.3 else [],
    },
    "resolve": lambda walk: {"outcome": "办好了。"},
    "verify": lambda walk: {"way": "phone", "settled": walk.chance.choice(("yes", "no")), "note": "问过申请人。"},
    "suspend": lambda walk: {"reason": "等待鉴定。", "until_on": clock.today() + timedelta(days=9)},
    "resume": lambda walk: {},
    "withdraw": lambda walk: {"parties": walk.case.side(1), "way": "visit", "reason": "双方和好了。"},
    "reopen": lambda walk: {"reason": "又起争执。"},
    "acknowledge": lambda walk: {},
    "report": lambda walk: {"result": "已办。"},
    "return_": lambda walk: {"reason": "不归我们管。"},
    "remind": lambda walk: {},
    "recall": lambda walk: {"reason": "派错了。"},
    "close_silent": lambda walk: {"reason": "一直没有答复。"},
    "take_note": lambda walk: {},
    "uphold": lambda walk: {},
    "escalate": lambda walk: {"unit": walk.cast.county, "reason": "办不了。", "done": "看过。", "asked": "请协调。"},
    "delegate": lambda walk: {"unit": walk._unit(BELOW), "asked": "就地化解。", "due_on": clock.today()},
    "take_over": lambda walk: {},
    "refuse": lambda walk: {"reason": "属于你们的职责。"},
    "undo": lambda walk: {},
    "order_on": lambda walk: {"reason": "属于你单位职责。"},
}


@pytest.mark.parametrize("seed", range(3))
def test_every_open_case_stands_on_the_desk_of_an_account_in_force(app, office, monkeypatch, seed):
    walk, office.now = Walk(office, seed), MONDAY
    monkeypatch.setattr(desk, "SHOWN", 1000)
    for _ in range(LENGTH):
        with clock.pretend(office.now):
            walk.step()
            with app.test_request_context():
                assert lost() == [], walk.done
            assert came_back() == waiting_again(), walk.done


def came_back() -> set[int]:
    return set(db.session.scalars(select(Case.id).where(Case.came_back)))


def waiting_again() -> set[int]:
    """By the rows: to be handed on, and was in hands before; or in the hands of others, of whom one sent it back after it was handed on last."""
    found = set(db.session.scalars(select(Case.id).join(Assignment).where(Case.status == "triaged")))
    for case in db.session.scalars(select(Case).where(Case.status.in_(OUT))):
        verbs = [each.verb for each in case.events if each.verb in ("assign", "return", "uphold")]
        found |= {case.id} if verbs and verbs[-1] != "assign" else set()
    return found


def test_the_walk_takes_every_step_that_leads_to_an_open_state_and_every_step_of_those_who_have_it():
    leading = {each.name for each in steps_of(Case).values() if each.to in STATES.open}
    parts = {each.name for part in (Assignment, Referral) for each in steps_of(part).values()}
    assert leading | parts | {"escalate", "delegate"} <= {*ARGUMENTS}
