"""The district registers a passkey, uses it as the second step, allows it instead of the password, and signs in by it alone."""

from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from portal.testing.cast import PASSWORD

pytestmark = pytest.mark.journey
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@contextmanager
def key_of(visitor, portal: str):
    """The browser of `visitor` has a key of its own, and calls the portal by a name (a number is no domain)."""
    line = visitor.context.new_cdp_session(visitor.page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    yield portal.replace("127.0.0.1", "localhost")
    line.detach()


def test_a_passkey_from_registering_it_to_signing_in_by_it_alone(visit, portal):
    district = visit()
    with key_of(district, portal) as here:
        district.open(f"{here}/login")
        district.sign_in_here("district")
        district.open(f"{here}/account/passkeys")
        district.sees("还没有通行密钥")
        district.follow("增加通行密钥")
        district.fits_a_phone()
        district.fill("给它起个名称", "办公电脑")
        district.fill("现在的密码", "Bu-dui-de-mima-1")
        with district.expecting(422):
            district.press("增加")
            district.sees("现在的密码不正确")
        district.fill("现在的密码", PASSWORD)
        district.press("增加")
        district.sees("备用码只在这一页显示一次")
        district.open(f"{here}/account/passkeys")
        district.sees("办公电脑", "还没有")

        sign_out(district)
        district.sign_in_here("district")
        district.sees("没有通行密钥可用的，输入一个备用码")
        district.fits_a_phone()
        district.press("用通行密钥")
        expect(district.page.locator(".topbar .me[href='/account']")).to_be_visible()

        district.open(f"{here}/settings/signing_in")
        district.choose("通行密钥", "作第二步，也可以代替密码")
        district.fill("为什么改（记入修改记录）", "等级保护测评")
        district.press("保存设置")
        sign_out(district)
        district.follow("用通行密钥登录")
        district.press("用通行密钥登录")
        expect(district.page.locator(".topbar .me[href='/account']")).to_be_visible()
        district.open(f"{here}/account/passkeys")
        district.follow("删去")
        district.fill("现在的密码", PASSWORD)
        district.press("删去通行密钥")
        district.sees("还没有通行密钥")


def sign_out(visitor) -> None:
    visitor.page.locator("form[action='/logout'] button").click()
    visitor.sees("您已安全退出")


def test_without_script_the_page_says_what_else_there_is(visit):
    district = visit("district", script=False)
    district.open("/account/passkeys/new")
    district.sees("这个浏览器不支持通行密钥，或者没有允许脚本", "请设置动态码")
