"""枫桥·基层治理门户: a light core and plugins. `portal.application` is the table of contents."""

from portal.application import create_app

__all__ = ["create_app"]
