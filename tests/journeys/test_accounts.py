"""A new colleague: the admin opens the account, the colleague signs in, changes the password and starts to work."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey
OWN = "Ziji-De-Mima-2026"


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_a_new_colleague(visit, script):
    admin, username = visit("administrator", script=script), "wangxiaoyan" if script else "lijianguo"
    admin.page.get_by_role("link", name="系统管理", exact=True).click()
    admin.page.get_by_role("link", name="账号", exact=True).click()
    admin.follow("开通账号")
    admin.fits_a_phone()
    admin.fill("账号", username)
    admin.fill("姓名", "王小燕")
    admin.choose("角色", "受理员")
    admin.choose("任职单位", "达拉特旗　昭君街道")
    admin.press("开通账号")
    admin.sees("密码只在这一页显示一次")
    password = admin.page.locator("main code").inner_text()

    colleague = visit(script=script)
    colleague.open("/login")
    colleague.fill("账号", username)
    colleague.fill("密码", password)
    colleague.press("登录")
    colleague.sees("请先换成只有自己知道的密码")
    colleague.page.get_by_role("link", name="工作台").click()
    colleague.sees("请先换成只有自己知道的密码")
    colleague.fill("现在的密码", password)
    colleague.fill("新密码", OWN)
    colleague.fill("再输一遍新密码", OWN)
    colleague.press("修改密码")
    colleague.sees("密码已修改")

    admin.follow("已交给本人，返回账号")
    admin.follow("锁定")
    admin.fill("理由", "休假")
    admin.press("锁定账号")
    admin.sees("已锁定")
    colleague.open("/cases")
    expect(colleague.page.get_by_role("heading", name="登录")).to_be_visible()
