"""Bodies of requests byte by byte, as a form sends them and as nothing does."""

from random import Random
from urllib.parse import quote_from_bytes

File = tuple[bytes, bytes, bytes]  # name, content, type
Pair = tuple[bytes, bytes | File]
BOUNDARY = b"----fuzz7MA4YWxk"
JSON = (b'{"title":"x"}', b"[1,2", b"null", b'"\\ud800"', b"1e999", b"[" * 20_000, b'{"a":' + b"9" * 5000 + b"}")


def urlencoded(pairs: list[Pair]) -> tuple[bytes, str]:
    """The body and its type; of a file what it is called."""
    words = ((name, value if isinstance(value, bytes) else value[0]) for name, value in pairs)
    body = "&".join(f"{quote_from_bytes(name)}={quote_from_bytes(value)}" for name, value in words)
    return body.encode(), "application/x-www-form-urlencoded"


def multipart(pairs: list[Pair]) -> tuple[bytes, str]:
    """The body and its type."""
    parts = b"".join(b"--" + BOUNDARY + b"\r\n" + _part(name, value) + b"\r\n" for name, value in pairs)
    return parts + b"--" + BOUNDARY + b"--\r\n", f"multipart/form-data; boundary={BOUNDARY.decode()}"


def _part(name: bytes, value: bytes | File) -> bytes:
    head = b'Content-Disposition: form-data; name="' + name.replace(b'"', b"%22") + b'"'
    if isinstance(value, bytes):
        return head + b"\r\n\r\n" + value
    filename, content, kind = value
    return head + b'; filename="' + filename + b'"\r\nContent-Type: ' + kind + b"\r\n\r\n" + content


def broken(body: bytes, dice: Random) -> bytes:
    """`body` as it arrives over a bad line, or from somebody who means harm."""
    at = dice.randrange(len(body) + 1)
    return dice.choice(
        (
            lambda: body[:at],
            lambda: body[:at] + dice.randbytes(8) + body[at:],
            lambda: body[:at] + bytes([dice.randrange(256)]) + body[at + 1 :],
            lambda: body.replace(b"\r\n", b"\n"),
            lambda: body.replace(b"form-data", b"attachment"),
            lambda: body.replace(b"; name=", b"; nome="),
            lambda: body.replace(b"Content-Disposition", b"X" * 9000),
            lambda: body.replace(b"\r\n\r\n", b"\r\nContent-Transfer-Encoding: base64\r\n\r\n"),
            lambda: body.replace(b"\r\n\r\n", b"\r\nContent-Type: text/plain; charset=nonesuch\r\n\r\n"),
            lambda: body.replace(b"; filename=", b"; filename*=utf-8''%ff%fe; filename="),
            lambda: body + body,
            lambda: body.replace(b"=", b""),
            lambda: body.replace(b"&", b";"),
            lambda: body + b"&x" * 3000,
            lambda: body + b"&%",
            lambda: b"",
            lambda: dice.choice(JSON),
            lambda: dice.randbytes(dice.randrange(2000)),
        )
    )()
