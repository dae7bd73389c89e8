"""`flask migration KEY` says in a line what is missing, where Alembic would answer with a traceback."""

import sys

import pytest

from portal import migrating

pytestmark = pytest.mark.database


@pytest.mark.parametrize(
    ("key", "late", "said"),
    [("heroes", ["heroes"], "先执行 flask --app portal migrate"), ("nobody", [], "没有名为 nobody 的数据表历史")],
)
def test_what_is_missing_is_said_in_a_line(app, monkeypatch, key, late, said):
    monkeypatch.setattr(sys.modules[f"{migrating.__name__}.histories"], "behind", lambda: late)
    done = app.test_cli_runner().invoke(args=["migration", key, "-m", "more"])
    assert (done.exit_code, said in done.output) == (1, True)
