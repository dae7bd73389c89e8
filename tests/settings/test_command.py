"""`flask settings`: the same as on the pages."""

import pytest
from sqlalchemy import select

from portal.audit.models import AuditEntry
from portal.extensions import db
from portal.settings import settings_of
from portal.workdays.period import Period

pytestmark = pytest.mark.database


@pytest.fixture
def run(app):
    """`run("settings", "list")` answers what the command prints and how it ended."""

    def invoke(*words: str) -> tuple[int, str]:
        done = app.test_cli_runner().invoke(args=words)
        return done.exit_code, done.output

    return invoke


def test_all_sections_are_listed(run):
    code, said = run("settings", "list")
    assert code == 0
    assert {"cases", "heroes", "mediation"} <= {line.split("\t")[0] for line in said.splitlines()}


@pytest.mark.parametrize("command", [("settings", "show"), ("plugins", "settings")])
def test_values_are_shown_with_their_origin(run, cast, command):
    run("settings", "set", "mediation", "term_days=15", "--unit", "达拉特旗", "--reason", "旗文件")
    code, said = run(*command, "mediation", "--unit", "昭君街道")
    assert code == 0
    assert "term_days = 15 日" in said
    assert "达拉特旗" in said
    assert "旗文件" in said
    assert "follow_up_days = 3 日  （履行期满后几日内回访；默认值）" in said


def test_set_lock_and_restore(run, cast):
    code, said = run(
        "settings", "set", "cases", "minor_period=5 个工作日", "--unit", "达拉特旗", "--reason", "旗文件", "--lock"
    )
    assert code == 0
    assert "minor_period = 5 个工作日" in said
    assert "已锁定" in said
    assert settings_of("cases", cast.street).minor_period == Period(5, "workday")
    refused, why = run("settings", "set", "cases", "minor_period=1 日", "--unit", "昭君街道", "--reason", "x")
    assert (refused, "锁定" in why) == (1, True)
    assert run("settings", "restore", "cases", "minor_period", "--unit", "达拉特旗", "--reason", "x")[0] == 0
    assert settings_of("cases", cast.street).minor_period == Period(3, "workday")
    db.session.rollback()
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("settings_change") == 2


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("nothing", "a=1"), "nothing"),
        (("cases", "days=1"), "days"),
        (("cases", "minor_period"), "名称=值"),
        (("cases", "minor_period=5"), "个工作日"),
        (("cases", "minor_period=5 日", "--from", "2020-01-01"), "不能早于今天"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(run, cast, words, why):
    code, said = run("settings", "set", *words, "--unit", "达拉特旗", "--reason", "x")
    assert code != 0
    assert why in said
    assert "Traceback" not in said
