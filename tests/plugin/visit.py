"""Run by Python of another environment: reads `["action", arguments…]` line by line in JSON, works in the portal there,
and answers a line of JSON each. Every line gets an application of its own, as every command has."""

import json
import os
import sys
from datetime import timedelta

from sqlalchemy import select, text, update

from portal import clock, create_app
from portal.accounts.models import User
from portal.cases.models import Case
from portal.config import Settings
from portal.extensions import db
from portal.jobs.models import Job
from portal.jobs.worker import Worker
from portal.testing import cast as casting
from portal.testing import factories
from portal.testing.client import PortalClient


def furnish(app) -> dict:
    """The cast, and a case in 泰兴社区: ids of units by name, and of the case as `case`."""
    cast = casting.assemble(())
    case = factories.case(cast.taixing, by=cast.clerk)
    db.session.commit()
    return {**cast.unit_ids, "case": case.id}


def dig(app, case_id: int) -> int:
    """A pothole with the case, reported by the clerk long ago."""
    from portal_potholes.models import Pothole

    case = db.session.get(Case, case_id)
    pothole = Pothole.report(case.unit, "迎宾路口", by=case.registrar, case=case)
    db.session.flush()
    db.session.execute(update(Pothole).values(due_on=clock.today() - timedelta(days=3)))
    db.session.commit()
    return pothole.id


def visit(app, username: str, *paths: str) -> dict:
    """Status and words of each path, for one of the cast, or for `nobody`."""
    client = app.test_client()
    if username != "nobody":
        client.be(db.session.scalars(select(User.id).where(User.username == username)).one())
    pages = {path: client.page(path) for path in paths}
    return {path: [page.status, page.text] for path, page in pages.items()}


def rows(app) -> list:
    """What the table of the plugin holds, installed or not."""
    return [
        list(row) for row in db.session.execute(text("SELECT id, case_id, place_name, overdue FROM potholes_pothole"))
    ]


def work(app) -> list:
    """The daily jobs of the plugin, done."""
    Worker(app).run_due()
    return [
        [job.unit.name, job.state, job.message]
        for job in db.session.scalars(select(Job).where(Job.plugin == "potholes"))
    ]


def flask(app, *command: str) -> list:
    """Exit code of a command of `flask --app portal`, and what it says."""
    result = app.test_cli_runner().invoke(args=command)
    return [result.exit_code, result.output]


def answer(action: str, *arguments):
    application = create_app(Settings(env="testing", rate_limits=False, public_url="http://localhost"))
    application.test_client_class = PortalClient
    with application.app_context():
        try:
            return globals()[action](application, *arguments)
        finally:
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what the portal prints is no answer
    for line in sys.stdin:
        answers.write(json.dumps(answer(*json.loads(line)), ensure_ascii=False) + "\n")
        answers.flush()
