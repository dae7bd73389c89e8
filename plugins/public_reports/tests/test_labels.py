"""收件码: entered, posted, torn, switched off; those without a report for long are on the desk."""

from datetime import timedelta

import pytest

from plugins.public_reports.models import Label
from portal import clock
from portal.extensions import db
from portal.testing.statements import statements

pytestmark = pytest.mark.database


def test_a_label_is_entered_printed_and_posted(as_user, cast):
    director = as_user("director")
    page = director.fill(
        director.page("/public_reports/labels/new"), title="锦绣苑东门", kind="gate", unit_id=str(cast.grid1.id)
    )
    entered = db.session.query(Label).one()
    assert (page.heading, entered.status, len(entered.word)) == ("锦绣苑东门", "waiting", 6)
    assert director.get("/public_reports/labels/sheet.pdf").mimetype == "application/pdf"
    assert director.get(f"/public_reports/labels/{entered.id}/sign.pdf").mimetype == "application/pdf"
    path = f"/public_reports/labels/{entered.id}/posting"
    director.fill(director.page(path), path)
    db.session.refresh(entered)
    assert entered.status == "in_use"
    assert director.get("/public_reports/labels/sheet.pdf").status_code == 409, "nothing waits to be posted"


def test_the_word_is_read_as_it_is_typed(label):
    assert Label.of_word(f" {label.word.lower()} ") is label


def test_one_that_hears_nothing_for_long_is_on_the_desk_and_in_the_list(as_user, label):
    clerk = as_user("clerk")
    assert label.title not in clerk.page("/").text
    with clock.pretend(clock.now() + timedelta(days=92)):
        later = as_user("clerk")
        assert label.title in later.page("/").text
        assert label.title in later.page("/public_reports/labels?status=quiet").text


def test_a_grid_worker_tells_that_it_is_torn_and_does_not_switch_it_off(as_user, label):
    grid = as_user("grid")
    path = f"/public_reports/labels/{label.id}/damage"
    grid.fill(grid.page(path), path, text="被雨淋坏了")
    db.session.refresh(label)
    assert label.status == "damaged"
    assert grid.get(f"/public_reports/labels/{label.id}/closure").status_code == 403


def test_the_first_report_shows_that_it_hangs(cast, client):
    entered = Label.enter(unit=cast.grid1, title="万豪花园北门", kind="gate", by=cast.director)
    db.session.commit()
    client.fill(client.page(entered.path), entered.path, matter="property", text="楼道的灯不亮。")
    db.session.refresh(entered)
    assert (entered.status, entered.posted_at is not None, entered.events[-1].verb) == ("in_use", True, "hang")


def test_its_page_tells_how_many_came_and_the_list_counts_no_tip_offs(as_user, label, report):
    report()
    report(tip_off=True, text="李某私分救济粮。")
    clerk = as_user("clerk")
    assert "来件 1 件" in clerk.page(f"/public_reports/labels/{label.id}").text
    page = clerk.page("/public_reports/labels")
    place = [" ".join(each.itertext()).strip() for each in page.tree.xpath("//thead/tr/th")].index("来件（不含举报）")
    assert " ".join(page.tree.xpath("//tbody/tr/*")[place].itertext()).strip() == "1"


@pytest.mark.parametrize(
    ("path", "most"), [("reports", 6), ("labels", 6), ("reports/{report}", 9), ("labels/{label}", 8)]
)
def test_pages_send_few_statements(as_user, label, report, path, most):
    sent = report()
    url = f"/public_reports/{path.format(report=sent.id, label=label.id)}"
    clerk = as_user("clerk")
    clerk.page(url)
    with statements() as asked:
        clerk.page(url)
    assert len(asked) <= most, "\n\n".join(asked)
