"""到期的个人信息: kept until the district says otherwise; found in pieces, previewed without names, counted by a job where they are many."""

from datetime import datetime

import pytest
from sqlalchemy import select

from portal import clock
from portal.database import writes
from portal.errors import RuleError, WrongState
from portal.extensions import db
from portal.people.merging import merge
from portal.people.models import Person
from portal.people.moving import move
from portal.plugin.hookspecs import Context
from portal.retention import job
from portal.retention import registers as registers_module
from portal.retention.models import RetentionRun
from portal.retention.registers import Kept, ending, register, registers, undeclared
from portal.settings import change
from portal.testing import factories

pytestmark = pytest.mark.database
PEOPLE = "people_person"
LONG_AGO = datetime(2015, 3, 2, 9, 0, tzinfo=clock.SHANGHAI)


def test_everything_is_kept_until_the_district_has_said_for_how_long(as_user, cast, old):
    old(2)
    page = as_user("director").page("/retention")
    assert "居民登记" in page.text
    assert "一直保存" in page.text
    with pytest.raises(RuleError, match="一直保存"):
        RetentionRun.ask(PEOPLE, cast.street, "到期", count=2, by=cast.director)


def test_the_registers_lie_folded_below_the_module_they_belong_to(as_user, cast, five_years):
    page = as_user("director").page("/retention")
    folded = page.tree.xpath("//details[not(@open)]")
    modules = {each.find("summary").text: each.find("summary/small").text for each in folded}
    assert modules["居民"].endswith("1 个定了年限")
    assert "登记" in modules["人民调解"]
    assert sum(len(each.findall(".//tbody/tr")) for each in folded) == len(registers())


def test_due_is_who_was_entered_long_ago_and_is_named_nowhere(cast, old, five_years, as_user):
    people = old(2)
    factories.case(cast.taixing, by=cast.clerk, parties=[(side, who) for side, who in enumerate(old(2), 1)])
    with clock.pretend(LONG_AGO):
        outside = factories.resident(cast.outside_street)
    new = factories.resident(cast.taixing)
    db.session.commit()
    page = as_user("director").page(f"/retention/{PEOPLE}")
    assert "2 条" in page.text
    assert not any(each.name in page.text for each in (*people, outside, new))


def due(cast) -> list[Person]:
    kept = register(PEOPLE)
    _, ids = kept.piece(cast.street, clock.today(), 0)
    return kept.locked(cast.street, clock.today(), ids)


def test_an_entry_that_is_part_of_another_is_not_due(cast, old):
    kept, gone, alone = old(3)
    merger = merge(kept, gone, "同一个人", by=cast.director)
    assert due(cast) == [alone]
    gone.forget()
    assert not merger.may_be_undone
    with pytest.raises(RuleError, match="已依法删除"):
        merger.undo("是两个人", by=cast.director)


def test_whose_move_was_entered_since_is_not_due(cast, old):
    moved, still = old(2)
    move(moved, "left", clock.today(), by=cast.clerk, reason="家属告知", place="呼和浩特市")
    assert due(cast) == [still]


def test_how_much_is_due_is_counted_in_no_list_of_registers(as_user, cast, old, five_years, monkeypatch):
    old(1)
    monkeypatch.setattr(Kept, "look", lambda *_: pytest.fail("counted"))
    assert "居民登记" in as_user("director").page("/retention").text


def test_it_is_counted_without_the_writers_lock_and_asked_once(as_user, cast, old, five_years, monkeypatch):
    old(1)
    director, look, wrote = as_user("director"), Kept.look, []
    page = director.page(f"/retention/{PEOPLE}")
    monkeypatch.setattr(Kept, "look", lambda *of: (wrote.append(writes()), look(*of))[1])
    for _ in range(2):
        director.fill(page, f"/retention/{PEOPLE}", reason="保存期限届满")
    assert True not in wrote
    assert db.session.scalars(select(RetentionRun.count)).all() == [1]


def test_what_is_too_much_for_a_page_is_counted_by_a_job_before_the_second_person_is_asked(
    as_user, cast, old, five_years, monkeypatch
):
    old(3)
    monkeypatch.setattr(registers_module, "PIECE", 1)
    look = Kept.look
    monkeypatch.setattr(Kept, "look", lambda *of: look(*of, seconds=0))
    director, address = as_user("director"), f"/retention/{PEOPLE}"
    page = director.page(address)
    assert "至少 1 条，记录很多，没有看完" in page.text
    director.fill(page, address, reason="保存期限届满")
    run = db.session.scalars(select(RetentionRun)).one()
    assert (run.state, "正在后台清点" in director.page(f"/retention/runs/{run.id}").text) == ("counting", True)
    with pytest.raises(WrongState):
        run.approve(by=cast.district)
    seen = []
    job.count(Context(None, None, clock.now()), lambda *each: (seen.append(each), db.session.commit()), run_id=run.id)
    assert (run.state, run.count) == ("asked", 3)
    assert seen[-1][0] == seen[-1][1]


def test_every_register_says_what_it_does_in_words(app):
    for each in registers().values():
        assert each.keeping.name
        assert each.keeping.does


def test_every_register_that_names_people_says_what_becomes_of_them(app):
    assert undeclared() == []


def test_what_is_due_is_asked_for_in_every_register_that_ends(cast):
    for each in ending().values():
        assert db.session.scalars(each.due(cast.county, clock.today())).unique().all() == []


def test_what_people_weigh_is_listed_and_asked_for_by_nobody(as_user, cast):
    change("retention", cast.county, {"cases_case": ["10"]}, by=None, reason="本地规定")
    case = factories.case(cast.taixing, by=cast.clerk)
    case.accept(by=cast.clerk)
    case.resolve("办好了。", by=cast.director)
    case.closed_at = LONG_AGO
    db.session.commit()
    page = as_user("director").page("/retention/cases_case")
    assert (case.number in page.text, "不去除姓名" in page.text) == (True, True)
    assert "申请处理" not in page.text
    with pytest.raises(RuleError, match="由人鉴定"):
        RetentionRun.ask("cases_case", cast.street, "到期", count=1, by=cast.director)


def test_a_roster_in_use_has_no_term(as_user, cast):
    director = as_user("director")
    assert "在用的名册" in director.page("/retention").text
    assert director.get("/retention/mediation_committee").status_code == 404
