"""The list: filters in the address, newest first, one page after another without loss or repetition."""

from datetime import timedelta

import pytest

from portal import clock
from portal.extensions import db
from portal.testing import factories

pytestmark = pytest.mark.database


def titles(page) -> list[str]:
    return ["".join(cell.itertext()) for cell in page.tree.iter("td") if "main-cell" in (cell.get("class") or "")]


@pytest.fixture
def cases(cast):
    made = [
        factories.case(cast.taixing, by=cast.clerk, title="漏水", kind="0201", level="minor"),
        factories.case(cast.nangan, by=cast.clerk, title="欠薪", kind="0701", level="major"),
        factories.case(cast.grid1, by=cast.grid, title="噪音", kind="0203", level="minor"),
    ]
    made[1].triage(kind="0701", level="major", by=cast.clerk)
    db.session.commit()
    return made


def test_a_case_of_high_risk_is_in_the_list_and_in_its_filter(as_user, cast, cases):
    factories.case(cast.taixing, by=cast.clerk, title="要打起来了", risk="high")
    db.session.commit()
    clerk = as_user("clerk")
    for query in ("", "?risk=", "?risk=high", "?status=open&risk=&urgency="):
        assert "要打起来了" in titles(clerk.page(f"/cases{query}")), query
    assert "要打起来了" not in titles(clerk.page("/cases?risk=low"))


def test_newest_first(as_user, cases):
    assert titles(as_user("clerk").page("/cases")) == ["噪音", "欠薪", "漏水"]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=registered", ["噪音", "漏水"]),
        ("status=open", ["噪音", "欠薪", "漏水"]),
        ("status=archived", []),
        ("kind=02", ["噪音", "漏水"]),
        ("level=major", ["欠薪"]),
        ("kind=02&status=triaged", []),
        ("q=漏水", ["漏水"]),
        ("q=00002", ["欠薪"]),
        ("q=%25", []),
        ("q=_", []),
        ("overdue=1", []),
    ],
)
def test_filters(as_user, cases, query, expected):
    assert titles(as_user("clerk").page(f"/cases?{query}")) == expected


def test_the_desk_counts_what_its_list_then_shows(as_user, cast, cases):
    department = as_user("department")
    assert titles(department.page("/cases?status=handed")) == []
    cases[1].assign(cast.labour_bureau, by=cast.clerk)
    db.session.commit()
    desk = department.page("/")
    assert "交给我们办理 1" in desk.text
    assert "/cases?desk=handed" in desk.links()
    assert titles(department.page("/cases?status=handed")) == ["欠薪"]
    assert titles(as_user("clerk").page("/cases?status=handed")) == [], "to others"


def test_what_is_overdue(as_user, cases):
    client = as_user("clerk")
    cases[0].due_at = clock.now() - timedelta(days=1)
    cases[2].due_at = cases[2].warn_at = clock.now() - timedelta(minutes=1)
    db.session.commit()
    assert titles(client.page("/cases?overdue=1")) == ["噪音", "漏水"]
    assert "超期 1 天" in client.page("/cases").text


def test_a_party_is_found_by_name_and_number(as_user, cast):
    person = factories.resident(cast.taixing, name="阿拉腾·其其格")
    factories.case(cast.taixing, by=cast.clerk, title="草场", parties=[(1, person)])
    factories.case(cast.taixing, by=cast.clerk, title="别的")
    db.session.commit()
    client, number = as_user("clerk"), person.id_number
    assert titles(client.page("/cases?q=其其格")) == ["草场"]
    assert titles(client.fill(client.page("/cases"), "/cases", q=number)) == ["草场"]


def test_paging_shows_everything_once(as_user, cast):
    moment = clock.now()
    people = [(1, factories.resident(cast.taixing))]
    with clock.pretend(moment):  # all at the same moment: the id decides
        for number in range(45):
            factories.case(cast.taixing, by=cast.clerk, title=f"第{number}件", parties=people)
    db.session.commit()
    client, url, seen = as_user("clerk"), "/cases?kind=02", []
    while url:
        page = client.page(url)
        seen += titles(page)
        assert "共 45 条" in page.text
        url = next((link for link in page.links() if "after=" in link), None)
    assert seen == [f"第{number}件" for number in reversed(range(45))]


@pytest.mark.parametrize("after", ["x", "nan_1", "inf_1", "1_x", "1e30_1", "-1_-1", "1.5_99999999999999999999", "_"])
def test_a_bent_page_address_is_no_accident(as_user, cases, after):
    assert as_user("clerk").page("/cases", query_string={"after": after}).status == 200


def test_htmx_gets_only_the_rows(as_user, cases):
    page = as_user("clerk").get("/cases?q=漏水", headers={"HX-Request": "true"})
    text = page.get_data(as_text=True)
    assert "漏水" in text
    assert "<html" not in text


def test_names_in_the_list_are_masked(as_user, cast):
    factories.case(cast.taixing, by=cast.clerk, parties=[(1, factories.resident(cast.taixing, name="欧阳建国"))])
    db.session.commit()
    text = as_user("clerk").page("/cases").text
    assert "欧阳建国" not in text
    assert "欧" in text


def test_how_all_numbers_begin_is_said_once_below_the_list(as_user, cast, cases):
    page = as_user("clerk").page("/cases")
    assert page.tree.xpath("//td[contains(@class, 'serial')]/text()") == ["00003", "00002", "00001"]
    assert f"编号都以“昭君街道〔{clock.today().year}〕”开头" in page.text
    other = cases[0].number.replace("昭君街道", "另一街道")
    cases[0].number = other
    db.session.commit()
    page = as_user("clerk").page("/cases")
    assert other in page.tree.xpath("//td[contains(@class, 'serial')]/text()")
    assert "开头" not in page.text
