"""Small mishaps of an office day: nothing is lost, nothing happens twice, what is switched off is gone."""

import re

import pytest
from playwright.sync_api import expect

from portal.demo.names import NameBook

pytestmark = pytest.mark.journey
ONE_DISPUTE = re.compile(r"/mediation/disputes\b")


def fill_register_form(clerk, title: str, seed: int) -> None:
    """The least a case needs; not sent."""
    book = NameBook(seed)
    clerk.open("/cases/new")
    clerk.fill("事项名称", title)
    clerk.choose("事项类型", "物业及管理")
    clerk.fill("简要情况", "两户因停车位发生争执。")
    for side in ("applicants", "respondents"):
        person = book.person()
        box = clerk.page.locator(f"#{side} .line").first
        clerk.fill("姓名或名称", person.name, box)
        clerk.fill("身份证号（单位填信用代码）", person.id_number, box)


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_session_that_expires_while_typing_loses_nothing(visit, script):
    clerk = visit("clerk", script=script)
    title = "停车位争执" + ("一" if script else "二")
    fill_register_form(clerk, title, 51 if script else 52)
    typed = clerk.typed()
    clerk.context.clear_cookies(name="portal_session")
    with clerk.expecting(401):  # of the number that is checked as its field is left
        clerk.press("提交登记")
        clerk.sees("登录已过期。您填写的内容已经保存")
    clerk.sign_in_here("clerk")
    expect(clerk.control("事项名称")).to_have_value(title)
    assert clerk.typed() == typed
    clerk.press("提交登记")
    clerk.sees("已登记", title)


def test_a_double_click_registers_once(visit):
    clerk = visit("clerk")
    title = "楼道堆物占用通道"
    fill_register_form(clerk, title, 53)
    clerk.page.get_by_role("button", name="提交登记", exact=True).dblclick()
    clerk.sees(title, "受理分流")
    clerk.open(f"/cases?q={title}")
    clerk.sees("共 1 条")


def test_a_draft_survives_a_crash_of_the_browser(visit):
    clerk = visit("clerk")
    title = "宠物扰民"
    fill_register_form(clerk, title, 55)
    expect(clerk.page.locator("[data-draft-status]")).to_contain_text("已保存")
    typed = clerk.typed()
    clerk.context.close()

    again = visit("clerk")
    again.open("/cases/new")
    again.sees("在这里填过内容，还没有提交")
    again.follow("接着填")
    expect(again.control("事项名称")).to_have_value(title)
    assert again.typed() == typed
    again.press("提交登记")
    again.sees("已登记", title)
    again.open("/cases/new?draft=1")
    expect(again.control("事项名称")).not_to_have_value(title)


def test_what_is_typed_while_a_row_is_added_stays(visit):
    clerk = visit("clerk")
    clerk.open("/cases/new")
    clerk.page.route("**/cases/new", lambda route: (clerk.page.wait_for_timeout(600), route.continue_()))
    rows = clerk.page.locator("#respondents .line")
    clerk.press("再加一位被申请人")
    clerk.fill("姓名或名称", "额尔敦·毕力格", rows.first)
    expect(rows).to_have_count(2)
    expect(clerk.control("姓名或名称", rows.first)).to_have_value("额尔敦·毕力格")


def test_filtering_a_list_keeps_the_address(visit):
    clerk = visit("clerk")
    fill_register_form(clerk, "树木遮挡采光", 56)
    clerk.press("提交登记")
    clerk.sees("已登记")
    clerk.open("/cases")
    with clerk.page.expect_response(lambda answer: "status=registered" in answer.url) as fragment:
        clerk.choose("状态", "待受理")
    assert "<html" not in fragment.value.text()
    clerk.sees("树木遮挡采光")
    expect(clerk.page).to_have_url(re.compile("status=registered"))
    clerk.page.reload()
    assert clerk.control("状态").input_value() == "registered"
    clerk.sees("树木遮挡采光")
    clerk.choose("状态", "已归档")
    expect(clerk.page).to_have_url(re.compile("status=archived"))
    clerk.page.go_back()
    expect(clerk.control("状态")).to_have_value("registered")


def test_what_the_district_switches_off_is_gone_at_once(visit):
    admin, mediator = visit("administrator"), visit("mediator")
    mediator.open("/mediation/disputes")
    expect(mediator.page.locator("nav").get_by_role("link", name="调解纠纷")).to_be_visible()
    switch_mediation(admin, "停用")
    try:
        assert mediator.status_of("/mediation/disputes") == 404
        mediator.open("/")
        expect(mediator.page.locator("nav").get_by_role("link", name="调解纠纷")).to_have_count(0)
        assert not [link for link in mediator.links() if ONE_DISPUTE.search(link)]
        with mediator.expecting(404):
            mediator.open("/mediation/disputes")
            mediator.sees("没有找到这个页面")
    finally:
        switch_mediation(admin, "启用")
    mediator.open("/mediation/disputes")
    mediator.sees("调解纠纷")


def switch_mediation(admin, state: str) -> None:
    admin.open("/plugins/mediation")
    admin.pick("状态", state)
    admin.fill("理由", "按全旗统一安排。")
    admin.press("下一步：看看有什么影响")
    admin.press(f"确定{state}")
    admin.sees("立即生效")


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_back_and_send_again_asks_before_it_registers_twice(visit, script):
    clerk = visit("clerk", script=script)
    title = "路灯不亮" if script else "井盖丢失"
    fill_register_form(clerk, title, 57 if script else 58)
    typed = clerk.typed()
    clerk.press("提交登记")
    clerk.sees("已登记")
    number = clerk.page.locator("main .notice").first.inner_text().rpartition("：")[2]
    clerk.page.go_back()
    for name, value in typed.items():  # where the browser does not fill it in again, the clerk does
        control = clerk.page.locator(f"main form.panel [name='{name}']")
        if name not in ("applicants-0-kind", "respondents-0-kind") and control.input_value() != value:
            control.select_option(value) if control.evaluate("e => e.tagName") == "SELECT" else control.fill(value)
    with clerk.expecting(422):
        clerk.press("提交登记")
        clerk.sees("已登记过一件事项，内容相同", number)
    clerk.page.locator("main form.panel").get_by_role("link", name=number).click()
    clerk.sees(title, "受理分流")
    clerk.open(f"/cases?q={title}")
    clerk.sees("共 1 条")
