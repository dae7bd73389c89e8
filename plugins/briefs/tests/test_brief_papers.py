"""The papers, and the report as Word: two pages at most, the same for ever, no resident's name."""

import io
from datetime import timedelta

import pytest
from docx import Document
from pypdf import PdfReader

from plugins.briefs.models import Brief
from plugins.briefs.report import sections_of
from plugins.briefs.tests.conftest import MONDAY, give, meeting
from portal import clock
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database

LONG = "老旧小区供暖管道漏水反映集中，请供热公司逐户测温。"


def words(client, url: str) -> tuple[int, str]:
    """Pages and text of a PDF."""
    answer = client.open(url)
    assert answer.status_code == 200, url
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return len(pages), "".join(each.extract_text() for each in pages).replace("\n", "")


@pytest.fixture
def full(cast, brief) -> Brief:
    """As much as the forms take."""
    people = [{"name": f"参会人{n}", "post": "单位职务" * 4, "came": n < 14, "stand_in": ""} for n in range(24)]
    said = {"summary": (LONG * 30)[:250], "opinion": (LONG * 40)[:500], "attendances": people}
    brief.hold(**meeting(**said, risks=[(LONG * 4)[:50]] * 4), by=cast.clerk)
    for _ in range(12):
        give(cast, brief, title=(LONG * 4)[:60])
    brief.data = brief.data | {
        "pressing": [[n, f"昭君〔2026〕{n:05}号", "邻里", 3 - n, n > 3] for n in range(90)],
        "pressed": [650, 12],
        "lines": [["包案", "在包 12 件，其中重大 2 件，7 日内到期 3 件，超期 1 件，本期新包 2 件，本期销号 1 件"]] * 6,
        "parties": [["", [[n, f"昭君〔2026〕{n:05}号"] for n in range(9)]]] * 5,
    }
    brief.sign(by=cast.director)
    db.session.commit()
    return brief


@pytest.mark.parametrize("paper", ["report", "sign_in", "pressing"])
def test_two_pages_hold_the_fullest(as_user, full, paper):
    pages, _ = words(as_user("director"), f"/briefs/reports/{full.id}/{paper}.pdf")
    assert pages <= 2


def test_the_report_tells_what_was_decided(as_user, signed):
    _, text = words(as_user("director"), f"/briefs/reports/{signed.id}/report.pdf")
    assert "泰兴社区2026年第14周研判报告" in text.replace(" ", "")
    for word in ("上期没有任务", "清理楼道堆物", "供暖开始以后老旧小区管道漏水增多", "赵强", "李伟"):
        assert word in text


def test_signed_it_prints_the_same_for_ever(as_user, cast, signed):
    client, url = as_user("director"), f"/briefs/reports/{signed.id}/report.pdf"
    before = client.open(url).data
    with clock.pretend(MONDAY + timedelta(days=40)):
        factories.case(cast.taixing, by=cast.clerk)
        signed.tasks[0].finish("已清理。", by=cast.grid)
        db.session.commit()
        assert client.open(url).data == before


def test_what_the_modules_counted_stands_in_the_fullest(full):
    data = next(each for each in sections_of(full) if each.title == "本期数据")
    assert data.texts[-1].count("包案：在包 12 件") == 6


@pytest.mark.parametrize("what", ["dropped", "renewed"])
def test_what_becomes_of_its_tasks_is_not_printed_in_it(as_user, cast, signed, what):
    client, url = as_user("director"), f"/briefs/reports/{signed.id}/report.pdf"
    before, (task,) = client.open(url).data, signed.tasks
    if what == "dropped":
        task.drop("已由物业清理。", by=cast.clerk)
    else:
        task.finish("清了两栋。", by=cast.grid)
        task.renew(clock.today() + timedelta(days=20), "还有一栋。", by=cast.clerk)
    db.session.commit()
    assert client.open(url).data == before


def test_the_list_says_how_many_there_are(as_user, full):
    _, text = words(as_user("director"), f"/briefs/reports/{full.id}/pressing.pdf")
    assert "另有622件" in text.replace(" ", "")
    assert "红色：已超期，650件" in text.replace(" ", "")


def test_until_it_is_signed_it_is_a_draft(as_user, met):
    assert "草稿" in as_user("clerk").page(f"/briefs/reports/{met.id}").text
    assert as_user("clerk").open(f"/briefs/reports/{met.id}/tasks/{met.tasks[0].id}/order.pdf").status_code == 409


def test_a_task_has_an_order_of_its_own(as_user, signed):
    _, text = words(as_user("director"), f"/briefs/reports/{signed.id}/tasks/{signed.tasks[0].id}/order.pdf")
    assert "清理楼道堆物" in text


def test_word_opens_again_and_says_the_same(as_user, signed):
    answer = as_user("director").open(f"/briefs/reports/{signed.id}/report.docx")
    opened = Document(io.BytesIO(answer.data))
    text = "\n".join(each.text for each in opened.paragraphs)
    cells = {cell.text for table in opened.tables for row in table.rows for cell in row.cells}
    for section in sections_of(signed):
        assert all(each in text for each in section.texts)
        assert {cell for row in section.rows for cell in row} <= cells
    assert "清理楼道堆物" in cells
    assert opened.core_properties.author == "泰兴社区"
    assert not any(
        "vba" in str(part.partname) or (part.rels and any(rel.is_external for rel in part.rels.values()))
        for part in opened.part.package.iter_parts()
    )


def test_the_fullest_word_document_opens_too(as_user, full):
    opened = Document(io.BytesIO(as_user("director").open(f"/briefs/reports/{full.id}/report.docx").data))
    assert len(opened.tables) == 2


def test_who_is_of_elsewhere_gets_neither(as_user, signed):
    for name in ("report.docx", "report.pdf"):
        assert as_user("outsider").open(f"/briefs/reports/{signed.id}/{name}").status_code == 404
