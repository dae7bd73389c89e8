"""A browser without a screen: one connection, cookies, a cache for a year, and every byte counted as it comes in."""

import gzip
import re
import socket
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode, urljoin, urlsplit

from html5lib import HTMLParser, getTreeBuilder
from lxml import etree

from portal.config import DEMO_PASSWORD

LIKE_CHROMIUM = {
    "User-Agent": "Mozilla/5.0 (Windows NT 6.1) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/69.0 Safari/537.36",
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "zh-CN,zh;q=0.9",
}


@dataclass
class Answer:
    """What came back: `size` is everything on the wire, status line and headers included."""

    status: int
    headers: dict[str, str]
    content: bytes
    size: int

    @cached_property
    def text(self) -> str:
        return self.content.decode(errors="replace")

    @cached_property
    def tree(self) -> etree._Element:
        """The page as a browser builds it."""
        return HTMLParser(tree=getTreeBuilder("lxml"), namespaceHTMLElements=False).parse(self.text).getroot()

    @property
    def nodes(self) -> int:
        """How many elements the page has."""
        return sum(1 for each in self.tree.iter() if isinstance(each.tag, str))


@dataclass
class Visit:
    """A page with the files it needed that were not in the cache."""

    page: Answer
    files: list[Answer]

    @property
    def size(self) -> int:
        return self.page.size + sum(file.size for file in self.files)

    @property
    def requests(self) -> int:
        return 1 + len(self.files)


@dataclass
class Wire:
    """Visits pages of the portal at `address`; `encoding` is what the browser accepts (br only over https)."""

    address: str
    cookies: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)

    def visit(self, path: str) -> Visit:
        """The page at `path` with its style and script."""
        page = self.get(path)
        wanted = page.tree.xpath("//link[@rel='stylesheet']/@href | //script/@src | //img/@src")
        files = [self.get(url) for url in dict.fromkeys(wanted) if url not in self.kept]
        self.kept.update(wanted)
        return Visit(page, files)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, {}, headers)

    def post(self, path: str, data: dict, **headers: str) -> Answer:
        return self._ask("POST", path, data, headers)

    def sign_in(self, username: str) -> None:
        """Sign in through the form."""
        token = self.get("/login").tree.xpath("string(//main//input[@name='csrf_token']/@value)")
        answer = self.post("/login", {"csrf_token": token, "username": username, "password": DEMO_PASSWORD})
        assert answer.status == 303, answer.text

    def _ask(self, method: str, path: str, data: dict, headers: dict) -> Answer:
        host = urlsplit(self.address)
        body = urlencode(data, doseq=True).encode()
        sent = {
            "Host": host.netloc,
            **LIKE_CHROMIUM,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if data:
            sent |= {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in sent.items())
        target = urlsplit(urljoin(self.address, path))
        where = target.path + (f"?{target.query}" if target.query else "")
        with socket.create_connection((host.hostname, host.port), timeout=60) as line:
            line.sendall(f"{method} {where} HTTP/1.1\r\n{head}\r\n".encode() + body)
            return self._understand(_whole(line))

    def _understand(self, raw: bytes) -> Answer:
        head, _, body = raw.partition(b"\r\n\r\n")
        status, *lines = head.decode("latin-1").split("\r\n")
        headers = {}
        for name, value in (line.split(": ", 1) for line in lines):
            if name == "Set-Cookie":
                crumb, _, content = value.partition(";")[0].partition("=")
                self.cookies[crumb] = content
            headers[name] = value
        if headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        assert not re.search(r"br|deflate", headers.get("Content-Encoding", "")), "not asked for"
        return Answer(int(status.split()[1]), headers, body, len(raw))


def _whole(line: socket.socket) -> bytes:
    """One answer on a connection that stays open, as browsers keep it."""
    raw, found, length, body = b"", b"", None, b""
    while chunk := line.recv(65536):
        raw += chunk
        head, found, body = raw.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        if found and length and len(body) >= int(length[1]):
            return raw
    if not found or (length and len(body) < int(length[1])):
        raise ConnectionResetError("the answer was cut off")
    return raw
