"""A long roster is tried, entered and taken back behind the pages, a turn at a time: it may be stopped, interrupted, and goes on."""

import io

import pytest
from sqlalchemy import func, select

from plugins.mediation.models import Mediator
from plugins.mediation.tests.test_import import GOOD, HEADINGS, WRONG, workbook
from portal.accounts.models import Appointment
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.jobs.models import Job
from portal.jobs.worker import Worker
from portal.people import guesses
from portal.records import dry_run, import_batch, import_pages, import_work
from portal.records.import_batch import ImportBatch
from tests.records import messy

pytestmark = pytest.mark.database


@pytest.fixture(autouse=True)
def few_at_hand(monkeypatch):
    """Three rows are long already, and a turn is over at once."""
    monkeypatch.setattr(import_work, "AT_HAND", 2)
    monkeypatch.setattr(import_pages, "AT_HAND", 2)
    monkeypatch.setattr(import_work, "TURN", 0)


@pytest.fixture
def url(committee) -> str:
    return f"/mediation/committees/{committee.id}/import/mediators"


@pytest.fixture
def client(as_user):
    return as_user("director")


@pytest.fixture
def turn(app):
    """`turn()` runs the next job; whether there was one."""

    def run() -> bool:
        db.session.remove()
        return Worker(app).run_one()

    return run


def rows(count: int) -> list[list]:
    return [
        [
            f"王建{'甲乙丙丁戊己庚辛壬癸'[number // 10]}{'甲乙丙丁戊己庚辛壬癸'[number % 10]}",
            *GOOD[1:5],
            f"1380477{1000 + number}",
            *GOOD[6:],
        ]
        for number in range(count)
    ]


@pytest.fixture
def asked(client, url):
    """`asked(row, …)`: the page that asks which column is what."""
    return lambda *lines, **kwargs: client.fill(client.page(url), upload=(workbook(*lines, **kwargs), "名册.xlsx"))


@pytest.fixture
def checked(client, asked, turn):
    def check(*lines):
        page = client.fill(asked(*lines), action=None)
        while turn():
            pass
        return client.page(page.url)

    return check


def entered() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Mediator.id)).where(Mediator.name.startswith("王建")))


def told(action: str) -> list[str]:
    db.session.rollback()
    said = db.session.scalars(select(AuditEntry.detail).where(AuditEntry.action == action).order_by(AuditEntry.id))
    return [each.partition("：")[2] or each for each in said]


@pytest.fixture
def taken_back_in_part(client, checked, turn, monkeypatch):
    """The page of an import of 25 of which the last 5 were taken back, when the 20th was changed."""
    monkeypatch.setattr(import_batch, "AT_ONCE", 5)
    monkeypatch.setattr(import_batch, "HOLD", 60)
    page = client.fill(checked(*rows(25)))
    while turn():
        pass
    page = client.fill(client.page(page.url), f"{page.url}/undoing")
    assert turn(), "tried"
    assert turn(), "the last five"
    change("改过")
    while turn():
        pass
    return client.page(page.url)


def change(name: str) -> None:
    db.session.rollback()
    there = select(Mediator).where(Mediator.id.in_(select(func.max(Mediator.id)).where(Mediator.committee_id > 0)))
    db.session.scalars(there).one().name = name
    db.session.commit()


def test_what_was_taken_back_in_part_is_said_and_only_taken_back_further(client, taken_back_in_part):
    page = taken_back_in_part
    assert "撤销了一部分，还有 20 行没有撤销" in page.text
    assert "后来修改过" in page.text
    assert "接着导入" not in page.text
    sent = client.post(page.url, data=page.fields(page.form(f"{page.url}/undoing")))
    assert sent.status_code == 409
    assert entered() == 19, "and one that was renamed"
    assert told("import_undo") == ["25 行", "还有 20 行没有撤销"]


def test_the_rest_is_taken_back_when_nothing_is_in_the_way(client, taken_back_in_part, turn):
    change(rows(20)[-1][0])
    page = client.fill(taken_back_in_part, f"{taken_back_in_part.url}/undoing")
    while turn():
        pass
    assert "已经撤销" in client.page(page.url).text
    assert entered() == 0
    assert told("import_undo") == ["25 行", "还有 20 行没有撤销", "20 行"]


def test_taking_back_is_stopped_between_its_turns(client, checked, turn):
    page = client.fill(checked(*rows(25)))
    while turn():
        pass
    page = client.fill(client.page(page.url), f"{page.url}/undoing")
    turn()
    turn()
    page = client.fill(client.page(page.url), f"{page.url}/stopping")
    some = entered()
    while turn():
        pass
    assert 0 < some < 25
    assert entered() == some
    assert f"还有 {some} 行没有撤销" in page.text


def test_what_was_entered_before_it_was_stopped_stands_in_the_trail(client, checked, turn):
    page = client.fill(checked(*rows(25)))
    turn()
    client.fill(client.page(page.url), f"{page.url}/stopping")
    assert told("import") == [f"{entered()} 行"]


def test_only_what_is_worked_on_is_said_to_be_stopped(client, checked, turn):
    page = client.fill(checked(*rows(3)))
    while turn():
        pass
    assert "已停下" not in client.fill(page, f"{page.url}/stopping").text


def test_numbers_of_others_are_charged_in_the_turn_that_tells_them(client, asked, turn, monkeypatch):
    others = {row[0] for row in rows(21)[::10]}
    monkeypatch.setattr(
        dry_run,
        "all_entered",
        lambda kind, owner, lines, *_: [(None, import_work.ANOTHERS * (each["name"] in others), []) for each in lines],
    )
    page = client.fill(asked(*rows(25)), action=None)
    turn()
    client.fill(client.page(page.url), f"{page.url}/stopping")
    assert told("number_guesses") == ["核对名册 10 行，1 行的号码以别的姓名登记过"]


