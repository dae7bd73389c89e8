"""去除号码: what never enters columns, logs and addresses that others read: numbers of persons, and passwords."""

from portal.redaction.columns import RedactedText

__all__ = ["RedactedText"]
