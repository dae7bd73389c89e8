"""The conformance suite: what every plugin must keep to, in this repository or any other.

    pytest -p portal.testing.plugin --pyargs portal.testing.conformance --portal-plugin KEY

Without the option every installed plugin is examined. Each test gathers all that is wrong and says it in plain words.
It works on a database of its own, filled with the demo, to which the plugin adds by its hook `demo_data`.
"""

from collections.abc import Iterable

import pytest

MOST_STATEMENTS = 15  # a page of a plugin may send, whatever the rows


def report(complaints: Iterable[str]) -> None:
    """Fail with all complaints, one a line; pass when there are none."""
    found = list(dict.fromkeys(complaints))
    if found:
        pytest.fail("\n".join(["", *(f"  · {each}" for each in found)]), pytrace=False)
