"""Speaks with a provider of identity (OpenID Connect Core 1.0, Discovery 1.0, RFC 7636) through Authlib. Loaded where somebody signs in so: it
brings requests, 7 MB.

Nothing goes but over https, or to this machine where the operator allows it; not to an address of the house that he does not; no redirect is
followed, no answer waited for long, none read that is too long.
"""

import io
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException, Response
from requests.adapters import HTTPAdapter
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from portal.reachable import may_reach

SECONDS = (4, 6)  # to connect, and between two parts of an answer
LONGEST = 500_000  # bytes of an answer
KEPT = 600  # seconds for which what a provider says of itself is kept
LEEWAY = 120  # seconds by which two clocks may differ
SIGNED = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
WELL_KNOWN = "/.well-known/openid-configuration"
_kept: dict[tuple, tuple[float, dict]] = {}


class Fault(Exception):
    """It did not work; what is said is for whoever signs in."""


DOWN = "暂时连接不上统一身份认证，请稍后再试，或者用账号和密码登录。"
ODD = "统一身份认证的回答不对，没有登录。请再试一次，或者用账号和密码登录。"
INNER = "统一身份认证的地址在本机或者内部网络，没有放行。请运维人员在 PORTAL_OUTGOING_NETWORKS 里放行。"
PLAIN = "统一身份认证的地址不是 https://，没有连接。"


