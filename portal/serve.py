"""`python -m portal.serve`: the production server for one machine (waitress), on HOST and PORT."""

import gc
import logging
import os
import socket
import sys
import time

from portal import create_app
from portal.accounts.demo import ACCOUNTS, demo_password_in_use
from portal.config import DEMO_PASSWORD, ConfigError
from portal.documents.printing import renderer
from portal.jobs import worker
from portal.listening import listener
from portal.migrating import withdraw_those_behind, wrong_key
from portal.redaction import logs


class Lines(logging.Formatter):
    """When (UTC), how bad, where and what; further lines are moved in, so that nothing that was sent to us looks like an entry."""

    converter = time.gmtime
    default_time_format, default_msec_format = "%Y-%m-%dT%H:%M:%S", "%s.%03dZ"

    def format(self, record: logging.LogRecord) -> str:
        return "\n    ".join(super().format(record).splitlines())


def main() -> None:
    """Start, or say in Chinese why not."""
    logs.last_words()
    output = logging.StreamHandler()
    output.setFormatter(Lines("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[output], level=logging.WARNING)
    try:
        app = create_app()
    except ConfigError as error:
        sys.exit(f"无法启动：{error}")
    settings = app.extensions["portal_settings"]
    with app.app_context():
        if missing := withdraw_those_behind():
            sys.exit(
                f"无法启动：数据库结构不是最新（{'、'.join(missing)}），请先执行 flask --app portal migrate。 / "
                "The database is not up to date; run: flask --app portal migrate"
            )
        if wrong := wrong_key():
            sys.exit(f"无法启动：{wrong}")
        in_use = demo_password_in_use()
    if settings.env == "production" and in_use:
        sys.exit(f"无法启动：生产环境不能使用演示账号和演示密码（{in_use}）。请使用新的数据库。")
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    _expect_free(host, port)
    renderer(app).start()
    worker.start(app)
    if settings.safe_mode:
        print("安全模式：功能模块都没有装入。", flush=True)
    gc.collect()
    gc.freeze()  # looking through what stays anyway takes 300 ms, in the middle of somebody's transaction
    print(f"枫桥·基层治理门户已启动： http://{host}:{port}", flush=True)
    if in_use:
        print(f"演示账号：{' '.join(ACCOUNTS)}    密码：{DEMO_PASSWORD}", flush=True)
    listener(app, host, port).run()


def _expect_free(host: str, port: int) -> None:
    """Say it before anything is started."""
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        sys.exit(
            f"无法启动：地址 {host}:{port} 不能用（{error.strerror}），可用 PORT= 换一个端口。 / "
            f"Cannot listen on {host}:{port}; choose another with PORT=."
        )


if __name__ == "__main__":
    main()
