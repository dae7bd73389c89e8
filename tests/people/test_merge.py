"""Two entries of one resident become one: everything that referred to either refers to the one that stays; and apart again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from portal import clock
from portal.accounts.models import Appointment, User
from portal.cases.models import Case, Party
from portal.errors import NotAllowed, RuleError, WrongState
from portal.extensions import db
from portal.people import data_rights
from portal.people.duplicates import Apart, alike_to, close_to, piece_of
from portal.people.finding import found_or_entered, people_matching
from portal.people.merging import DAYS, MERGE, merge
from portal.people.models import Person
from portal.people.movements import MOVED
from portal.people.moving import move
from portal.people.reconciling import Answers
from portal.testing import factories

pytestmark = pytest.mark.database


@pytest.fixture
def two(cast) -> tuple[Person, Person]:
    """With a card, and entered once more by telephone, under a slip of the pen."""
    known = factories.resident(cast.taixing, name="方小龙", phone="15400000001")
    again = factories.resident(cast.taixing, name="方晓龙", id_number="", phone="15400000001", address="泰兴家园3号楼")
    db.session.commit()
    return known, again


def case_of(cast, person: Person) -> Case:
    parties = [(1, person), (2, factories.resident(cast.taixing))]
    return factories.case(cast.taixing, by=cast.clerk, parties=parties)


def also_there(cast, username: str, role: str = "") -> User:
    """Somebody of the street who has an office in another street, too."""
    user = getattr(cast, username)
    user.appointments.append(Appointment(unit_id=cast.other_street.id, role=role or username))
    db.session.flush()
    return user


def found(text: str, unit) -> list[int]:
    return sorted(each.id for each in db.session.scalars(people_matching(text, [unit])))


def everything() -> dict[str, list]:
    """Every row that knows of a resident, but the merger itself."""
    tables = (Person.__table__, Party.__table__)
    return {each.name: db.session.execute(select(each).order_by(each.c.id)).all() for each in tables}


def test_what_referred_to_the_one_refers_to_the_other(cast, two):
    known, again = two
    case = case_of(cast, again)
    merge(known, again, "同一个人", by=cast.director)
    assert case.side(1)[0].person is known
    assert known.address == "泰兴家园3号楼", "and what only the other knew is known"


def test_both_names_find_the_one_that_stays(cast, two):
    known, again = two
    merge(known, again, "同一个人", by=cast.director)
    for typed in ("方小龙", "方晓龙", "fxl", "15400000001", known.id_number):
        assert found(typed, cast.street) == [known.id]


def test_both_numbers_find_the_one_that_stays_and_register_nobody_anew(cast):
    known = factories.resident(cast.taixing, name="方小龙", id_number="", phone="15400000001")
    passport = factories.resident(cast.taixing, name="方小龙", id_number="E12345678")
    known.update(id_number=factories.book.person(kind="han").id_number)
    merge(known, passport, "护照和身份证是同一个人", by=cast.director)
    assert found("E12345678", cast.street) == [known.id]
    again = found_or_entered(cast.taixing, name="方小龙", id_number="E12345678", answers=Answers())
    assert again is known


def test_undone_everything_is_exactly_as_it_was(cast, two):
    known, again = two
    case_of(cast, again), case_of(cast, known)
    db.session.commit()
    before, words = everything(), [found(each, cast.street) for each in ("方小龙", "方晓龙", "15400000001")]
    merger = merge(known, again, "同一个人", by=cast.director)
    db.session.commit()
    assert everything() != before
    merger.undo("是两个人", by=cast.director)
    db.session.commit()
    assert everything() == before
    assert [found(each, cast.street) for each in ("方小龙", "方晓龙", "15400000001")] == words


def test_what_was_registered_since_stays_where_it_is(cast, two):
    known, again = two
    merger = merge(known, again, "同一个人", by=cast.director)
    later = case_of(cast, known)
    merger.undo("是两个人", by=cast.director)
    assert later.side(1)[0].person is known


def test_a_third_entry_is_merged_and_the_first_undone_only_after_it(cast, two):
    known, again = two
    first = merge(known, again, "同一个人", by=cast.director)
    third = factories.resident(cast.taixing, name="方小龙")
    second = merge(third, known, "又登记了一次", by=cast.director)
    assert again.lasting is third
    with pytest.raises(RuleError, match="先撤销那一次"):
        first.undo("是两个人", by=cast.director)
    second.undo("是两个人", by=cast.director)
    assert again.lasting is known
    assert found("方晓龙", cast.street) == [known.id], "and its name finds it again"


def test_opposite_parties_of_one_case_are_not_one_person(cast, two):
    known, again = two
    case = factories.case(cast.taixing, by=cast.clerk, parties=[(1, known), (2, again)])
    with pytest.raises(RuleError, match=f"对立的两方不会是同一个人.*{case.number}"):
        merge(known, again, "同一个人", by=cast.director)
    assert again.merged_into_id is None


def test_of_a_case_that_he_may_not_open_nobody_reads_the_number(cast, two):
    known, again = two
    case = factories.case(cast.other_street, by=also_there(cast, "clerk"), parties=[(1, known), (2, again)])
    with pytest.raises(RuleError, match="先在那里更正当事人。") as refused:
        merge(known, again, "同一个人", by=cast.director)
    assert case.number not in str(refused.value)
    with pytest.raises(RuleError, match=case.number):
        merge(known, again, "同一个人", by=also_there(cast, "director"))


@pytest.mark.parametrize(
    ("kept", "gone", "words"),
    [("known", "known", "同一条登记"), ("known", "elsewhere", "不在同一个旗县区"), ("again", "known", "有证件号码")],
)
def test_what_cannot_be_merged(cast, two, kept, gone, words):
    people = dict(zip(("known", "again"), two, strict=True))
    people["elsewhere"] = factories.resident(cast.outside_community, name="方小龙")
    with pytest.raises(RuleError, match=words):
        merge(people[kept], people[gone], "同一个人", by=cast.director)


def test_only_who_has_both_in_hand_merges(cast, two):
    known, again = two
    with pytest.raises(NotAllowed):
        merge(known, again, "同一个人", by=cast.clerk)


def test_two_at_the_same_time_merge_once(cast, two):
    known, again = two
    merge(known, again, "同一个人", by=cast.director)
    with pytest.raises(WrongState):
        merge(known, again, "同一个人", by=cast.director)


def test_after_its_time_it_stays(cast, two):
    merger = merge(*two, "同一个人", by=cast.director)
    with clock.pretend(clock.now() + timedelta(days=DAYS + 1)), pytest.raises(RuleError, match="以前撤销"):
        merger.undo("是两个人", by=cast.director)


def test_the_office_where_the_resident_is_now_takes_it_back(as_user, cast, two):
    known, _ = two
    page = f"/people/mergers/{merge(*two, '同一个人', by=cast.director).id}/undoing"
    db.session.commit()
    before, asked = as_user("director"), as_user("director").page(page)
    move(known, MOVED, date(2026, 3, 2), by=also_there(cast, "clerk"), reason="家属告知", to=cast.other_street)
    also_there(cast, "mediator", "director")
    db.session.commit()
    assert before.get(page).status_code == 404
    assert before.fill(asked, reason="是两个人").status == 404
    now = as_user("mediator")
    assert "已撤销合并" in now.fill(now.page(page), reason="是两个人").text


def test_who_is_erased_is_erased_with_what_was_merged(cast, two):
    known, again = two
    merge(known, again, "同一个人", by=cast.director)
    data_rights.erase(known, "本人申请", by=cast.director)
    assert again.erased_at
    assert found("方晓龙", cast.street) == []


def test_alike_are_listed_until_somebody_says_they_are_two(cast, two):
    known, again = two
    pairs = piece_of(cast.street, cast.director, MERGE).pairs
    assert [(each.one, each.other, each.why) for each in pairs] == [(again, known, "电话相同，姓名读音相同")]
    Apart.say(known, again, by=cast.director)
    db.session.flush()
    assert piece_of(cast.street, cast.director, MERGE).pairs == []
    assert alike_to(known, cast.director, MERGE) == []


def test_who_was_said_to_be_two_is_two_still_after_one_was_merged(cast, two):
    known, again = two
    Apart.say(known, again, by=cast.director)
    third = factories.resident(cast.taixing, name="方晓龙", id_number="", phone="15400000001")
    merge(third, again, "同一个人", by=cast.director)
    assert alike_to(third, cast.director, MERGE) == []


def test_after_the_last_of_a_piece_was_merged_the_next_piece_is_still_there(as_user, cast, two, monkeypatch):
    known, again = two
    monkeypatch.setattr("portal.people.duplicates.PIECE", 1)
    onward = next(each for each in as_user("director").page("/people/duplicates").links() if "/duplicates/" in each)
    assert onward.endswith(f"/{again.id}")
    merge(known, again, "同一个人", by=cast.director)
    db.session.commit()
    assert as_user("director").page(onward).url == onward


def test_of_many_namesakes_only_those_who_may_be_the_same_are_read(cast, monkeypatch):
    monkeypatch.setattr("portal.people.duplicates.CLOSE", 2)
    people = [
        factories.resident(cast.taixing, name="王伟", birth_date=date(1950 + each, 1, 1), id_number="")
        for each in range(9)
    ]
    one = factories.resident(cast.taixing, name="王伟", birth_date=date(1953, 6, 1), id_number="")
    unknown = factories.resident(cast.taixing, name="王伟", id_number="")
    db.session.flush()
    assert [each.other for each in alike_to(one, cast.director, MERGE)] == [people[3]]
    assert len(db.session.execute(close_to([one])).all()) == 2, "the same year, and one without a year"
    assert len(db.session.execute(close_to([unknown])).all()) == 2


@pytest.mark.parametrize(
    "other",
    [{"phone": "15400000009"}, {"name": "王小龙"}, {"gender": "女", "id_number": ""}],
    ids=["another telephone", "another name", "another sex"],
)
def test_who_is_not_alike(cast, two, other):
    factories.resident(cast.taixing, **{"name": "方小隆", "phone": "15400000001", "id_number": ""} | other)
    known, again = two
    Apart.say(known, again, by=cast.director)
    found = [each for each in piece_of(cast.street, cast.director, MERGE).pairs if known in each]
    assert [each for each in found if again not in each] == []


def test_on_the_pages_a_director_merges_and_takes_it_back(as_user, cast, two):
    known, again = two
    known_id, again_id = known.id, again.id
    client = as_user("director")
    assert "方晓龙" in client.get("/people/duplicates").get_data(as_text=True)
    asked = client.fill(client.page(f"/people/{known_id}/merger"), other=str(again_id), reason="核对户口簿，是同一个人")
    assert asked.status == 422
    assert "请核对下面两条登记" in asked.text
    page = client.fill(asked, checked=True)
    assert "另一条的" in page.text
    assert "合并过的登记" in page.text
    assert client.page(f"/people/{again_id}").url.endswith(f"/people/{known_id}"), "its address leads there"
    undoing = next(each for each in page.links() if "/undoing" in each)
    back = client.fill(client.page(undoing), reason="是两个人")
    assert "已撤销合并" in back.text
    assert back.url.endswith(f"/people/{again_id}")
