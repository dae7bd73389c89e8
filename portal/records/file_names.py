"""What the file of a paper is called."""

import re
from typing import Any

from markupsafe import escape

from portal.people.page_titles import without_names

UNFIT = re.compile(r'[\\/:*?"<>|\s]+')  # in the name of a file
STARS = re.compile(r"\*+")


def file_name(line: str, record: Any) -> str:
    """What it is (`line`) and of which record, so that those of several in one folder are told apart. It stays in a folder that others see, as a
    title stays in the history of the browser: residents are 郝某 in it, and a case is told by a number, not by its title."""
    named = (getattr(each, "number", "") for each in (record, getattr(record, "case", None)))
    whose = next(filter(None, (*named, *(getattr(record, each, "") for each in ("title", "name")))), "")
    said = without_names(escape(f"{line} {whose}")).unescape()
    return UNFIT.sub(" ", STARS.sub("某", said)).strip()
