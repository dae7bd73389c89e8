"""`flask accounts …`: creates the first accounts of a new installation, and lets back in who is locked out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask.cli import AppGroup

from portal.accounts import apart, verbs, vouching
from portal.accounts.models import User
from portal.accounts.own_roles import role_name, role_names
from portal.accounts.passwords import WeakPassword
from portal.errors import RuleError
from portal.extensions import db
from portal.org.command_line import UNIT

accounts_cli = AppGroup("accounts", help="账号。")


class RoleParameter(click.ParamType):
    """A role by its key: one of the core, or of an installed plugin."""

    name = "role"

    def convert(self, value, param, ctx):
        if value not in role_names():
            self.fail(f"没有角色“{value}”。有：{'、'.join(f'{key}（{name}）' for key, name in role_names().items())}。")
        return value


ROLE = click.option("--role", type=RoleParameter(), required=True, help="角色，例如 administrator（系统管理员）。")
PLACE = click.option("--unit", type=UNIT, required=True, help="任职单位：编号、区划代码或名称。")
PASSWORD = click.option(
    "--password",
    prompt="密码",
    hide_input=True,
    confirmation_prompt="再输一遍密码",
    envvar="PORTAL_NEW_PASSWORD",
    help="不写时询问；至少 10 位，含三类字符（16 位以上不限），不能是常见的密码。",
)
REASON = click.option("--reason", default="", help="理由，记入审计记录。")


@accounts_cli.command("create")
@click.argument("username")
@click.option("--name", required=True, help="姓名。")
@ROLE
@PLACE
@PASSWORD
def create(username: str, name: str, role: str, unit, password: str):
    """开通一个账号并任职。新装的系统用它开通第一个系统管理员。"""
    with _said():
        verbs.open_account(username, name, password, role, unit, by=None)
    click.echo(f"已开通：{username}（{name}），{unit.name}{role_name(role)}。")


@accounts_cli.command("password")
@click.argument("username")
@PASSWORD
def change_password(username: str, password: str):
    """重设密码，解除输错密码的限制，并让该账号已有的登录失效。"""
    with _said():
        verbs.reset_password(_user(username), password, by=None)
    click.echo(f"已重设 {username} 的密码。")


@accounts_cli.command("appoint")
@click.argument("username")
@ROLE
@PLACE
def appoint(username: str, role: str, unit):
    """给账号增加一个任职。"""
    user = _user(username)
    with _said():
        verbs.appoint(user, role, unit, by=None)
    click.echo(f"{user.name} 已任职：{unit.name}{role_name(role)}。")


@accounts_cli.command("end")
@click.argument("username")
@ROLE
@PLACE
def end(username: str, role: str, unit):
    """终止一个任职，立即生效。"""
    user = _user(username)
    standing = (each for each in user.standing_appointments if (each.role, each.unit_id) == (role, unit.id))
    appointment = next(standing, None) or sys.exit(f"{user.name} 不是{unit.name}的{role_name(role)}。")
    with _said():
        verbs.end(appointment, None, by=None)
    click.echo(f"{user.name} 不再任职：{unit.name}{role_name(role)}。")


@accounts_cli.command("lock")
@click.argument("username")
@REASON
def lock(username: str, reason: str):
    """锁定账号，任职保留。"""
    with _said():
        verbs.lock(_user(username), reason, by=None)
    click.echo(f"已锁定 {username}。")


@accounts_cli.command("unlock")
@click.argument("username")
def unlock(username: str):
    """解除锁定。"""
    with _said():
        verbs.unlock(_user(username), by=None)
    click.echo(f"已解除 {username} 的锁定。")


@accounts_cli.command("close")
@click.argument("username")
@REASON
def close(username: str, reason: str):
    """停用账号，终止其全部任职；记录保留。"""
    with _said():
        verbs.close(_user(username), reason, by=None)
    click.echo(f"已停用 {username}。")


@accounts_cli.command("vouch")
@click.argument("username")
def vouch(username: str):
    """确认账号是本单位的人。上级和本单位都没有人能在页面上确认时用，例如新装系统的第一个旗县区主管。"""
    with _said():
        vouching.vouch(_user(username), by=None)
    click.echo(f"已确认 {username}。")


@accounts_cli.command("check")
def check():
    """核对职责是否分开：列出同时担任不能兼任的角色的账号、不起作用的权限调整、没有系统管理员的旗县区；有就以 1 退出。"""
    found = [*apart.faults(), *apart.unadministered()]
    click.echo("\n".join(found) or "没有人同时担任不能兼任的角色。")
    sys.exit(bool(found))


@contextmanager
def _said() -> Iterator[None]:
    """Commit, or exit with a one-line message when a rule was broken."""
    try:
        yield
    except (RuleError, WeakPassword) as error:
        sys.exit(str(error))
    db.session.commit()


def _user(username: str) -> User:
    return User.known_as(username) or sys.exit(f"没有账号 {username}。")
