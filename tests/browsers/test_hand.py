"""By keyboard alone, with the line cut, with the session gone: in today's Chromium on the demo."""

import re
from collections.abc import Iterator
from time import sleep

import pytest
from playwright.sync_api import Page, expect

from portal.config import DEMO_PASSWORD
from portal.testing.browser import chromium
from tests.browsers.window import somebody

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser():
    with chromium() as started:
        yield started


@pytest.fixture(params=[True], ids=["script"])
def page(browser, demo, request) -> Iterator[Page]:
    """A clerk's window, signed in."""
    context = browser.new_context(base_url=demo, locale="zh-CN", java_script_enabled=request.param)
    tab = context.new_page()
    tab.goto("/login")
    tab.fill("#username", "clerk")
    tab.fill("#password", DEMO_PASSWORD)
    tab.keyboard.press("Enter")
    expect(tab.locator("h1")).to_contain_text("等您办的")
    yield tab
    context.close()


both = pytest.mark.parametrize("page", [True, False], ids=["script", "no-script"], indirect=True)


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.locator(selector).evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{selector} is not reached by the keyboard")


@both
def test_a_case_is_registered_by_the_keyboard_alone(page):
    respondent = somebody()
    page.goto("/cases")
    tab_to(page, "main a[href='/cases/new']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("登记事项")
    for selector, text in (
        ("#title", "夜里放音响"),
        ("#description", "十点以后还响。"),
        ("#applicants-0-name", somebody()),
        ("#respondents-0-name", respondent),
    ):
        if selector == "#description":
            tab_to(page, "#kind")
            page.keyboard.press("ArrowDown")
        tab_to(page, selector)
        page.keyboard.type(text)
    tab_to(page, "main .form-actions .btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("已登记")
    expect(page.locator("main")).to_contain_text(respondent)


def test_the_first_tab_leads_past_the_navigation(page):
    page.goto("/cases")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_a_slash_leads_to_the_search_unless_one_writes_or_has_switched_it_off(page):
    page.goto("/cases")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "site-q"
    page.keyboard.type("/漏水")
    assert page.input_value("#site-q") == "/漏水"
    page.focus(".filters [name=q]")
    page.keyboard.type("1/2")
    assert page.input_value(".filters [name=q]") == "1/2"
    page.goto("/account")
    for pressed in ("false", "true"):
        page.click("button[name=no_slash]")
        expect(page.locator("button[name=no_slash]")).to_have_attribute("aria-pressed", pressed)
        page.keyboard.press("/")
        assert (page.evaluate("document.activeElement.id") == "site-q") == (pressed == "true")


@both
def test_large_letters_and_contrast_by_a_button(page):
    for mode in ("large", "contrast"):
        for name in (f"is-{mode}", ""):
            page.click(f"button[name={mode}]")
            expect(page.locator("html")).to_have_class(re.compile(rf"^{name} ?(js)?$"))


def test_what_is_typed_is_saved_on_the_way_and_said_so(page):
    page.goto("/cases/new")
    page.fill("#title", "还没写完")
    expect(page.locator("[data-draft-status]")).to_contain_text("已保存", timeout=15_000)
    page.goto("/cases/new")
    page.get_by_role("link", name="接着填").click()
    assert page.input_value("#title") == "还没写完"
    page.goto("/cases/new")
    page.get_by_role("button", name="不要了").click()


def test_leaving_with_something_unsaved_is_asked_about(page):
    page.goto("/cases/new")
    page.locator("#title").press_sequentially("还没保存")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/cases")
    assert asked == ["beforeunload"]
    page.goto("/people")
    assert asked == ["beforeunload"]


def test_what_is_pasted_is_counted_and_not_cut(page):
    page.goto("/cases/new")
    for count, said in ((8003, "简要情况：字数 8003/8000，超出 3 个字"), (7990, "字数 7990/8000")):
        page.evaluate(
            "([field, text]) => { document.querySelector(field).value = text }",
            ["#description", "😡\n" * (count // 2) + "长" * (count % 2)],
        )
        page.locator("#description").dispatch_event("input")
        expect(page.locator("#live")).to_contain_text(said)
    page.fill("#description", "不长")
    expect(page.locator("#live")).to_be_hidden()
    page.fill("#title", "长" * 120)
    assert len(page.input_value("#title")) == 120
    expect(page.locator("#live")).to_contain_text("字数 120/100")


def test_without_a_line_one_is_told_and_keeps_what_is_typed(page):
    page.goto("/cases/new")
    page.fill("#title", "断网时写的")
    page.context.set_offline(True)
    expect(page.locator("#live")).to_contain_text("网络不通或太慢")
    for button in ("button[name=add][value=applicants]", "main .form-actions .btn-primary"):
        page.click(button)
        expect(page.locator("#live")).to_contain_text("网络不通或太慢")
        assert page.input_value("#title") == "断网时写的"
    page.context.set_offline(False)
    expect(page.locator("#live")).to_be_hidden()
    page.click("button[name=add][value=applicants]")
    expect(page.locator("#applicants-1-name")).to_be_visible()


@pytest.mark.parametrize("button", ["button[name=add][value=applicants]", "main .form-actions .btn-primary"])
def test_on_a_slow_line_one_is_told_to_wait(page, button):
    page.goto("/cases/new")
    page.evaluate(
        "new MutationObserver(() => localStorage.said += document.all.live.textContent)"
        ".observe(document.all.live, {childList: true})"
    )
    page.route("**/cases/new", lambda route: (sleep(6), route.continue_()))
    page.click(button)
    expect(page.locator("#applicants-1-name, .error-summary")).to_be_visible(timeout=15_000)
    expect(page.locator("#live")).to_be_hidden()
    assert "网络较慢" in page.evaluate("localStorage.said")


def test_an_expired_session_leads_through_sign_in_back_to_the_form(page):
    page.goto("/cases/new")
    page.fill("#title", "会话过期前写的")
    page.context.clear_cookies(name="portal_session")
    page.once("dialog", lambda dialog: dialog.accept())
    page.click("button[name=add][value=applicants]")
    expect(page.locator("h1")).to_have_text("登录")
    expect(page.locator("main")).to_contain_text("已经保存")
    page.fill("#username", "clerk")
    page.fill("#password", DEMO_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#title")).to_have_value("会话过期前写的")


def test_what_htmx_is_refused_is_said_in_words(page):
    page.goto("/cases")
    page.route(
        "**/cases",
        lambda route: route.fulfill(
            status=409, content_type="text/plain; charset=utf-8", body="现在不能这样办理。请刷新页面。"
        ),
    )
    page.select_option(".filters [name=status]", "open")
    expect(page.locator("#live")).to_have_text("现在不能这样办理。请刷新页面。")
    page.route(
        "**/cases", lambda route: route.fulfill(status=502, content_type="text/html", body="<h1>Bad gateway</h1>")
    )
    page.select_option(".filters [name=status]", "")
    expect(page.locator("#live")).to_contain_text("系统出错，没有办成")


@both
def test_every_error_is_a_page_with_a_way_on(page):
    for path, status, says in (
        ("/nowhere", 404, "没有找到这个页面"),
        ("/audit/", 403, "没有这项权限"),
        ("/logout", 405, "不能这样打开这个页面"),
    ):
        answer = page.goto(path)
        assert answer.status == status
        expect(page.locator("main")).to_contain_text(says)
        page.get_by_role("link", name="回到工作台").click()
        expect(page.locator("h1")).to_contain_text("等您办的")


@both
def test_a_refused_form_says_where_and_keeps_everything(page):
    page.goto("/cases/new")
    page.fill("#title", "少写了几项")
    page.click("main .form-actions .btn-primary")
    summary = page.locator(".error-summary")
    expect(summary).to_contain_text("请选择事项类型")
    assert page.input_value("#title") == "少写了几项"
    summary.get_by_role("link").first.click()
    expect(page).to_have_url(re.compile("#kind$"))


@both
def test_a_step_for_many_rows_says_that_none_is_chosen(page):
    page.goto("/cases?status=resolved")
    page.on("dialog", lambda dialog: pytest.fail(f"asked: {dialog.message}"))
    page.locator(".bulk button").first.click()
    expect(page.locator("body")).to_contain_text("没有选中事项")
