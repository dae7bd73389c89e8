"""Whoever checks or hears of a step takes part in its transaction: it may write there, and not end it."""

import pytest
from flask import abort
from sqlalchemy import text

from portal.cases.models import Case
from portal.errors import RuleError
from portal.extensions import db
from portal.plugin.hookspecs import hookimpl
from portal.testing import factories

from .conftest import decide, manifest, plugin

pytestmark = pytest.mark.database
ENDINGS = {
    "commit": lambda: db.session.commit(),
    "rollback": lambda: db.session.rollback(),
    "close": lambda: db.session.close(),
    "remove": lambda: db.session.remove(),
    "commit of the connection": lambda: db.session.connection().commit(),
    "rollback of the connection": lambda: db.session.connection().rollback(),
    "the word itself": lambda: db.session.execute(text("COMMIT")),
}


def aside():
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE cases_case SET title = '旁边'"))


def checking(does):
    class Checks:
        manifest = manifest("aa")

        @hookimpl
        def record_validate(self, ctx, record, verb):
            does()
            return []

    return Checks()


@pytest.fixture(params=ENDINGS)
def ending(request):
    return ENDINGS[request.param]


def test_a_check_that_ends_the_transaction_refuses_the_step_and_the_next_case_is_registered(
    cast, install, ending, caplog
):
    install(checking(ending))
    decide("aa", cast.county, "on")
    with pytest.raises(RuleError, match="检查出错"):
        factories.case(cast.taixing, by=cast.clerk)
    db.session.rollback()
    assert "record_validate of plugin aa failed" in caplog.text
    assert "ends the transaction" in caplog.text
    install()
    assert factories.case(cast.taixing, by=cast.clerk).status == "registered"


def test_an_event_that_ends_the_transaction_undoes_the_step_and_is_named(cast, install, ending, caplog):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    install(plugin("aa", told=lambda case: ending()))
    decide("aa", cast.county, "on")
    with pytest.raises(RuntimeError, match="ends the transaction"):
        case.triage(kind="0201", level="minor", by=cast.clerk)
    db.session.rollback()
    assert "record_event of plugin aa failed" in caplog.text
    assert db.session.get(Case, case.id).status == "registered"


def test_a_connection_of_its_own_is_refused_and_waits_for_nobody(cast, install, caplog):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    install(plugin("aa", told=lambda case: aside()))
    decide("aa", cast.county, "on")
    with pytest.raises(RuntimeError, match=r"connection of its own|wait for the first one for ever"):
        case.triage(kind="0201", level="minor", by=cast.clerk)
    db.session.rollback()
    assert db.session.get(Case, case.id).title != "旁边"


def test_an_event_that_aborts_is_an_error_like_others(cast, install, as_user, caplog):
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    install(plugin("aa", name="坏模块", told=lambda case: abort(404)))
    decide("aa", cast.county, "on")
    clerk = as_user("clerk")
    answer = clerk.fill(clerk.page(f"/cases/{case.id}/triage"), route="later")
    assert (answer.status, "功能模块“坏模块”出了错" in answer.text) == (500, True)


def test_savepoints_are_its_own(cast, install):
    def aside():
        with db.session.begin_nested():
            pass

    install(checking(aside))
    decide("aa", cast.county, "on")
    assert factories.case(cast.taixing, by=cast.clerk).status == "registered"
