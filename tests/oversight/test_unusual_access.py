"""异常访问提示: counted by day, explained by its rows, and never about relatives or ranks."""

from datetime import datetime, timedelta

import pytest

from portal import clock
from portal.audit import trail
from portal.extensions import db
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database
NOON = datetime(2026, 6, 10, 12, 0, tzinfo=clock.SHANGHAI)
ASKED = "first=2026-06-05&last=2026-06-11"


@pytest.fixture
def look(cast):
    """`look(actor, people, at)`: the actor sees each of them in full, a minute apart."""

    def seen(actor, people, at=NOON, action="reveal") -> None:
        for number, person in enumerate(people):
            with clock.pretend(at + timedelta(minutes=number)):
                trail.record(action, actor=actor, subject=person, unit=person.unit, detail="核实")
        db.session.commit()

    return seen


@pytest.fixture
def low(cast) -> None:
    """The district wants to be told early."""
    fields = {"night_most": ["1"], "seen_most": ["3"], "taken_most": ["1"], "strangers_most": ["1"]}
    change("oversight", cast.county, fields, by=None, reason="试行")
    db.session.commit()


@pytest.fixture
def hints(as_user):
    def shown(asked: str = ASKED) -> str:
        return as_user("auditor").get(f"/audit/hints?{asked}").get_data(as_text=True)

    return shown


def test_an_ordinary_day_gives_no_hint(look, low, cast, hints):
    case = factories.case(cast.taixing, by=cast.clerk)
    look(cast.clerk, [case.parties[0].person, case.parties[1].person])
    assert "这几天没有要提示的" in hints()


def test_many_full_views_on_one_day(look, low, cast, hints):
    case = factories.case(cast.taixing, by=cast.clerk)
    look(cast.clerk, [case.parties[0].person] * 4)
    shown = hints()
    assert "查看完整个人信息较多" in shown
    assert "4 次，超过 3 次就提示" in shown
    assert "没有工作关系" not in shown.partition("<tbody")[2]


def test_many_files_on_one_day(look, low, cast, hints):
    look(cast.clerk, [factories.resident(cast.taixing)] * 2, action="export")
    assert "导出、下载较多" in hints()


def test_a_night_is_counted_by_the_day_on_which_it_began(look, low, cast, hints):
    person = factories.case(cast.taixing, by=cast.clerk).parties[0].person
    look(cast.clerk, [person], at=NOON.replace(hour=23))
    look(cast.clerk, [person], at=NOON.replace(hour=5) + timedelta(days=1))
    shown = hints()
    assert "夜间查看、导出、打印" in shown
    assert "/audit/hints/night/" in shown
    assert "/2026-06-10" in shown
    assert "没有要提示的" in hints("first=2026-06-11&last=2026-06-12")


def test_what_is_counted_by_day_is_the_same_whatever_days_are_asked_for(look, low, cast, hints, as_user):
    person = factories.case(cast.taixing, by=cast.clerk).parties[0].person
    look(cast.clerk, [person] * 2, at=NOON.replace(hour=2))
    look(cast.clerk, [person] * 2)
    for asked in (ASKED, "first=2026-06-10&last=2026-06-10"):
        assert "4 次，超过 3 次就提示" in hints(asked)
    assert as_user("auditor").get(f"/audit/hints/seen/{cast.clerk.id}/2026-06-10").status_code == 200


def test_of_too_many_entries_the_newest_are_counted(look, low, cast, hints, monkeypatch):
    person = factories.case(cast.taixing, by=cast.clerk).parties[0].person
    look(cast.director, [person] * 4, at=NOON - timedelta(days=2))
    look(cast.clerk, [person] * 4)
    monkeypatch.setattr("portal.oversight.hints.MOST", 4)
    shown = hints()
    assert "只数了最近的一部分" in shown
    assert f"/audit/hints/seen/{cast.clerk.id}/2026-06-10" in shown


def test_residents_whom_no_record_of_the_office_names(look, low, cast, hints, as_user):
    strangers = [factories.resident(cast.taixing) for _ in range(2)]
    known = factories.case(cast.taixing, by=cast.clerk).parties[0].person
    look(cast.clerk, [*strangers, known])
    assert "2 位居民，超过 1 位居民就提示" in hints()
    rows = as_user("auditor").get(f"/audit/hints/strangers/{cast.clerk.id}/2026-06-10").get_data(as_text=True)
    assert [f"居民 {each.id}</a>" in rows for each in (*strangers, known)] == [True, True, False]
    assert strangers[0].name not in rows


def test_who_works_in_a_community_knows_whoever_lives_there(look, low, cast, hints):
    grid_worker = cast.grid
    place = grid_worker.units[0]
    look(grid_worker, [factories.resident(place) for _ in range(2)])
    assert "这几天没有要提示的" in hints()


def test_what_was_not_hinted_at_is_no_page(look, low, cast, as_user):
    auditor = as_user("auditor")
    for address in ("seen/1/2026-06-10", "nonsense/1/2026-06-10", "seen/1/2026-13-40", "seen/1/9999-12-31"):
        assert auditor.get(f"/audit/hints/{address}").status_code == 404


def test_hints_are_for_the_auditor_of_the_district(look, low, cast, as_user):
    look(cast.clerk, [factories.resident(cast.taixing)] * 4)
    for who in ("director", "district", "administrator"):
        assert as_user(who).get("/audit/hints").status_code == 403


@pytest.mark.parametrize(
    "asked", ["last=2099-01-01", "first=2026-01-02&last=2026-01-01", "first=2026-01-01&last=2026-03-01"]
)
def test_days_that_cannot_be_asked_are_refused(as_user, asked):
    assert as_user("auditor").page(f"/audit/hints?{asked}").status == 422


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "1899-12-31", "2026-02-30"])
def test_a_day_that_nobody_may_type_has_no_hint(as_user, cast, day):
    auditor = as_user("auditor")
    for kind in ("seen", "night"):
        assert auditor.get(f"/audit/hints/{kind}/{cast.clerk.id}/{day}").status_code == 404
