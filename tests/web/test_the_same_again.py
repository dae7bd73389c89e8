"""Back and send again: a page that was fetched anew has a new key, so what was made of the same content is told by it."""

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.cases.models import Case
from portal.extensions import db

pytestmark = pytest.mark.database
TYPED = {
    "applicants-0-person_id": "new",  # 都不是，按新人登记
    "respondents-0-person_id": "new",
    "kind": "0201",
    "title": "楼上漏水",
    "description": "三楼漏水，二楼受损。",
    "applicants-0-name": "张三",
    "applicants-0-phone": "15400000001",
    "respondents-0-name": "李四",
}
ASKED = "已登记过一件事项"


@pytest.fixture
def clerk(as_user, cast):
    return as_user("clerk")


def filled(client, cast, **changes) -> dict:
    """The form as it is fetched anew and filled."""
    page = client.page("/cases/new")
    return page.fields(page.form("/cases/new")) | {"unit_id": cast.unit_ids["taixing"]} | TYPED | changes


def register(client, cast, **changes):
    return client.post("/cases/new", data=filled(client, cast, **changes))


def cases() -> int:
    return db.session.scalar(select(func.count()).select_from(Case))


def test_the_same_content_is_asked_about_and_leads_to_the_first(clerk, cast):
    first = register(clerk, cast)
    page = clerk.fill(clerk.page("/cases/new"), "/cases/new", unit_id=cast.unit_ids["taixing"], **TYPED)
    case = db.session.scalars(select(Case)).unique().one()
    assert page.status == 422
    assert f"您在 {clock.local(case.created_at):%H:%M} {ASKED}，内容相同：{case.number}" in page.text
    assert "有内容需要改正" not in page.text
    assert first.headers["Location"] in page.links()
    assert page.fields(page.form("/cases/new"))["description"] == TYPED["description"]


def test_whoever_means_it_ticks_the_box(clerk, cast):
    register(clerk, cast)
    page = clerk.fill(clerk.page("/cases/new"), "/cases/new", unit_id=cast.unit_ids["taixing"], **TYPED)
    assert "仍要再登记一件事项" in page.text
    clerk.fill(page, "/cases/new", again="1")
    assert cases() == 2
    assert register(clerk, cast).status_code == 422


@pytest.mark.parametrize(
    "change",
    [{"title": "漏水"}, {"level": "major"}, {"location": "3号楼"}, {"description": " 三楼漏水，二楼受损。\r\n"}],
)
def test_a_slip_mended_on_the_way_does_not_make_it_another_case(clerk, cast, change):
    register(clerk, cast)
    assert register(clerk, cast, **change).status_code == 422
    assert cases() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "0203"},
        {"description": "又漏了。"},
        {"applicants-0-name": "王五"},
        {"applicants-0-phone": "15400000002"},
        {"respondents-0-name": "赵六"},
    ],
)
def test_another_kind_story_or_party_is_another_case(clerk, cast, change):
    register(clerk, cast)
    assert register(clerk, cast, **change).status_code == 303
    assert cases() == 2


def test_an_hour_later_nobody_asks(clerk, cast):
    register(clerk, cast)
    with clerk.session_transaction() as session:
        session["made"] = [[mark, at - 3601, *rest] for mark, at, *rest in session["made"]]
    assert register(clerk, cast).status_code == 303


def test_what_a_colleague_registers_is_his(clerk, as_user, cast):
    register(clerk, cast)
    assert register(as_user("director"), cast).status_code == 303


def test_a_form_that_was_refused_has_made_nothing(clerk, cast):
    assert register(clerk, cast, title="").status_code == 422
    page = clerk.fill(
        clerk.page("/cases/new"),
        "/cases/new",
        unit_id=cast.unit_ids["taixing"],
        **TYPED | {"applicants-0-name": "张三", "respondents-0-name": "张三", "respondents-0-phone": "15400000001"},
    )
    assert page.status == 422
    assert ASKED not in page.text
    assert register(clerk, cast).status_code == 303


def test_the_cookie_says_nothing_about_the_parties(clerk, cast):
    register(clerk, cast)
    with clerk.session_transaction() as session:
        kept = str(dict(session))
    assert "/cases/" in kept
    assert not any(word in kept for word in ("张三", "李四", "15400000001", "漏水"))


def test_it_costs_no_more_than_three_in_the_cookie(clerk, cast):
    for name in ("甲", "乙", "丙", "丁", "戊"):
        register(clerk, cast, **{"applicants-0-name": f"张{name}"})
    with clerk.session_transaction() as session:
        assert len(session["made"]) == 3
