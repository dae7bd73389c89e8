"""core_0002: deadlines and number patterns of cases move in with the settings of plugins, and back, on a filled database."""

import json
from datetime import UTC, date, datetime

import pytest
from alembic import command
from sqlalchemy import MetaData, inspect, select

from portal import clock
from portal.cases.policy.reckoning import to_handle
from portal.cases.settings import take_number
from portal.cases.tables.terms import Terms
from portal.extensions import db
from portal.migrating import alembic_config, downgrade, drift, histories, upgrade_all
from portal.numbering import next_number
from portal.settings import change, settings_of
from portal.settings.models import SettingsRow
from portal.testing.conformance.office import forget
from portal.workdays.models import load_calendar
from portal.workdays.period import Period

pytestmark = pytest.mark.database
MONDAY = datetime(2026, 9, 28, 2, 0, tzinfo=UTC)
BEGAN, LATER = date(2026, 1, 1), date(2026, 7, 1)
AT = datetime(2026, 1, 1, 8, 0)  # noqa: DTZ001  as the column holds it


def go(direction, revision: str) -> None:
    """Plugins stand on the tables of the core: they are taken back before it, and brought up again after it."""
    core, *plugins = histories()
    db.session.remove()
    if direction is command.upgrade:
        upgrade_all()
        return
    for history in reversed(plugins):
        downgrade(history)
    with db.engine.begin() as connection:
        direction(alembic_config(core, connection), revision)


def insert(name: str, *rows: dict) -> None:
    tables = MetaData()
    tables.reflect(db.engine, only=[name])
    with db.engine.begin() as connection:
        connection.execute(tables.tables[name].insert(), list(rows))


def content(name: str) -> list[dict]:
    tables = MetaData()
    tables.reflect(db.engine, only=[name])
    table = tables.tables[name]
    with db.engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]


@pytest.fixture
def former(app, cast):
    """The database as core_0001 knew it, with rules of a county and a street."""
    county, street = cast.unit_ids["county"], cast.unit_ids["street"]
    go(command.downgrade, "core_0001")
    policy = {"unit_id": county, "level": "minor", "kind": "", "amount": 10, "day_kind": "workday", "valid_from": BEGAN}
    insert(
        "cases_deadline_policy",
        policy,
        policy | {"kind": "02", "amount": 4, "day_kind": "calendar"},
        policy | {"kind": "0201", "amount": 2, "day_kind": "hour"},
        policy | {"amount": 12, "valid_from": LATER},
        policy | {"unit_id": street, "level": "hard", "amount": 30, "day_kind": "calendar"},
    )
    insert(
        "cases_number_pattern",
        {"unit_id": county, "pattern": "达旗综治{year}第{number}号", "valid_from": BEGAN},
    )
    setting = {"unit_id": county, "plugin": "mediation", "actor_id": cast.user_ids["district"], "reason": "旗文件"}
    insert("plugin_setting", setting | {"content": '{"term_days": ["15"]}', "valid_from": BEGAN, "at": AT})
    return cast


def test_what_was_decided_goes_on_being_so(app, former):
    for _ in range(3):
        next_number(former.unit_ids["street"], "case", 2026)
    next_number(former.unit_ids["other_street"], "case", 2026)
    db.session.commit()
    go(command.upgrade, "head")
    forget(app)
    assert not drift(next(each for each in histories() if each.key == "core"))
    assert not {"plugin_setting", "cases_deadline_policy", "cases_number_pattern"} & set(
        inspect(db.engine).get_table_names()
    )
    due = {
        (level, kind): clock.local(
            load_calendar().due_at(MONDAY, *to_handle(former.taixing, Terms(kind, level), MONDAY).period)
        )
        for level, kind in (
            ("minor", "0701"),
            ("minor", "0203"),
            ("minor", "0201"),
            ("hard", "0201"),
            ("micro", "0201"),
        )
    }
    assert due["minor", "0203"].date() == date(2026, 10, 2)
    assert due["minor", "0201"] == clock.local(MONDAY.replace(hour=4))
    assert due["hard", "0201"].date() == date(2026, 10, 28)
    assert due["micro", "0201"].date() == date(2026, 9, 29)
    assert settings_of("cases", former.county, date(2026, 6, 30)).minor_period == Period(10, "workday")
    assert settings_of("cases", former.county, LATER).minor_period == Period(12, "workday")
    assert settings_of("mediation", former.street).term_days == 15
    assert settings_of("mediation", former.street).origins["term_days"].valid_from == BEGAN
    assert take_number(former.other_street, 2026) == "达旗综治2026第4号", "after the highest that was given out"


def test_and_back_again(app, former):
    go(command.upgrade, "head")
    forget(app)
    change("cases", former.street, {"minor_period": ["9 日"], "warn_percent": ["30"]}, by=None, reason="x")
    change("cases", former.county, {"minor_period-02": None}, by=None, reason="x")
    change("mediation", former.street, {"term_days": ["20"], "follow_up_days": ["5"]}, by=None, reason="x")
    change("mediation", former.street, {"follow_up_days": None}, by=None, reason="x")
    db.session.commit()
    before = [(row.section, row.unit_id, row.valid_from) for row in db.session.scalars(select(SettingsRow))]
    go(command.downgrade, "core_0001")
    assert before
    rules = {
        (row["unit_id"], row["level"], row["kind"], row["valid_from"]): (row["amount"], row["day_kind"])
        for row in content("cases_deadline_policy")
    }
    county, street = former.unit_ids["county"], former.unit_ids["street"]
    assert rules == {
        (county, "minor", "", BEGAN): (10, "workday"),
        (county, "minor", "0201", BEGAN): (2, "hour"),
        (county, "minor", "", LATER): (12, "workday"),
        (street, "hard", "", BEGAN): (30, "calendar"),
        (street, "minor", "", clock.today()): (9, "calendar"),
    }
    assert [row["pattern"] for row in content("cases_number_pattern")] == ["达旗综治{year}第{number}号"]
    settings = [(row["plugin"], row["unit_id"], json.loads(row["content"])) for row in content("plugin_setting")]
    assert settings == [
        ("mediation", county, {"term_days": ["15"]}),
        ("mediation", street, {"term_days": ["20"]}),
    ]
    go(command.upgrade, "head")
    forget(app)
    assert settings_of("mediation", former.street).term_days == 20
    assert settings_of("cases", former.street).minor_period == Period(9, "calendar")
