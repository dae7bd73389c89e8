"""Test files in folders that are no packages have names of their own: pytest imports two of one name as one, and stops the whole run."""

from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parents[1]


def test_no_two_test_files_share_a_name():
    apart = [path for path in TESTS.rglob("test_*.py") if not (path.parent / "__init__.py").exists()]
    assert [name for name, times in Counter(path.name for path in apart).items() if times > 1] == []
