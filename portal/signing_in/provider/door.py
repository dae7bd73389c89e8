"""Signing in at a provider of identity: there, back with a code, and, where one wants, out."""

import hmac
import secrets
from typing import NamedTuple

from flask import current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import joinedload

from portal import clock
from portal.accounts import views
from portal.accounts.guesses import ADDRESS
from portal.accounts.models import User
from portal.accounts.sessions import ELSEWHERE, STANDS, Proof, proved_by
from portal.audit import trail
from portal.database import begin_writing
from portal.extensions import db
from portal.guessing import give_back, spend
from portal.org.models import OrgUnit
from portal.signing_in.origin import origin
from portal.signing_in.provider.models import IdentityProvider
from portal.signing_in.second_step import bp
from portal.web.http.codes import in_words, network
from portal.web.http.guards import public
from portal.web.http.redirects import away
from portal.web.pages.rendering import get_or_404

NOTE = "elsewhere"
TIME = 900  # seconds in which one comes back
UNKNOWN = "统一身份认证认得您，但是这里没有对应的账号，或者账号已经锁定、没有任职。请联系本单位管理员。"
NOT_SO = "这个账号不能用统一身份认证登录，请输入账号和密码。"
LATE = "没有登录：等得太久，或者是在另一个窗口开始的。请再试一次。"
REFUSED = "统一身份认证没有同意登录。请再试一次，或者用账号和密码登录。"


class Note(NamedTuple):
    """What was begun in this browser: at which provider, with which secrets, when (seconds since 1970), and where one wants to go on."""

    provider_id: int
    state: str
    nonce: str
    verifier: str
    at: int
    onward: str


def client():
    """The library takes 7 MB: only where somebody signs in so."""
    from portal.signing_in.provider import client

    return client


def service_of(provider: IdentityProvider):
    """`provider`, to be spoken with outside of any transaction."""
    return client().Service(
        provider.issuer,
        provider.client_id,
        provider.secret or "",
        provider.scope,
        provider.claim,
        answer_at(),
        tuple(current_app.extensions["portal_settings"].networks),
    )


def answer_at() -> str:
    """The address to which providers send people back."""
    return origin() + url_for("signing_in.back_from_provider")


def ways(onward: str) -> list[tuple[str, str]]:
    """What stands below the password, each with the unit that set it; for whoever has just signed out here, the way out there."""
    found = db.session.execute(
        IdentityProvider.offered()
        .join(IdentityProvider.unit)
        .with_only_columns(IdentityProvider.id, IdentityProvider.name, OrgUnit.short_name)
    ).all()
    left = request.args.get("left", type=int)
    return [
        (f"用{name}登录（{place}）", url_for("signing_in.to_provider", provider_id=ident, next=onward or None))
        for ident, name, place in found
    ] + [
        (f"同时退出{name}（{place}）", url_for("signing_in.out_of_provider", provider_id=ident))
        for ident, name, place in found
        if ident == left
    ]


views.WAYS.insert(0, ways)


def stands(user: User) -> bool:
    """Whether the provider at which this session was begun is still there, set as it was then, and opens the account; of sessions that others began,
    always."""
    proof = proved_by()
    if proof is None or proof.way != ELSEWHERE:
        return True
    with_unit = IdentityProvider.offered().options(joinedload(IdentityProvider.unit))
    provider = db.session.scalar(with_unit.where(IdentityProvider.id == proof.ident))
    return provider is not None and provider.mark == proof.mark and provider.opens(user)


STANDS.append(stands)


@bp.get("/login/provider/<int:provider_id>")
@public
def to_provider(provider_id: int):
    """Lead there."""
    provider = _provider(provider_id)
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    note = Note(provider.id, state, nonce, verifier, _now(), views.own_page(request.args.get("next")))
    service = service_of(provider)
    db.session.rollback()  # nobody waits for the database while the network is asked
    try:
        there = service.page(note.state, note.nonce, note.verifier)
    except client().Fault as fault:
        return _without(str(fault))
    session[NOTE] = list(note)
    return away(there)


@bp.get("/login/provider/answer")
@public
def back_from_provider():
    """Whoever comes back from there with a code, in the browser in which it was begun, and whom the provider names. Recorded."""
    note = Note(*session.pop(NOTE)) if NOTE in session else None
    state = request.args.get("state", "")
    if note is None or note.at + TIME < _now() or not hmac.compare_digest(note.state.encode(), state.encode()):
        return _without(LATE)
    provider = _provider(note.provider_id)
    if request.args.get("iss", provider.issuer).rstrip("/") != provider.issuer.rstrip("/"):  # RFC 9207
        return _without(REFUSED)
    if not (code := request.args.get("code", "")):
        return _without(REFUSED)
    service = service_of(provider)
    begin_writing()
    share = ADDRESS.of(network())
    if left := spend(share):
        return _without(f"近来没有通过的次数太多，{in_words(left)}再试。")
    db.session.commit()
    try:
        claims = service.claims(code, note.nonce, note.verifier)
    except client().Fault as fault:
        trail.record("sign_in_failed", detail=f"{ELSEWHERE}：没有通过")
        db.session.commit()
        return _without(str(fault))
    give_back(share)
    return _let_in(_provider(note.provider_id), claims, note.onward)


@bp.get("/login/provider/<int:provider_id>/out")
@public
def out_of_provider(provider_id: int):
    """Sign out there: here one is out already."""
    service = service_of(_provider(provider_id))
    db.session.rollback()
    try:
        there = service.leaving(origin() + url_for("accounts.login"))
    except client().Fault as fault:
        return _without(str(fault))
    return away(there) if there else _without("统一身份认证没有提供退出的地址，请关闭浏览器。")


def _let_in(provider: IdentityProvider, claims: dict, onward: str) -> ResponseReturnValue:
    """The session, or what is asked before it, of the account that `claims` name."""
    named = claims.get(provider.claim)
    user = User.known_as(named) if isinstance(named, str) and named.strip() else None
    if user is None or views.fault_of(user, True):
        return _refuse(user, UNKNOWN)
    if not provider.opens(user):
        return _refuse(user, NOT_SO)
    return views.let_in(user, onward, Proof(ELSEWHERE, provider.id, provider.is_twofold(claims), provider.mark))


def _refuse(user: User | None, said: str) -> ResponseReturnValue:
    known = user.username if user else "没有这个账号"
    trail.record("sign_in_failed", actor=user, detail=f"{known}：{ELSEWHERE}")
    db.session.commit()
    return _without(said)


def _without(said: str) -> ResponseReturnValue:
    """Back to the password, with what went wrong."""
    flash(said, "warning")
    return redirect(url_for("accounts.login"), 303)


def _provider(provider_id: int) -> IdentityProvider:
    return get_or_404(IdentityProvider.offered(), provider_id)


def _now() -> int:
    return int(clock.now().timestamp())
