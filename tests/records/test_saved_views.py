"""我的视图: filters and columns under a name, one's own or the unit's; tabs over the list, without script."""

from urllib.parse import urlsplit

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.cases.models import Case
from portal.extensions import db
from portal.records.saved_views import MOST, SavedView
from portal.testing import factories
from portal.testing.statements import statements

pytestmark = pytest.mark.database


@pytest.fixture
def cases(cast) -> None:
    for title, kind in (("漏水", "0201"), ("欠薪", "0701"), ("噪音", "0203")):
        factories.case(cast.taixing, by=cast.clerk, title=title, kind=kind)
    db.session.commit()


@pytest.fixture
def clerk(as_user, cases):
    return as_user("clerk")


def keep(client, name: str, query: str = "kind=02", columns=("title", "status"), **more):
    """Save the list as filtered by `query`, as a person does: from the link beside the filters."""
    page = client.page(f"/cases?{query}")
    form = client.page(next(url for url in page.links() if url.startswith("/views/new")))
    return client.fill(form, columns=list(columns), name=name, **more)


def tabs(page) -> dict[str, str]:
    return {"".join(link.itertext()): link.get("href") for link in page.tree.xpath("//ul[@class='tabs']//a")}


def headings(page) -> list[str]:
    return ["".join(cell.itertext()) for cell in page.tree.xpath("//table/thead//th")]


def test_a_view_is_a_tab_with_its_count_and_columns(clerk):
    page = keep(clerk, "邻里")
    assert "已保存视图" in page.text
    assert headings(page)[:2] == ["事项", "状态"]
    assert tabs(page) == {"全部": "/cases", "邻里2": "/cases?kind=02&columns=title.status"}
    assert page.tree.xpath("string(//a[@aria-current='page' and contains(., '邻里')])") == "邻里2"
    whole = clerk.page("/cases")
    assert "编号" in headings(whole)[0]
    assert whole.tree.xpath("string(//ul[@class='tabs']//a[@aria-current])") == "全部"


def test_columns_may_be_changed_without_keeping_anything(clerk):
    page = keep(clerk, "", only_show="1")
    assert headings(page)[:2] == ["事项", "状态"]
    assert db.session.scalars(select(SavedView)).all() == []
    assert "columns=title.status" in next(url for url in page.links() if url.startswith("/cases/export"))
    answer = clerk.get("/cases?columns=title.status", headers={"HX-Request": "true"})
    assert "<th" in answer.get_data(as_text=True)


def test_it_is_renamed_changed_and_deleted(clerk):
    keep(clerk, "邻里")
    page = clerk.page("/cases?kind=02&columns=title.status")
    url = next(url for url in page.links() if url.startswith("/views/") and url != "/views/new")
    page = clerk.fill(clerk.page(url), name="邻里纠纷", columns=["title"])
    assert headings(page)[0] == "事项"
    assert "邻里纠纷2" in tabs(page)
    page = clerk.fill(clerk.page(url), drop="1")
    assert "已删除" in page.text
    assert tabs(page) == {}


def test_only_who_may_share_shares_and_the_unit_sees_it(as_user, clerk):
    assert "共享" not in clerk.page("/views/new?of=cases").text
    director = as_user("director")
    keep(director, "本街道邻里", share="y")
    assert "本街道邻里2" in tabs(clerk.page("/cases"))
    assert tabs(as_user("outsider").page("/cases")) == {}
    assert tabs(as_user("grid").page("/cases")) == {}, "an office below is another unit"
    view = db.session.scalars(select(SavedView)).one()
    assert clerk.get(f"/views/{view.id}").status_code == 404, "only who made it changes it"
    page = clerk.page("/")
    form = page.fields(page.form("/logout")) | {"drop": "1"}
    assert clerk.post(f"/views/{view.id}", data=form).status_code == 404
    director.fill(director.page(f"/views/{view.id}"), share=None)
    assert tabs(clerk.page("/cases")) == {}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "请写视图名称"),
        ("   ", "请写视图名称"),
        ("一二三四五六七八九十一二三", "最多 12 个字"),
        ("15412345678", "不能写电话号码"),
        ("邻里", "已有名为"),
    ],
)
def test_a_name_that_will_not_do_is_refused_at_the_field(clerk, name, message):
    keep(clerk, "邻里")
    page = keep(clerk, name, "status=open")
    assert page.status == 422
    assert message in page.text
    assert page.tree.xpath("//input[@name='columns' and @checked]/@value") == ["title", "status"], "nothing is lost"
    assert len(db.session.scalars(select(SavedView)).all()) == 1


