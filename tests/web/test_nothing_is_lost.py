"""Nothing typed is lost and nothing is registered twice: double clicks, expired sessions, shared machines."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from portal import clock
from portal.cases.models import Case
from portal.extensions import db
from portal.testing.cast import PASSWORD
from portal.web.forms.drafts import MAX_CHARS, Draft

pytestmark = pytest.mark.database
TYPED = {
    "kind": "0201",
    "title": "写了很久的事项",
    "description": "一字一句写下来的情况。",
    "applicants-0-person_id": "new",  # 都不是，按新人登记
    "applicants-0-name": "张三",
    "applicants-0-phone": "15400000001",
    "respondents-0-person_id": "new",
    "respondents-0-name": "李四",
}


@pytest.fixture
def clerk(as_user, cast):
    return as_user("clerk")


def filled(client, cast) -> dict:
    """The register form as it is sent."""
    page = client.page("/cases/new")
    return page.fields(page.form("/cases/new")) | {"unit_id": cast.unit_ids["taixing"]} | TYPED


def cases() -> int:
    return db.session.scalar(select(func.count()).select_from(Case))


def sign_out(client) -> None:
    client.fill(client.page("/"), "/logout")


def shows_what_was_typed(page) -> bool:
    fields = page.fields(page.form("/cases/new"))
    return all(fields[name] == value for name, value in TYPED.items())


def test_a_double_click_registers_once_and_leads_to_the_first(clerk, cast):
    form = filled(clerk, cast)
    first, second = clerk.post("/cases/new", data=form), clerk.post("/cases/new", data=form)
    assert first.status_code == second.status_code == 303
    assert first.headers["Location"] == second.headers["Location"]
    assert "没有重复登记" in clerk.page(second.headers["Location"]).text
    assert cases() == 1


def test_two_clicks_at_the_very_same_moment_register_once(app, clerk, cast):
    form = filled(clerk, cast)
    twin = app.test_client()
    twin.set_cookie("portal_session", clerk.get_cookie("portal_session").value)
    db.session.rollback()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda each: each.post("/cases/new", data=form), (clerk, twin)))
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert cases() == 1


def test_a_refused_form_may_be_sent_again(clerk, cast):
    form = filled(clerk, cast)
    assert clerk.post("/cases/new", data=form | {"title": ""}).status_code == 422
    assert clerk.post("/cases/new", data=form).status_code == 303


def test_somebody_elses_key_is_no_key(clerk, as_user, cast):
    form = filled(clerk, cast)
    director = as_user("director")
    clerk.post("/cases/new", data=form)
    director.post("/cases/new", data=filled(director, cast) | {"_form": form["_form"]})
    assert cases() == 2


def test_saving_on_the_way_does_not_use_the_form_up(clerk, cast):
    form = filled(clerk, cast)
    answer = clerk.post("/drafts", data=form)
    assert answer.status_code == 200
    assert "已保存" in answer.get_data(as_text=True)
    clerk.post("/drafts", data=form)
    assert clerk.post("/cases/new", data=form).headers["Location"].startswith("/cases/")
    assert cases() == 1


def test_a_half_filled_form_waits_until_next_time(clerk, cast):
    clerk.post("/drafts", data=filled(clerk, cast))
    page = clerk.page("/cases/new")
    assert "接着填" in page.text
    assert len(page.tree.xpath("//main//*[contains(@class, 'btn-primary')]")) == 1
    assert not page.fields(page.form("/cases/new"))["title"]
    page = clerk.page("/cases/new?draft=1")
    assert shows_what_was_typed(page)
    clerk.fill(page, "/cases/new")
    assert cases() == 1
    assert "接着填" not in clerk.page("/cases/new").text  # sent: nothing waits any more


def test_what_waits_can_be_thrown_away(clerk, cast):
    clerk.post("/drafts", data=filled(clerk, cast))
    page = clerk.fill(clerk.page("/cases/new"), "/drafts/discard")
    assert page.url == "/cases/new"
    assert "接着填" not in page.text


def test_who_begins_something_else_loses_neither(clerk, cast):
    clerk.post("/drafts", data=filled(clerk, cast))
    other = filled(clerk, cast) | {"title": "另一件事"}
    with clock.pretend(clock.now() + timedelta(minutes=5)):
        clerk.post("/drafts", data=other)
    page = clerk.page("/cases/new?draft=1")
    assert page.fields(page.form("/cases/new"))["title"] == "另一件事"
    assert page.fields(page.form("/cases/new"))["_form"] == other["_form"], "it goes on as the same form"
    clerk.fill(page, "/cases/new")
    assert shows_what_was_typed(clerk.page("/cases/new?draft=1")), "the first is still there"


def test_a_draft_is_unreadable_in_the_database(clerk, cast):
    clerk.post("/drafts", data=filled(clerk, cast))
    raw = db.session.scalar(text("SELECT content FROM web_draft"))
    assert "写了很久" not in raw
    assert "写了很久" in db.session.scalars(select(Draft.content)).one()


def test_an_expired_session_keeps_everything_and_leads_back_after_sign_in(clerk, cast):
    form = filled(clerk, cast)
    clerk.delete_cookie("portal_session")
    answer = clerk.post("/cases/new", data=form)
    assert answer.status_code == 303
    page = clerk.page(answer.headers["Location"])
    assert "已经保存" in page.text
    page = clerk.fill(page, username="clerk", password=PASSWORD)
    assert page.url == "/cases/new"
    assert shows_what_was_typed(page)
    clerk.fill(page, "/cases/new")
    assert cases() == 1


def test_with_htmx_the_whole_page_goes_to_sign_in(clerk, cast):
    form = filled(clerk, cast)
    clerk.delete_cookie("portal_session")
    answer = clerk.post("/cases/new", data=form | {"find": "applicants-0"}, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/login?next=%2Fcases%2Fnew")


def test_an_autosave_after_expiry_is_kept_without_a_word(clerk, cast):
    form = filled(clerk, cast)
    clerk.delete_cookie("portal_session")
    assert clerk.post("/drafts", data=form).status_code == 200
    page = clerk.sign_in("clerk", PASSWORD)
    assert "已过期" not in page.text
    assert shows_what_was_typed(clerk.page("/cases/new?draft=1"))


def test_throwing_away_after_expiry_does_not_put_an_empty_draft_in_its_place(clerk, cast):
    form = filled(clerk, cast)
    clerk.post("/drafts", data=form)
    clerk.delete_cookie("portal_session")
    clerk.post("/drafts/discard", data={"_form": form["_form"], "csrf_token": form["csrf_token"]})
    clerk.sign_in("clerk", PASSWORD)
    assert shows_what_was_typed(clerk.page("/cases/new?draft=1"))


def test_the_next_person_at_the_same_machine_does_not_get_it(clerk, cast):
    form = filled(clerk, cast)
    clerk.delete_cookie("portal_session")
    page = clerk.page(clerk.post("/cases/new", data=form).headers["Location"])
    page = clerk.fill(page, username="outsider", password=PASSWORD)
    assert page.url == "/cases/new"
    assert "张三" not in page.text
    assert not page.fields(page.form("/cases/new"))["title"]


def test_a_token_of_an_earlier_session_shows_the_form_again(clerk, cast):
    form = filled(clerk, cast)
    sign_out(clerk)
    clerk.sign_in("clerk", PASSWORD)
    page = clerk.page(clerk.post("/cases/new", data=form).headers["Location"])
    assert "内容没有丢失" in page.text
    assert shows_what_was_typed(page)


def test_a_form_left_open_by_somebody_else_is_kept_for_them(clerk, cast):
    form = filled(clerk, cast)
    sign_out(clerk)
    clerk.sign_in("outsider", PASSWORD)
    page = clerk.page(clerk.post("/cases/new", data=form).headers["Location"])
    assert "另一位用户" in page.text
    assert cases() == 0
    sign_out(clerk)
    clerk.sign_in("clerk", PASSWORD)
    assert shows_what_was_typed(clerk.page("/cases/new?draft=1"))


def test_a_forged_form_is_refused(clerk, cast):
    form = filled(clerk, cast)
    form["csrf_token"], form["_form"] = "forged", "forged"
    answer = clerk.post("/cases/new", data=form)
    assert answer.status_code == 400
    assert "刷新后再提交" in answer.get_data(as_text=True)
    assert cases() == 0


def test_nobody_writes_drafts_with_a_made_up_form(clerk, client, cast):
    assert client.post("/drafts", data={"_form": "made-up", "title": "x"}).status_code == 400
    token = filled(clerk, cast)["csrf_token"]
    assert clerk.post("/drafts", data={"_form": "made-up", "csrf_token": token}).status_code == 400


def test_a_draft_too_large_to_keep_is_not_said_to_be_kept(clerk, cast):
    form = filled(clerk, cast)
    clerk.post("/drafts", data=form)
    answer = clerk.post("/drafts", data=form | {"description": "长" * MAX_CHARS})
    assert answer.status_code == 413
    assert shows_what_was_typed(clerk.page("/cases/new?draft=1"))  # the smaller one stays


def test_a_page_that_shows_everything_may_be_reloaded_only_with_a_new_reason(clerk, cast):
    clerk.post("/cases/new", data=filled(clerk, cast))
    page = clerk.page("/people/1/full")
    form = page.fields(page.form()) | {"reason": "电话核实调解时间"}
    assert clerk.post("/people/1/full", data=form).status_code == 200
    assert clerk.post("/people/1/full", data=form).headers["Location"] == "/people/1/full"