@dataclass(frozen=True)
class Service:
    """A provider as it was set, outside of any transaction. `networks` are those of the house that may be reached."""

    issuer: str
    client_id: str
    secret: str
    scope: str
    claim: str
    answer_at: str
    networks: tuple[str, ...]

    def about(self, anew: bool = False) -> dict[str, Any]:
        """What it says of itself, with its keys. Raises Fault."""
        key = (self.issuer, self.networks)
        until, known = _kept.get(key, (0.0, {}))
        if not anew and until > time.monotonic():
            return known
        told = self._get(self.issuer.rstrip("/") + WELL_KNOWN)
        if told.get("issuer", "").rstrip("/") != self.issuer.rstrip("/"):
            raise Fault(ODD)
        for each in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            self._check(told.get(each))
        told["jwks"] = self._get(told["jwks_uri"])
        _kept[key] = (time.monotonic() + KEPT, told)
        return told

    def page(self, state: str, nonce: str, verifier: str) -> str:
        """The address at which the person proves there who it is. Raises Fault."""
        with self._session() as session:
            address, _ = session.create_authorization_url(
                self.about()["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        return address

    def leaving(self, back: str) -> str:
        """The address at which one signs out there; "" where it has none. Raises Fault."""
        there = self.about().get("end_session_endpoint")
        if not there:
            return ""
        self._check(there)
        sign = "&" if urlsplit(there).query else "?"
        return there + sign + urlencode({"client_id": self.client_id, "post_logout_redirect_uri": back})

    def claims(self, code: str, nonce: str, verifier: str) -> dict[str, Any]:
        """What it says of the person who came back with `code`. Raises Fault."""
        about = self.about()
        try:
            with self._session(about) as session:
                token = session.fetch_token(
                    about["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=verifier
                )
                claims = self._read(token, nonce)
                if self.claim not in claims and about.get("userinfo_endpoint"):
                    more = self._get(about["userinfo_endpoint"], session)
                    if more.get("sub") != claims["sub"]:
                        raise Fault(ODD)
                    claims = more | claims
        except RequestException as error:
            raise Fault(DOWN) from error
        except (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError) as error:
            raise Fault(ODD) from error
        return claims

    def _read(self, token: dict, nonce: str) -> dict[str, Any]:
        """The claims of the ID token, signed by the provider, for us, now, for this very sign-in."""
        about = self.about()
        try:
            found = self._decoded(token["id_token"], about)
        except InvalidKeyIdError:  # it has new keys
            found = self._decoded(token["id_token"], self.about(anew=True))
        claims = CodeIDToken(
            found.claims,
            found.header,
            {"iss": {"essential": True, "value": about["issuer"]}, "aud": {"essential": True, "value": self.client_id}},
            {"nonce": nonce, "client_id": self.client_id, "access_token": token.get("access_token")},
        )
        claims.validate(leeway=LEEWAY)
        return dict(claims)

    def _decoded(self, text: str, about: dict):
        registry = JWSRegistry(algorithms=SIGNED, strict_check_header=False)
        return jwt.decode(text, key=KeySet.import_key_set(about["jwks"]), registry=registry)

    def _get(self, address: str, session: OAuth2Session | None = None) -> dict[str, Any]:
        """JSON at `address`, with the token of `session`, or without any."""
        self._check(address)
        try:
            if session is not None:
                answer = session.get(address)
            else:
                with self._session() as fresh:
                    answer = fresh.get(address, withhold_token=True)
            answer.raise_for_status()
            told = answer.json()
        except ValueError as error:  # no JSON; one of requests is a RequestException too
            raise Fault(ODD) from error
        except RequestException as error:
            raise Fault(DOWN) from error
        if not isinstance(told, dict):
            raise Fault(ODD)
        return told

    def _session(self, about: dict | None = None) -> OAuth2Session:
        methods = (about or {}).get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        basic = "client_secret_basic" if "client_secret_basic" in methods else "client_secret_post"
        session = OAuth2Session(
            self.client_id,
            self.secret or None,
            scope=self.scope,
            redirect_uri=self.answer_at,
            code_challenge_method="S256",
            token_endpoint_auth_method=basic if self.secret else "none",
            default_timeout=SECONDS,
        )
        session.trust_env, session.max_redirects = False, 0
        session.mount("https://", Line(self.networks))
        session.mount("http://", Line(self.networks))
        return session

    def _check(self, address: Any) -> None:
        """Raises Fault for what is no address over https; on this machine http will do."""
        try:
            place = urlsplit(address or "")
            host = place.hostname or ""
        except (ValueError, AttributeError, TypeError) as error:
            raise Fault(ODD) from error
        if not host or place.username:
            raise Fault(ODD)
        if place.scheme != "https" and not (place.scheme == "http" and host == "127.0.0.1"):
            raise Fault(PLAIN)


class Line(HTTPAdapter):
    """Connects to nothing of the house that is not allowed, and asks no port of it; reads no long answers."""

    def __init__(self, networks: tuple[str, ...]) -> None:
        self.networks = list(networks)
        super().__init__()

    def init_poolmanager(self, *given, **more) -> None:
        """With the certificates that the machine trusts besides those of the library, and connections that look first where they lead."""
        super().init_poolmanager(*given, **more, ssl_context=ssl.create_default_context())
        self.poolmanager.pool_classes_by_scheme = {
            "http": _looking(HTTPConnectionPool, self.networks),
            "https": _looking(HTTPSConnectionPool, self.networks),
        }

    def send(self, request, **given) -> Response:
        """The answer, read to its end."""
        answer = super().send(request, **given | {"stream": True})
        content = answer.raw.read(LONGEST + 1, decode_content=True)
        if len(content) > LONGEST:
            raise Fault(ODD)
        answer.raw.close()
        answer.raw = io.BytesIO(content)
        answer.headers.pop("Content-Encoding", None)
        return answer


def _addresses(name: str, port: int, networks: list[str]) -> list[str]:
    """What `name` stands for. Raises Fault where it stands for nothing, or one may not be reached."""
    try:
        found = socket.getaddrinfo(name.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Fault(DOWN) from error
    addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
    if not all(may_reach(each, networks) for each in addresses):
        raise Fault(INNER)
    return addresses


def _looking(pool: type, networks: list[str]) -> type:
    """`pool`, whose connections go only to addresses that may be reached: what its name stands for is looked up once, before any port is asked, so
    that nobody learns from the answer which ports of the house are open."""

    class Connection(pool.ConnectionCls):  # type: ignore[name-defined]
        def _new_conn(self):
            name, *others = self._dns_host, *_addresses(self._dns_host, self.port, networks)
            try:
                for self._dns_host in others[:-1]:
                    with suppress(NewConnectionError, ConnectTimeoutError):
                        return super()._new_conn()
                self._dns_host = others[-1]
                return super()._new_conn()
            finally:
                self._dns_host = name

    return type(pool.__name__, (pool,), {"ConnectionCls": Connection})
