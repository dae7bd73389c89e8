"""How long a text is: characters as PostgreSQL counts them (code points), a line end as one, however the browser sends it.

The script counts alike (portal/static/src/app.js), so that the browser never says another number than the server.
"""

__all__ = ["length"]


def length(text: str | None) -> int:
    """Characters of `text`, in code points; CR LF is one."""
    return len((text or "").replace("\r\n", "\n"))
