"""名录: every honour stands on one page of it, at any depth, filtered or not."""

from datetime import date, timedelta

import pytest

from portal.extensions import db

pytestmark = pytest.mark.database


@pytest.fixture
def honoured(bring) -> list[str]:
    """The addresses of 45 heroes of one deed, ten honoured a day, newest first."""
    honours = [hero.honours[0] for hero in bring("commended", people=45).heroes]
    for number, honour in enumerate(honours):
        honour.conferred_on = date(2025, 1, 1) + timedelta(days=number // 10)
    db.session.commit()
    honours.sort(key=lambda each: (each.conferred_on, each.id), reverse=True)
    return [f"/heroes/people/{each.hero_id}" for each in honours]


def listed(page) -> list[str]:
    return [url for url in page.links() if url.startswith("/heroes/people/")]


def walk(client, url: str) -> list[str]:
    seen = []
    while url:
        page = client.page(url)
        seen += listed(page)
        url = next((link.get("href") for link in page.tree.iter("a") if "下一页" in "".join(link.itertext())), None)
    return seen


def test_every_line_is_met_once_newest_first(as_user, honoured):
    assert walk(as_user("clerk"), "/heroes/registry") == honoured


def test_filters_hold_from_page_to_page(as_user, honoured):
    assert len(walk(as_user("clerk"), "/heroes/registry?year=2025&level=county")) == 45
    assert walk(as_user("clerk"), "/heroes/registry?year=2024") == []


@pytest.mark.parametrize(
    "after", ["x", "2025-13-01_1", "1767225600.0_3", "2025-01-03_²", "2025-01-03_" + "9" * 40, "_", "2025-01-03"]
)
def test_an_odd_key_begins_anew_or_after_its_day(as_user, honoured, after):
    page = as_user("clerk").page("/heroes/registry", query_string={"after": after})
    assert page.status == 200


def test_a_page_shows_the_total_and_the_way_back(as_user, honoured):
    client = as_user("clerk")
    assert "共 45 条" in client.page("/heroes/registry").text
    page = client.page("/heroes/registry?after=2025-01-03_999999")
    assert "回到第一页" in page.text


def test_a_number_typed_into_the_box_stands_in_no_address(as_user, honoured):
    answer = as_user("clerk").post("/heroes/registry", data={"q": "15412345678"})
    assert answer.status_code == 200
    assert "没有符合条件的人员" in answer.get_data(as_text=True)
