"""Why a file is not taken."""

__all__ = ["Refused"]


class Refused(Exception):
    """The file cannot be kept; the message says why, in Chinese, to whoever chose it."""
