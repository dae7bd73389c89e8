"""The plugin platform: what is installed, what is in effect where, and the one way to call hooks. Who decides about it: `portal.plugin_admin`."""

from portal.plugin.api import API_VERSION

__all__ = ["API_VERSION"]
