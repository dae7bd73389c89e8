"""Repeating groups of fields: handles the buttons of the macros `entry` and `add_entry`."""

from flask import request
from wtforms import FieldList

__all__ = ["fit", "resize"]


def resize(*groups: FieldList) -> bool:
    """Add or remove the entry whose button was pressed; False when another button was pressed. A group keeps at least one
    entry and at most `max_entries`."""
    wanted, gone = request.form.get("add"), request.form.get("remove")
    for group in groups:
        if group.id == wanted and len(group) < group.max_entries:
            group.append_entry()
        group.entries = [row for row in group.entries if row.id != gone] or group.entries[:1]
    return bool(wanted or gone)


def fit(rows: FieldList, count: int) -> None:
    """Exactly `count` rows, whatever was sent: for groups with a line for each party or member."""
    del rows.entries[count:]
    while len(rows) < count:
        rows.append_entry()