def test_it_is_asked_about_checked_entered_and_taken_back_in_turns(client, asked, turn):
    page = asked(*rows(25), WRONG)
    assert "哪一列是什么" in page.text
    assert "可以导入" not in page.text
    page = client.fill(page)
    assert "正在核对" in page.text
    assert turn()
    assert "正在核对" in client.page(page.url).text, "others have their turn in between"
    while turn():
        pass
    page = client.page(page.url)
    assert "可以导入 25 行，有问题的 1 行不导入" in page.text
    assert entered() == 0
    page = client.fill(page, page.url)
    assert "正在导入" in page.text
    while turn():
        pass
    page = client.page(page.url)
    assert "已导入 25 行，1 行没有导入" in page.text
    assert entered() == 25
    assert "正在撤销" in client.fill(page, f"{page.url}/undoing").text
    while turn():
        pass
    assert "已经撤销" in client.page(page.url).text
    assert entered() == 0


def test_it_is_stopped_and_goes_on(client, checked, turn):
    page = client.fill(checked(*rows(25)))
    assert turn()
    some = entered()
    assert 0 < some < 25
    page = client.fill(client.page(page.url), f"{page.url}/stopping")
    assert f"已导入 {some} 行。可以接着导入，也可以撤销" in page.text
    while turn():
        pass
    assert entered() == some
    page = client.fill(page, page.url)
    while turn():
        pass
    assert entered() == 25
    assert "已导入 25 行" in client.page(page.url).text


def test_what_is_cut_off_in_the_middle_goes_on_and_enters_nobody_twice(client, checked, turn, monkeypatch):
    page, times = client.fill(checked(*rows(25))), []

    def cut_off(batch, *given):
        times.append(1)
        if len(times) == 2:
            raise SystemError("the power is gone")
        return whole(batch, *given)

    whole = ImportBatch.enter_some
    monkeypatch.setattr(ImportBatch, "enter_some", cut_off)
    monkeypatch.setattr(import_work, "TURN", 60)
    turn()
    some = entered()
    assert 0 < some < 25
    db.session.execute(db.update(Job).where(Job.task == import_work.TASK).values(run_at=Job.created_at))
    db.session.commit()
    while turn():
        pass
    assert entered() == 25
    assert "已导入 25 行" in client.page(page.url).text


def test_whoever_may_no_longer_import_imports_nothing_more(client, checked, turn, cast):
    page = client.fill(checked(*rows(3)))
    db.session.execute(db.delete(Appointment).where(Appointment.user_id == cast.director.id))
    db.session.commit()
    while turn():
        pass
    assert entered() == 0
    batch = db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc())).first()
    assert (batch.state, "不能在这里导入" in batch.said) == ("stopped", True)
    assert page.status == 200


def test_a_mapping_that_no_longer_fits_is_asked_about_with_what_changed(client, url, asked, monkeypatch):
    monkeypatch.setattr(import_pages, "AT_HAND", 100)
    page = asked(GOOD, headings=["称呼", *HEADINGS[1:]])
    page = client.fill(page, f"{page.url}/mapping", column__0="name")
    assert "可以导入 1 行" in page.text
    page = asked(GOOD, headings=["甲方", *HEADINGS[1:]])
    assert "上次有“姓名”，这张表里没有找到" in page.text
    assert "可以导入" not in page.text
    assert "可以导入 1 行" in client.fill(page, column__0="name").text
    assert "可以导入 1 行" in asked(GOOD, headings=["称呼", *HEADINGS[1:]]).text, "the first is still known"


def test_a_column_whose_heading_nobody_knows_is_told_by_its_numbers(asked, monkeypatch):
    monkeypatch.setattr(import_pages, "AT_HAND", 100)
    page = asked(GOOD, headings=[*HEADINGS[:5], "某列", *HEADINGS[6:]])
    assert "可以导入 1 行" in page.text
    assert page.fields(page.form(f"{page.url}/mapping"))["column-5"] == "phone"


def test_two_columns_for_one_field_are_refused_and_nothing_chosen_is_lost(client, asked):
    page = client.fill(asked(*rows(3)), column__1="name")
    assert page.status == 422
    assert "“姓名”选了两列" in page.text
    assert page.fields(page.form())["column-0"] == "name"


def test_another_sheet_and_other_headings_are_chosen_on_the_page(client, url, monkeypatch):
    monkeypatch.setattr(import_pages, "AT_HAND", 100)
    content = messy.workbook([["旧表", "x"], HEADINGS, GOOD], before=[("封面", False)])

    page = client.fill(client.page(url), upload=(io.BytesIO(content), "名册.xlsx"))
    assert "可以导入 1 行" in page.text, "headings are found by their words"
    page = client.fill(page, f"{page.url}/mapping", first="1", last="1")
    assert "旧表" in page.text
    page = client.fill(page, f"{page.url}/mapping", sheet="封面")
    assert (page.status, "表里没有这几行" in page.text or "没有数据行" in page.text or "工作表是空的" in page.text) == (
        422,
        True,
    )


def test_guesses_in_a_long_sheet_end_it(client, asked, turn, monkeypatch):
    monkeypatch.setattr(guesses, "MOST_IN_A_SHEET", 1)
    page = client.fill(asked(*rows(3)))
    batch = db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc())).first()
    batch.wrong = {"2": [import_work.ANOTHERS]}
    db.session.commit()
    monkeypatch.setattr("portal.records.dry_run.MOST_IN_A_SHEET", 1)
    while turn():
        pass
    assert "登记过，但姓名不同" in client.page(page.url).text
    assert db.session.scalars(select(ImportBatch).order_by(ImportBatch.id.desc())).first().content == ""
