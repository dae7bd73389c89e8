"""A lunch at the canteen: founded, somebody enrolled, served with Enter twice; the line fails, and each meal counts once."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from portal.demo.names import NameBook

pytestmark = pytest.mark.journey
BORN = date(1948, 1, 1)
# The answer is in place, and what is read next takes the place of what led to it.
READ = """() => {
    const box = document.activeElement;
    return box.id === 'q' && box.value && box.selectionStart === 0 && box.selectionEnd === box.value.length
        && !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling');
}"""


def founded(visit, name: str) -> str:
    """The address of a canteen that serves at any hour of the day."""
    director = visit("director")
    director.open("/elder_care/canteens/new")
    director.fill("名称", name)
    director.fill("午餐时间", "00:00-23:59")
    director.fill("从哪天起供餐", "2026-01-01")
    director.choose("所属", "泰兴社区")
    director.press("设立")
    director.sees("停止结算")
    director.follow("登记套餐")
    director.fill("套餐名称", "两荤一素")
    director.fill("价格（元）", "12")
    director.press("登记")
    director.sees("12.00 元")
    return re.sub(r"[?#].*", "", director.page.url)


def enrolled(clerk, book: NameBook) -> str:
    """The short number of somebody new of 78."""
    someone = book.person(born=BORN)
    clerk.open("/elder_care/members/new")
    clerk.fill("姓名", someone.name)
    clerk.fill("身份证号", someone.id_number)
    clerk.choose("所属社区", "泰兴社区")
    clerk.press("登记")
    clerk.sees("请打印就餐卡")
    return clerk.page.locator(".page-meta .num").first.inner_text()


def test_a_lunch_with_and_without_a_line(visit):
    canteen, clerk, book = founded(visit, "泰兴食堂"), visit("clerk"), NameBook(77)
    first, second, third, fourth, fifth = (enrolled(clerk, book) for _ in range(5))

    till = visit("elder_care.operator")
    till.open(f"{canteen}/till")
    page = till.page
    with page.expect_response("**/till/list.json"):
        page.reload()
    page.keyboard.type(first)
    page.keyboard.press("Enter")
    expect(page.locator("[data-serve] button").first).to_be_focused()
    page.keyboard.press("Enter")
    till.sees("收 9.00 元，补 3.00 元")
    expect(page.locator("#q")).to_be_focused()
    till.fits_a_phone()

    # the answer to a meal gets lost on the way back: the server has it, the till does not know
    page.keyboard.type(second)
    page.keyboard.press("Enter")
    expect(page.locator("[data-serve] button").first).to_be_focused()
    page.route("**/till/meals", lambda route: (route.fetch(), route.abort()))
    page.keyboard.press("Enter")
    expect(page.locator("#till-offline")).to_contain_text("已记在本机")
    page.unroute("**/till/meals")

    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#till-queue")).to_be_empty()
    expect(page.locator("#till .figures")).to_contain_text("2 餐")  # without opening the page anew

    # a card that is read while a dish is chosen: nobody is served by it, and whoever was skipped is named
    page.keyboard.type(second)
    page.keyboard.press("Enter")
    expect(page.locator("#till")).to_contain_text("已打过午餐")
    page.keyboard.type("99999")  # what is read next takes the place of what led to nobody
    page.keyboard.press("Enter")
    expect(page.locator("#till")).to_contain_text("99999")
    page.wait_for_function(READ)  # nobody reads the next card while the page of the last comes in
    page.keyboard.type("99998")  # with an Enter before the script knows the form all of the page comes in
    with page.expect_navigation():
        page.locator("[data-find]").evaluate("form => form.submit()")
    page.wait_for_function(READ)
    page.keyboard.type(third)
    page.keyboard.press("Enter")
    expect(page.locator("[data-serve] button").first).to_be_focused()
    page.keyboard.type(fourth)
    page.keyboard.press("Enter")
    expect(page.locator("#till-found")).to_contain_text("上一位没有打餐")
    expect(page.locator("[data-serve]").first).to_have_attribute("data-serve", fourth)
    expect(page.locator("[data-serve] button").first).to_be_focused()
    page.keyboard.press("Enter")
    till.sees("收 9.00 元，补 3.00 元")
    expect(page.locator("#till-offline")).to_be_hidden()

    # no line at all
    till.context.set_offline(True)
    page.locator("#q").fill(third)
    page.locator("#q").press("Enter")
    expect(page.locator("#till-found")).to_contain_text(third)
    page.locator("#q").press("Enter")  # before a dish was taken: the card is read a second time
    expect(page.locator("#till-found")).to_contain_text("上一位没有打餐")
    expect(page.locator("#till-found button").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#till-queue")).to_contain_text("待上传")
    page.locator("#q").fill(third)
    page.locator("#q").press("Enter")
    expect(page.locator("#till-found")).to_contain_text("已经打过")

    # the two strokes that serve with a line serve without one
    page.keyboard.type(fifth)
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator("#till-queue li")).to_have_count(2)
    till.context.set_offline(False)
    expect(page.locator("#till-queue")).to_be_empty()
    expect(page.locator("#till .figures")).to_contain_text("5 餐")  # without opening the page anew
    till.troubles.clear()  # the line that was cut

    till.open(f"{canteen}/till")
    expect(page.locator(".figures")).to_contain_text("5 餐")
    till.open("/elder_care/meals")
    till.sees("断网补传")
    assert page.locator("tbody tr").count() == 5


def test_without_script_two_presses(visit):
    canteen = founded(visit, "泰兴二食堂")
    number = enrolled(visit("clerk"), NameBook(78))
    till = visit("elder_care.operator", script=False)
    till.open(f"{canteen}/till")
    till.page.locator("#q").fill(number)
    till.page.locator("#q").press("Enter")
    till.press("堂食")
    till.sees("收 9.00 元，补 3.00 元")
