"""收件码: entered, posted, torn, switched off; those without a report for long are on the desk."""

from datetime import timedelta

import pytest

from plugins.public_reports.models import Label
from portal import clock
from portal.extensions import db
from portal.org.models import OrgUnit
from portal.records.reporting import report_page
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


def test_a_notice_in_a_grid_leads_to_the_form_behind_its_label(app, cast):
    def found() -> str:
        with app.test_request_context():
            page = report_page(cast.grid1)
            return page.url if page else ""

    assert not found(), "the grid has no label"
    label = Label.enter(unit=cast.grid1, title="第一网格", kind="grid", by=cast.director)
    db.session.commit()
    assert found() == label.path
    label.close("请到社区。", by=cast.director)
    db.session.commit()
    assert not found()


@pytest.fixture
def grids(cast) -> list[OrgUnit]:
    """Two more grids of the community."""
    made = [
        OrgUnit.create(kind="grid", name=name, parent=cast.taixing, grid_level=2) for name in ("第二网格", "第三网格")
    ]
    db.session.commit()
    return made


def enter_many(client, **fields):
    path = "/public_reports/labels/batch"
    return client.fill(client.page(path), path, **fields)


def test_many_are_entered_at_once_one_a_line(as_user, cast):
    page = enter_many(
        as_user("director"), unit_id=str(cast.taixing.id), kind="building", titles="锦绣苑 1 号楼\n\n 锦绣苑 2 号楼 \n"
    )
    made = db.session.query(Label).order_by(Label.id).all()
    assert [(each.title, each.kind, each.unit_id) for each in made] == [
        (f"锦绣苑 {number} 号楼", "building", cast.taixing.id) for number in (1, 2)
    ]
    assert len({each.number for each in made} | {each.word for each in made}) == 4
    assert [[entry.verb for entry in each.events] for each in made] == [["enter"], ["enter"]]
    assert "锦绣苑 2 号楼" in page.text
    assert "打印列出的码" in page.text


def test_each_grid_below_gets_one_of_its_own_once(as_user, cast, grids):
    client = as_user("director")
    enter_many(client, unit_id=str(cast.taixing.id), kind="grid", each_grid="y")
    made = db.session.query(Label).all()
    assert {(each.title, each.unit_id) for each in made} == {(each.name, each.id) for each in [cast.grid1, *grids]}
    page = enter_many(client, unit_id=str(cast.street.id), kind="grid", each_grid="y")
    assert (page.status, db.session.query(Label).count()) == (422, 3)
    assert "都已经有码了" in page.text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"titles": " "}, "请填写点位名称，一行一个"),
        ({"titles": "东门\n东门"}, "“东门”写了两次"),
        ({"titles": "门" * 41}, "最多 40 个字"),
        ({"titles": "\n".join(f"第{number}栋" for number in range(51))}, "一次最多登记 50 个"),
        ({"titles": "", "each_grid": "y"}, "类型选“网格”"),
    ],
)
def test_what_is_wrong_with_many_is_said_at_the_field_and_none_is_entered(as_user, cast, fields, said):
    page = enter_many(as_user("director"), unit_id=str(cast.taixing.id), kind="building", **fields)
    assert page.status == 422
    assert said in page.text
    assert db.session.query(Label).count() == 0


def test_the_sheet_holds_what_the_list_shows(as_user, cast, label, monkeypatch):
    printed = []
    monkeypatch.setattr(
        "plugins.public_reports.views.labels.sheet_of",
        lambda found: printed.append([each.title for each in found]) or b"%PDF",
    )
    for title in ("锦绣苑 1 号楼", "锦绣苑 2 号楼"):
        Label.enter(unit=cast.nangan, title=title, kind="building", by=cast.director)
    off = Label.enter(unit=cast.nangan, title="锦绣苑 3 号楼", kind="building", by=cast.director)
    off.close("请到社区服务站。", by=cast.director)
    db.session.commit()
    client = as_user("director")
    for query in ("", "?kind=building", "?status=in_use", f"?q={cast.nangan.short_name}"):
        client.get(f"/public_reports/labels/sheet.pdf{query}")
    buildings = ["锦绣苑 1 号楼", "锦绣苑 2 号楼"]
    assert printed == [buildings, buildings, [label.title], buildings]
    assert client.get("/public_reports/labels/sheet.pdf?status=off").status_code == 409


def test_behind_a_label_of_a_unit_that_is_closed_nothing_is_taken(client, label):
    label.unit.closed_on = clock.today()
    db.session.commit()
    assert "这个码已经停用" in client.page(label.path).text
    assert not client.page(label.path).tree.xpath("//textarea")


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
