"""One request as it comes from a line, byte by byte, straight into the application."""

from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass, field
from io import BytesIO
from urllib.parse import unquote_to_bytes

from flask import Flask
from werkzeug.test import run_wsgi_app

from portal.extensions import db

SHOWN = 600  # bytes of a body in a message


@dataclass
class Request:
    """`path` is as it stands in the first line of a request, with its query."""

    method: str
    path: bytes
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def __str__(self) -> str:
        beside = {name: value[:200] for name, value in self.headers.items() if name != "Cookie"}
        body = self.body[:SHOWN] if len(self.body) <= SHOWN else self.body[:SHOWN] + b"..."
        return f"{self.method[:20]} {self.path[:SHOWN]!r} {beside} {body!r}"

    def environ(self) -> dict:
        """For WSGI."""
        path, _, query = self.path.partition(b"?")
        headers = {"Host": "localhost", "Content-Length": str(len(self.body)), **self.headers}
        named = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
        for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            named[name] = named.pop(f"HTTP_{name}", "")
        return {
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query.decode("latin-1"),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(self.body),
            "wsgi.input_terminated": True,
            "wsgi.errors": BytesIO(),
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            **named,
        }


@dataclass
class Answer:
    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        return next((value for each, value in self.headers if each.lower() == name.lower()), "")


def send(app: Flask, request: Request) -> Answer:
    """In a context of its own, as on a server, while nobody else holds the database."""
    db.session.rollback()
    act: Callable = lambda: run_wsgi_app(app, request.environ(), buffered=True)  # noqa: E731
    body, status, headers = Context().run(act)
    return Answer(int(status.split()[0]), list(headers), b"".join(body))
