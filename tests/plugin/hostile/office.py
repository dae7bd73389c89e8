"""Run in a process of its own, with all hostile plugins on the path: starts the portal, builds the tables, opens pages; prints JSON."""

import json
import logging
import sys
from pathlib import Path

from sqlalchemy import inspect, select

from portal.accounts.models import User
from portal.cases.models import Case
from portal.config import Settings
from portal.extensions import db
from portal.migrating import upgrade_all
from portal.org.models import OrgUnit
from portal.plugin.process import Process
from portal.plugin_admin.cli import plugins_cli
from portal.testing import cast as casting
from portal.testing import factories
from portal.testing.application import built


def main() -> dict:
    logging.disable(logging.CRITICAL)
    Settings(env="testing", instance=Path("instance")).prepare()  # what the portal itself sets for the process
    process = Process()
    app = built(Path("instance"), f"sqlite:///{Path('portal.db').absolute()}", rate_limits=False)
    registry = app.extensions["portal_plugins"]
    told = {"at_start": dict(registry.failures), "taken_in": list(registry.manifests)}
    told["changed"] = [each for each in process.complaints("") if "thread" not in each]
    with app.app_context():
        upgrade_all()
        told |= {"after_migrating": dict(registry.failures), "tables": inspect(db.engine).get_table_names()}
        cast = casting.assemble(tuple(registry.manifests))
        case = factories.case(cast.taixing, by=cast.clerk)
        person = factories.resident(cast.taixing)
        db.session.commit()
        case_id, title = case.id, case.title
        paths = (
            "/",
            "/cases",
            "/cases/new",
            f"/cases/{case.id}",
            f"/cases/{case.id}/triage",
            "/reports",
            "/fails_migrating/",
        )
        asked = [("clerk", path) for path in (*paths, f"/people/{person.id}", "/people", f"/public/{cast.street.id}")]
        asked += [("administrator", path) for path in ("/", "/plugins/", "/plugins/heroes", "/plugins/wrong_kinds")]
        told["pages"] = {}
        for who, path in asked:
            client = app.test_client()
            client.be(cast.user_ids[who])
            answer = client.get(path)
            told.setdefault("next_page", {})[path] = client.get("/cases").status_code if who == "clerk" else 200
            told["pages"][f"{who} {path.replace(str(case.id), 'N')}"] = (answer.status_code, "坏表" in answer.text)
        db.session.remove()
        told["units"] = db.session.scalars(select(OrgUnit.name)).all()
        found = db.session.scalars(select(User.name).where(User.name == "坏"))
        told["written"] = [*found, *([] if db.session.get(Case, case_id).title == title else ["the case"])]
        told["sign_in"] = app.test_client().get("/login").status_code
        told["listed"] = app.test_cli_runner().invoke(plugins_cli, ["list"]).output
    return told


if __name__ == "__main__":
    told = main()
    print(json.dumps(told, ensure_ascii=False), file=sys.__stdout__)
