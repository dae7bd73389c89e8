"""The lists of deeds, visits and members: what is filtered is shown and taken away, and a step is taken on the line."""

from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from plugins.heroes.models import Deed
from portal.extensions import db
from portal.testing.statements import statements

pytestmark = pytest.mark.database
HTMX = {"HX-Request": "true"}


def titles(page) -> list[str]:
    return page.tree.xpath("//td[contains(@class, 'main-cell')]/a/text()")


def taken_away(client, url: str) -> list[list]:
    return CalamineWorkbook.from_filelike(BytesIO(client.get(url).data)).get_sheet_by_index(0).to_python()


@pytest.fixture
def two(nominate, cast) -> list[int]:
    """One nominated, one accepted already; their ids."""
    made = [nominate(title="火场救人", kind="fire"), nominate(title="跳河救人")]
    made[1].accept(by=cast.district)
    db.session.commit()
    return [deed.id for deed in made]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["跳河救人", "火场救人"]),
        ("status=nominated", ["火场救人"]),
        ("status=open&kind=fire", ["火场救人"]),
        ("created_from=2020-01-01&created_to=2020-12-31", []),
        ("created_from=2020-13-41", ["跳河救人", "火场救人"]),
        ("q=跳河", ["跳河救人"]),
    ],
)
def test_filters(as_user, two, query, expected):
    page = as_user("district").page(f"/heroes/deeds?{query}")
    assert titles(page) == expected
    assert ("日期写得不对" in page.text) is ("13-41" in query)


def test_a_deed_is_accepted_on_its_line(as_user, two):
    client = as_user("district")
    page = client.page("/heroes/deeds")
    (button,) = page.tree.xpath("//table//button")
    form = page.fields(button.xpath("ancestor::form")[0]) | {button.get("name"): button.get("value")}
    answer = client.post(button.get("formaction"), data=form, headers=HTMX)
    text = answer.get_data(as_text=True)
    assert (answer.status_code, text.count("<tr"), "调查核实" in text, "<button" in text) == (200, 1, True, False)
    assert db.session.get(Deed, two[0]).status == "investigating"
    assert client.post(button.get("formaction"), data=form, headers=HTMX).status_code == 409


def test_who_may_not_accept_is_offered_nothing(as_user, two):
    assert as_user("director").page("/heroes/deeds").tree.xpath("//table//button") == []


def test_what_is_filtered_is_taken_away(as_user, two):
    lines = taken_away(as_user("district"), "/heroes/deeds.xlsx?status=nominated")
    assert [line[1] for line in lines[2:]] == ["火场救人"]
    assert "下载" not in as_user("clerk").page("/heroes/deeds").text
    assert as_user("clerk").get("/heroes/deeds.xlsx").status_code == 403


def test_visits_and_members(as_user, bring, fund):
    bring("commended")
    client = as_user("district")
    assert len(titles(client.page("/heroes/visits"))) == 1
    assert "恒泰物业" in client.page("/heroes/association/members?standing=in&q=恒泰").text
    assert "没有符合条件的会员单位" in client.page("/heroes/association/members?standing=left").text
    assert [line[0] for line in taken_away(client, "/heroes/association/members.xlsx")[2:]] == [
        "达拉特旗恒泰物业有限公司"
    ]


@pytest.mark.parametrize("who", ["clerk", "grid", "director", "district"])
@pytest.mark.parametrize("url", ["/heroes/deeds?status=open", "/heroes/registry?level=county", "/heroes/visits"])
def test_a_list_sends_few_statements_whatever_the_rows(as_user, bring, who, url):
    bring("commended", people=3)
    client = as_user(who)
    client.page(url)
    with statements() as sent:
        assert client.page(url).status == 200
    assert len(sent) <= 5, "\n\n".join(sent)