def test_there_are_at_most_so_many(clerk):
    for number in range(MOST):
        keep(clerk, f"第{number}个")
    page = keep(clerk, "再一个")
    assert page.status == 422
    assert f"最多保存 {MOST} 个" in page.text


def test_a_filter_or_column_that_is_no_more_is_left_out(clerk, cast):
    db.session.add(
        SavedView(user_id=cast.clerk.id, list="cases", name="旧的", query="kind=02&colour=red&columns=title.gone")
    )
    db.session.commit()
    page = clerk.page(next(url for label, url in tabs(clerk.page("/cases")).items() if label == "旧的2"))
    assert (page.status, headings(page)[0]) == (200, "事项")


def test_words_that_were_sought_are_not_kept(clerk):
    page = keep(clerk, "找过的", "q=漏水&kind=02")
    assert "q=" not in tabs(page)["找过的2"]


@pytest.mark.parametrize("of", ["", "nothing", "cases' --", "heroes.deeds"])
def test_views_of_lists_that_one_may_not_open(as_user, of):
    assert as_user("mediator").get("/views/new", query_string={"of": of}).status_code in (403, 404)


def test_whoever_has_none_is_not_asked_about_them(clerk):
    clerk.page("/cases")
    with statements() as sent:
        clerk.page("/cases")
    assert len(sent) == 3
    keep(clerk, "邻里")
    keep(clerk, "未办结", "status=open")
    with statements() as sent:
        clerk.page("/cases")
    assert len(sent) <= 5, "\n\n".join(sent)
    with statements() as sent:
        clerk.get("/cases", headers={"HX-Request": "true"})
    assert len(sent) == 3, "htmx takes only the rows"


def test_the_list_weighs_little(clerk, cast):
    for number in range(25):
        factories.case(cast.taixing, by=cast.clerk, title=f"第{number}件")
    db.session.commit()
    for name in ("邻里", "未办结"):
        keep(clerk, name)
    sent = clerk.get("/cases", headers={"Accept-Encoding": "gzip"})
    rows = clerk.get("/cases", headers={"Accept-Encoding": "gzip", "HX-Request": "true"})
    elements = [each for each in clerk.page("/cases").tree.iter() if isinstance(each.tag, str)]
    assert len(sent.data) <= 4 * 1024
    assert len(rows.data) <= 2 * 1024
    assert len(elements) <= 600


def test_a_step_taken_on_a_line_leaves_the_columns_as_they_were_chosen(clerk, cases):
    page = clerk.page("/cases?columns=title.status")
    button = page.tree.xpath("//tr[contains(., '漏水')]//button")[0]
    form = page.fields(button.xpath("ancestor::form")[0]) | {button.get("name"): button.get("value")}
    answer = clerk.post(button.get("formaction"), data=form, headers={"HX-Request": "true"})
    text = answer.get_data(as_text=True)
    assert (answer.status_code, text.count("<td")) == (200, 3)
    assert db.session.scalar(select(Case.status).where(Case.title == "漏水")) == "triaged"
    assert urlsplit(button.get("formaction")).path.endswith("/acceptance")


NUMBER = "152722195701019973"


@pytest.mark.parametrize("name", ["kind", "status", "sort", "columns", "overdue"])
def test_what_a_list_did_not_understand_is_kept_nowhere(as_user, name):
    client = as_user("director")
    client.get(f"/cases/export.csv?{name}={NUMBER}")
    page = client.page(f"/views/new?of=cases&{name}={NUMBER}")
    assert (page.status, "不要把证件号码、电话号码" in page.text) == (422, True)
    assert not [view for view in db.session.scalars(db.select(SavedView.query)) if NUMBER in view]
    assert not [said for said in db.session.scalars(db.select(AuditEntry.detail)) if NUMBER in said]


def test_columns_stand_in_the_order_that_was_written_on_the_page_and_in_the_file(clerk, cases):
    page = clerk.page("/views/new?of=cases&columns=title.status")
    assert page.fields(page.form())["order"] == "事项、状态"
    page = clerk.fill(page, name="状态在前", columns=["title", "status"], order="状态、没有的列")
    assert tabs(page)["状态在前3"] == "/cases?columns=status.title"
    headings = clerk.get("/cases/export.csv?columns=status.title").get_data(as_text=True).splitlines()[1]
    assert headings == "状态,事项"
