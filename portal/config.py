"""Settings: the only file that reads the environment (variables named PORTAL_…)."""

import base64
import os
import re
import secrets
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from click import ClickException
from pydantic import field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url

DEMO_PASSWORD = "Fengqiao@2026"  # noqa: S105  known to everybody; production refuses to start with it
ROOT = Path(__file__).resolve().parent.parent
LOCAL = (None, "", "localhost", "127.0.0.1", "::1")
CHECKED = ("verify-ca", "verify-full")


class ConfigError(ClickException):
    """The environment does not allow a safe start; the message says what to do. Shown as one line on the command line."""


class Settings(BaseSettings):
    """What a deployer may set. Every field is `PORTAL_<NAME>` in the environment."""

    model_config = SettingsConfigDict(env_prefix="PORTAL_", extra="ignore")

    env: Literal["demo", "production", "testing"] = "demo"
    instance: Path = ROOT / "instance"
    database_url: str = ""
    secret_key: str = ""
    data_key: str = ""
    cookie_secure: bool | None = None
    proxies: int = 0
    fonts_dir: Path = ROOT / "build" / "fonts"
    static_dist: Path = ROOT / "portal" / "static" / "dist"
    session_minutes: int = 30  # without a request, until one signs in again
    session_hours: int = 12  # at most, since one signed in
    upload_megabytes: int = 20
    rate_limits: bool = True
    safe_mode: bool = False
    leave_out: str = ""  # plugins that are not imported, with commas: what `flask plugins bisect` asks for
    public_url: str = ""
    outgoing_networks: str = (
        ""  # of the house, with commas, to which messages may go (10.20.0.0/16); else only to the internet
    )

    @field_validator("database_url")
    @classmethod
    def _name_the_driver(cls, url: str) -> str:
        for scheme in ("postgres://", "postgresql://"):
            if url.startswith(scheme):
                return "postgresql+psycopg://" + url.removeprefix(scheme)
        return url

    def prepare(self) -> "Settings":
        """Fill in defaults that only a demo may have.

        Raises ConfigError when production lacks a key or its public address, or when that is not an address.
        """
        os.umask(0o077)  # database, attachments, exports: nobody else on the machine reads them
        self.instance = self.instance.resolve()
        self.instance.mkdir(parents=True, exist_ok=True)
        if not self.database_url:
            self.database_url = f"sqlite:///{self.instance / 'portal.db'}"
        self.secret_key = self.secret_key or self._own_key("secret.key", "PORTAL_SECRET_KEY")
        self.data_key = self.data_key or self._own_key("data.key", "PORTAL_DATA_KEY")
        if self.env == "production" and len(self.secret_key) < 32:
            raise ConfigError("PORTAL_SECRET_KEY 太短：生产环境至少 32 个字符。")
        self._know_own_address()
        self._know_networks()
        self._see_who_answers()
        return self

    def _know_own_address(self) -> None:
        """The public address is printed in QR codes, so it must not be taken from a request: its sender could forge it."""
        if self.env == "production" and not self.public_url:
            raise ConfigError(
                "生产环境必须设置 PORTAL_PUBLIC_URL，即大家访问的网址，文书的二维码指向它。"
                "PORTAL_PUBLIC_URL must be set in production: the QR codes on papers lead to it."
            )
        if self.public_url and not re.fullmatch(r"https?://[^\s/?#]+/?", self.public_url):
            raise ConfigError(
                f"PORTAL_PUBLIC_URL 不是网址，应写成 https://portal.example 这样：{self.public_url}。"
                "PORTAL_PUBLIC_URL must be an address such as https://portal.example."
            )

    @property
    def networks(self) -> list[str]:
        """Those of `outgoing_networks`, one by one."""
        return [each.strip() for each in self.outgoing_networks.split(",") if each.strip()]

    def _know_networks(self) -> None:
        for each in self.networks:
            try:
                ip_network(each)
            except ValueError as error:
                raise ConfigError(
                    f"PORTAL_OUTGOING_NETWORKS 里的 {each} 不是网段，应写成 10.20.0.0/16 这样。"
                    "PORTAL_OUTGOING_NETWORKS must be networks such as 10.20.0.0/16, with commas."
                ) from error

    def _see_who_answers(self) -> None:
        """What goes to a database on another machine is encrypted, and its certificate is checked."""
        if self.env != "production" or not self.database_url.startswith("postgresql"):
            return
        url = make_url(self.database_url)
        hosts = [url.host, *_several(url.query.get("host"))]
        if (
            any(host not in LOCAL and not host.startswith("/") for host in hosts)
            and url.query.get("sslmode") not in CHECKED
        ):
            raise ConfigError(
                "数据库在另一台机器上，PORTAL_DATABASE_URL 末尾要加 ?sslmode=verify-full&sslrootcert=证书文件。"
                "The database is on another machine: add ?sslmode=verify-full&sslrootcert=… to PORTAL_DATABASE_URL."
            )

    def _own_key(self, filename: str, variable: str) -> str:
        if self.env == "production":
            raise ConfigError(f"生产环境必须设置 {variable}（参见 deploy/portal.env.example）。")
        path = self.instance / filename
        if not path.exists():
            fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(fd, "w") as file:
                file.write(base64.b64encode(secrets.token_bytes(32)).decode())
        return path.read_text().strip()

    def flask(self) -> dict:
        """The same settings under the names Flask and its extensions expect."""
        secure = self.cookie_secure if self.cookie_secure is not None else self.env == "production"
        return {
            "SECRET_KEY": self.secret_key,
            "SQLALCHEMY_DATABASE_URI": self.database_url,
            "SQLALCHEMY_ENGINE_OPTIONS": self._engine_options(),
            "SESSION_COOKIE_NAME": own_host("portal_session") if secure else "portal_session",
            "SESSION_COOKIE_SECURE": secure,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "PERMANENT_SESSION_LIFETIME": self.session_minutes * 60,
            "LONGEST_SESSION": self.session_hours * 3600,
            "MAX_CONTENT_LENGTH": self.upload_megabytes * 1024 * 1024,
            "MAX_FORM_MEMORY_SIZE": 2 * 1024 * 1024,
            "MAX_FORM_PARTS": 2000,
            "WTF_CSRF_CHECK_DEFAULT": False,  # portal.extensions.Tokens does
            "WTF_CSRF_TIME_LIMIT": None,
            "WTF_I18N_ENABLED": False,  # WTForms speaks Chinese itself; Flask-WTF would ask Flask-Babel
            "WTF_CSRF_SSL_STRICT": False,
            "RATELIMIT_ENABLED": self.rate_limits,
            "RATELIMIT_STORAGE_URI": "memory://",
            "TESTING": self.env == "testing",
        }

    def _engine_options(self) -> dict:
        quiet = {"hide_parameters": True}  # a statement that fails is logged without the residents' data it carried
        if self.database_url.startswith("sqlite"):
            return {**quiet, "connect_args": {"timeout": 30}, "pool_size": 32}
        return {**quiet, "pool_pre_ping": True, "pool_size": 8}


def own_host(cookie: str) -> str:
    """The name of a cookie that browsers take from this host over HTTPS alone, and from no other."""
    return f"__Host-{cookie}"


def _several(hosts: str | tuple[str, ...] | None) -> tuple[str, ...]:
    """What an address says once, several times, or not."""
    return (hosts,) if isinstance(hosts, str) else hosts or ()
