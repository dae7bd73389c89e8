"""统一身份认证: signing in at a real provider of identity, to accounts that are there, with what the offices ask beside it."""

import json
import select as select_module
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest
from joserfc.errors import JoseError
from sqlalchemy import select

from portal import clock
from portal.accounts import verbs as accounts
from portal.accounts.models import NO_PASSWORD, User
from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.signing_in.provider import client
from portal.signing_in.provider.models import IdentityProvider
from portal.testing.cast import PASSWORD
from portal.testing.server import free_port
from tests.signing_in.elsewhere import ANSWER, PORTAL, SECRET, running, walk

pytestmark = pytest.mark.database


@pytest.fixture(scope="module")
def service():
    with running() as address:
        yield address


@pytest.fixture
def reachable(app, monkeypatch):
    """The operator allows this machine."""
    monkeypatch.setattr(app.extensions["portal_settings"], "outgoing_networks", "127.0.0.1/32")
    client._kept.clear()


@pytest.fixture
def provide(app, cast, reachable):
    """`provide(issuer)` is a provider that the county has set."""

    def put(issuer: str, **fields) -> IdentityProvider:
        given = {
            "name": "市统一认证",
            "client_id": "portal",
            "secret": SECRET,
            "scope": "openid profile",
            "claim": "preferred_username",
            "twofold": "",
        }
        made = IdentityProvider(issuer=issuer, made_by_id=cast.district.id, **given | fields)
        made.place(cast.county)
        db.session.add(made)
        db.session.commit()
        return made

    return put


@pytest.fixture
def provider(provide, service):
    return provide(service)


def come(app, login: str, methods: str = "pwd", start: str = ""):
    """A new client, and the page to which `login` comes back from the provider."""
    browser = app.test_client()
    button = browser.page(start or "/login")
    there = next(each for each in button.links() if each.startswith("/login/provider/"))
    back = walk(browser.get(there).headers["Location"], login, methods)
    return browser, browser.page(back)


def last_words() -> str:
    return db.session.scalar(select(AuditEntry.detail).order_by(AuditEntry.id.desc()).limit(1))


def test_from_the_button_there_and_back_to_the_page_one_wanted(app, cast, provider):
    _, page = come(app, "clerk", start="/login?next=/cases")
    assert page.url == "/cases"
    assert "市统一认证" in app.test_client().page("/login").text
    assert last_words() == "用统一身份认证"


def test_who_has_no_account_gets_none(app, cast, provider):
    before = db.session.query(User).count()
    _, page = come(app, "somebody")
    assert page.url == "/login"
    assert "这里没有对应的账号" in page.text
    assert db.session.query(User).count() == before


def test_the_password_works_beside_it(client, cast, provider):
    assert "等您办的" in client.sign_in("clerk", PASSWORD).heading


def test_a_name_from_the_list_of_appointments_opens_without_any_password(app, cast, provider):
    user = accounts.open_account("乌兰.2026", "乌兰", None, "clerk", cast.street, by=None)
    db.session.commit()
    assert user.password_hash == NO_PASSWORD
    _, page = come(app, "乌兰.2026")
    assert "等您办的" in page.heading


def test_a_password_from_the_administrator_is_not_asked_about(app, cast, provider):
    cast.clerk.must_change_password = True
    db.session.commit()
    _, page = come(app, "clerk")
    assert "等您办的" in page.heading


@pytest.mark.parametrize("who", ["administrator", "auditor"])
def test_whoever_administers_or_audits_comes_by_the_password_alone(app, cast, provider, who):
    _, page = come(app, who)
    assert page.url == "/login"
    assert "请输入账号和密码" in page.text


def test_the_provider_of_a_county_opens_no_account_of_another(app, cast, provider):
    _, page = come(app, "outsider")
    assert "这个账号不能用统一身份认证登录" in page.text


def test_a_locked_account_stays_locked(app, cast, provider):
    accounts.lock(cast.clerk, "停职", by=None)
    db.session.commit()
    _, page = come(app, "clerk")
    assert page.url == "/login"


def test_the_second_step_is_asked_all_the_same(app, cast, provider, phone):
    browser, page = come(app, "clerk")
    assert page.heading == "输入动态码"
    assert browser.get("/cases").status_code == 303
    assert "等您办的" in browser.fill(page, code=phone.now).heading


def test_unless_the_provider_has_asked_in_two_ways(app, cast, service, provide, phone):
    provide(service, twofold="mfa、otp")
    assert come(app, "clerk", "pwd")[1].heading == "输入动态码"
    assert "等您办的" in come(app, "clerk", "pwd mfa")[1].heading


