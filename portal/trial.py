"""`python -m portal.trial KEY COUNTY STARTER`: serves a masked copy of a district with the plugin KEY on, on a free port, as long as the
process STARTER lives. Started by `flask plugins try`, with an environment that names the copy; tells its accounts on standard output, a line
each, their password and the port, then READY."""

import os
import secrets
import shutil
import sys
from pathlib import Path
from threading import Thread
from time import sleep

from waitress import create_server

from portal import create_app
from portal.accounts.models import Appointment, User
from portal.documents.printing import renderer
from portal.extensions import db
from portal.migrating import upgrade_all
from portal.org.models import OrgUnit
from portal.permissions import every_role, plugin_of_role
from portal.plugin_admin.switching import Wish, carry_out, plan

HERE = {
    "clerk": "township",
    "director": "township",
    "district": "county",
    "administrator": "county",
}  # roles everybody tries, and where


def main(key: str, county_id: int, starter: int) -> None:
    """Serve until the process is ended; ends with the reason where the plugin is not taken in."""
    app = create_app()
    folder = app.extensions["portal_settings"].instance.parent
    Thread(target=_go_with, args=(starter, folder), daemon=True).start()
    with app.app_context():
        upgrade_all()
        registry = app.extensions["portal_plugins"]
        if key not in registry.manifests:
            sys.exit(f"模块 {key} 没有装入：{registry.failures.get(key, '安装包里没有它')}")
        county = db.session.get_one(OrgUnit, county_id)
        _switch_on(key, county)
        password = secrets.token_urlsafe(9)
        accounts = _open_accounts(key, county, password)
        db.session.commit()
    renderer(app).start()
    server = create_server(app, host="127.0.0.1", port=0, threads=4, ident=None)
    for username, what in accounts.items():
        print(f"ACCOUNT\t{username}\t{what}")
    print(f"PASSWORD\t{password}\nPORT\t{server.effective_port}\nREADY", flush=True)
    server.run()


def _go_with(starter: int, folder: Path) -> None:
    """When whoever started this is gone without a word, remove the copy and end."""
    while os.getppid() == starter:
        sleep(1)
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(1)  # other threads are serving


def _switch_on(key: str, county: OrgUnit) -> None:
    """With all that it requires."""
    made = plan(Wish(plugin=key, unit=county, state="on", locked=False, valid_from=None, valid_until=None), by=None)
    if made.objections:
        sys.exit("\n".join(made.objections))
    carry_out(made, by=None, reason="试用")


def _open_accounts(key: str, county: OrgUnit, password: str) -> dict[str, str]:
    """One for each of the usual roles, and for each that the plugin brings: username → role and unit."""
    townships = OrgUnit.query.filter_by(parent_id=county.id, kind="township", closed_on=None).order_by(OrgUnit.id)
    township = townships.first() or county
    roles = HERE | {each: "township" for each in every_role() if plugin_of_role(each) == key}
    made = {}
    for number, (role, level) in enumerate(roles.items(), 1):
        unit = county if level == "county" else township
        user = User(username=f"try{number}", name=f"试用{every_role()[role]}")
        user.set_password(password)
        user.appointments.append(Appointment(unit=unit, role=role))
        db.session.add(user)
        made[user.username] = f"{every_role()[role]}，{unit.name}"
    return made


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
