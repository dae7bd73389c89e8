"""Sittings as a calendar that telephones read: RFC 5545 (iCalendar), with the interval of RFC 7986 §5.7. No names: number, time, place."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from plugins.mediation.models import Committee, Sitting

WIDEST = 75  # octets of a line, without its end (RFC 5545 §3.1)
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})
OFTEN = "PT1H"
KEPT = timedelta(days=31)  # how long what is over stays in the calendar


def calendar_of(committee: Committee, sittings: Iterable[Sitting], host: str) -> bytes:
    """The calendar of `committee` as telephones subscribe to it; `host` makes its events unlike those of another portal."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//fengqiao//mediation//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(committee.name)}调解安排",
        f"REFRESH-INTERVAL;VALUE=DURATION:{OFTEN}",
        *(line for each in sittings for line in _event(each, host)),
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def _event(sitting: Sitting, host: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:mediation-sitting-{sitting.id}@{host}"
    yield f"SEQUENCE:{sitting.revision}"
    yield f"DTSTAMP:{_moment(sitting.changed_at)}"
    yield f"DTSTART:{_moment(sitting.starts_at)}"
    yield f"DTEND:{_moment(sitting.ends_at)}"
    yield f"SUMMARY:{_text(f'人民调解 {sitting.dispute.number}')}"
    yield f"LOCATION:{_text(sitting.room.name if sitting.room else '调解室以外')}"
    yield f"STATUS:{'CANCELLED' if sitting.called_off_at else 'CONFIRMED'}"
    yield "END:VEVENT"


def _moment(moment: datetime) -> str:
    """In UTC."""
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%S}Z"


def _text(text: str) -> str:
    return text.translate(ESCAPED)


def _folded(line: str) -> bytes:
    """`line` in pieces of at most 75 octets, each after the first behind a blank, no character cut; ends with CRLF."""
    pieces = [b""]
    for sign in line:
        octets = sign.encode()
        if len(pieces[-1]) + len(octets) > WIDEST:
            pieces.append(b" ")
        pieces[-1] += octets
    return b"\r\n".join(pieces) + b"\r\n"
