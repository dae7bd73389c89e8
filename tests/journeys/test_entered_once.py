"""A clerk enters somebody who is known: what differs is asked on the same page, and answered there, with script and without."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
NEW_PHONE = {True: "15400000031", False: "15400000032"}


def begin(clerk, title: str, name: str, **more: str) -> None:
    """A case of one applicant, sent."""
    clerk.open("/cases/new")
    clerk.fill("事项名称", title)
    clerk.choose("事项类型", "物业及管理")
    clerk.fill("简要情况", f"{title}，两户发生争执。")
    line = clerk.page.locator("#applicants .line").first
    clerk.fill("姓名或名称", name, line)
    for label, value in more.items():
        clerk.fill(label, value, line)
    clerk.press("提交登记")


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_new_telephone_of_somebody_known_holds_for_this_case_only(visit, neighbour, script):
    clerk, title = visit("clerk", script=script), f"停车位{'甲' if script else '乙'}"
    number = {"身份证号（单位填信用代码）": neighbour["id_number"]}
    with clerk.expecting(422):
        begin(clerk, title, neighbour["name"], **number, 联系电话=NEW_PHONE[script])
        clerk.sees("联系电话：档案里是", "更新档案", "仍用档案")
    expect(clerk.control("事项名称")).to_have_value(title)
    expect(clerk.control("仅用于本件")).to_be_checked()
    clerk.press("提交登记")
    clerk.sees("已登记", f"154****{NEW_PHONE[script][-4:]}")


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_namesake_is_offered_and_refused_for_good(visit, neighbour, script):
    clerk, title = visit("clerk", script=script), f"漏水{'甲' if script else '乙'}"
    with clerk.expecting(422):
        begin(clerk, title, neighbour["name"])
        clerk.sees("可能登记过，请选择", "都不是，按新人登记")
    clerk.control("都不是，按新人登记").check()
    clerk.press("提交登记")
    clerk.sees("已登记", title)
