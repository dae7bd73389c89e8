"""Who moved away or died is said to be so wherever he is chosen; with the day, and taken back where it was wrong."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.people import data_rights
from portal.people.finding import people_matching
from portal.people.merging import DAYS, Merger, merge
from portal.people.models import Person
from portal.people.movements import CAME, MOVED, Movement
from portal.people.moving import annul, move
from portal.people.reconciling import candidate
from portal.testing import factories

pytestmark = pytest.mark.database
DAY = date(2026, 3, 2)


@pytest.fixture
def person(cast) -> Person:
    person = factories.resident(cast.taixing, name="方小龙")
    db.session.commit()
    return person


@pytest.fixture
def happens(cast, person):
    """Enter what happens to the resident."""

    def happen(kind: str, on: date = DAY, **more) -> Movement:
        return move(person, kind, on, by=cast.clerk, reason="家属告知", **more)

    return happen


def test_who_died_is_said_to_be_so_where_he_is_chosen(as_user, cast, person, happens):
    happens("died", document="居民死亡证明")
    db.session.commit()
    assert "已故" in candidate(person).detail
    clerk = as_user("clerk")
    for url in ("/people?q=方小龙", "/search?q=方小龙"):
        assert "已故" in clerk.page(url).text


def test_who_left_and_came_back_is_here(person, happens):
    happens("left", place="呼和浩特市新城区")
    assert person.gone_shown == "已迁出"
    happens(CAME, DAY + timedelta(days=30), place="呼和浩特市新城区")
    assert person.gone_shown == ""


def test_what_happened_last_counts_in_whatever_order_it_was_entered(cast, person, happens):
    again = factories.resident(cast.taixing, name="方小龙", id_number="")
    happens("left", place="呼和浩特市新城区")
    happens(CAME, DAY + timedelta(days=30), place="呼和浩特市新城区")
    move(again, "left", DAY - timedelta(days=900), by=cast.clerk, reason="家属告知", place="外地")
    merge(person, again, "同一个人", by=cast.director)
    assert person.gone == ""


def test_who_moves_within_the_county_is_found_at_the_new_place(cast, person, happens):
    happens(MOVED, to=cast.nangan)
    assert person.unit is cast.nangan
    assert db.session.scalars(people_matching("方小龙", [cast.nangan])).all() == [person]
    assert db.session.scalars(people_matching("方小龙", [cast.taixing])).all() == []


def test_taken_back_everything_is_as_before(cast, person, happens):
    moved = happens(MOVED, to=cast.nangan)
    died = happens("died")
    with pytest.raises(RuleError, match="先撤回后来的"):
        annul(moved, "登记错了", by=cast.clerk)
    annul(died, "是同名的人", by=cast.clerk)
    assert person.gone == ""
    annul(moved, "没有搬", by=cast.clerk)
    assert person.unit is cast.taixing
    with pytest.raises(WrongState):
        annul(moved, "没有搬", by=cast.clerk)
    assert db.session.query(Movement).count() == 2, "and stays on record"


def test_taken_back_who_lay_in_a_unit_that_was_merged_is_where_its_heir_stands(cast, person, happens):
    moved = happens(MOVED, to=cast.nangan)
    heir = OrgUnit.create(kind="community", name="树林召社区", parent=cast.other_street)
    cast.taixing.closed_on, cast.taixing.merged_into = DAY, heir
    with pytest.raises(RuleError, match="树林召社区不在您管的范围里"):
        annul(moved, "没有搬", by=cast.clerk)
    assert (person.unit, moved.annulled_at) == (cast.nangan, None)
    of_both = cast.mediator
    of_both.appointments.append(Appointment(unit_id=cast.other_street.id, role="mediator"))
    db.session.flush()
    annul(moved, "没有搬", by=of_both)
    assert (person.unit, person.township_id) == (heir, cast.other_street.id)


def test_nobody_goes_back_into_a_unit_that_is_closed(cast, person, happens):
    moved = happens(MOVED, to=cast.nangan)
    cast.taixing.closed_on = DAY
    with pytest.raises(WrongState, match="泰兴社区已经撤销"):
        annul(moved, "没有搬", by=cast.clerk)
    assert person.unit is cast.nangan


def test_who_came_into_another_unit_by_a_split_goes_back_too(cast, person, happens):
    moved = happens(MOVED, to=cast.nangan)
    person.place(OrgUnit.create(kind="community", name="南干二社区", parent=cast.street))
    annul(moved, "没有搬", by=cast.clerk)
    assert person.unit is cast.taixing


@pytest.mark.parametrize(
    ("kind", "on", "more", "words"),
    [
        ("died", date(2126, 1, 1), {}, "日期还没有到"),
        ("died", date(1900, 1, 1), {}, "早于出生年份"),
        ("left", DAY, {}, "迁往哪里"),
        ("came", DAY, {}, "没有登记过迁出"),
        ("moved", DAY, {}, "请选择搬到哪里"),
    ],
)
def test_what_cannot_be(happens, kind, on, more, words):
    with pytest.raises(RuleError, match=words):
        happens(kind, on, **more)


def test_nothing_happens_after_death_and_nobody_dies_twice(cast, happens):
    happens("died")
    for kind in ("died", "left", MOVED):
        with pytest.raises(WrongState, match="已登记死亡"):
            happens(kind, place="外地", to=cast.nangan)


def test_to_another_county_one_leaves(cast, happens):
    with pytest.raises(RuleError, match="请选择搬到哪里"):
        happens(MOVED, to=cast.outside_community)


def test_only_who_may_edit_the_resident_enters_it(cast, person):
    for who in (cast.outsider, cast.department, cast.administrator, cast.auditor):
        with pytest.raises(NotAllowed):
            move(person, "died", DAY, by=who, reason="家属告知")


def test_of_two_entries_the_one_that_stays_has_what_happened_to_either(cast, person):
    again = factories.resident(cast.taixing, name="方小龙", id_number="")
    move(again, "died", DAY, by=cast.clerk, reason="家属告知")
    merger = merge(person, again, "同一个人", by=cast.director)
    assert person.gone == "died"
    merger.undo("是两个人", by=cast.director)
    assert (person.gone, again.gone) == ("", "died")


@pytest.fixture
def absorbed(cast, person) -> tuple[Movement, Merger]:
    """A movement that came from another entry, and the merger by which it came."""
    again = factories.resident(cast.grid1, name="方小龙", id_number="")
    moved = move(again, MOVED, DAY, by=cast.clerk, reason="家属告知", to=cast.taixing)
    return moved, merge(person, again, "同一个人", by=cast.director)


def test_what_came_from_another_entry_is_annulled_there_once_they_are_apart(cast, person, absorbed):
    moved, merger = absorbed
    with pytest.raises(WrongState, match="先撤销合并"):
        annul(moved, "没有搬", by=cast.clerk)
    merger.undo("是两个人", by=cast.director)
    annul(moved, "没有搬", by=cast.clerk)
    assert (person.unit, merger.gone.unit) == (cast.taixing, cast.grid1)


def test_once_they_are_one_for_good_it_is_annulled_and_the_resident_stays_where_he_is(cast, person, absorbed):
    moved, _ = absorbed
    with clock.pretend(clock.now() + timedelta(days=DAYS + 1)):
        annul(moved, "没有搬", by=cast.clerk)
    assert moved.annulled_at
    assert person.unit is cast.taixing


def test_the_page_does_not_offer_to_take_back_what_came_from_another_entry(as_user, person, absorbed):
    db.session.commit()
    page = as_user("clerk").page(f"/people/{person.id}")
    assert "搬到本旗县区的另一处" in page.text
    assert not [each for each in page.links() if "/annulment" in each]


def test_it_is_told_to_the_resident_and_forgotten(cast, person, happens):
    happens("left", place="呼和浩特市新城区")
    assert data_rights.export(person, by=cast.director)["内容"]["人口变动"][0]["去向"] == "呼和浩特市新城区"
    data_rights.erase(person, "本人申请", by=cast.director)
    assert db.session.scalars(select(Movement)).all() == []
    assert person.gone == ""


def test_on_the_pages_a_clerk_enters_it_and_takes_it_back(as_user, person):
    clerk, ident = as_user("clerk"), person.id
    form = clerk.page(f"/people/{ident}/movements/new")
    wrong = clerk.fill(form, kind="left", on="2026-03-02", reason="网格员走访")
    assert wrong.status == 422
    assert "请写明迁往哪里" in wrong.text
    page = clerk.fill(wrong, place="呼和浩特市新城区")
    assert "这位居民已迁出" in page.text
    undoing = next(each for each in page.links() if "/annulment" in each)
    page = clerk.fill(clerk.page(undoing), reason="是同名的人")
    assert "这位居民已迁出" not in page.text
    assert "已撤回：是同名的人" in page.text