def test_whose_office_asks_for_two_ways_needs_no_telephone_then(app, cast, service, provide, decide):
    provide(service, twofold="mfa")
    decide(asked="chosen", roles=["clerk"])
    assert "等您办的" in come(app, "clerk", "mfa")[1].heading
    assert come(app, "clerk", "pwd")[1].url == "/account/code/new"


def test_from_an_address_that_is_not_listed_nobody_comes(app, cast, provider, decide):
    decide(addresses="10.15.0.0/16", addressed=["clerk"])
    browser, page = come(app, "clerk")
    assert page.status == 422
    assert browser.get("/cases").status_code == 303


def test_a_public_client_needs_no_secret(app, cast, service, provide):
    provide(service, client_id="public", secret="")
    assert "等您办的" in come(app, "clerk")[1].heading


def test_an_answer_counts_once_and_in_the_browser_that_asked(app, cast, provider):
    browser = app.test_client()
    back = walk(browser.get(f"/login/provider/{provider.id}").headers["Location"], "clerk")
    assert "在另一个窗口开始的" in app.test_client().page(back).text
    assert "等您办的" in browser.page(back).heading
    browser.fill(browser.page("/"), "/logout")
    assert browser.page(back).url == "/login"


def test_a_code_of_another_sign_in_is_refused(app, cast, provider):
    """As somebody would who slips his own code into the browser of another: nonce and PKCE are of that browser."""
    mine, yours = app.test_client(), app.test_client()
    code = (
        walk(mine.get(f"/login/provider/{provider.id}").headers["Location"], "mediator").split("code=")[1].split("&")[0]
    )
    back = walk(yours.get(f"/login/provider/{provider.id}").headers["Location"], "clerk")
    slipped = back.replace(back.split("code=")[1].split("&")[0], code)
    page = yours.page(slipped)
    assert page.url == "/login"
    assert "回答不对" in page.text


def test_whoever_is_refused_there_can_type_the_password(app, cast, provider):
    _, page = come(app, "")
    assert page.url == "/login"
    assert "没有同意登录" in page.text


def test_a_wrong_secret_is_a_wrong_answer(app, cast, service, provide):
    provide(service, secret="another secret that is wrong")
    _, page = come(app, "clerk")
    assert "回答不对" in page.text
    assert last_words() == "统一身份认证：没有通过"


def test_where_it_is_down_the_password_is_still_there(app, cast, provide):
    made = provide(f"http://127.0.0.1:{free_port()}")
    browser = app.test_client()
    page = browser.page(f"/login/provider/{made.id}")
    assert (page.status, page.url) == (200, "/login")
    assert "暂时连接不上统一身份认证" in page.text
    assert "等您办的" in browser.fill(page, username="clerk", password=PASSWORD).heading


def test_what_the_operator_does_not_allow_is_not_spoken_to(app, cast, service, provide, monkeypatch):
    made = provide(service)
    monkeypatch.setattr(app.extensions["portal_settings"], "outgoing_networks", "10.0.0.0/8")
    page = app.test_client().page(f"/login/provider/{made.id}")
    assert "没有放行" in page.text


@pytest.mark.parametrize("listens", [True, False])
def test_no_port_of_the_house_is_asked(service, listens):
    """Whoever sets a provider would learn from the answer which are open."""
    with HTTPServer(("127.0.0.1", 0), Imposter) as open_one:
        port = open_one.server_port if listens else free_port()
        one = client.Service(f"https://localhost:{port}", "portal", SECRET, "openid", "sub", PORTAL + ANSWER, ())
        with pytest.raises(client.Fault, match="没有放行"):
            one.about()
        open_one.timeout = 0.1
        assert not select_module.select([open_one.socket], [], [], 0.1)[0]


def test_a_name_that_stands_for_nothing_is_not_asked_for_again(service, monkeypatch):
    """Whoever answers for the name could answer otherwise the second time."""
    answers = iter([OSError("no such name"), [(2, 1, 6, "", ("127.0.0.1", 0))]])

    def answer(*asked, **more):
        found = next(answers)
        if isinstance(found, OSError):
            raise found
        return found

    monkeypatch.setattr(client.socket, "getaddrinfo", answer)
    with pytest.raises(client.Fault, match="暂时连接不上"):
        client.Service("https://sso.example.cn", "portal", SECRET, "openid", "sub", PORTAL + ANSWER, ()).about()
    assert next(answers, None)


@pytest.mark.parametrize("said", [{"acr": ["mfa"]}, {"acr": {"mfa": 1}}, {"amr": [["mfa"]]}, {"amr": "mfa"}])
def test_what_is_said_in_another_form_proves_nothing(said):
    assert not IdentityProvider(twofold="mfa").is_twofold(said)


