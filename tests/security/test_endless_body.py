"""A body without end is refused at the door, before the server keeps it on its disk."""

import socket
from urllib.parse import urlsplit

from portal.testing.server import serving


def test_a_body_of_a_gigabyte_is_refused_before_it_is_sent(app, databases, tmp_path):
    environment = {
        "PORTAL_INSTANCE": str(tmp_path),
        "PORTAL_ENV": "testing",
        "PORTAL_DATABASE_URL": databases.url,
        "PORTAL_DATA_KEY": app.extensions["portal_settings"].data_key,
    }
    with serving(environment) as address:
        place = urlsplit(address)
        with socket.create_connection((place.hostname, place.port), timeout=20) as line:
            line.sendall(b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n")
            assert line.recv(100).startswith(b"HTTP/1.1 413")
