"""A roster that is tried: what is said of each line is what entering one after another says, and nothing is written for it as far as that goes without."""

from dataclasses import replace

import pytest
from sqlalchemy import event

from plugins.population.roster import ROSTER
from plugins.population.tests.test_roster_together import FILES, KNOWN, as_read, household, somebody
from portal.extensions import db
from portal.people.models import Person
from portal.records import dry_run
from portal.records.dry_run import DryRun
from portal.records.entering import entered
from portal.records.import_work import signed_in
from portal.records.imports import Sheet, mark
from portal.testing import factories
from portal.testing.lock_times import watched
from portal.together import Unforeseen, on_trial

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def on_a_page(app, cast):
    with signed_in(cast.clerk.id):
        yield


@pytest.fixture
def to_try(cast):
    """`to_try(lines)` is their dry run, not yet done."""

    def run(lines: list[dict[str, str]]) -> DryRun:
        names = list(dict.fromkeys(name for line in lines for name in line))
        rows = [(number, [line.get(name, "") for name in names]) for number, line in enumerate(lines)]
        return DryRun(
            ROSTER, Sheet(names, rows), {mark(name): name for name in names}, lambda: cast.taixing, cast.clerk
        )

    return run


@pytest.fixture
def try_lines(to_try):
    """`try_lines(lines)` is their dry run, done."""

    def done(lines: list[dict[str, str]]) -> DryRun:
        run = to_try(lines)
        assert run.run()
        return run

    return done


@pytest.fixture
def writes(app):
    """The statements that change something."""
    seen = list[str]()

    def note(connection, cursor, statement, *rest) -> None:
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("most", [400, 2], ids=["at once", "in small parts"])
@pytest.mark.parametrize("lines", FILES.values(), ids=FILES)
def test_it_says_what_entering_one_by_one_says(cast, try_lines, lines, most, monkeypatch):
    monkeypatch.setattr(dry_run, "UNWRITTEN", most)
    factories.resident(cast.taixing, **KNOWN)
    [first] = as_read([somebody(91, code="152099998", kind="流动人口")])
    ROSTER.add(cast.taixing, by=cast.clerk, **first)
    db.session.commit()
    said = [entered(ROSTER, cast.taixing, each, cast.clerk, {}) for each in as_read(lines)]
    db.session.rollback()
    run = try_lines(lines)
    wrong = {str(number): [against] for number, (_, against, _) in enumerate(said) if against}
    differs = {str(number): names for number, (*_, names) in enumerate(said) if names}
    assert (run.wrong, run.differs) == (wrong, differs)


def test_of_a_file_full_of_errors_is_looked_up_as_often_as_of_a_good_one(try_lines, monkeypatch):
    asked, beforehand = [], ROSTER.beforehand
    counting = replace(ROSTER, beforehand=lambda *given: asked.append(1) or beforehand(*given))
    monkeypatch.setattr(f"{__name__}.ROSTER", counting)
    run = try_lines([somebody(number, relation="子") for number in range(1, 50)])
    assert (len(run.wrong), len(asked)) == (49, 1)


def test_nobody_waits_for_it_and_nothing_is_written(to_try, writes):
    lines = [line for number in range(1, 20) for line in household(number)]
    run = to_try([*lines, somebody(1, relation="子")])
    db.session.rollback()
    with watched() as holds:
        run.run()
    assert (list(run.wrong), writes, holds) == (["57"], [], [])


def test_of_whoever_has_no_number_only_entering_tells(try_lines, writes):
    nobody = {"name": "新生儿", "id_number": "新生儿没有上户", "id_type": "无证件", "relation": "子", "code": "1"}
    run = try_lines([somebody(1, code="1"), nobody, nobody | {"on": "2024-03-01"}])
    assert writes
    assert list(run.wrong) == ["2"]


def test_a_trial_asks_nothing_of_a_table_for_which_a_row_waits(cast):
    with on_trial({}):
        db.session.scalars(db.select(Person)).all()
        Person.enter(cast.taixing, name="云桂兰")
        for ask in (lambda: db.session.scalars(db.select(Person)).all(), db.session.flush):
            with pytest.raises(Unforeseen):
                ask()
    db.session.rollback()
