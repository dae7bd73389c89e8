"""The figures of cases are those of a recount after every step, and as of a past day those of that day."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from sqlalchemy import delete, select

from portal import clock
from portal.cases.models import Case
from portal.cases.models.linking import all_merged
from portal.cases.models.withdrawing import Withdrawal
from portal.cases.rollup.checking import Recount
from portal.cases.rollup.folding import fold
from portal.cases.rollup.models import Count, Standing
from portal.cases.rollup.reading import Counted, count
from portal.cases.rollup.units import keep_months
from portal.errors import RuleError
from portal.extensions import db
from portal.records.import_undoing import take_back
from portal.records.record import steps_of
from portal.testing import factories
from portal.units.models import UnitChange
from portal.units.relocation import Relocation

pytestmark = pytest.mark.database

MONDAY = datetime(2025, 12, 15, 1, tzinfo=UTC)
LENGTH = 30  # steps of one walk
KEPT = 0.3  # how often the months that are over are kept
PLACES = ("grid1", "taixing", "nangan", "street", "other_street", "labour_bureau")
MONTHS = (202512, *range(202601, 202613))
SPRING = (202602, 202603, 202604)  # meets its own months of the year before nowhere
MEASURED = ("came", "open", "settled", "declined", "withdrawn", "late", "visited", "content", "overdue")


class Walk:
    """Steps of cases at random, the same for the same seed; what is not allowed is not done."""

    def __init__(self, cast, seed: int) -> None:
        self.cast, self.chance, self.now = cast, Random(seed), MONDAY

    def step(self) -> str:
        steps = {self._register: 20, self._on_a_case: 70, self._later: 12, self._fold: 8, self._move: 6}
        chosen = self.chance.choices([*steps], [*steps.values()])[0]
        try:
            with db.session.begin_nested():
                done = chosen()
        except RuleError:
            done = ""  # not possible there
        db.session.commit()
        for each in db.session.scalars(select(Relocation).where(Relocation.finished_at.is_(None))).all():
            each.follow(lambda done, total: db.session.commit())
        db.session.commit()
        return done

    def _place(self):
        return getattr(self.cast, self.chance.choice(PLACES))

    def _register(self) -> str:
        given = {"kind": self._kind(), "source": self.chance.choice(("visit", "phone", "grid"))}
        return factories.case(self._place(), by=self.cast.clerk, **given).number

    def _kind(self) -> str:
        return self.chance.choice(("0201", "0203", "0701"))

    def _case(self, **wanted) -> Case:
        found = db.session.scalars(select(Case).filter_by(**wanted).order_by(Case.id)).all()
        if not found:
            raise RuleError("none")
        return self.chance.choice(found)

    def _on_a_case(self) -> str:
        case = self._case()
        rows = [case, *(each for each in case.assignments if not each.channel)]
        open_to = [
            (row, each)
            for row in rows
            for each in steps_of(type(row)).values()
            if each.name in ARGUMENTS and each.fits(row)
        ]
        if not open_to:
            raise RuleError("nothing can be done")
        row, each = self.chance.choice(open_to)
        self.case = case
        getattr(row, each.name)(by=self.cast.director, **ARGUMENTS[each.name](self))
        return f"{case.number} {each.label}"

    def _later(self) -> str:
        self.now += timedelta(days=self.chance.choice((1, 3, 20)))
        return "later"

    def _move(self) -> str:
        parent = getattr(self.cast, self.chance.choice(("taixing", "nangan")))
        given = {"parent_id": parent.id, "valid_from": clock.today(), "reason": "批复"}
        UnitChange.reparent(self.cast.grid1, **given, by=self.cast.administrator)
        return f"grid1 to {parent.name}"

    def _fold(self) -> str:
        return f"{fold()} folded"


ARGUMENTS = {
    "accept": lambda walk: {},
    "triage": lambda walk: {"kind": walk._kind(), "level": walk.chance.choice(("micro", "hard"))},
    "decline": lambda walk: {"reason": "不属于受理范围。"},
    "assign": lambda walk: {"unit": walk._place()},
    "acknowledge": lambda walk: {},
    "report": lambda walk: {"result": "已办。"},
    "resolve": lambda walk: {"outcome": "办好了。"},
    "visit": lambda walk: {
        "way": "phone",
        "answered": "yes",
        "settled": walk.chance.choice(("yes", "no")),
        "content": walk.chance.choice(("content", "fair", "discontent")),
        "note": "问过了。",
    },
    "archive": lambda walk: {},
    "suspend": lambda walk: {"reason": "等待鉴定。", "until_on": clock.today() + timedelta(days=9)},
    "resume": lambda walk: {},
    "extend": lambda walk: {"due_at": clock.now() + timedelta(days=3), "reason": "案情复杂。"},
    "withdraw": lambda walk: {"parties": walk.case.side(1), "way": "visit", "reason": "双方和好了。"},
    "reopen": lambda walk: {"reason": "又起争执。"},
    "amend": lambda walk: {"reason": "登记错了。", "unit": walk._place(), "kind": walk._kind(), "source": "online"},
    "merge_into": lambda walk: {"other": walk._case(), "reason": "同一件事。"},
    "come_back": lambda walk: {"reason": "不是一件事。"},
    "split": lambda walk: {
        "parties": walk.case.parties,
        "reason": "是两件事。",
        "title": "另一件",
        "kind": walk._kind(),
        "description": "另外的事。",
    },
}


def recounted(unit) -> dict[str, int]:
    """The numbers of a unit in MONTHS, counted case by case."""
    found: Counter[str] = Counter()
    merged, withdrawn = (set(db.session.scalars(each)) for each in (all_merged(), _withdrawn()))
    for case in db.session.scalars(select(Case).where(unit.subtree_of(Case), Case.id.not_in(merged))):
        found["came"] += 1
        visits = [each for each in case.checks if each.kind == "visit"]
        found["visited"] += bool(visits)
        found["content"] += bool(visits) and visits[-1].content == "content"
        if case.open:
            found["open"] += 1
            found["overdue"] += bool(case.due_at) and clock.local(case.due_at).date() < clock.today()
            continue
        declined = any(each.to_status == "declined" for each in case.events[-2:])
        found["withdrawn" if case.id in withdrawn else "declined" if declined else "settled"] += 1
        found["late"] += bool(case.due_at) and case.closed_at > case.due_at
    return {name: found[name] for name in MEASURED}


def _withdrawn():
    return select(Withdrawal.case_id).where(Withdrawal.until.is_(None))


def numbers(counted: Counted, unit, months=MONTHS) -> dict[str, int]:
    return {name: counted.number(unit.id, name, months) for name in MEASURED}


def printed(cast, as_of=None) -> list:
    """What is printed of a county, a street, a community and a grid that moves, with children and kinds."""
    told, below = [], [cast.street, cast.other_street, cast.labour_bureau]
    asked = (cast.county, below, MONTHS), (cast.county, below, SPRING), (cast.city, [cast.county], SPRING)
    for unit, children, months in (*asked, *((each, [], MONTHS) for each in (cast.street, cast.taixing, cast.grid1))):
        counted = count(unit, children, months, clock.today(), as_of)
        for place in (unit, *children):
            told.append(numbers(counted, place, months))
        told += [(kind, counted.number(unit.id, "came", months, kind)) for kind in ("0201", "0203", "0701")]
        told += [(source, counted.number(unit.id, "open", months, source=source)) for source in ("visit", "grid")]
    return told


@pytest.mark.parametrize("seed", range(3))
def test_after_every_step_and_of_every_day(cast, seed):
    walk, was, done = Walk(cast, seed), {}, []
    for _ in range(LENGTH):
        with clock.pretend(walk.now):
            done.append(walk.step())
        with clock.pretend(walk.now):
            db.session.expire_all()
            if walk.chance.random() < KEPT:
                keep_months(None, lambda done, total: None)
            assert list(Recount().said()) == [], done
            unit = walk._place()
            assert numbers(count(unit, [], MONTHS, clock.today()), unit) == recounted(unit), done
            was[clock.today()] = printed(cast)
    with clock.pretend(walk.now + timedelta(days=40)):
        assert {day: printed(cast, day) for day in was} == was
        keep_months(None, lambda done, total: None)
        assert {day: printed(cast, day) for day in was} == was
        assert list(Recount().said()) == []


def test_what_was_meddled_with_is_named_and_put_right(app, cast):
    first, second = (factories.case(cast.taixing, by=cast.clerk) for _ in range(2))
    fold()
    db.session.execute(delete(Standing).where(Standing.case_id == first.id))
    db.session.execute(Count.__table__.update().values(came=Count.came + 1))
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["figures", "check"])
    assert result.exit_code == 1
    assert f"事项 {first.number} 在统计里的情况" in result.output
    assert second.number not in result.output
    assert "达拉特旗：" in result.output
    assert "已改正" in app.test_cli_runner().invoke(args=["figures", "check", "--repair"]).output
    assert "统计数与逐件清点一致" in app.test_cli_runner().invoke(args=["figures", "check"]).output


def test_what_is_taken_back_counts_no_longer_but_did_on_the_days_before(cast):
    with clock.pretend(MONDAY):
        case = factories.case(cast.taixing, by=cast.clerk)
        fold()
        db.session.commit()
    with clock.pretend(MONDAY + timedelta(days=1)):
        take_back(case)
        db.session.commit()
        assert numbers(count(cast.taixing, [], MONTHS, clock.today()), cast.taixing)["came"] == 0
        assert numbers(count(cast.taixing, [], MONTHS, clock.today(), MONDAY.date()), cast.taixing)["came"] == 1
        assert list(Recount().said()) == []


def test_what_stood_less_than_a_day_leaves_no_row(cast):
    case = factories.case(cast.taixing, by=cast.clerk)
    case.triage(kind="0203", level="minor", by=cast.clerk)
    db.session.commit()
    rows = db.session.scalars(select(Standing).where(Standing.case_id == case.id)).all()
    assert [(each.kind, each.until) for each in rows] == [("0203", None)]