def test_a_provider_that_is_stopped_ends_the_sessions_begun_there(app, cast, provider):
    browser, _ = come(app, "clerk")
    other = app.test_client()
    other.sign_in("clerk", PASSWORD)
    provider.ended_at = clock.now()
    db.session.commit()
    assert browser.get("/cases").status_code == 303
    assert other.get("/cases").status_code == 200


@pytest.mark.parametrize("field", ["issuer", "client_id", "claim", "twofold"])
def test_one_that_is_set_otherwise_ends_them_too(app, cast, provider, field):
    browser, _ = come(app, "clerk")
    setattr(provider, field, "https://sso.example.cn")
    db.session.commit()
    assert browser.get("/cases").status_code == 303


def test_by_another_name_it_ends_none(app, cast, provider):
    browser, _ = come(app, "clerk")
    provider.name = "旗县统一认证"
    db.session.commit()
    assert browser.get("/cases").status_code == 200


@pytest.mark.parametrize("role", ["administrator", "auditor"])
def test_whoever_comes_to_administer_or_to_audit_is_out_of_a_session_begun_there(app, cast, provider, role):
    browser, _ = come(app, "clerk")
    cast.clerk.appointments[0].role = role
    db.session.commit()
    assert browser.get("/account").status_code == 303


def test_so_is_whoever_comes_to_another_county(app, cast, provider):
    browser, _ = come(app, "clerk")
    cast.clerk.appointments[0].unit = cast.outsider.appointments[0].unit
    db.session.commit()
    assert browser.get("/cases").status_code == 303


def test_a_session_of_whose_second_step_was_asked_stands_by_the_provider_as_well(app, cast, provider, phone):
    browser, page = come(app, "clerk")
    browser.fill(page, code=phone.now)
    assert browser.get("/cases").status_code == 200
    provider.claim = "sub"
    db.session.commit()
    assert browser.get("/cases").status_code == 303


def test_the_button_says_whose_provider_it_is(app, cast, provider):
    assert f"用市统一认证登录（{cast.county.short_name}）" in app.test_client().page("/login").text


def test_who_signs_out_may_sign_out_there_too(app, cast, provider):
    browser, page = come(app, "clerk")
    page = browser.fill(browser.page("/"), "/logout")
    assert f"/login/provider/{provider.id}/out" in page.links()
    there = browser.get(f"/login/provider/{provider.id}/out").headers["Location"]
    assert there.startswith(provider.issuer + "/session/end?client_id=portal&post_logout_redirect_uri=")
    page = app.test_client().sign_in("clerk", PASSWORD)
    assert "同时退出" not in page.text


class Imposter(BaseHTTPRequestHandler):
    """Says of itself what another provider says."""

    told: dict = {}

    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(self.told).encode())

    def log_message(self, *said):
        """Nothing."""


def spoken_with(issuer: str, client_id: str = "portal") -> client.Service:
    return client.Service(issuer, client_id, SECRET, "openid profile", "sub", PORTAL + ANSWER, ("127.0.0.1/32",))


def test_metadata_of_another_issuer_are_refused(service, reachable, monkeypatch):
    monkeypatch.setattr(Imposter, "told", spoken_with(service).about())
    with HTTPServer(("127.0.0.1", 0), Imposter) as imposter:
        Thread(target=imposter.handle_request, daemon=True).start()
        with pytest.raises(client.Fault, match="回答不对"):
            spoken_with(f"http://127.0.0.1:{imposter.server_port}").about()


def test_a_token_for_another_client_is_refused(service, reachable):
    ours = spoken_with(service)
    about, verifier = ours.about(), "a-verifier-of-the-tests-that-is-long-enough-to-be-one"
    code = parse_qs(walk(ours.page("state", "nonce", verifier), "clerk").split("?")[1])["code"][0]
    with ours._session(about) as session:
        token = session.fetch_token(about["token_endpoint"], code=code, code_verifier=verifier)
    assert ours._read(token, "nonce")["sub"] == "clerk"
    with pytest.raises(JoseError):
        ours._read(token, "another nonce")
    with pytest.raises(JoseError):
        spoken_with(service, "public")._read(token, "nonce")


@pytest.mark.parametrize(
    "address", ["http://sso.example.cn", "ftp://sso.example.cn", "https://clerk@sso.example.cn", "", None, "https://["]
)
def test_nothing_goes_but_over_https(address):
    with pytest.raises(client.Fault):
        spoken_with("https://sso.example.cn")._check(address)
