"""`python -m portal.serve`: the production server for one machine (waitress), on HOST and PORT."""

import os
import socket
import sys

from waitress import serve

from portal import create_app
from portal.accounts.demo import ACCOUNTS, demo_password_in_use
from portal.config import DEMO_PASSWORD, ConfigError
from portal.documents.printing import renderer
from portal.jobs import worker
from portal.migrating import withdraw_those_behind


def main() -> None:
    """Start, or say in Chinese why not."""
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
        in_use = demo_password_in_use()
    if settings.env == "production" and in_use:
        sys.exit(f"无法启动：生产环境不能使用演示账号和演示密码（{in_use}）。请使用新的数据库。")
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    _expect_free(host, port)
    renderer(app).start()
    worker.start(app)
    if settings.safe_mode:
        print("安全模式：功能模块都没有装入。", flush=True)
    print(f"枫桥·基层治理门户已启动： http://{host}:{port}", flush=True)
    if in_use:
        print(f"演示账号：{' '.join(ACCOUNTS)}    密码：{DEMO_PASSWORD}", flush=True)
    most = 10 * app.config["MAX_CONTENT_LENGTH"]  # waitress keeps a body before we see it; up to here the page says why
    serve(app, host=host, port=port, threads=8, ident=None, channel_timeout=120, max_request_body_size=most)


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
