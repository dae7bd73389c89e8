"""What `make serve` starts: brings the database up to date, loads the demo into an empty one (not in production), and serves.

One process for the three, because loading the libraries takes longer than the work.
"""

import sys

from flask.cli import ScriptInfo

from portal import create_app, serve
from portal.config import ConfigError

MIGRATE, DEMO = ["migrate"], ["demo", "load", "--if-empty"]


def main() -> None:
    try:
        app = create_app()
    except ConfigError as error:
        sys.exit(f"无法启动：{error}")
    for command in [MIGRATE] if app.extensions["portal_settings"].env == "production" else [MIGRATE, DEMO]:
        app.cli.main(command, obj=ScriptInfo(create_app=lambda: app), standalone_mode=False)
    serve.main()


if __name__ == "__main__":
    main()
