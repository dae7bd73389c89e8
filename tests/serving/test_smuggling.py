"""Where a request ends is told by one header alone, and what is told twice or oddly is refused: nothing hides behind a request."""

import socket

import pytest

HIDDEN = b"GET /check/ HTTP/1.1\r\nHost: a\r\n\r\n"
START = b"POST /login HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"


def answered(server, sent: bytes) -> bytes:
    """All that comes back until the server is done or falls silent."""
    found = b""
    with socket.create_connection(server.at, 10) as line:
        line.settimeout(3)
        line.sendall(sent)
        try:
            while part := line.recv(65536):
                found += part
        except TimeoutError:
            pass
    return found


@pytest.mark.parametrize(
    "headers",
    [
        b"Content-Length: 4\r\nContent-Length: 40\r\n",
        b"Content-Length: +4\r\n",
        b"Content-Length: 4, 40\r\n",
        b"Content-Length: 0x4\r\n",
        b"Transfer-Encoding: identity, chunked\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Transfer-Encoding : chunked\r\n",
        b"Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        b"X: a\r\n folded\r\nContent-Length : 4\r\n",
        b"X: a\nTransfer-Encoding: chunked\r\n",
    ],
)
def test_what_does_not_say_clearly_where_it_ends_is_refused(server, headers):
    found = answered(server, START + headers + b"\r\na=b&" + HIDDEN)
    assert found.split(b" ", 2)[1][:1] in (b"4", b"5"), found[:80]
    assert found.count(b"HTTP/1.1 ") + found.count(b"HTTP/1.0 ") == 1


def test_between_two_that_contradict_the_chunks_count(server):
    body = b"0\r\n\r\n"
    found = answered(
        server, START + b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n" % (len(body) + 20) + body
    )
    assert found.startswith(b"HTTP/1.1 ")  # answered without waiting for the twenty bytes


@pytest.mark.parametrize(
    "chunk", [b"4;x\r\na=b", b"-4\r\na=b&", b"0x4\r\na=b&\r\n0\r\n\r\n", b" 4\r\na=b&\r\n0\r\n\r\n", b"zz\r\n"]
)
def test_a_bent_chunk_is_no_request(server, chunk):
    found = answered(server, START + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunk + HIDDEN)
    assert b"\r\n\r\n" not in found or found.split(b" ", 2)[1][:1] in (b"4", b"5"), found[:80]


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "TRACK", "DEBUG"])
def test_methods_that_tell_of_the_server_are_not_there(server, method):
    found = answered(
        server, f"{method} /login HTTP/1.1\r\nHost: a\r\nCookie: a=secret\r\nConnection: close\r\n\r\n".encode()
    )
    assert found.split(b" ", 2)[1] in (b"400", b"404", b"405", b"501")
    assert b"secret" not in found
