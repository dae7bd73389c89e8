"""统一身份认证 is set by the district, by nobody else; its secret is kept sealed and shown to nobody."""

import pytest
from sqlalchemy import select, text

from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.signing_in.provider.models import IdentityProvider

pytestmark = pytest.mark.database
TYPED = {
    "name": "市统一认证",
    "issuer": "https://sso.example.cn",
    "client_id": "portal",
    "secret": "mima-of-the-client",
    "scope": "openid profile",
    "claim": "preferred_username",
}


@pytest.fixture
def set_up(as_user, cast):
    """The district has added one; its client, and the page of it."""
    district = as_user("district")
    assert "/providers" in district.page("/settings").links()
    return district, district.fill(district.page("/providers/new"), unit_id=cast.unit_ids["county"], **TYPED)


def test_it_is_added_listed_and_recorded_without_its_secret(set_up):
    district, page = set_up
    assert "已增加" in page.text
    assert TYPED["secret"] not in page.response.get_data(as_text=True)
    assert "市统一认证" in district.page("/providers").text
    entry = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc()).limit(1)).one()
    assert (entry.action, entry.detail) == ("provider_change", "增加：市统一认证（https://sso.example.cn）")


def test_its_secret_is_sealed(set_up):
    stored = db.session.scalar(text("select secret from signing_in_provider"))
    assert TYPED["secret"] not in stored
    assert db.session.scalar(select(IdentityProvider.secret)) == TYPED["secret"]


def test_left_empty_the_secret_stays_but_goes_to_no_other_address(set_up):
    district, page = set_up
    page = district.fill(page, page.url, name="旗统一认证")
    assert db.session.scalar(select(IdentityProvider.secret)) == TYPED["secret"]
    page = district.fill(page, page.url, issuer="https://other.example.cn")
    assert page.status == 422
    assert "原来的密钥不会发到新的地方" in page.text


def test_taken_away_its_secret_is_gone_and_so_is_the_button(app, set_up):
    district, page = set_up
    assert "用市统一认证登录" in app.test_client().page("/login").text
    district.fill(page, f"{page.url}/removal")
    assert db.session.scalar(select(IdentityProvider.secret)) == ""
    assert "统一认证" not in app.test_client().page("/login").text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("issuer", "http://sso.example.cn", "地址要用 https://"),
        ("issuer", "https://10.1.2.3", "没有放行"),
        ("issuer", "https://a@sso.example.cn", "地址写法不对"),
        ("issuer", "https://[", "地址写法不对"),
        ("scope", "profile", "第一个是 openid"),
        ("claim", "帐号", "只有英文字母"),
        ("secret", "", "请填写密钥"),
        ("name", "", "请填写"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(as_user, cast, field, typed, said):
    district = as_user("district")
    page = district.fill(district.page("/providers/new"), unit_id=cast.unit_ids["county"], **TYPED | {field: typed})
    assert page.status == 422
    assert said in page.text
    assert db.session.scalar(select(IdentityProvider.id)) is None


def test_what_cannot_be_reached_is_said(set_up):
    district, page = set_up
    page = district.fill(page, f"{page.url}/trial")
    assert "连接不上" in page.text


def test_another_district_neither_sees_nor_changes_it(as_user, set_up):
    _, page = set_up
    assert as_user("outsider").get(page.url).status_code in (403, 404)
    assert as_user("director").get("/providers").status_code == 403
