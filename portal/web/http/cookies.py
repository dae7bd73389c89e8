"""Sliding sessions whose cookie is renewed only every few minutes: saves three hundred bytes per response."""

import hashlib
import time
from datetime import UTC, datetime

from flask import Flask, Request, Response
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from itsdangerous import BadSignature, Signer, URLSafeTimedSerializer

Signer.default_digest_method = staticmethod(hashlib.sha256)  # of all tokens, those of Flask-WTF too: its own is SHA-1
FRESH_SHARE = 10  # signed anew after a tenth of its life
BEGAN = "began"  # the second at which its user signed in


class Session(SecureCookieSession):
    """A session that knows when its cookie was signed."""

    signed_at: datetime | None = None

    def begin(self) -> None:
        """Forget what was before somebody signed in, and count from now."""
        self.clear()
        self[BEGAN] = int(time.time())


class Sliding(SecureCookieSessionInterface):
    """Sessions that expire some time after the last request, like Flask's own, accurate to a tenth of their lifetime."""

    session_class = Session
    digest_method = staticmethod(hashlib.sha256)  # Flask's own is SHA-1
    _serializer: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer:
        """Flask's serializer, created once: the keys do not change while the portal runs."""
        if self._serializer is None:
            self._serializer = super().get_signing_serializer(app)
        return self._serializer

    def open_session(self, app: Flask, request: Request) -> Session:
        """The session of the cookie; an empty one when it is missing, forged or too old, or its user signed in too long ago."""
        lifetime = int(app.permanent_session_lifetime.total_seconds())
        cookie = request.cookies.get(self.get_cookie_name(app), "")
        try:
            data, signed_at = self.get_signing_serializer(app).loads(cookie, max_age=lifetime, return_timestamp=True)
        except BadSignature:
            return Session()
        session = Session(data)
        if BEGAN in session and session[BEGAN] + app.config["LONGEST_SESSION"] < time.time():
            return Session()
        session.signed_at = signed_at
        return session

    def should_set_cookie(self, app: Flask, session: Session) -> bool:
        """When something changed, or the signature has aged."""
        if session.modified or session.signed_at is None:
            return session.modified
        age = datetime.now(UTC) - session.signed_at
        return session.permanent and age > app.permanent_session_lifetime / FRESH_SHARE

    def save_session(self, app: Flask, session: Session, response: Response) -> None:
        """Last of all on every answer: what no cache may keep (RFC 9111 §5.2.2.5) need not say what it varies with."""
        super().save_session(app, session, response)
        if response.cache_control.no_store:
            response.headers.pop("Vary", None)
