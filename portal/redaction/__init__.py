"""去除号码: what never enters columns, logs and addresses that others read: numbers of persons, passwords, and the name of who wants to stay unknown."""

from portal.redaction.columns import RedactedText
from portal.redaction.names import KeptUnknown

__all__ = ["KeptUnknown", "RedactedText"]
